"""nbgrader's own `autograde`, with the kit's judge in the place of a kernel.

course/nbgrader_config.py puts three parts into nbgrader: `Reader` reads a notebook under caps,
`Restore` puts the cells of the course back as the gradebook knows them, and `Judged` grades. The
student's code runs in the sandbox alone; SaveAutoGrades reads one plain number from each cell.
"""

from __future__ import annotations

import atexit
import base64
import binascii
import contextlib
import os
import secrets
import stat
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float, Integer, Unicode

from tensorkata.curriculum import Course, Exercise, Topic, find_course
from tensorkata.errors import UsageError
from tensorkata.grading.judge import Job, Verdict
from tensorkata.grading.pool import Pool
from tensorkata.reporting import cell as report
from tensorkata.running.isolation import Choice, Limits, choose
from tensorkata.running.sandbox import Sandbox

MAX_BYTES = 20 * 2**20
SCHEMA = 3


class Reader(NotebookExporter):  # type: ignore[misc]
    """Read a submitted notebook; what cannot be read becomes an empty one that says why."""

    def from_filename(self, filename: str, resources: Any = None, **kwargs: Any) -> Any:
        """Convert a notebook's file: no link, no device, nothing huge, nothing that is not JSON."""
        try:
            notebook = read(Path(filename))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            why = getattr(error, "strerror", None) or str(error) or type(error).__name__
            self.log.warning("%s cannot be read: %s", filename, why)
            text = UNREADABLE.format(why=" ".join(why.split())[:200])
            notebook = new_notebook(cells=[new_markdown_cell(text)])
        return self.from_notebook_node(notebook, resources=resources, **kwargs)


def read(path: Path) -> Any:
    """Return the notebook in nbformat 4; ValueError or OSError where it is none."""
    info = path.lstat()
    if not stat.S_ISREG(info.st_mode):
        raise ValueError("not a regular file (links and special files are not read)")
    if info.st_size > MAX_BYTES:
        raise ValueError(f"{info.st_size:,} bytes; the most is {MAX_BYTES:,}")
    try:
        notebook = nbformat.reads(path.read_text("utf-8-sig"), as_version=4)
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 text (byte {error.start})") from None
    except (ValueError, nbformat.ValidationError):
        raise ValueError("not a notebook") from None
    for one in notebook.cells:
        one.source = one.source if isinstance(one.source, str) else "".join(one.source)
        if not isinstance(one.get("metadata"), dict):
            one.metadata = nbformat.from_dict({})
    return notebook


def without_links(assignment: str, student: str, notebooks: list[str]) -> None:  # noqa: ARG001
    """Take every link out of a submission before nbgrader copies it; a note tells where it led."""
    for folder in {Path(notebook).parent for notebook in notebooks}:
        for parent, folders, files in os.walk(folder):
            for name in [*folders, *files]:
                path = Path(parent, name)
                if path.is_symlink():
                    led = path.readlink()
                    path.unlink()
                    note = path.with_name(f"{path.name}.link.txt")
                    note.write_text(f"{name} was a link to {led}; links are not followed\n")


class Restore(NbGraderPreprocessor):  # type: ignore[misc]
    """Put back what the course knows of its cells: once each, with its flags, its points."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Keep the last copy of each of the course's cells, mend it, and add what is missing."""
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            known = gradebook.find_notebook(about["notebook"], about["assignment"])
            marks = {one.name: _mark(one, known) for one in known.source_cells}
            sources = {one.name: one for one in known.source_cells}
        seen: set[str] = set()
        for one in reversed(nb.cells):
            name = (one.metadata.pop("nbgrader", None) or {}).get("grade_id")
            one.metadata.pop("tags", None)
            if isinstance(name, str) and name in marks and name not in seen:
                seen.add(name)
                one.metadata["nbgrader"] = nbformat.from_dict(marks[name])
        for name in [name for name in marks if name not in seen]:
            if marks[name]["grade"]:
                added = new_code_cell(sources[name].source)
                added.metadata["nbgrader"] = nbformat.from_dict(marks[name])
                nb.cells.append(added)
        return nb, resources


def _mark(source: Any, known: Any) -> dict[str, Any]:
    """Return nbgrader's metadata of a cell, from the gradebook alone."""
    most = next((one.max_score for one in known.grade_cells if one.name == source.name), None)
    solution = any(one.name == source.name for one in known.solution_cells)
    mark = {
        "grade_id": source.name,
        "schema_version": SCHEMA,
        "grade": most is not None,
        "solution": solution,
        "locked": bool(source.locked),
        "task": False,
        "cell_type": source.cell_type,
        "checksum": source.checksum,
    }
    return mark if most is None else {**mark, "points": most}


class Judged(NbGraderPreprocessor):  # type: ignore[misc]
    """Grade a notebook in the sandbox; each graded cell shows its report and one plain number."""

    isolation = Unicode("auto", help="auto, bubblewrap, landlock or none").tag(config=True)
    timeout = Float(10.0, help="seconds a probe, or running the notebook, may take").tag(
        config=True
    )
    memory = Integer(2048, help="memory of a submission in MB").tag(config=True)
    seed = Integer(-1, help="repeat a run with its inputs; -1 draws one").tag(config=True)
    hidden = Bool(default_value=True, help="run the hidden checks too").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Judge the notebook and write outputs into its cells."""
        course = find_course()
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
        pool = _pool_of(course, topic, self)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{topic.name}.ipynb")
            plain = [{"cell_type": one.cell_type, "source": _asked(one)} for one in nb.cells]
            path.write_text(nbformat.writes(_notebook_of(plain)), encoding="utf-8")
            ((_, verdict),) = pool.run([(0, Job(str(path), seed, show=True))])
        if verdict.fault:
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


def _notebook_of(cells: list[dict[str, str]]) -> Any:
    made = {"code": new_code_cell, "markdown": new_markdown_cell}
    return new_notebook(
        cells=[made.get(c["cell_type"], new_markdown_cell)(c["source"]) for c in cells]
    )


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


_pools: dict[tuple[Any, ...], Pool] = {}
_stack = contextlib.ExitStack()
atexit.register(_stack.close)


def _pool_of(course: Course, topic: Topic, settings: Judged) -> Pool:
    """Return the warm judge of a topic; it serves every notebook of this process."""
    limits = Limits(wall=settings.timeout, memory_mb=settings.memory)
    key = (course.root, topic.name, settings.isolation, limits, settings.hidden)
    if key not in _pools:
        sandbox = _stack.enter_context(
            Sandbox(choose(msgspec.convert(settings.isolation, Choice)), limits)
        )
        pool = Pool(course, topic, 1, hidden=settings.hidden, sandbox=sandbox)
        _pools[key] = _stack.enter_context(pool)
    return _pools[key]


UNREADABLE = "This notebook could not be read: {why}. It has no points."
