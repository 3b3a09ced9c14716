"""The student's side of a carrier: run the cells, then answer probes. TensorFlow is imported here.

Runs in the sandbox's child or, for the local carrier, in the student's own process. It knows the
probes and no expected value.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import linecache
import re
import signal
import sys
import tempfile
import time
import traceback
import types
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import tensorkata
from tensorkata.errors import CellTimeout, ObservationError
from tensorkata.protocol import observation
from tensorkata.protocol.cells import Cell, defined_names
from tensorkata.protocol.records import (
    CELLS,
    Ask,
    NoObservation,
    Raised,
    Reply,
    Returned,
    Start,
    Undefined,
    Unrun,
)
from tensorkata.student import tensorflow_patches
from tensorkata.student.encode_tensorflow import plain_of
from tensorkata.student.notebook_shell import Shell

MODULE = "submission"
PROBES = "<probes>"
IsOwn = Callable[[types.FrameType], bool]
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Student:
    """The names that a submission defines; a missing name raises the reason."""

    def __init__(self, names: dict[str, Any], unrun: dict[str, Unrun]) -> None:
        self._names = names
        self._unrun = unrun

    def __getattr__(self, name: str) -> Any:
        """Return the value that the submission calls `name`."""
        if name in self._unrun:
            raise _Ended(self._unrun[name])
        if name not in self._names:
            raise _Ended(Undefined(name, _near(name, self._names)))
        return self._names[name]


def _near(name: str, names: dict[str, Any]) -> tuple[str, ...]:
    """Return the names that differ only in case or underscores, else those that are close."""
    public = [key for key in names if not key.startswith("_")]
    alike = [key for key in public if _plain(key) == _plain(name)]
    return tuple(alike or difflib.get_close_matches(name, public, n=2, cutoff=0.7))


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


class _Ended(BaseException):
    """Carry a reply out of a probe, past any `except Exception` in the student's code."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


class Host:
    """Hold one submission's names and the probes that look at them.

    With `names` (a notebook's own namespace) the code has run already and does not run again.
    """

    def __init__(self, start: Start, names: dict[str, Any] | None = None) -> None:
        self._own = _own_folders()
        self._seeds: set[int] = set()
        self._probes = _probes_of(start.probes)
        self._shell: Shell | None = None
        self._is_own: IsOwn = partial(_is_of, start.filename, names)
        if names is not None:
            self._student = Student(names, {})
            return
        _seed(start.seed, seen=True)  # perhaps by another host in this process
        module = types.ModuleType(MODULE)
        # absolute: AutoGraph rereads the source of a module whose file is the code's own
        module.__file__ = str(Path(start.filename).absolute())
        sys.modules[MODULE] = module
        self._shell = Shell(vars(module), keep=start.show)
        with _judged():
            unrun = _run_cells(module, start, self._shell, self._own)
        self._student = Student(vars(module), unrun)

    def answer(self, ask: Ask) -> Reply:
        """Run one probe from a fresh seed and reply, however the probe ends."""
        if ask.probe == CELLS and self._shell:
            return Returned(observation.encode(self._shell.outputs))
        probe = self._probes.get(ask.probe)
        printed = _Tee(sys.stdout)
        try:
            args, kwargs = observation.decode(ask.inputs)
            _seed(ask.seed, seen=ask.seed in self._seeds)
            self._seeds.add(ask.seed)
            with _judged(), _quiet(), contextlib.redirect_stdout(printed):
                value = probe(self._student, *args, **kwargs)  # type: ignore[misc]
                return Returned(
                    observation.encode(value, plain_of), self._own.sub(".", printed.head)
                )
        except _Ended as ended:
            return ended.reply
        except ObservationError as error:
            return NoObservation(str(error))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - SystemExit of a student's ends a probe, not the host
            return _raised(error, self._is_own, self._own)


def _probes_of(source: str) -> dict[str, Any]:
    """Run a topic's probes.py as a module; return its names together with the engine's."""
    from tensorkata.student import probes as common

    module = types.ModuleType("probes")
    _remember(PROBES, source)
    exec(compile(source, PROBES, "exec"), vars(module))  # noqa: S102 - the course's own
    return {**vars(common), **vars(module)}


