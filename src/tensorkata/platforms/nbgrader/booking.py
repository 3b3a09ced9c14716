"""`kata grade --gradebook`: nbgrader's own autograde, over a run that is judged already.

So the gradebook, the late penalties and autograded/ are as `nbgrader autograde` leaves them, and
generate_feedback and the formgrader go on from there.
"""

from __future__ import annotations

import contextlib
import logging
import re
import shutil
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from nbgrader.api import Gradebook
from nbgrader.apps import AutogradeApp
from nbgrader.converters import Autograde, BaseConverter
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import Execute
from traitlets import Dict

from tensorkata.course import Course, Topic
from tensorkata.errors import MachineError, UnreadableError
from tensorkata.grading.collect import Entry
from tensorkata.grading.handed_in import OF_FILE, TIMESTAMP
from tensorkata.grading.messages import Graded, Unreadable, Verdict
from tensorkata.grading.store import Results
from tensorkata.platforms.nbgrader.collector import folder_of, notebook_of
from tensorkata.platforms.nbgrader.intake import (
    NOTE,
    UNREADABLE,
    Reader,
    Restore,
    course_cells,
    lone_note,
    read,
    restore,
)
from tensorkata.platforms.nbgrader.judged import Judged, asked
from tensorkata.platforms.nbgrader.own_cells import exercise_in, is_judged, refuse_unfit
from tensorkata.results import ExerciseResult, RunResult, SubmissionResult


class Booking:
    """An assignment of a gradebook, and what each student has handed in for it.

    `folder` is a folder of this run's own; `root` is nbgrader's course folder.
    """

    def __init__(
        self, course: Course, topic: Topic, url: str, root: Path, folder: Path, *, hidden: bool
    ) -> None:
        self._course, self._topic, self._folder = course, topic, folder
        about = {"db_url": url, "assignment": topic.name, "notebook": topic.name}
        self._cells = course_cells(about)
        refuse_unfit(course, topic, self._cells, hidden=hidden, cure=CURE)
        self._app = AutogradeApp()
        words = [f"--db={url}", f"--assignment={topic.name}", f"--notebook={topic.name}"]
        self._app.initialize([*words, "--log-level=CRITICAL"], root=str(root))
        self._directory = self._app.coursedir
        self._directory.submitted_directory = str(folder / "submitted")

    @property
    def pages(self) -> str:
        """How an instructor gets the feedback pages."""
        root = Path(self._directory.root)
        if root == self._folder:
            return NO_PAGES
        folder = root / self._directory.autograded_directory
        return PAGES.format(folder=folder, topic=self._topic.name)

    def taken_in(self, entries: list[Entry]) -> list[Entry]:
        """Keep what was handed in, and return the entries as they are to be judged.

        If the student has changed cells of the course, the restored notebook is judged.
        """
        return [self._taken_in(number, entry) for number, entry in enumerate(entries)]

    def _taken_in(self, number: int, entry: Entry) -> Entry:
        if entry.file is None:
            return entry
        try:
            data = notebook_of(entry.file)
        except UnreadableError:
            return entry
        path = self._write(entry.student, data)
        if entry.note:
            path.with_name(NOTE).write_text(entry.note, encoding="utf-8")
        if entry.submitted and entry.clock != OF_FILE:  # copying dates a file anew
            path.with_name(TIMESTAMP).write_text(entry.submitted, encoding="utf-8")
        try:
            cells = read(path).cells
        except UnreadableError:
            return entry
        before = _code(cells)
        restore(cells, self._cells)
        if _is_as_handed_in(before, _code(cells)):
            return entry
        restored = self._folder / "restored" / str(number) / path.name
        restored.parent.mkdir(parents=True)
        restored.write_text(asked(cells), encoding="utf-8")
        return replace(entry, file=restored)

    def _place(self, student: str) -> Path:
        step = self._directory.submitted_directory
        folder = self._directory.format_path(step, folder_of(student), self._topic.name)
        return Path(folder, f"{self._topic.name}.ipynb")

    def _write(self, student: str, data: bytes) -> Path:
        path = self._place(student)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def book(self, run: RunResult) -> int:
        """Let nbgrader write points, penalties and pages; return how many students have some.

        No verdict, no number: students whom a fault left ungraded are left out, and so are students
        who handed in nothing, unless the run has points for them.
        """
        told: dict[str, Callable[[], Verdict]] = {}
        for number, entry in enumerate(run.submissions):
            if run.points_of(entry) is None:
                shutil.rmtree(self._place(entry.student).parent, ignore_errors=True)
                continue
            if entry.status != "graded":
                self._write(entry.student, lone_note(UNREADABLE.format(why=entry.message)))
            told[folder_of(entry.student)] = _verdicts(run, number, entry)
        if told:
            self._run(Told(parent=self._app, course=str(self._course.root), told=told))
            self._correct(entry for entry in run.submissions if entry.corrected)
        return len(told)

    def _correct(self, entries: Iterable[SubmissionResult]) -> None:
        """Book points that were given by hand as nbgrader's manual scores."""
        with Gradebook(self._directory.db_url, self._directory.course_id) as gradebook:
            for entry in entries:
                by_hand = {one.name: one for one in entry.exercises if one.corrected}
                for name, (mark, text) in self._cells.items():
                    one = by_hand.get(exercise_in(text) or "") if is_judged(mark, text) else None
                    if one is None:
                        continue
                    topic, student = self._topic.name, folder_of(entry.student)
                    grade = gradebook.find_grade(name, topic, topic, student)
                    grade.manual_score = grade.max_score * one.points / (one.max_points or 1.0)
                    grade.needs_manual_grade = one.review is True
            gradebook.db.commit()

    def _run(self, judged: Judged) -> None:
        booker = Booker(coursedir=self._directory, parent=self._app, force=True)
        steps = booker.autograde_preprocessors
        booker.exporter_class = Reader
        booker.sanitize_preprocessors = [Restore, *(_instead(step, judged) for step in steps)]
        with _one_line(self._app.log), warnings.catch_warnings():
            # SQLAlchemy warns of what nbgrader then does, as in nbgrader_config.py.
            warnings.filterwarnings("ignore", "Object of type <Submitted")
            booker.start()


