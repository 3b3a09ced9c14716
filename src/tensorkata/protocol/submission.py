"""A submission as text: a file read under caps, and its code cells. Nothing is run here."""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import json
import os
import re
import stat
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tensorkata.errors import UnreadableError
from tensorkata.protocol.cells import (
    Cell,
    as_python,
    script_cells,
    unfinished_merge,
)

MAX_BYTES = 2**18  # the longest solution has 35 kB
NOTEBOOK_BYTES = 20 * 2**20  # it holds its outputs too
MAX_CELLS = 1000
MAX_NESTING = 100
Cells = TypeVar("Cells", tuple[Cell, ...], list[dict[str, Any]])
_DECLARED = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_START = 10_000  # characters by which a file is known for what it is
_HEAD = 200  # bytes of a line that may declare the encoding: the pattern goes back and forth
_ALPHABET = re.compile(r"iso8859|cp\d+$|koi8|mac-|gb|big5|shift_jis|euc")
_AS_IT_IS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a pipe does not wait


class Submission(msgspec.Struct, frozen=True):
    """A student's submission: its file's name, digest and code cells."""

    filename: str
    sha256: str
    cells: tuple[Cell, ...]


def read(path: Path, filename: str | None = None) -> Submission:
    """Read a .py or .ipynb file; UnreadableError if it is neither or breaks a cap."""
    data = contents(path)
    text = text_of(data)
    if path.suffix == ".ipynb" or _is_notebook(text):
        cells = _code_cells(text)
    else:
        _check_nesting(text)
        cells = _few(script_cells(text))
    return Submission(filename or path.with_suffix(".py").name, digest(data), cells)


def from_text(text: str, filename: str) -> Submission:
    """Make a submission of a script's text; UnreadableError if it has too many cells."""
    return Submission(filename, digest(text.encode()), _few(script_cells(text)))


def digest(data: bytes) -> str:
    """Return the SHA-256 of the bytes in hex."""
    return hashlib.sha256(data).hexdigest()


def contents(path: Path, most: int = 0) -> bytes:
    """Return the bytes of a regular file within its cap; UnreadableError if there are none."""
    most = most or (NOTEBOOK_BYTES if path.suffix == ".ipynb" else MAX_BYTES)
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
        size = f"{max(info.st_size, len(data)):,} bytes"
        raise UnreadableError(too_long(path.name, f"{size}; the most is {most:,}"))
    if not data.strip():
        raise UnreadableError("the file is empty")
    return data


def text_of(data: bytes) -> str:
    """Return a file's bytes as text; UnreadableError if they are not text that can be parsed."""
    try:
        text = data.decode(_encoding_of(data))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(f"not UTF-8 text (line {line}): save it as UTF-8") from None
    if "\0" in text:
        raise UnreadableError("not text: it holds NUL bytes")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ")


def _encoding_of(data: bytes) -> str:
    """Return UTF-8, or what a script that is none declares; UnreadableError for UTF-16."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _halves_are_nul(data):
        raise UnreadableError("saved as UTF-16: save it as UTF-8")
    lines = (line[:_HEAD] for line in data.split(b"\n", 2)[:2])
    declared = next(filter(None, map(_DECLARED.match, lines)), None)
    if declared and not _is_utf8(data):
        with contextlib.suppress(LookupError):
            name = codecs.lookup(declared[1].decode()).name
            return name if _ALPHABET.match(name) else "utf-8-sig"
    return "utf-8-sig"


def _halves_are_nul(data: bytes) -> bool:
    return any(data[half:1000:2].count(0) * 4 > len(data[:1000]) for half in (0, 1))


def _is_utf8(data: bytes) -> bool:
    with contextlib.suppress(UnicodeDecodeError):
        return bool(data.decode())
    return False


def too_long(name: str, why: str) -> str:
    """Return why a file is too long; of a notebook also what can be done about it."""
    return f"{why}: clear its outputs and save it" if ".ipynb" in name.lower() else why


def _is_notebook(text: str) -> bool:
    """Tell whether a file that is named as a script is a notebook."""
    return text.lstrip().startswith("{") and '"cells"' in text and '"nbformat"' in text


def _instead_of_a_notebook(text: str) -> str:
    """Return what a file is that is named as a notebook and is none."""
    start = text[:_START].lstrip().lower()
    if start.startswith(("<!doctype", "<html")):
        return "not a notebook but a web page: download the notebook itself (on GitHub: Raw)"
    if re.search("^(?:import|from|def|class) ", text[:_START], re.MULTILINE):
        return "not a notebook but Python code: name it .py"
    return "not a notebook"


def _check_nesting(text: str) -> None:
    depth = 0
    for bracket in re.findall(r"[\[\](){}]", text):
        depth = depth + 1 if bracket in "[({" else max(depth - 1, 0)
        if depth > MAX_NESTING:
            raise UnreadableError(f"brackets nested deeper than {MAX_NESTING}")


def notebook_cells(text: str) -> list[dict[str, Any]]:
    """Return a notebook's cells, of nbformat 4 or 3, each with its source as one string."""
    try:
        notebook: Any = json.loads(text)
        cells = notebook["cells"] if "cells" in notebook else _cells_of_version_3(notebook)
        found = [{**cell, "source": _whole("".join(cell["source"]))} for cell in cells]
        kinds = {cell["cell_type"] for cell in found}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, MemoryError):
        raise UnreadableError(unfinished_merge(text) or _instead_of_a_notebook(text)) from None
    if not all(isinstance(kind, str) for kind in kinds):
        raise UnreadableError("not a notebook")
    return _few(found)


def _few(cells: Cells) -> Cells:
    """Return the cells; UnreadableError if there are too many."""
    if len(cells) > MAX_CELLS:
        raise UnreadableError(f"{len(cells):,} cells; the most is {MAX_CELLS:,}")
    return cells


def _whole(text: str) -> str:
    """Return the text with a mark for each half character: JSON can write those, UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode()


def _cells_of_version_3(notebook: Any) -> list[dict[str, Any]]:
    cells = [cell for sheet in notebook["worksheets"] for cell in sheet["cells"]]
    return [{"source": cell.get("input", cell.get("source", "")), **cell} for cell in cells]


def _kind_of_the_course_s(cell: dict[str, Any]) -> Any:
    """Return the type that nbgrader noted for a cell, in case a student turned it into prose."""
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
        plain = as_python(line, cell["source"])
        found.append(Cell(line, f"{plain}\n"))
        line += plain.count("\n") + 2
    return tuple(found)


SPECIAL = "not a regular file (links and special files are not read)"
