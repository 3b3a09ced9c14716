"""A submission as text: read under caps, split into cells, parsed. Never run here."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import stat
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from tensorkata.running.carrier import Cell

MAX_BYTES = 2 * 2**20
MAX_NESTING = 100
_MARK = re.compile(r"^# %%(?P<rest>.*)$")
_MAGIC = re.compile(r"^\s*[%!?]|^\s*\w[\w.]*\?{1,2}\s*$")


_CELL_MAGIC = re.compile(r"\s*%%(?P<name>\w+)[^\n]*")
_ASSIGNED = re.compile(r"^(?P<target>\s*\w+\s*=\s*)[!%]\w")
PYTHON_MAGICS = frozenset({"time", "timeit", "capture", "prun"})


class UnreadableError(Exception):
    """Say in one line why a file cannot be a submission."""


class Submission(msgspec.Struct, frozen=True):
    """The text of what a student handed in: its file's name, digest and code cells."""

    filename: str
    sha256: str
    cells: tuple[Cell, ...]


def read(path: Path, filename: str | None = None) -> Submission:
    """Read a .py or .ipynb file; UnreadableError where it is none or breaks a cap."""
    data = _bytes(path)
    text = _text(data)
    cells = _notebook_cells(text) if path.suffix == ".ipynb" else script_cells(text)
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
    except (SyntaxError, ValueError, RecursionError, MemoryError):
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


def _bytes(path: Path) -> bytes:
    try:
        info = path.lstat()
        if not stat.S_ISREG(info.st_mode):
            raise UnreadableError("not a regular file (links and special files are not read)")
        if info.st_size > MAX_BYTES and path.suffix != ".ipynb":
            raise UnreadableError(f"{info.st_size:,} bytes; the most is {MAX_BYTES:,}")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from None
    if not data.strip():
        raise UnreadableError("the file is empty")
    return data


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"not UTF-8 text (byte {error.start})") from None
    if "\0" in text:
        raise UnreadableError("not text: it holds NUL bytes")
    if max(_nesting(text), default=0) > MAX_NESTING:
        raise UnreadableError(f"brackets nested deeper than {MAX_NESTING}")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ")


def _nesting(text: str) -> list[int]:
    depth, depths = 0, []
    for bracket in re.findall(r"[\[\](){}]", text):
        depth = depth + 1 if bracket in "[({" else max(depth - 1, 0)
        depths.append(depth)
    return depths


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


def _notebook_cells(text: str) -> tuple[Cell, ...]:
    """Return the code cells of a notebook, numbered as the lines of one script."""
    try:
        notebook: Any = json.loads(text)
        cells = notebook["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UnreadableError("not a notebook (nbformat 4)") from None
    found, line = [], 1
    for source in sources:
        plain = "\n".join(map(_plain, _own_language(source).splitlines())) + "\n"
        found.append(Cell(line, plain))
        line += plain.count("\n") + 1
    return tuple(found)