class Told(Judged):
    """Take the verdicts of a run, instead of judging."""

    told = Dict()

    def verdict(self, _course: Course, _topic: Topic, _nb: Any, about: dict[str, str]) -> Verdict:
        """Return the run's verdict on the student."""
        verdict: Verdict = self.told[about["student"]]()
        return verdict


class Booker(Autograde):  # type: ignore[misc]
    """nbgrader's autograde in one pass, for one notebook of an assignment.

    nbgrader's own gives 0 for each other notebook of the assignment that is not there.
    """

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Copy what belongs to the submission; note the student and the timestamp."""
        BaseConverter.init_assignment(self, assignment_id, student_id)
        source = self._format_source(assignment_id, student_id)
        stamp = self.coursedir.get_existing_timestamp(source)
        more = {"timestamp": stamp} if stamp else {}
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            gradebook.update_or_create_student(student_id)
            gradebook.update_or_create_submission(assignment_id, student_id, **more)

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Restore, fill in and book a notebook, then write it."""
        self._init_preprocessors()
        BaseConverter.convert_single_notebook(self, notebook_filename)


def _verdicts(run: RunResult, number: int, entry: SubmissionResult) -> Callable[[], Verdict]:
    """Return a function that reads a verdict of the run: a class may not fit into memory."""

    def verdict() -> Verdict:
        found: SubmissionResult = run.submissions[number]
        if not found.exercises:
            return Unreadable(entry.message)
        kept = run.submissions
        shown = kept.shown(number) if isinstance(kept, Results) else None
        return Graded(found.exercises, shown=shown)

    return verdict


def _as_judged(result: ExerciseResult) -> ExerciseResult:
    """Return an exercise with the points of its checks."""
    judged = result.judged_points
    return replace(result, points=judged) if isinstance(judged, float) else result


def _instead(step: Any, judged: Judged) -> Any:
    """Return the step of nbgrader's, or what takes the place of running a student's code."""
    runs = isinstance(step, type) and issubclass(step, (Judged, Execute))
    return judged if runs else step


def _code(cells: list[Any]) -> list[tuple[str, bool]]:
    """Return the text of each code cell, and whether it is the kit's own."""
    return [
        (one.source, is_judged(one.metadata.get("nbgrader", {}), one.source))
        for one in cells
        if one.cell_type == "code"
    ]


def _is_as_handed_in(before: list[tuple[str, bool]], after: list[tuple[str, bool]]) -> bool:
    """Tell whether the restored cells run as those before: only the kit's may be added."""
    same = [text for text, _ in after[: len(before)]] == [text for text, _ in before]
    return same and all(own for _, own in after[len(before) :])


@contextlib.contextmanager
def _one_line(log: logging.Logger) -> Iterator[None]:
    """Turn an error of nbgrader's into one line; its log names the students and has tracebacks."""
    said: list[str] = []

    class _Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    keep, level = _Keep(logging.ERROR), log.level
    log.addHandler(keep)
    log.setLevel(logging.ERROR)
    try:
        yield
    except NbGraderException as error:
        tracebacks = [text for text in said if text.startswith("Traceback")]
        why = (tracebacks or [str(error)])[0].strip().rpartition("\n")[2]
        students = sorted({name for text in said for name in FAILED.findall(text)})
        raise MachineError(": ".join(["--gradebook", *students[:1], why])) from None
    finally:
        log.setLevel(level)
        log.removeHandler(keep)


FAILED = re.compile(r"error processing assignment '.*' for student '(.*)'$")
PAGES = (
    "the graded notebooks are in {folder}; for a page for each student type there:"
    " nbgrader generate_feedback {topic}"
)
NO_PAGES = "for feedback pages type the command in the folder of your nbgrader_config.py"
CURE = (
    "run the command inside a clone of the course, or with --no-hidden to grade with the visible"
    " checks"
)
