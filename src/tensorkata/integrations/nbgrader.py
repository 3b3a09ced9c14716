"""nbgrader's own `autograde`, with the kit's judge in the place of a kernel.

course/nbgrader_config.py puts `Judged` where nbgrader has Execute: the student's code runs in the
sandbox alone, and SaveAutoGrades reads one plain number from each graded cell. What nbgrader takes
in of a submission before is intake.py's.
"""

from __future__ import annotations

import atexit
import base64
import binascii
import contextlib
import json
import secrets
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float, Integer, Unicode

from tensorkata.curriculum import Course, Exercise, Topic, find_course
from tensorkata.errors import UsageError
from tensorkata.grading.judge import Job, Verdict
from tensorkata.grading.pool import Pool
from tensorkata.reporting import cell as report
from tensorkata.running.isolation import Choice, Limits, choose
from tensorkata.running.sandbox import Sandbox


class Judged(NbGraderPreprocessor):  # type: ignore[misc]
    """Grade a notebook in the sandbox; each graded cell shows its report and one plain number."""

    course = Unicode(".", help="a file or folder in the course").tag(config=True)
    isolation = Unicode("auto", help="auto, bubblewrap, landlock or none").tag(config=True)
    timeout = Float(10.0, help="seconds that a probe or a cell may take").tag(config=True)
    memory = Integer(2048, help="memory of a submission in MB").tag(config=True)
    seed = Integer(-1, help="repeat a run with its inputs; -1 draws one").tag(config=True)
    hidden = Bool(default_value=True, help="run the hidden checks too").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Judge the notebook and write outputs into its cells."""
        course = find_course(Path(self.course))
        try:
            topic = course.topic(resources["nbgrader"]["notebook"])
        except UsageError as error:
            raise UsageError(f"{error}; the kit grades notebooks of its own topics") from None
        seed = self.seed if self.seed >= 0 else secrets.randbelow(2**16)
        verdict = self._judged(course, topic, nb, seed)
        code = [one for one in nb.cells if one.cell_type == "code"]
        shown = verdict.shown if isinstance(verdict.shown, list) else []
        for number, one in enumerate(code):
            one.execution_count = number + 1
            one.outputs = _outputs(shown[number] if number < len(shown) else [], number + 1)
        if isinstance(verdict.shown, str) and code:
            code[0].outputs = [new_output("stream", name="stdout", text=f"{verdict.shown}\n")]
        for one in code:
            mark = one.metadata.get("nbgrader", {})
            if mark.get("grade"):
                exercise = _exercise_of(topic, mark["grade_id"])
                one.outputs = self._graded(topic, exercise, verdict, seed, one)
        return nb, resources

    def _judged(self, course: Course, topic: Topic, nb: Any, seed: int) -> Verdict:
        limits = Limits(wall=self.timeout, memory_mb=self.memory)
        pool = _pool_of(course.root, topic.name, self.isolation, limits, self.hidden)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{topic.name}.ipynb")
            plain = [{"cell_type": one.cell_type, "source": _asked(one)} for one in nb.cells]
            path.write_text(json.dumps({"cells": plain}), encoding="utf-8")
            ((_, verdict),) = pool.run([(0, Job(str(path), seed, show=True))])
        if verdict.fault:
            _pool_of.cache_clear()  # the next notebook gets a fresh judge, and a fresh sandbox
            _sandbox_of.cache_clear()
            raise RuntimeError(f"not graded: {verdict.fault}")
        return verdict

    def _graded(
        self, topic: Topic, exercise: Exercise | None, verdict: Verdict, seed: int, one: Any
    ) -> list[Any]:
        """Return a graded cell's outputs: the report, then the points as a plain float."""
        most, found = float(one.metadata["nbgrader"]["points"]), None
        for result in verdict.exercises:
            if exercise and result.name == exercise.name:
                found = result
        points = min(max(found.points if found else 0.0, 0.0), most)
        data = {"text/plain": verdict.unreadable or "this exercise was not graded"}
        if found:
            visible = report.visible(found)
            data = {"text/plain": report.as_text(topic.name, visible, seed)}
            data["text/html"] = report.as_html(topic.name, visible, seed)
        count = one.execution_count
        number = new_output("execute_result", {"text/plain": repr(points)}, execution_count=count)
        return [new_output("display_data", data), number]


def _asked(one: Any) -> str:
    """Return a cell's source; the graded cells ask the judge, not the student's code."""
    graded = one.metadata.get("nbgrader", {}).get("grade")
    return "" if graded else str(one.source)


def _exercise_of(topic: Topic, grade_id: str) -> Exercise | None:
    stem = grade_id.removesuffix("-check")
    return next((exercise for exercise in topic.exercise if exercise.stem == stem), None)


def _outputs(shown: Any, count: int) -> list[Any]:
    """Return a cell's outputs from what came over the wire: texts and pictures alone."""
    found = []
    for one in shown if isinstance(shown, list) else []:
        match one:
            case {"output_type": "stream", "name": "stdout" | "stderr" as name, "text": str(text)}:
                found.append(new_output("stream", name=name, text=text))
            case {"output_type": "error", "ename": str(name), "evalue": str(text)}:
                rows = [str(row) for row in one.get("traceback") or [text]]
                found.append(new_output("error", ename=name, evalue=text, traceback=rows))
            case {"output_type": "display_data" | "execute_result" as kind, "data": dict(data)}:
                kept = {"text/plain": str(data.get("text/plain", ""))}
                if _is_png(picture := data.get("image/png")):
                    kept["image/png"] = str(picture)
                extra = {"execution_count": count} if kind == "execute_result" else {}
                found.append(new_output(kind, kept, **extra))
    return found


def _is_png(text: Any) -> bool:
    with contextlib.suppress(TypeError, ValueError, binascii.Error):
        return base64.b64decode(text, validate=True).startswith(b"\x89PNG")
    return False


_stack = contextlib.ExitStack()
atexit.register(_stack.close)


@cache
def _sandbox_of(isolation: str, limits: Limits) -> Sandbox:
    """Return the sandbox that serves every topic of this process."""
    return _stack.enter_context(Sandbox(choose(msgspec.convert(isolation, Choice)), limits))


@cache
def _pool_of(root: Path, topic: str, isolation: str, limits: Limits, hidden: bool) -> Pool:  # noqa: FBT001
    """Return the warm judge of a topic; it serves every notebook of this process."""
    course, sandbox = Course(root), _sandbox_of(isolation, limits)
    return _stack.enter_context(
        Pool(course, course.topic(topic), 1, hidden=hidden, sandbox=sandbox)
    )
