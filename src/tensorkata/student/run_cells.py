"""The cells of a submission, run statement by statement: one that fails costs what it would bind.

What depends on it fails when it is used, and tells the first cause.
"""

from __future__ import annotations

import ast
import contextlib
import re
import signal
import time
import warnings
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import PurePath
from typing import Any

from tensorkata.errors import CellTimeout
from tensorkata.protocol.cells import Cell, unfinished_merge
from tensorkata.protocol.records import Start, Unrun
from tensorkata.student.not_there import no_file, no_module
from tensorkata.student.notebook_shell import Parsed, Shell, parse
from tensorkata.student.raised import chain, is_of, line_of, message_of, remember
from tensorkata.student.stand_in import NotThereError, StandIn
from tensorkata.student.time_limit import TimeLimit

# Keeps a student's warnings off the report: they never cost points.
quiet = partial(warnings.catch_warnings, action="ignore")


class CellRun:
    """Run a submission's cells in a namespace; know how each name's statement failed."""

    def __init__(
        self,
        names: dict[str, Any],
        start: Start,
        shell: Shell,
        own: re.Pattern[str],
        limit: TimeLimit | None = None,
    ) -> None:
        self.unrun: dict[str, Unrun] = {}
        self._names, self._start, self._shell, self._own = names, start, shell, own
        self._limit = limit
        self._end = time.monotonic() + start.seconds
        self._all: Unrun | None = None  # of the first `from x import *` that failed
        self._run()

    def cause(self, error: BaseException) -> Unrun | None:
        """Return the failed statement that an exception comes of."""
        for link in chain(error):
            if isinstance(link, NotThereError) and link.unrun:
                return link.unrun
            if type(link) is NameError and (found := self.cause_of_name(str(link.name))):
                return found
        return None

    def cause_of_name(self, name: str) -> Unrun | None:
        """Return the failed statement that a name is missing for."""
        if name not in self._names and self._all:
            return _named(self._all, name)
        return self.unrun.get(name)

    def _run(self) -> None:
        lines: list[str] = []
        for cell in self._start.cells:
            lines += [""] * (cell.line - 1 - len(lines)) + cell.source.splitlines()
        remember(self._start.filename, "\n".join(lines) + "\n")
        cells = self._start.cells
        with quiet():
            parsed = [parse(cell.source, cell.line, self._start.filename) for cell in cells]
        for cell, tree in zip(cells, parsed, strict=True):
            pending: list[ast.stmt] = []
            try:
                with quiet(), self._limited():
                    self._run_cell(cell, tree, pending)
            except CellTimeout as error:
                lost = {name for statement in pending for name in bound_names(statement)}
                self._lose(lost, self._unrun(error, cell, pending[0].lineno if pending else 0))

    def _limited(self) -> contextlib.AbstractContextManager[None]:
        if self._limit:
            return self._limit.limited(partial(is_of, self._start.filename, None))
        return _stopped_after(_share(self._end) if self._start.seconds else 0.0)

    def _run_cell(self, cell: Cell, parsed: Parsed, pending: list[ast.stmt]) -> None:
        """Run the statements of a cell; those that have not ended stand in `pending`."""
        try:
            pending += self._shell.open(cell.source, parsed, self._start.filename)
        except Exception as error:  # noqa: BLE001 - what a parser says of hostile text
            self._lose(_names_in_text(cell.source), self._unrun(error, cell, cell.line))
        while pending:
            statement, names = pending[0], set(bound_names(pending[0]))
            before = {name: self._names.get(name, StandIn) for name in names}
            try:
                self._shell.run(statement, is_last=len(pending) == 1)
            except CellTimeout:
                raise
            except BaseException as error:
                if self._limit and self._limit.interrupted:
                    raise
                names -= {n for n in names if self._names.get(n, StandIn) is not before[n]}
                self._lose(names, self._unrun(error, cell, statement.lineno))
            else:
                self.unrun = {key: one for key, one in self.unrun.items() if key not in names}
            pending.pop(0)

    def _lose(self, names: Iterable[str], unrun: Unrun) -> None:
        """Note that a statement failed, and let the names that it should bind say so."""
        for name in names:
            if name == "*":
                self._all = self._all or unrun
                continue
            self.unrun[name] = _named(unrun, name)
            self._names.setdefault(name, StandIn(self.unrun[name]))

    def _unrun(self, error: BaseException, cell: Cell, line: int) -> Unrun:
        """Return how a statement failed: as the one that it stands on, if there is one."""
        if found := self.cause(error):
            return found
        line = line_of(error, self._start.filename, line or cell.line)
        kind, message = type(error).__name__, message_of(error, self._own)
        if isinstance(error, CellTimeout):
            return Unrun("", kind, message, error.line or line)
        return Unrun("", kind, self._told(error, message, cell, line), line)

    def _told(self, error: BaseException, message: str, cell: Cell, line: int) -> str:
        """Return an exception's words, with its line and what a student can do about it."""
        here = PurePath(self._start.filename).stem
        match error:
            case ModuleNotFoundError(name=str(module)):
                return no_module(module, line, here)
            case ImportError() if "relative import" in message:
                return f"{message} (line {line}): only {here} is handed in"
            case FileNotFoundError(filename=str(path)):
                return no_file(self._own.sub(".", path), line, here, self._start.files)
            case SyntaxError() if merge := unfinished_merge(cell.source, cell.line):
                return merge
            case SyntaxError() if re.search(CUT, message):
                return f"{type(error).__name__}: {message} (line {line}): {UNFINISHED}"
        return f"{type(error).__name__}: {message} (line {line})".replace(":  (", " (")


def _named(unrun: Unrun, name: str) -> Unrun:
    return Unrun(name, unrun.error, unrun.message, unrun.line)


def bound_names(statement: ast.AST) -> Iterator[str]:
    """Return the names that a statement binds in the scope that it stands in."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=names):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in names)
        case ast.ImportFrom(names=names):
            yield from (alias.asname or alias.name for alias in names)
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            pass
        case _:
            for part in ast.iter_child_nodes(statement):
                yield from bound_names(part)


def _names_in_text(source: str) -> set[str]:
    """Return the names that a cell of broken Python would bind, as far as its lines show them."""
    names = set(re.findall(r"^(?:async\s+)?(?:def|class)\s+(\w+)", source, re.MULTILINE))
    names |= set(re.findall(r"^(\w+)\s*=(?!=)", source, re.MULTILINE))
    for line in re.findall(r"^(?:import|from)\s.*$", source, re.MULTILINE):
        with contextlib.suppress(SyntaxError):
            names |= set(bound_names(ast.parse(line)))
    return names


@contextlib.contextmanager
def _stopped_after(seconds: float) -> Iterator[None]:
    """Raise CellTimeout in code that runs for longer; 0 means no limit."""
    if not seconds:
        yield
        return

    def stop(*_: object) -> None:
        raise CellTimeout(f"took more than {round(seconds, 1):g} s")

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _share(end: float) -> float:
    """Return half of the time left, so that cells after a slow one have some too."""
    return max(0.01, (end - time.monotonic()) / 2)


UNFINISHED = "is the end of it missing?"
CUT = r"was never closed|^unterminated|^expected an indented block|unexpected EOF"
