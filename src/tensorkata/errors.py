"""The kit's own exceptions, as one tree with the exit code of each.

    KataError                          3   the machine or the kit failed
    ├── UsageError                     2   the request names something missing or does not fit
    ├── StoppedError                   1   the student has stopped the run
    ├── UnreadableError                2   a file cannot be a submission
    ├── MachineError                   3   the machine lacks something that the run needs
    ├── CourseError                    3   the course itself (source, checkers, answers) is at fault
    │   └── CheckerFault               3   a checker is at fault: its check becomes `broken`
    └── WireError                      3   the bytes that came over the wire are invalid
        ├── FrameError                 3   a frame is too long, or cut off
        │   └── CutOffError            3   its sender ended in the middle of it
        └── ObservationError           3   a value cannot be an observation
            └── PrescanError           3   its bytes must not be decoded

The ends of a check, and of an author's proof, never end a command:

    CheckFailed                            a claim does not hold
    ProbeFailure                           a probe has ended without an observation
    CellTimeout                            a cell, or locally a probe, has run for too long
    WordingTimeout                         the words for a failure take too long to find
    Withheld (checking/outcome.py)         a check is not run: pytest's own kind of end
    NotThereError (student/stand_in.py)    a name is used whose statement failed
    _Ended (student/host.py)               a reply leaves a probe, past a student's `except`
    _SavedError (proving/watch_proof.py)   a save ends a proof that is still running

Each message says what is wrong, where, and what to type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tensorkata.results import Outcome

MOST_TOLD = 2000  # characters of a message, from any source


class KataError(Exception):
    """Stop the command with one clear line."""

    exit_code = 3

    def _render_traceback_(self) -> list[str]:
        """Show only that line in IPython and notebooks too."""
        return [str(self)]


class UsageError(KataError):
    """Refuse a request that cannot be met."""

    exit_code = 2


class StoppedError(KataError):
    """Say where the student has stopped a run."""

    exit_code = 1


class UnreadableError(KataError):
    """Say in one line why a file cannot be a submission."""

    exit_code = 2


class MachineError(KataError):
    """Report that the machine cannot do what the run needs."""


class CourseError(KataError):
    """Report a fault in the course's own files."""


class CheckerFault(CourseError):
    """The checker itself is at fault; the check becomes `broken` and costs nobody points."""


class WireError(KataError):
    """The bytes that came over the wire are invalid."""


class FrameError(WireError):
    """An invalid frame: too long, or cut off in the middle."""


class CutOffError(FrameError, EOFError):
    """A frame whose sender ended in the middle of it."""


class ObservationError(WireError, ValueError):
    """Say why a value cannot be an observation."""


class PrescanError(ObservationError):
    """Say why the bytes must not be decoded."""


class CheckFailed(AssertionError):
    """A claim that does not hold: the rung that broke, the answer and the expected value.

    The rungs, in the order in which they are tried: none, kind, shape, dtype, finite, value; and
    equal, claim and raises for the assertions of these names. `room` is the relative and the
    absolute allowance, `cause` the likely mistake if the assertion knows it; given as a function,
    it is looked for when somebody reads it.
    """

    def __init__(
        self,
        problem: str,
        *,
        got: Any = None,
        want: Any = None,
        rung: str = "value",
        cause: str | Callable[[], str | None] | None = None,
        room: tuple[float, float] = (0.0, 0.0),
        rows: str = "",
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.got = got
        self.want = want
        self.rung = rung
        self._cause = cause
        self.room = room
        self.rows = rows
        self.sides = "yours", "expected"

    @property
    def cause(self) -> str | None:
        """The likely mistake, or None."""
        if callable(self._cause):
            self._cause = self._cause()
        return self._cause

    @cause.setter
    def cause(self, cause: str | None) -> None:
        self._cause = cause


class ProbeFailure(Exception):
    """A probe that ended without an observation: the outcome and the reason."""

    def __init__(self, outcome: Outcome, message: str, raised: Any = None) -> None:
        super().__init__(message)
        self.outcome: Outcome = outcome
        self.message = message[:MOST_TOLD]
        self.raised = raised


class CellTimeout(BaseException):
    """Stop a student's code that runs for too long, past any `except Exception` in it."""

    def __init__(self, message: str = "", seconds: float = 0.0, line: int = 0) -> None:
        super().__init__(message)
        self.seconds = seconds
        self.line = line


class WordingTimeout(BaseException):
    """Stop the search for words that takes too long, past any `except Exception` in it."""
