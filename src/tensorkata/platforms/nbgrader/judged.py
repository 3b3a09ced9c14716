"""nbgrader's own `autograde`, with the kit's judge instead of a kernel.

course/nbgrader_config.py replaces nbgrader's Execute by `Judged`: the student's code runs only in
the sandbox, and SaveAutoGrades reads one plain number from each graded cell. intake.py comes before
and reads the submission.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from nbgrader.api import MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float, Integer, Unicode

from tensorkata.assignment_files import files_of
from tensorkata.checking.key import Key
from tensorkata.course import Course, Topic
from tensorkata.errors import KataError, UnreadableError, UsageError
from tensorkata.grading.messages import Fault, Graded, Unreadable, Verdict
from tensorkata.grading.pool import Pool
from tensorkata.limits import Choice, Limits
from tensorkata.platforms.nbgrader.cell_outputs import output, outputs_of
from tensorkata.platforms.nbgrader.intake import Reader, course_cells, note, read, restore
from tensorkata.platforms.nbgrader.own_cells import (
    SET,
    aged,
    aged_file,
    course_of,
    exercise_in,
    is_judged,
    refuse_unfit,
)
from tensorkata.platforms.nbgrader.plain import plain_course
from tensorkata.platforms.nbgrader.prefetch import EACH, Prefetch
from tensorkata.reporting.cell_report import as_html
from tensorkata.reporting.terminal import as_text
from tensorkata.reporting.visible import visible
from tensorkata.results import ExerciseResult
from tensorkata.sandbox.isolation import choose
from tensorkata.sandbox.packages import demand
from tensorkata.sandbox.sandbox import Sandbox


class Judged(NbGraderPreprocessor):  # type: ignore[misc]
    """Grade a notebook in the sandbox; each graded cell shows its report and one plain number."""

    course = Unicode(".", help="a file or folder in the course").tag(config=True)
    isolation = Unicode("auto", help="auto, bubblewrap, landlock or none").tag(config=True)
    timeout = Float(10.0, help="seconds that a probe or a cell may take").tag(config=True)
    memory = Integer(2048, help="memory of a submission in MB").tag(config=True)
    seed = Integer(-1, help="repeat a run with its inputs; -1 draws a key").tag(config=True)
    hidden = Bool(default_value=True, help="run the hidden checks too").tag(config=True)
    jobs = Integer(0, help="notebooks judged at a time; 0: one for each core").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Judge the notebook and write outputs into its cells."""
        about = resources["nbgrader"]
        course = course_of(self.course)
        topic = next((one for one in course.topics if one.name == about["notebook"]), None)
        if topic is None:
            course = self.plain_course(nb, about)
            topic = course.topics[0]
        verdict = self.verdict(course, topic, nb, about)
        if isinstance(verdict, Fault):
            raise RuntimeError(f"not graded: {verdict.why}")  # noqa: TRY004 - no type is wrong
        for change in (changes := aged(course, topic, nb.metadata.get("tensorkata", {}))):
            self.log.warning("%s, %s: %s", about["student"], about["notebook"], change)
        fill(nb.cells, topic, verdict)
        if changes:
            nb.cells.insert(0, note(AGED, changes))
        return nb, resources

    def verdict(self, course: Course, topic: Topic, nb: Any, about: dict[str, str]) -> Verdict:
        """Return the judge's verdict on the notebook."""
        self.refuse_unfit(course, topic, about)  # for a course folder with an earlier reader
        limits = Limits(wall=self.timeout, memory_mb=self.memory)
        run = getattr(self.parent, "parent", None)  # of the exporter, nbgrader's converter
        folders = sorted(run.assignments) if isinstance(run, Autograde) else [""]
        size = min(self.jobs or os.cpu_count() or 1, len(folders))
        judges = _judges_of(
            course.root, course.home, topic.name, size, self.isolation, limits, self.hidden
        )
        _, key, verdict = judges.judged(
            about["student"],
            asked(nb.cells),
            Key.of(self.seed) if self.seed >= 0 else None,
            lambda: _later(run, folders, about, EACH * size - 1) if size > 1 else {},
        )
        self.log.info(KEY.format(student=about["student"], key=key.secret.hex()))
        if isinstance(verdict, Fault):
            _leave()  # the next notebook gets fresh judges, and a fresh sandbox
        return verdict

    def plain_course(self, nb: Any, about: dict[str, str]) -> Course:
        """Return what judges a notebook that is no topic: nothing but its cells' own errors."""
        if any(is_judged(cell.metadata.get("nbgrader", {}), cell.source) for cell in nb.cells):
            raise UsageError(NO_TOPIC.format(name=about["notebook"]))
        place = self.parent.parent.coursedir  # of nbgrader's converter, whose exporter runs this
        return plain_course(
            Path(place.format_path(place.source_directory, ".", about["assignment"]))
        )

    def refuse_unfit(self, course: Course, topic: Topic, about: dict[str, str]) -> None:
        """Refuse a notebook that this course would silently give wrong points (own_cells.py)."""
        cure = f"{SET}, or {VISIBLE}"
        refuse_unfit(course, topic, course_cells(about), hidden=self.hidden, cure=cure)


