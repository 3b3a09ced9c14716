"""Write the points of a run into nbgrader's gradebook, with its own API, as its `autograde` does.

Writing them again changes nothing. Knows nothing of how they were earned.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tensorkata.course import Topic
from tensorkata.errors import MachineError, UsageError
from tensorkata.results import ExerciseResult, RunResult, SubmissionResult


def check_gradebook(url: str, topic: Topic) -> None:
    """Refuse a gradebook that does not exist or does not know the topic."""
    with _opened(url, topic):
        pass


def write_points(run: RunResult, url: str, topic: Topic) -> int:
    """Write each student's points into the gradebook; return how many students have some.

    No verdict, no number: students whom a fault left ungraded are left out, and so are students who
    handed in nothing, unless the run has points for them.
    """
    graded = [entry for entry in run.submissions if run.points_of(entry) is not None]
    with _opened(url, topic) as gradebook:
        known = gradebook.find_notebook(topic.name, topic.name)
        cells = {cell.name: cell.max_score for cell in known.grade_cells}
        for entry in graded:
            _write(gradebook, topic, entry, cells)
    return len(graded)


def _write(gradebook: Any, topic: Topic, entry: SubmissionResult, cells: dict[str, float]) -> None:
    """Write one student's points, and those given by hand as nbgrader's manual score.

    A manual grade that was not given with `kata comment` is marked for review, as nbgrader does.
    """
    stems = {exercise.name: exercise.stem for exercise in topic.exercise}
    earned = {stems[one.name]: one for one in entry.exercises}
    gradebook.update_or_create_student(entry.student)
    gradebook.update_or_create_submission(topic.name, entry.student)
    for name, most in cells.items():
        grade = gradebook.find_grade(name, topic.name, topic.name, entry.student)
        one = earned.get(name.removesuffix("-check"))
        grade.auto_score = _within(_judged(one) if one else 0.0, most)
        grade.needs_manual_grade = grade.manual_score is not None
        if one and one.corrected:
            grade.manual_score = _within(one.points, most)
            grade.needs_manual_grade = one.review is True
    gradebook.db.commit()


def _judged(one: ExerciseResult) -> float:
    """Return the points of the checks: 0 without a verdict."""
    if one.corrected:
        return one.judged_points if isinstance(one.judged_points, float) else 0.0
    return one.points


def _within(points: float, most: float) -> float:
    return min(max(points, 0.0), most)


@contextlib.contextmanager
def _opened(url: str, topic: Topic) -> Iterator[Any]:
    """Open a gradebook by its URL or file name; UsageError if it does not know the topic."""
    try:
        from nbgrader.api import Gradebook, InvalidEntry
        from sqlalchemy import create_engine
        from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
    except ImportError:
        raise MachineError(MISSING) from None
    try:
        engine = create_engine(url if "://" in url else f"sqlite:///{url}")
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise UsageError(f"--gradebook: {error}; {FORMS}") from None
    shown = engine.url.render_as_string(hide_password=True)
    try:
        _refuse_unknown(engine, shown, topic)
        with Gradebook(engine.url.render_as_string(hide_password=False)) as gradebook:
            yield gradebook
    except DBAPIError as error:
        raise MachineError(f"--gradebook {shown}: {_line(error.orig)}; {GO_ON}") from None
    except InvalidEntry as error:
        raise MachineError(f"--gradebook {shown}: {_line(error)}; {GO_ON}") from None


def _refuse_unknown(engine: Any, shown: str, topic: Topic) -> None:
    """Refuse a database that does not know the topic, and leave it as it is."""
    from nbgrader.api import Assignment, Notebook
    from sqlalchemy import inspect, select

    name = engine.url.database or ""
    if engine.dialect.name == "sqlite" and not Path(name).is_file():
        raise UsageError(f"--gradebook {shown}: there is no file {name}; {MAKE.format(topic.name)}")
    with contextlib.closing(engine.connect()) as connection:
        known = select(Notebook.id).join(Assignment)
        known = known.where(Assignment.name == topic.name, Notebook.name == topic.name)
        if not inspect(connection).has_table("notebook") or not connection.scalar(known):
            raise UsageError(
                f"--gradebook {shown}: it does not know {topic.name}; {MAKE.format(topic.name)}"
            )
    engine.dispose()


def _line(error: Any) -> str:
    return " ".join(str(error).split())[:300]


MAKE = "type: nbgrader generate_assignment {}, in course/"
FORMS = "name it as in course/gradebook.db or postgresql+psycopg://user@host/name"
GO_ON = "everything graded so far is kept: type the same command to go on"
MISSING = "--gradebook needs nbgrader: type pip install 'tensorkata[instructor]'"
