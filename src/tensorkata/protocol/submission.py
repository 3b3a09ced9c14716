"""A submission as text: read under caps, split into cells, parsed. Never run here."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import stat
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from tensorkata.errors import UnreadableError
from tensorkata.protocol.records import Cell

MAX_BYTES = 2 * 2**20
NOTEBOOK_BYTES = 20 * 2**20  # it holds its outputs too
NOTEBOOK_CELLS = 1000
MAX_NESTING = 100
_AS_IT_IS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a pipe does not wait
_MARK = re.compile(r"^# %%(?P<rest>.*)$")
_MAGIC = re.compile(r"^\s*(%\w|!|\?)|^\s*\w[\w.]*\?{1,2}\s*$")
_CELL_MAGIC = re.compile(r"\s*%%(?P<name>\w+)[^\n]*")
_ASSIGNED = re.compile(r"^(?P<target>\s*\w+\s*=\s*)[!%]\w")
PYTHON_MAGICS = frozenset({"time", "timeit", "capture", "prun"})


class Submission(msgspec.Struct, frozen=True):
    """The text of what a student handed in: its file's name, digest and code cells."""

    filename: str
    sha256: str
    cells: tuple[Cell, ...]


def read(path: Path, filename: str | None = None) -> Submission:
    """Read a .py or .ipynb file; UnreadableError where it is none or breaks a cap."""
    data = contents(path)
    text = text_of(data)
    if path.suffix == ".ipynb":
        cells = _code_cells(text)
    else:
        _check_nesting(text)
        cells = script_cells(text)
    return Submission(filename or path.with_suffix(".py").name, digest(data), cells)


def from_text(text: str, filename: str) -> Submission:
    """Make a submission of a script's text."""
    return Submission(filename, digest(text.encode()), script_cells(text))


def digest(data: bytes) -> str:
    """Return the SHA-256 of the bytes in hex."""
    return hashlib.sha256(data).hexdigest()


def script_cells(text: str) -> tuple[Cell, ...]:
    """Split a py:percent script at its `# %%` lines; Markdown cells are left out."""
    cells: list[Cell] = []
    start, lines, code = 1, [], True
    for number, line in enumerate([*text.splitlines(), "# %%"], 1):
        mark = _MARK.match(line)
        if not mark:
            lines.append(line)
            continue
        if code and any(line.strip() for line in lines):
            cells.append(Cell(start, "\n".join(lines) + "\n"))
        start, lines = number + 1, []
        code = not re.search(r"\[(markdown|md|raw)\]", mark["rest"])
    return tuple(cells)


@lru_cache(maxsize=512)
def tree_of(cell: Cell) -> ast.Module | None:
    """Parse one cell; None where it is no Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(cell.source)
    except Exception:  # noqa: BLE001 - hostile text may bring a parser down in any way
        return None


def defined_names(cell: Cell) -> set[str]:
    """Return the top-level names that a cell defines, also where it is broken Python."""
    tree = tree_of(cell)
    if tree is None:
        return set(re.findall(r"^(?:async\s+)?(?:def|class)\s+(\w+)", cell.source, re.MULTILINE))
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names.update(n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name))
    return names


def contents(path: Path) -> bytes:
    """Return the bytes of a regular file within its cap; UnreadableError where there are none."""
    most = NOTEBOOK_BYTES if path.suffix == ".ipynb" else MAX_BYTES
    try:
        if path.is_symlink():
            raise UnreadableError(SPECIAL)
        with os.fdopen(os.open(path, _AS_IT_IS), "rb") as file:
            info = os.fstat(file.fileno())
            if not stat.S_ISREG(info.st_mode):
                raise UnreadableError(SPECIAL)
            data = file.read(most + 1)
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from None
    if len(data) > most:
        raise UnreadableError(f"{max(info.st_size, len(data)):,} bytes; the most is {most:,}")
    if not data.strip():
        raise UnreadableError("the file is empty")
    return data


def text_of(data: bytes) -> str:
    """Return a file's bytes as text; UnreadableError where they are none that can be parsed."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"not UTF-8 text (byte {error.start})") from None
    if "\0" in text:
        raise UnreadableError("not text: it holds NUL bytes")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ")


def _check_nesting(text: str) -> None:
    depth = 0
    for bracket in re.findall(r"[\[\](){}]", text):
        depth = depth + 1 if bracket in "[({" else max(depth - 1, 0)
        if depth > MAX_NESTING:
            raise UnreadableError(f"brackets nested deeper than {MAX_NESTING}")


def _own_language(source: str) -> str:
    """Return the cell as Python: a cell of another language is empty, `%%time` alone falls away."""
    magic = _CELL_MAGIC.match(source)
    if not magic:
        return source
    return source[magic.end() :] if magic["name"] in PYTHON_MAGICS else "\n" * source.count("\n")


def _plain(row: str) -> str:
    """Return a line without IPython's own: a magic is let go, `x = !ls` gives an empty list."""
    assigned = _ASSIGNED.match(row)
    if assigned:
        return f"{assigned['target']}[]"
    return "" if _MAGIC.match(row) else row


def notebook_cells(text: str) -> list[dict[str, Any]]:
    """Return a notebook's cells, of nbformat 4 or 3, each with its source as one string."""
    try:
        notebook: Any = json.loads(text)
        cells = notebook["cells"] if "cells" in notebook else _cells_of_version_3(notebook)
        found = [{**cell, "source": _whole("".join(cell["source"]))} for cell in cells]
        kinds = {cell["cell_type"] for cell in found}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, MemoryError):
        raise UnreadableError("not a notebook") from None
    if not all(isinstance(kind, str) for kind in kinds):
        raise UnreadableError("not a notebook")
    if len(found) > NOTEBOOK_CELLS:
        raise UnreadableError(f"{len(found):,} cells; the most is {NOTEBOOK_CELLS:,}")
    return found


def _whole(text: str) -> str:
    """Return the text with a mark for each half of a character: JSON can write those, UTF-8 not."""
    return text.encode("utf-8", "replace").decode()


def _cells_of_version_3(notebook: Any) -> list[dict[str, Any]]:
    cells = [cell for sheet in notebook["worksheets"] for cell in sheet["cells"]]
    return [{"source": cell.get("input", cell.get("source", "")), **cell} for cell in cells]


def _kind_of_the_course_s(cell: dict[str, Any]) -> Any:
    """Return what nbgrader notes that a cell is, where a student may have turned it into prose."""
    metadata = cell.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    kind = mark.get("cell_type") if isinstance(mark, dict) else None
    return kind if isinstance(kind, str) else None


def _code_cells(text: str) -> tuple[Cell, ...]:
    """Return the code cells of a notebook, numbered as the lines of one script."""
    found, line, size = [], 1, 0
    for cell in notebook_cells(text):
        if "code" not in {cell["cell_type"], _kind_of_the_course_s(cell)}:
            continue
        size += len(cell["source"])
        if size > MAX_BYTES:
            raise UnreadableError(f"more than {MAX_BYTES:,} characters of code")
        _check_nesting(cell["source"])
        plain = _own_language(cell["source"])
        if tree_of(Cell(line, plain)) is None:
            plain = "\n".join(map(_plain, plain.splitlines()))
        found.append(Cell(line, f"{plain}\n"))
        line += plain.count("\n") + 2
    return tuple(found)


SPECIAL = "not a regular file (links and special files are not read)"
