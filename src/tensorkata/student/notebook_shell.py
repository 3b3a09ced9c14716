"""What IPython adds to Python in a cell: `display`, `get_ipython`, top-level `await`, outputs.

submission.py has taken magics and `!` out of the cells: nothing runs a command. Outputs are kept
as plain data in nbformat's own terms, under a cap.
"""

from __future__ import annotations

import ast
import base64
import contextlib
import inspect
import io
import traceback
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
        names["display"] = self._display
        names["get_ipython"] = _Silent

    def run(self, source: str, line: int, filename: str) -> None:
        """Run one cell; an exception becomes its last output and is raised."""
        self.outputs.append([])
        tree = compile("\n" * (line - 1) + source, filename, "exec", _PARSED, dont_inherit=True)
        last = self._taken(tree, source) if self._keep else None
        if not self._keep:
            self._execute(compile(tree, filename, "exec", _AWAIT, dont_inherit=True))
            return
        out, err = (_Stream(self.outputs[-1], name) for name in ("stdout", "stderr"))
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                self._execute(compile(tree, filename, "exec", _AWAIT, dont_inherit=True))
                if last is not None:
                    code = compile(last, filename, "eval", _AWAIT, dont_inherit=True)
                    self._show("execute_result", self._execute(code))
        except BaseException as error:
            self.outputs[-1].append(_error(error, filename))
            raise

    def _execute(self, code: Any) -> Any:
        value = eval(code, self._names)  # noqa: S307 - this process is where a student's code runs
        return _awaited(value) if code.co_flags & inspect.CO_COROUTINE else value

    def _taken(self, tree: ast.Module, source: str) -> ast.Expression | None:
        """Take the last line out of the cell if it is an expression that IPython would show."""
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            if source.rstrip().endswith(";"):
                return None
            return ast.Expression(tree.body.pop().value)  # type: ignore[attr-defined]
        return None

    def _display(self, *values: Any, **_: Any) -> None:
        for value in values:
            self._show("display_data", value)

    def _show(self, kind: str, value: Any) -> None:
        if value is None or not self.outputs or len(self.outputs[-1]) >= SHOWN:
            return
        data = {"text/plain": repr(value)[:MOST]}
        picture = getattr(type(value), "_repr_png_", None)
        if picture and isinstance(image := picture(value), bytes):
            data["image/png"] = base64.b64encode(image).decode()
        self.outputs[-1].append({"output_type": kind, "data": data})


class _Silent:
    """Replace IPython's shell in a script made from a notebook: every call does nothing."""

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
