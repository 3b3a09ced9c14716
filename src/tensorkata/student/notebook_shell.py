"""What IPython adds to Python in a cell: `display`, `get_ipython`, top-level `await`, outputs.

submission.py has taken magics and `!` out of the cells: nothing runs a command. Outputs are kept
as plain data in nbformat's own terms, under a cap.
"""

from __future__ import annotations
import __future__

import ast
import base64
import contextlib
import copy
import inspect
import io
import traceback
from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

MOST = 100_000  # characters of a cell's outputs
SHOWN = 40  # outputs of a cell

Output = dict[str, Any]


class Shell:
    """Run cells in a namespace; with `keep`, remember what each cell shows."""

    def __init__(self, names: dict[str, Any], *, keep: bool) -> None:
        self.outputs: list[list[Output]] = []
        self._names = names
        self._keep = keep
        self._future = 0
        names["display"] = self._display
        names["get_ipython"] = _Silent

    def open(self, source: str, line: int, filename: str) -> list[ast.stmt]:
        """Begin a cell: return its statements, each import on its own; SyntaxError if it has none.

        What `from __future__ import` turns on in one cell holds in those after it, as in IPython.
        """
        self.outputs.append([])
        self._streams = tuple(_Stream(self.outputs[-1], name) for name in ("stdout", "stderr"))
        self._filename, self._ends_silent = filename, source.rstrip().endswith(";")
        with self._errors_shown():
            text = "\n" * (line - 1) + source
            flags = _PARSED | self._future
            tree: ast.Module = compile(text, filename, "exec", flags, dont_inherit=True)
        return [part for statement in tree.body for part in _apart(statement)]

    def run(self, statement: ast.stmt, *, is_last: bool) -> None:
        """Run one statement; what it raises is shown as an output and raised."""
        if not self._keep:
            self._execute(ast.Module([statement], []), "exec")
            return
        out, err = self._streams
        shown = is_last and isinstance(statement, ast.Expr) and not self._ends_silent
        with self._errors_shown(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            if shown:
                value = self._execute(ast.Expression(statement.value), "eval")  # type: ignore[attr-defined]
                self._show("execute_result", value)
            else:
                self._execute(ast.Module([statement], []), "exec")

    @contextlib.contextmanager
    def _errors_shown(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            self._put(_error(error, self._filename))
            raise

    def _execute(self, tree: ast.AST, mode: str) -> Any:
        flags = _AWAIT | self._future
        code = compile(tree, self._filename, mode, flags, dont_inherit=True)  # type: ignore[call-overload]
        self._future |= code.co_flags & _FUTURE
        value = eval(code, self._names)  # noqa: S307 - this process is where a student's code runs
        return _awaited(value) if code.co_flags & inspect.CO_COROUTINE else value

    def _display(self, *values: Any, **_: Any) -> None:
        for value in values:
            self._show("display_data", value)

    def _show(self, kind: str, value: Any) -> None:
        if value is None or not self.outputs:
            return
        data = {"text/plain": repr(value)[:MOST]}
        picture = getattr(type(value), "_repr_png_", None)
        if picture and isinstance(image := picture(value), bytes):
            data["image/png"] = base64.b64encode(image).decode()
        self._put({"output_type": kind, "data": data})

    def _put(self, output: Output) -> None:
        """Keep an output under the cap, and the cell's first error and its result above it.

        nbgrader grades an instructor's own test by these two; without them it gives full points.
        """
        kind, before = output["output_type"], self.outputs[-1]
        known = {one["output_type"] for one in before} | {"display_data", "stream"}
        if len(before) < SHOWN or kind not in known:
            before.append(output)


class _Silent:
    """Replace IPython's shell in a script made from a notebook: every call does nothing."""

    def getoutput(self, *_: Any, **__: Any) -> list[str]:
        """Return what a command prints that is not run."""
        return []

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: None


class _Stream(io.TextIOBase):
    def __init__(self, outputs: list[Output], name: str) -> None:
        self._outputs, self._name, self._left = outputs, name, MOST

    def write(self, text: str) -> int:
        kept, self._left = text[: self._left], max(0, self._left - len(text))
        if kept and self._outputs and self._outputs[-1].get("name") == self._name:
            self._outputs[-1]["text"] += kept
        elif kept and len(self._outputs) < SHOWN:
            self._outputs.append({"output_type": "stream", "name": self._name, "text": kept})
        return len(text)


def _apart(statement: ast.stmt) -> list[ast.stmt]:
    """Return an import of several names as one of each: they do not stand or fall together."""
    if not isinstance(statement, (ast.Import, ast.ImportFrom)):
        return [statement]
    parts = [copy.copy(statement) for _ in statement.names]
    for part, alias in zip(parts, statement.names, strict=True):
        part.names = [alias]
    return [*parts]


def _awaited(coroutine: Any) -> Any:
    """Run a cell with `await` to its end; there is no event loop, because there are no sockets."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    coroutine.close()
    raise RuntimeError("this cell waits for something from outside, which cannot arrive here")


def _error(error: BaseException, filename: str) -> Output:
    frames = traceback.extract_tb(error.__traceback__)
    mine = [frame for frame in frames if frame.filename == filename]
    lines = [f"line {frame.lineno}: {frame.line}" for frame in mine[-5:]]
    name, text = type(error).__name__, str(error)[:2000]
    return {
        "output_type": "error",
        "ename": name,
        "evalue": text,
        "traceback": [*lines, f"{name}: {text}"],
    }


_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_PARSED = ast.PyCF_ONLY_AST | _AWAIT
_FUTURE = reduce(
    or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
)
