"""What an exception of the student's code says: its words, its line, and the cause behind it."""

from __future__ import annotations

import ast
import linecache
import os
import re
import traceback
import types
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from tensorkata.protocol.records import Raised

IsOwn = Callable[[types.FrameType], bool]
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_LINKS = 10  # of a chain of exceptions


def remember(filename: str, text: str) -> None:
    """Let tracebacks, AutoGraph and pdb, which asks for the whole path, find source code."""
    for name in (filename, os.path.abspath(filename)):  # noqa: PTH100 - as pdb has it
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)


def is_of(filename: str, names: dict[str, object] | None, frame: types.FrameType) -> bool:
    """Return whether a frame runs the student's own code, in the file or in a notebook's cell."""
    file = frame.f_code.co_filename
    return file == filename or (frame.f_globals is names and "__autograph_generated" not in file)


def line_of(error: BaseException, filename: str, otherwise: int) -> int:
    """Return the line of the student's file on which it was raised."""
    if isinstance(error, SyntaxError) and error.filename == filename:
        return error.lineno or otherwise
    return _place(error, partial(is_of, filename, None)).line or otherwise


def chain(error: BaseException) -> Iterator[BaseException]:
    """Return an exception and those that it came of."""
    pending: list[BaseException | None] = [error]
    seen: list[BaseException] = []
    while pending and len(seen) < _LINKS:
        link = pending.pop(0)
        if link is not None and not any(link is one for one in seen):
            seen.append(link)
            pending += [link.__cause__, link.__context__]
            yield link


class Place(NamedTuple):
    """A line of a file, and the function that it is in."""

    line: int = 0
    file: str = ""
    function: str = ""


def _place(error: BaseException, is_own: IsOwn) -> Place:
    """Return the deepest line of the student's own code in a traceback."""
    found = Place()
    seen: list[BaseException | None] = [error, error.__cause__, error.__context__]
    for link in seen:
        if link is None or found.line:
            continue
        for frame, line in traceback.walk_tb(link.__traceback__):
            if is_own(frame):
                found = Place(line, frame.f_code.co_filename, frame.f_code.co_qualname)
    return found


def message_of(error: BaseException, own: re.Pattern[str]) -> str:
    """Return the exception's message without colours, Keras's listing and the run's folders."""
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
    except BaseException:  # noqa: BLE001 - a student's __str__ may do anything
        text = ""
    text = own.sub(".", _ANSI.sub("", str(text)))
    if isinstance(error, ImportError):
        text = re.sub(r" \((\S.*\.(py|so|pyd)|unknown location)\)$", "", text)  # where it is here
    if "could not be deserialized properly" in text:
        text = text.rpartition("Exception encountered: ")[2]
    head = re.match(
        r"Exception encountered when calling .*?\n\n(.*?)(\n\nArguments received|\Z)",
        text,
        re.DOTALL,
    )
    text = head[1] if head else text
    text = re.sub(r"\{\{function_node .*?\}\} ?| ?\[Op:\w+\]( name:)?", "", text)
    text = re.sub(r"^in user code:\n.*\n\s+\w+: ", "", text, flags=re.DOTALL)
    return " ".join(text.split())[:500]


def raised(error: BaseException, is_own: IsOwn, own: re.Pattern[str]) -> Raised:
    """Return what a probe's exception tells a judge."""
    line, file, function = _place(error, is_own)
    code = linecache.getline(file, line) if line else ""
    bases = tuple(base.__name__ for base in type(error).__mro__[:-1])
    unwritten = isinstance(error, NotImplementedError) and "raise NotImplementedError" in code
    left_over = unwritten and _is_left_over("".join(linecache.getlines(file)), line)
    kind, message = type(error).__name__, message_of(error, own)
    if left_over:
        message = LEFT_OVER.format(line=line)
    is_stub = unwritten and not left_over
    method = function if is_stub and re.fullmatch(r"\w+\.\w+", function) else ""
    return Raised(kind, bases, message, line, code.strip()[:200], is_stub, left_over, method)


def _is_left_over(text: str, line: int) -> bool:
    """Tell whether the function that raises on the line has statements beside the stub's own."""
    tree = _parsed_around(text, line)
    functions = [
        node
        for node in ast.walk(tree or ast.Module([], []))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.lineno <= line <= (node.end_lineno or 0)
    ]
    if not functions:
        return False
    body = max(functions, key=lambda node: node.lineno).body
    return any(not _is_of_a_stub(statement) for statement in body)


def _is_of_a_stub(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(statement, (ast.Pass, ast.Raise))


def _parsed_around(text: str, line: int) -> ast.Module | None:
    """Parse the unindented block that a line is in: another part may be broken Python."""
    rows = text.splitlines()
    first = line - 1
    while first > 0 and not re.match(r"(async\s+def|def|class)\b", rows[first]):
        first -= 1
    last = line
    while last < len(rows) and not re.match(r"[^\s#)\]}]", rows[last]):
        last += 1
    try:
        return ast.parse("\n" * first + "\n".join(rows[first:last]) + "\n")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


LEFT_OVER = "line {line} still raises NotImplementedError: delete that line"