class _Tee(io.TextIOBase):
    """Pass prints on and keep the first of them."""

    def __init__(self, out: Any) -> None:
        self._out = out
        self.head = ""

    def write(self, text: str) -> int:
        self.head += text[: max(0, 300 - len(self.head))]
        with contextlib.suppress(OSError, ValueError, AttributeError):
            self._out.write(text)
        return len(text)


# Keeps a student's warnings off the report: they never cost points.
_quiet = partial(warnings.catch_warnings, action="ignore")


@contextlib.contextmanager
def _judged() -> Iterator[None]:
    """Silence `check` in a notebook's own graded cells: the judge asks the checks itself."""
    token = tensorkata.judged.set(True)
    try:
        yield
    finally:
        tensorkata.judged.reset(token)


def _seed(seed: int, *, seen: bool) -> None:
    """Seed Python, NumPy, TensorFlow and Keras."""
    import keras

    with contextlib.nullcontext() if seen else tensorflow_patches.unseen_seed():
        keras.utils.set_random_seed(seed)


def _own_folders() -> re.Pattern[str]:
    """Match the current folder and the temporary ones, which differ from run to run."""
    here = re.escape(str(Path.cwd()))
    temporary = re.escape(str(Path(tempfile.gettempdir(), tempfile.gettempprefix())))
    return re.compile(rf"{temporary}\w{{8}}(?!\w)|{here}(?=/)")


def _run_cells(
    module: types.ModuleType, start: Start, shell: Shell, own: re.Pattern[str]
) -> dict[str, Unrun]:
    """Run each cell; return, for each name whose cell failed, how it failed."""
    name = start.filename
    lines: list[str] = []
    for cell in start.cells:
        lines += [""] * (cell.line - 1 - len(lines)) + cell.source.splitlines()
    _remember(name, "\n".join(lines) + "\n")
    unrun: dict[str, Unrun] = {}
    end = time.monotonic() + start.seconds
    for cell in start.cells:
        before = set(vars(module))
        names = defined_names(cell)
        try:
            with _quiet(), _stopped_after(_share(end) if start.seconds else 0.0):
                shell.run(cell.source, cell.line, name)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - SystemExit in a cell costs only that cell
            kind, line = type(error).__name__, _line(error, name, cell)
            message = _message(error, own)
            stopped = names - (set(vars(module)) - before)
            unrun |= {key: Unrun(key, kind, message, line) for key in stopped}
        else:
            unrun = {key: end for key, end in unrun.items() if key not in names}
    return unrun


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


def _remember(filename: str, text: str) -> None:
    """Let tracebacks and AutoGraph find source code that is in no file."""
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)


def _is_of(filename: str, names: dict[str, Any] | None, frame: types.FrameType) -> bool:
    """Return whether a frame runs the student's own code, in the file or in a notebook's cell."""
    file = frame.f_code.co_filename
    return file == filename or (frame.f_globals is names and "__autograph_generated" not in file)


def _line(error: BaseException, filename: str, cell: Cell) -> int:
    if isinstance(error, SyntaxError):
        return error.lineno or cell.line
    return _frame(error, partial(_is_of, filename, None))[0] or cell.line


def _frame(error: BaseException, is_own: IsOwn) -> tuple[int, str]:
    """Return the deepest line of the student's own code in a traceback, and its text."""
    found = (0, "")
    seen: list[BaseException | None] = [error, error.__cause__, error.__context__]
    for link in seen:
        if link is None or found[0]:
            continue
        for frame, line in traceback.walk_tb(link.__traceback__):
            if is_own(frame):
                found = (line, linecache.getline(frame.f_code.co_filename, line))
    return found


def _message(error: BaseException, own: re.Pattern[str]) -> str:
    """Return the exception's message without colours, Keras's listing and the run's folders."""
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
    except BaseException:  # noqa: BLE001 - a student's __str__ may do anything
        text = ""
    text = own.sub(".", _ANSI.sub("", str(text)))
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


def _raised(error: BaseException, is_own: IsOwn, own: re.Pattern[str]) -> Raised:
    line, code = _frame(error, is_own)
    bases = tuple(base.__name__ for base in type(error).__mro__[:-1])
    unwritten = isinstance(error, NotImplementedError) and "raise NotImplementedError" in code
    kind, message = type(error).__name__, _message(error, own)
    return Raised(kind, bases, message, line, code.strip()[:200], unwritten)
