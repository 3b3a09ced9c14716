"""Take a submission into nbgrader: read the notebook under caps, restore the course's own cells.

The kit's part of nbgrader's first pass (course/nbgrader_config.py): no link is followed, any file
gives a notebook to grade, and what the course's cells contain is taken from the gradebook.
"""

from __future__ import annotations

import json
import os
import uuid
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from tensorkata.errors import UnreadableError
from tensorkata.platforms.nbgrader.own_cells import record_of
from tensorkata.protocol.submission import SPECIAL, contents, notebook_cells, text_of

SCHEMA = 3
NOTE = "handed_in.txt"  # beside a notebook, by the kit's collector


class Reader(NotebookExporter):  # type: ignore[misc]
    """Read a submitted notebook; an unreadable one becomes an empty notebook that says why."""

    def from_filename(self, filename: str, resources: Any = None, **kwargs: Any) -> Any:
        """Convert a notebook's file: no link, no device, nothing huge, nothing that is not JSON.

        RuntimeError if a link was left: nbgrader goes on after a hook that fails.
        """
        path = Path(filename)
        left = next((one for one in path.parent.rglob("*") if one.is_symlink()), None)
        if left or path.parent.is_symlink():
            raise RuntimeError(f"{left or path.parent} is a link that cannot be removed")
        try:
            notebook = read(path)
        except UnreadableError as error:
            self.log.warning("%s cannot be read: %s", filename, error)
            # nbgrader found a file: if it is gone, it was a link and has been removed.
            text = UNREADABLE.format(why=error if path.exists() else SPECIAL)
            notebook = _notebook([_cell("markdown", text)])
        return self.from_notebook_node(notebook, resources=resources, **kwargs)


def read(path: Path) -> Any:
    """Return the notebook rebuilt in nbformat 4.5 without outputs; else UnreadableError.

    The collector's note about the file comes first, once: autograde reads what it has written.
    """
    text = text_of(contents(path))
    cells = [_made_anew(one) for one in notebook_cells(text)]
    noted = [
        one
        for one in _noted(path.with_name(NOTE))
        if one.source not in [cell.source for cell in cells]
    ]
    return _notebook([*noted, *cells], record_of(text))


def _noted(path: Path) -> list[Any]:
    try:
        return [_cell("markdown", text_of(contents(path)))]
    except UnreadableError:
        return []


def _made_anew(one: dict[str, Any]) -> Any:
    """Return a cell with a new id; of its metadata keep only nbgrader's, if that is well formed."""
    metadata = one.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    named = isinstance(mark, dict) and isinstance(mark.get("grade_id"), str)
    made = _cell(one["cell_type"], one["source"], mark if named else None)
    if isinstance(pictures := one.get("attachments"), dict) and made.cell_type != "code":
        made.attachments = pictures
    return made


def without_links(assignment: str, student: str, notebooks: list[str]) -> None:  # noqa: ARG001
    """Remove every link from a submission before nbgrader copies it; a note says where it led."""
    for folder in {Path(notebook).parent for notebook in notebooks}:
        for place in (folder.parent, folder):
            if place.is_symlink():
                _replace(place)
                folder.mkdir(parents=True, exist_ok=True)
        for parent, folders, files in os.walk(folder):
            for name in [*folders, *files]:
                if (path := Path(parent, name)).is_symlink():
                    _replace(path)


def _replace(link: Path) -> None:
    led = link.readlink()
    link.unlink()
    note = link.with_name(f"{link.name}.link.txt")
    note.write_text(f"{link.name} was a link to {led}; links are not followed\n")


class Restore(NbGraderPreprocessor):  # type: ignore[misc]
    """Restore the course's own cells: once each, with type, text, flags and points.

    This does the work of nbgrader's DeduplicateIds and OverwriteCells with one look into the
    gradebook, and says what was changed.
    """

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Keep the last copy of each of the course's cells, repair it, and add missing ones."""
        about = resources["nbgrader"]
        for change in restore(nb.cells, course_cells(about)):
            self.log.warning("%s, %s: %s", about["student"], about["notebook"], change)
        return nb, resources


def course_cells(about: dict[str, str]) -> dict[str, tuple[dict[str, Any], str]]:
    """Return the metadata and the text of each of the course's cells, as the gradebook has them."""
    with Gradebook(about["db_url"]) as gradebook:
        known = gradebook.find_notebook(about["notebook"], about["assignment"])
        marks = _marks(known)
        return {one.name: (marks[one.name], one.source) for one in known.source_cells}


