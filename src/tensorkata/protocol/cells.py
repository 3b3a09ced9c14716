"""Split a script into its code cells, and parse a cell. Nothing is run here."""

from __future__ import annotations

import ast
import re
import warnings
from functools import lru_cache

import msgspec

_MARK = re.compile(r"^# %%(?P<rest>.*)$")
_MAGIC = re.compile(r"^(?P<indent>\s*)(?:%\w|!|\?|\w[\w.]*\?{1,2}\s*$)")
_COMMENTED = re.compile(r"^# (?P<indent>\s+)(?:%\w|!)")
_CELL_MAGIC = re.compile(r"\s*%%(?P<name>\w+)[^\n]*")
_ASSIGNED = re.compile(r"^(?P<target>\s*\w+\s*=\s*)[!%]\w")
_MERGE = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?= |$)", re.MULTILINE)
PYTHON_MAGICS = frozenset({"time", "timeit", "capture", "prun"})
_NAMES = "|".join(sorted(PYTHON_MAGICS))
_JUPYTER = re.compile(
    rf"^get_ipython\(\)\.run_cell_magic\('(?:{_NAMES})', '[^'\n]*', "
    r"""('(?:[^'\\\n]|\\[n'"\\t])*'|"(?:[^"\\\n]|\\[n'"\\t])*")\)$""",
    re.MULTILINE,
)
_COLAB = re.compile(
    rf"(?<=^# Commented out IPython magic to ensure Python compatibility\.\n)"
    rf"# %%(?:{_NAMES})\b[^\n]*((?:\n#[^\n]*)*)",
    re.MULTILINE,
)


class Cell(msgspec.Struct, frozen=True):
    """A code cell of a submission and the line of the file on which it starts."""

    line: int
    source: str


def script_cells(text: str) -> tuple[Cell, ...]:
    """Split a py:percent script at its `# %%` lines; Markdown cells are left out.

    What Jupyter or Colab made of a notebook's cell magic when it exported it is undone before.
    """
    text = _COLAB.sub(lambda cell: re.sub("^# ?", "", cell[1], flags=re.MULTILINE), text)
    text = _JUPYTER.sub(lambda call: str(ast.literal_eval(call[1])), text)
    cells: list[Cell] = []
    start, lines, code = 1, [], True
    for number, line in enumerate([*text.splitlines(), "# %%"], 1):
        mark = _MARK.match(line)
        if not mark:
            lines.append(line)
            continue
        if code and any(line.strip() for line in lines):
            cells.append(Cell(start, as_python(start, "\n".join(lines)) + "\n"))
        start, lines = number + 1, []
        code = not re.search(r"\[(markdown|md|raw)\]", mark["rest"])
    return tuple(cells)


@lru_cache(maxsize=1024)
def tree_of(cell: Cell) -> ast.Module | None:
    """Parse one cell; None if it is not Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(cell.source)
    except Exception:  # noqa: BLE001 - hostile text may bring a parser down in any way
        return None


def defined_names(cell: Cell) -> set[str]:
    """Return the top-level names that a cell defines, even if it is broken Python."""
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


def unfinished_merge(text: str, first: int = 1) -> str:
    """Name the first line that git has left of a conflict; the text begins on line `first`."""
    mark = _MERGE.search(text)
    line = first + text.count("\n", 0, mark.start()) if mark else 0
    return f"line {line}: {mark[1]}, a merge that was not finished" if mark else ""


def python_of(source: str) -> str:
    """Return a cell as Python: empty if in another language, without `%%time` and the like."""
    magic = _CELL_MAGIC.match(source)
    if not magic:
        return source
    return source[magic.end() :] if magic["name"] in PYTHON_MAGICS else "\n" * source.count("\n")


def as_python(line: int, source: str) -> str:
    """Return a cell without IPython's syntax, if it is not Python with it."""
    plain = python_of(source)
    if tree_of(Cell(line, plain)) is None:
        plain = "\n".join(map(without_magics, plain.splitlines()))
    return plain


def without_magics(row: str) -> str:
    """Return a line without IPython's syntax: a magic is dropped, `x = !ls` gives an empty list.

    An indented magic leaves `pass`, also if Colab's export has made it a comment: it may be all
    that a `try:` has.
    """
    assigned = _ASSIGNED.match(row)
    if assigned:
        return f"{assigned['target']}[]"
    magic = _MAGIC.match(row) or _COMMENTED.match(row)
    if magic is None:
        return row
    return f"{magic['indent']}pass" if magic["indent"] else ""


NO_MODULE = "No module named {module} (line {line}): only {here} is handed in"
