"""Find a mistake in the student's source: a call that cuts a gradient's path, a missing `return`.

Nobody looks until a check has seen the effect, a gradient or a result that is None. The source is
read and never run; calls of the student's other functions count as harmless.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from tensorkata.protocol.cells import Cell, tree_of


class Written(NamedTuple):
    """The functions of an exercise as written in the source, and the line of their cell."""

    functions: tuple[ast.FunctionDef, ...]
    line: int


def written(cells: tuple[Cell, ...], name: str) -> Written:
    """Return the function of that name, or the methods of the class; nothing if there is none."""
    for cell in reversed(cells):
        tree = tree_of(cell)
        for node in tree.body if tree else []:
            if isinstance(node, ast.FunctionDef) and node.name == name:
                return Written((node,), cell.line)
            if isinstance(node, ast.ClassDef) and node.name == name:
                methods = (item for item in node.body if isinstance(item, ast.FunctionDef))
                return Written(tuple(m for m in methods if m.name not in SILENT), cell.line)
    return Written((), 0)


def find_cut(exercise: Written) -> str | None:
    """Return the call that cuts the gradient's path, with its line; None if several might."""
    try:
        cuts = [cut for part in exercise.functions for cut in _cuts(part)]
    except RecursionError:  # nested deeper than any student's code
        return None
    if len({why for _, _, why in cuts}) != 1:
        return None
    line, code, why = min(cuts, key=lambda cut: cut[0])  # on one line, the outermost call
    code = code if len(code) <= LONGEST else f"{code[: LONGEST - 2]} …"
    return TOLD.format(line=exercise.line + line - 1, code=code, why=why)


def lacks_return(exercise: Written) -> bool:
    """Return whether a function of the exercise ends without returning anything."""
    try:
        return not all(_returns(part) for part in exercise.functions)
    except RecursionError:
        return False


def computes_nothing(exercise: Written) -> bool:
    """Return whether the function, or the class's call, ends without returning anything."""
    parts = [part for part in exercise.functions if part.name == "call"] or exercise.functions[:1]
    return bool(parts) and lacks_return(exercise._replace(functions=tuple(parts)))


def reads_static_shape(exercise: Written) -> bool:
    """Return whether the exercise looks at `x.shape`, whose sizes may be unknown in a graph."""
    nodes = (node for part in exercise.functions for node in ast.walk(part))
    return any(isinstance(node, ast.Attribute) and node.attr == "shape" for node in nodes)


def _cuts(function: ast.FunctionDef) -> Iterator[tuple[int, str, str]]:
    """Yield each call on the function's data that stops gradients: line, code, reason."""
    arguments = function.args
    settings = {a.arg for a in arguments.args[len(arguments.args) - len(arguments.defaults) :]}
    settings |= {a.arg for a in arguments.kwonlyargs} | MODULES | {"self"}
    calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
    for number, (call, why) in enumerate((call, why) for call in calls if (why := _why(call))):
        within = list(islice(ast.walk(call), MOST_NODES))
        if number == MOST_CUTS or len(within) == MOST_NODES:  # each is read for each around it
            raise RecursionError
        names = {node.id for node in within if isinstance(node, ast.Name)}
        code = ast.unparse(call).splitlines()[0]
        if names - settings and not any(word in code for word in SIZES):
            yield call.lineno, code, why


def _why(call: ast.Call) -> str | None:
    match call.func:
        case (
            ast.Attribute(value=ast.Name(id="np" | "numpy" | "math")) | ast.Attribute(attr="numpy")
        ):
            return NUMPY
        case ast.Attribute(attr=name):
            return WHY.get(name)
        case ast.Name(id="float"):
            return "the tape does not follow Python numbers"
    return None


def _returns(node: ast.AST) -> bool:
    """Return whether a statement returns a value, not counting the functions within it."""
    if isinstance(node, ast.Return):
        return node.value is not None
    return any(
        _returns(child)
        for child in ast.iter_child_nodes(node)
        if isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case))
        and not isinstance(child, (ast.FunctionDef, ast.ClassDef))
    )


LONGEST = 40
MOST_CUTS, MOST_NODES = 100, 5_000  # in a function; in one of them
TOLD = "the gradient's path is cut at line {line}, `{code}`: {why}"
NUMPY = "the tape does not follow what NumPy does"
WHY = {
    "stop_gradient": "its purpose is to stop gradients",
    "Variable": "a new variable starts a new path",
    "numpy_function": NUMPY,
    "convert_to_numpy": NUMPY,
}
MODULES = {"tf", "keras", "np", "numpy", "math", "float"}
SIZES = "shape", "rank", "ndim", "size", "len("
SILENT = {"__init__", "build"}  # methods that return nothing, and compute no gradient
BROKEN_PATH = (
    "the path from the input to the result is cut: the tape saw no operation that connects them"
)
