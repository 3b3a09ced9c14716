"""nbgrader's own `autograde`, with the kit's judge instead of a kernel.

course/nbgrader_config.py replaces nbgrader's Execute by `Judged`: the student's code runs only in
the sandbox, and SaveAutoGrades reads one plain number from each graded cell. intake.py comes before
and reads the submission.
"""

from __future__ import annotations

import atexit
import base64
import binascii
import contextlib
import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import nbformat
from nbgrader.converters import Autograde
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float, Integer, Unicode

from tensorkata.assignment_files import files_of
from tensorkata.checking.key import Key
from tensorkata.course import Course, Exercise, Topic, find_course
from tensorkata.errors import UnreadableError, UsageError
from tensorkata.grading.messages import Fault, Graded, Unreadable
from tensorkata.grading.pool import Pool
from tensorkata.limits import Choice, Limits
from tensorkata.platforms.nbgrader.intake import course_cells, read, restore
from tensorkata.platforms.nbgrader.prefetch import EACH, Prefetch
from tensorkata.reporting.cell_report import as_html, visible
from tensorkata.reporting.terminal import as_text
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
        course, about = find_course(Path(self.course)), resources["nbgrader"]
        try:
            topic = course.topic(about["notebook"])
        except UsageError as error:
            raise UsageError(f"{error}; the kit only grades notebooks of its own topics") from None
        limits = Limits(wall=self.timeout, memory_mb=self.memory)
        run = getattr(self.parent, "parent", None)  # of the exporter, nbgrader's converter
        folders = sorted(run.assignments) if isinstance(run, Autograde) else [""]
        size = min(self.jobs or os.cpu_count() or 1, len(folders))
        judges = _judges_of(
            course.root, course.home, topic.name, size, self.isolation, limits, self.hidden
        )
        _, key, verdict = judges.judged(
            about["student"],
            _asked(nb.cells),
            Key.of(self.seed) if self.seed >= 0 else None,
            lambda: _later(run, folders, about, EACH * size - 1) if size > 1 else {},
        )
        self.log.info(KEY.format(student=about["student"], key=key.secret.hex()))
        if isinstance(verdict, Fault):
            _leave()  # the next notebook gets fresh judges, and a fresh sandbox
            raise RuntimeError(f"not graded: {verdict.why}")  # noqa: TRY004 - no type is wrong
        code = [one for one in nb.cells if one.cell_type == "code"]
        told = verdict.shown if isinstance(verdict, Graded) else None
        shown = told if isinstance(told, list) else []
        for number, one in enumerate(code):
            one.execution_count = number + 1
            one.outputs = _outputs(shown[number] if number < len(shown) else [], number + 1)
        if isinstance(told, str) and code:
            code[0].outputs = [_output("stream", name="stdout", text=f"{told}\n")]
        for one in code:
            mark = one.metadata.get("nbgrader", {})
            if mark.get("grade"):
                exercise = _exercise_of(topic, mark["grade_id"])
                one.outputs = self._graded(topic, exercise, verdict, one)
        return nb, resources

    def _graded(
        self,
        topic: Topic,
        exercise: Exercise | None,
        verdict: Graded | Unreadable,
        one: Any,
    ) -> list[Any]:
        """Return a graded cell's outputs: the report, then the points as a plain float."""
        most, found = float(one.metadata["nbgrader"]["points"]), None
        for result in verdict.exercises if isinstance(verdict, Graded) else ():
            if exercise and result.name == exercise.name:
                found = result
        points = min(max(found.points if found else 0.0, 0.0), most)
        why = verdict.why if isinstance(verdict, Unreadable) else "this exercise was not graded"
        data = {"text/plain": why}
        if found:
            shown = visible(found)
            data = {"text/plain": as_text({topic.name: (shown,)}, None)}
            data["text/html"] = as_html(topic.name, shown, None)
        count = one.execution_count
        number = _output("execute_result", data={"text/plain": repr(points)}, execution_count=count)
        return [_output("display_data", data=data), number]


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
                found[student] = _asked(cells)
        if len(found) == most:
            break
    return found


def _asked(cells: list[Any]) -> str:
    """Return the cells as a notebook; graded cells take their output from the judge."""
    plain = []
    for one in cells:
        graded = one.metadata.get("nbgrader", {}).get("grade")
        plain.append({"cell_type": one.cell_type, "source": "" if graded else str(one.source)})
    return json.dumps({"cells": plain})


def _exercise_of(topic: Topic, grade_id: str) -> Exercise | None:
    stem = grade_id.removesuffix("-check")
    return next((exercise for exercise in topic.exercise if exercise.stem == stem), None)


def _outputs(shown: Any, count: int) -> list[Any]:
    """Return a cell's outputs from what came over the wire: only texts and pictures.

    Long texts are cut here, before anything renders them: nbgrader's LimitOutput counts lines only.
    """
    found = []
    for one in shown if isinstance(shown, list) else []:
        match one:
            case {"output_type": "stream", "name": "stdout" | "stderr" as name, "text": str(text)}:
                found.append(_output("stream", name=name, text=cut(text)))
            case {"output_type": "error", "ename": str(name), "evalue": str(text)}:
                rows = cut("\n".join(map(str, one.get("traceback") or [text]))).split("\n")
                found.append(_output("error", ename=name[:LINE], evalue=cut(text), traceback=rows))
            case {"output_type": "display_data" | "execute_result" as kind, "data": dict(data)}:
                kept = {"text/plain": cut(str(data.get("text/plain", "")))}
                if _is_png(picture := data.get("image/png")):
                    kept["image/png"] = str(picture)
                extra = {"execution_count": count} if kind == "execute_result" else {}
                found.append(_output(kind, data=kept, **extra))
    return found


def _output(kind: str, **fields: Any) -> Any:
    """Return an output; nbformat's own function would spend milliseconds on validating each."""
    more: dict[str, Any] = {"metadata": {}} if "data" in fields else {}
    return nbformat.from_dict({"output_type": kind, **more, **fields})


def cut(text: str) -> str:
    """Return a text as a page can hold it: no line and no whole of any length."""
    if len(text) > MOST:
        text = f"{text[:MOST]}\n... cut: {len(text):,} characters"
    return "\n".join(
        row if len(row) <= LINE else f"{row[:LINE]} ... cut: {len(row):,} characters"
        for row in text.split("\n")
    )


MOST, LINE = 200_000, 5_000  # characters of an output, and of one line of it


def _is_png(text: Any) -> bool:
    with contextlib.suppress(TypeError, ValueError, binascii.Error):
        return base64.b64decode(text, validate=True).startswith(b"\x89PNG")
    return False


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


KEY = "{student}: kata grade --seed {key} repeats these inputs"