def restore(cells: list[Any], course: dict[str, tuple[dict[str, Any], str]]) -> list[str]:
    """Put the course's cells back in place; return the changes that the first cell lists."""
    changes: list[str] = []
    seen: set[str] = set()
    for number in reversed(range(len(cells))):
        name = cells[number].metadata.pop("nbgrader", {}).get("grade_id")
        if name in seen:
            changes.append(COPIED.format(name=name))
        elif name in course:
            seen.add(name)
            changes += _mended(cells, number, *course[name])
    lost = [name for name in course if name not in seen]
    if seen:
        changes += [DELETED.format(name=name) for name in lost]
    elif any(one.cell_type == "code" for one in cells):
        changes = [NONE]
    for name in lost:
        mark, text = course[name]
        if "points" in mark:
            cells.append(_cell(mark["cell_type"], text, mark))
    if changes:
        cells.insert(0, note(CHANGED, changes) if seen else note(NONE, []))
    return changes


def lone_note(text: str) -> bytes:
    """Return a notebook that holds nothing but a text."""
    return json.dumps(_notebook([_cell("markdown", text)])).encode()


def note(head: str, rows: list[str]) -> Any:
    """Return a Markdown cell with a list under a heading."""
    return _cell("markdown", head + "".join(f"\n- {row}" for row in rows))


def _marks(known: Any) -> dict[str, dict[str, Any]]:
    """Return nbgrader's metadata of each of the course's cells, as the gradebook has it."""
    graded = {one.name: one.max_score for one in known.grade_cells}
    tasks = {one.name: one.max_score for one in known.task_cells}
    solutions = {one.name for one in known.solution_cells}
    points = graded | tasks
    marks = {}
    for one in known.source_cells:
        marks[one.name] = {
            "grade_id": one.name,
            "schema_version": SCHEMA,
            "grade": one.name in graded,
            "solution": one.name in solutions,
            "locked": bool(one.locked),
            "task": one.name in tasks,
            "cell_type": one.cell_type,
            "checksum": one.checksum,
        } | ({"points": points[one.name]} if one.name in points else {})
    return marks


def _mended(cells: list[Any], number: int, mark: dict[str, Any], text: str) -> list[str]:
    """Restore one of the course's cells, and return what had been changed in it."""
    one, changes = cells[number], []
    source = text if mark["locked"] else one.source
    if one.cell_type != mark["cell_type"]:
        changes.append(RETYPED.format(name=mark["grade_id"], kind=mark["cell_type"]))
    if one.source not in {source, _as_released(source)}:
        changes.append(EDITED.format(name=mark["grade_id"]))
    cells[number] = _cell(mark["cell_type"], source, mark)
    return changes


def _as_released(text: str) -> str:
    """Return a cell's text without its hidden tests, as nbgrader's ClearHiddenTests leaves it."""
    kept, hidden = [], False
    for line in text.split("\n"):
        hidden = hidden or "BEGIN HIDDEN TESTS" in line
        kept += [] if hidden else [line]
        hidden = hidden and "END HIDDEN TESTS" not in line
    return "\n".join(kept)


def _cell(kind: str, source: str, mark: dict[str, Any] | None = None) -> Any:
    """Return a cell, code or Markdown: a raw cell would be raw HTML on a page.

    It is not validated; nbformat would do that thirty times in a notebook.
    """
    more: dict[str, Any] = {"outputs": [], "execution_count": None}
    if kind != "code":
        kind, more = "markdown", {}
    metadata = {"nbgrader": mark} if mark else {}
    made = {"cell_type": kind, "id": uuid.uuid4().hex[:8], "metadata": metadata, "source": source}
    return nbformat.from_dict(made | more)


def _notebook(cells: list[Any], record: dict[str, Any] | None = None) -> Any:
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    metadata: dict[str, Any] = {"kernelspec": kernel, "language_info": {"name": "python"}}
    if record:
        metadata["tensorkata"] = record
    whole = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return nbformat.from_dict(whole)


UNREADABLE = "This submission could not be read: {why}. It has no points."
CHANGED = "**Cells of the course were changed in this notebook. The original cells were graded:**\n"
COPIED = "`{name}` was there more than once; the last one counts"
NONE = "The cells that grade it were not in this file; they were added at its end."
DELETED = "`{name}` was deleted"
RETYPED = "`{name}` was turned into another kind of cell; it is {kind} again"
EDITED = "`{name}` was edited; it is restored"
