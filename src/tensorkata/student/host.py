"""The student's side of a carrier: run the cells, then answer probes. TensorFlow is imported here.

Runs in the sandbox's child or, for the local carrier, in the student's own process. It knows the
probes and no expected value.
"""

from __future__ import annotations

import builtins
import contextlib
import difflib
import io
import pdb  # noqa: T100 - so that nobody waits for it in the sandbox
import re
import sys
import tempfile
import types
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from msgspec.structs import replace

import tensorkata
from tensorkata.errors import CellTimeout, ObservationError
from tensorkata.protocol import observation
from tensorkata.protocol.records import (
    CELLS,
    Ask,
    NoObservation,
    Reply,
    Returned,
    Start,
    Undefined,
    Unrun,
)
from tensorkata.student import tensorflow_patches
from tensorkata.student.devices import make_devices
from tensorkata.student.encode_tensorflow import plain_of
from tensorkata.student.notebook_shell import Shell
from tensorkata.student.raised import IsOwn, is_of, raised, remember
from tensorkata.student.run_cells import CellRun, quiet
from tensorkata.student.stand_in import StandIn, unrun_of
from tensorkata.student.time_limit import TimeLimit

MODULE = "submission"
PROBES = "<probes>"
Cause = Callable[[str], Unrun | None]


class Student:
    """The names that a submission defines; a missing name raises the reason."""

    def __init__(self, names: dict[str, Any], cause: Cause) -> None:
        self._names = names
        self._cause = cause

    def __getattr__(self, name: str) -> Any:
        """Return the value that the submission calls `name`."""
        if unrun := self._cause(name):
            raise _Ended(unrun)
        if name not in self._names:
            raise _Ended(Undefined(name, _near(name, self._names)))
        found = self._names[name]
        if isinstance(found, StandIn):
            raise _Ended(unrun_of(found))
        return found


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
    A limit is for a student's own process; a sandbox has its own, from outside.
    """

    def __init__(
        self,
        start: Start,
        names: dict[str, Any] | None = None,
        limit: TimeLimit | None = None,
    ) -> None:
        self.few_devices = make_devices(start.devices)  # before anything runs
        self._limit = limit
        self._own = _own_folders()
        self._seeds: set[int] = set()
        self._probes = _probes_of(start.probes)
        self._shell: Shell | None = None
        self._cells: CellRun | None = None
        self._is_own: IsOwn = partial(is_of, start.filename, names)
        if names is not None:
            self._student = Student(names, lambda _: None)
            return
        _seed(start.seed, seen=True)  # perhaps by another host in this process
        module = types.ModuleType(MODULE)
        # absolute: AutoGraph rereads the source of a module whose file is the code's own
        module.__file__ = str(Path(start.filename).absolute())
        sys.modules[MODULE] = module
        self._shell = Shell(vars(module), keep=start.show)
        if start.seconds:  # in the sandbox nobody can type
            sys.breakpointhook = _left_in("breakpoint()")
            pdb.set_trace = _left_in("pdb.set_trace()")
            builtins.input = _left_in("input()", EOFError)
        with _judged():
            self._cells = CellRun(vars(module), start, self._shell, self._own, limit)
        self._student = Student(vars(module), self._cells.cause_of_name)

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
            with _judged(), quiet(), contextlib.redirect_stdout(printed), self._limited():
                value = probe(self._student, *args, **kwargs)  # type: ignore[misc]
                return Returned(
                    observation.encode(value, plain_of), self._own.sub(".", printed.head)
                )
        except _Ended as ended:
            return ended.reply
        except ObservationError as error:
            return NoObservation(str(error))
        except CellTimeout:
            raise
        except BaseException as error:  # SystemExit of a student's ends a probe, not the host
            if self._limit and self._limit.interrupted:
                raise
            if self._cells and (cause := self._cells.cause(error)):
                return replace(cause, error="NameError")  # another exercise may be unwritten
            return raised(error, self._is_own, self._own)

    def _limited(self) -> contextlib.AbstractContextManager[None]:
        return self._limit.limited(self._is_own) if self._limit else contextlib.nullcontext()


def _left_in(call: str, error: type[Exception] = RuntimeError) -> Callable[..., NoReturn]:
    """Return what takes the place of a call that waits for somebody to type."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise error(f"{call} is left in: delete that line")

    return refuse


def _probes_of(source: str) -> dict[str, Any]:
    """Run a topic's probes.py as a module; return its names together with the engine's."""
    from tensorkata.student import probes as common

    module = types.ModuleType("probes")
    remember(PROBES, source)
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