class FittingReader(Reader):
    """Read submissions, once it is known that the course fits what the gradebook holds.

    nbgrader makes it before the first submission; what it refuses, stops the command.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if isinstance(self.parent, Autograde):
            try:
                self._look_over(self.parent.coursedir)
            except KataError as error:
                self.log.error("%s", error)  # noqa: TRY400 - it is a line for the instructor
                raise NbGraderException(str(error)) from None

    def _look_over(self, directory: Any) -> None:
        judged = Judged(parent=self)
        course, assignment = course_of(judged.course), directory.assignment_id
        for topic in course.topics:
            about = {"db_url": directory.db_url, "assignment": assignment, "notebook": topic.name}
            with contextlib.suppress(MissingEntry):
                judged.refuse_unfit(course, topic, about)
                source = directory.format_path(directory.source_directory, ".", assignment)
                for change in aged_file(course, topic, Path(source, f"{topic.name}.ipynb")):
                    self.log.warning("%s: %s; %s", topic.name, change, BUILD)


def fill(cells: list[Any], topic: Topic, verdict: Graded | Unreadable) -> None:
    """Write outputs into a notebook's code cells: what they showed, or the kit's report."""
    code = [one for one in cells if one.cell_type == "code"]
    told = verdict.shown if isinstance(verdict, Graded) else verdict.why
    shown = told if isinstance(told, list) else []
    for number, one in enumerate(code):
        one.execution_count = number + 1
        mark = one.metadata.get("nbgrader", {})
        if is_judged(mark, one.source):
            one.outputs = _graded(topic, verdict, one)
        elif number < len(shown):
            one.outputs = outputs_of(shown[number], number + 1)
        else:
            one.outputs = _not_run(told) if mark.get("grade") else []
    if isinstance(told, str) and code and not code[0].outputs:
        code[0].outputs = [output("stream", name="stdout", text=f"{told}\n")]


def _not_run(told: Any) -> list[Any]:
    """Return an error for an instructor's test that has not run: without one it gets all points."""
    why = told if isinstance(told, str) else NOT_RUN
    return [output("error", ename="NotRun", evalue=why, traceback=[f"NotRun: {why}"])]


def _graded(topic: Topic, verdict: Graded | Unreadable, one: Any) -> list[Any]:
    """Return a graded cell's outputs: the report, then the points as a plain float.

    An exercise earns the same share of the cell's points as of its own.
    """
    most, name = float(one.metadata["nbgrader"]["points"]), exercise_in(one.source)
    results = verdict.exercises if isinstance(verdict, Graded) else ()
    found = next((result for result in results if result.name == name), None)
    data = {"text/plain": verdict.why if isinstance(verdict, Unreadable) else NOT_GRADED}
    if found:
        shown = visible(found)
        data = {"text/plain": as_text({topic.name: (shown,)}, None)}
        data["text/html"] = as_html(topic.name, shown, None)
    points = repr(share(found, most))
    count = one.execution_count
    number = output("execute_result", data={"text/plain": points}, execution_count=count)
    return [output("display_data", data=data), number]


def share(result: ExerciseResult | None, most: float) -> float:
    """Return the points of a cell that is worth `most`."""
    if result is None or not result.max_points:
        return 0.0
    return min(max(result.points * most / result.max_points, 0.0), most)


def _later(run: Any, folders: list[str], about: dict[str, str], most: int) -> dict[str, str]:
    """Return the next notebooks by student, as intake.py will hand them over."""
    course, found = course_cells(about), {}
    place, assignment = run.coursedir, about["assignment"]

    def path(folder: str, student: str, *, escape: bool = False) -> str:
        return str(place.format_path(folder, student, assignment, escape=escape))

    form = path(place.submitted_directory, "(?P<student>.*)", escape=True)
    mine = path(place.submitted_directory, about["student"])
    for folder in folders:
        if folder <= mine:
            continue
        student = re.fullmatch(form, folder)["student"]  # type: ignore[index]
        if run.force or not Path(path(place.autograded_directory, student)).exists():
            with contextlib.suppress(UnreadableError):
                cells = read(Path(folder, f"{about['notebook']}.ipynb")).cells
                restore(cells, course)
                found[student] = asked(cells)
        if len(found) == most:
            break
    return found


def asked(cells: list[Any]) -> str:
    """Return the cells as a notebook; the kit's take their output from the judge."""
    plain = []
    for one in cells:
        by_judge = is_judged(one.metadata.get("nbgrader", {}), str(one.source))
        plain.append({"cell_type": one.cell_type, "source": "" if by_judge else str(one.source)})
    return json.dumps({"cells": plain})


_stack = contextlib.ExitStack()


@atexit.register
def _leave() -> None:
    """Close the judges and the sandbox, and forget them."""
    _judges_of.cache_clear()
    _sandbox_of.cache_clear()
    _stack.close()


@cache
def _sandbox_of(isolation: str, limits: Limits) -> Sandbox:
    """Return the sandbox that serves every topic of this process."""
    return _stack.enter_context(Sandbox(choose(msgspec.convert(isolation, Choice)), limits))


@cache
def _judges_of(
    root: Path,
    home: Path,
    topic: str,
    size: int,
    isolation: str,
    limits: Limits,
    hidden: bool,  # noqa: FBT001
) -> Prefetch:
    """Return the warm judges of a topic; they serve every notebook of this process."""
    course, sandbox = Course(root, home), _sandbox_of(isolation, limits)
    files_of(course, topic)
    if course.settings.packages:
        demand(course.settings.packages, sandbox.level)
    pool = Pool(course, course.topic(topic), size, hidden=hidden, sandbox=sandbox)
    return Prefetch(_stack.enter_context(pool), topic)


NO_TOPIC = (
    "{name} has cells with check(...), and no topic of the course has this name: give the notebook"
    " the name of its topic or assignment"
)
KEY = "{student}: kata grade --seed {key} repeats these inputs"
AGED = "**This notebook is of another version of the course:**\n"
BUILD = "type: kata build, then nbgrader generate_assignment, or install the version it is of"
VISIBLE = "set c.Judged.hidden = False to grade with the visible checks"
NOT_GRADED = "this exercise was not graded"
NOT_RUN = "this cell was not run"
