"""A student's workspace: make it from the course, reset an exercise, show a solution.

Nothing that a student wrote is ever lost: a replaced text is first saved.
"""

from __future__ import annotations

import itertools
import json
import re
import sys
from pathlib import Path

import typer

from tensorkata import course_settings, progress
from tensorkata.assignment_files import to_hand_on
from tensorkata.authoring import build, bundle, source
from tensorkata.authoring.chosen import solutions_of
from tensorkata.course import INSTALLED, MANIFEST, Course, Exercise, Topic
from tensorkata.errors import UsageError
from tensorkata.protocol.cells import Cell, defined_names, script_cells


def init(course: Course, folder: Path, *, notebooks: bool, topics: str = "") -> int:
    """Write a workspace into a new or empty folder; return how many exercise files it has."""
    files = contents(course, notebooks=notebooks, topics=topics)
    bundle.write_folder(files, folder)
    return sum(name.startswith(f"{START}/") for name in files)


def contents(course: Course, *, notebooks: bool, topics: str = "") -> dict[str, bytes]:
    """Return the files of a workspace by their names."""
    files = bundle.contents(course)
    if topics:
        files = _of_topics(course, files, chosen(course, topics))
    starts = {name: data for name, data in files.items() if name.startswith("exercises/")}
    starts = {name: data for name, data in starts.items() if _topic_of(course, name)}
    files |= {f"{START}/{Path(name).name}": data for name, data in starts.items()}
    if notebooks:
        for topic in course.topics:
            stub = files.pop(f"exercises/{topic.filename}", None)
            if stub is not None:
                text = plain_notebook(course, topic, stub.decode())
                files[f"exercises/{topic.name}.ipynb"] = text.encode()
    return files


def chosen(course: Course, text: str) -> list[str]:
    """Read a list like `1-5,12_tensorflow_core,19-`; return the topics' names in their order."""
    names = [topic.name for topic in course.topics]
    found: set[str] = set()
    for part in text.replace(",", " ").split():
        first, dash, last = (end.zfill(2) if end.isdigit() else end for end in part.partition("-"))
        begin = names.index(course.topic(first).name) if first else 0
        end = names.index(course.topic(last).name) if last else len(names) - 1 if dash else begin
        if end < begin:
            raise UsageError(f"--topics {part}: {last} comes before {first}")
        found |= {*names[begin : end + 1]}
    if not found:
        raise UsageError("--topics names no topic: --topics 01-05, for instance")
    return [name for name in names if name in found]


def _of_topics(course: Course, files: dict[str, bytes], names: list[str]) -> dict[str, bytes]:
    """Leave the files of some topics, the general ones, and the part of the curriculum."""
    kept = {}
    for name, data in files.items():
        topic = _topic_of(course, name)
        if topic in names or (topic is None and not name.startswith("exercises/")):
            kept[name] = data
    kept.pop(course_settings.FILE, None)
    head, *blocks = re.split(r"(?m)^(?=\[\[topic\]\]$)", files[MANIFEST.as_posix()].decode())
    mine = [
        block for block, topic in zip(blocks, course.topics, strict=True) if topic.name in names
    ]
    kept[MANIFEST.as_posix()] = "".join([head, *mine]).encode()
    return kept | to_hand_on(course, names, "exercises/")


def _topic_of(course: Course, name: str) -> str | None:
    """Return the topic whose exercises or checks a file of a workspace holds."""
    folder, _, rest = name.partition("/")
    topic = Path(rest).stem if folder == "exercises" else rest.partition("/")[0]
    known = folder in {"exercises", "checkers"} and topic in {t.name for t in course.topics}
    return topic if known else None


def plain_notebook(course: Course, topic: Topic, stub: str) -> str:
    """Return the stub as a notebook for a student who works without nbgrader."""
    notebook = json.loads(build.notebook(course, topic, stub))
    del notebook["metadata"]["tensorkata"]  # the installed course does not know all the points
    for cell in notebook["cells"]:
        cell["metadata"].pop("nbgrader", None)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def reset(course: Course, selected: str, *, sure: bool) -> str:
    """Reset a topic's file, or one exercise in it, to its start; return a line that says so."""
    topic, exercise = course.select(selected)
    path = course.exercises / topic.filename
    if not path.is_file():
        raise UsageError(f"there is no {path}: only .py files can be reset")
    start = stub_of(course, topic)
    text = path.read_text(encoding="utf-8")
    fresh = start if exercise is None else with_stub(text, start, exercise)
    name = f"{topic.name}::{exercise.name}" if exercise else topic.name
    if fresh == text:
        return f"{name} is still as it was at the start"
    if not sure and not (sys.stdin.isatty() and typer.confirm(f"reset {name} to its start?")):
        raise UsageError(f"nothing was changed; `kata reset {name} --yes` resets it without asking")
    kept = _keep(course.root, path)
    path.write_text(fresh, encoding="utf-8")
    return f"{name} is back at its start; your version is in {kept.relative_to(course.root)}"


def stub_of(course: Course, topic: Topic) -> str:
    """Return the topic's stub: from its source, the workspace's start or the installed course."""
    if (course.solutions / topic.filename).is_file():
        return source.stub(source.read(course, topic))
    for folder in (course.root / START, INSTALLED / "exercises"):
        if (folder / topic.filename).is_file():
            return (folder / topic.filename).read_text(encoding="utf-8")
    raise UsageError(f"the start of {topic.name} is not installed: pip install tensorkata")


def with_stub(text: str, start: str, exercise: Exercise) -> str:
    """Return the text with the exercise's cell from the stub, appended at the end if need be."""
    fresh = _cell_of(start, exercise)
    if fresh is None:
        raise UsageError(f"the course's own file has no {exercise.name}")
    mine = _cell_of(text, exercise)
    if mine is None:
        return f"{text.rstrip()}\n\n\n# %%\n{fresh.source.strip()}\n"
    return source.with_cell(text, mine, fresh.source)


def _cell_of(text: str, exercise: Exercise) -> Cell | None:
    cells = [cell for cell in script_cells(text) if exercise.name in defined_names(cell)]
    return cells[-1] if cells else None


def solution(course: Course, selected: str, *, give_up: bool) -> str:
    """Return the solution of an exercise that is passed or given up; UsageError without one."""
    topic, exercise = course.select(selected)
    if exercise is None:
        raise UsageError(f"name an exercise, as in {topic.name}::{topic.exercise[0].name}")
    path = solutions_of(course, topic)
    if path is None:
        raise UsageError("the solutions are not installed: pip install tensorkata-solutions")
    done = progress.read(course.root).done(topic, exercise)
    if not give_up and not done.complete:
        raise UsageError(
            f"{exercise.name} is not passed yet: `kata hint {exercise.name}` is a nudge,"
            " --give-up shows the solution anyway"
        )
    cell = source.solution_of(path.read_text(encoding="utf-8"), exercise.name).cell
    rows = [row for row in cell.source.splitlines() if "# END SOL" not in row]
    return "\n".join(row for row in rows if "# BEGIN SOL" not in row).strip()


START = ".tensorkata/start"


def _keep(root: Path, path: Path) -> Path:
    """Copy a file into .tensorkata/kept under the first free number."""
    folder = root / ".tensorkata" / "kept"
    folder.mkdir(parents=True, exist_ok=True)
    for number in itertools.count(1):
        kept = folder / f"{path.stem}.{number}{path.suffix}"
        if not kept.exists():
            kept.write_bytes(path.read_bytes())
            return kept
    raise AssertionError
