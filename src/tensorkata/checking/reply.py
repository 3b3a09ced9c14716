"""Turn a reply into an observation, or into the outcome that a student reads."""

from __future__ import annotations

from typing import Any

from tensorkata.errors import ObservationError, ProbeFailure
from tensorkata.protocol import observation
from tensorkata.protocol.records import (
    NoObservation,
    Raised,
    Reply,
    Returned,
    Undefined,
    Unrun,
)


def read_reply(reply: Reply, origin: object = None) -> tuple[Any, str]:
    """Return the observation, its arrays marked with `origin`, and what was printed.

    Raises ProbeFailure for every reply that is not an observation.
    """
    match reply:
        case Returned(value, printed):
            try:
                return observation.decode(value, origin), printed
            except ObservationError as error:
                raise ProbeFailure("failed", UNREADABLE.format(reason=error)) from None
        case NoObservation(reason):
            raise ProbeFailure("failed", UNREADABLE.format(reason=reason))
        case Raised(unwritten=True, method=str(method)) if method:
            raise ProbeFailure("todo", TODO_METHOD.format(method=method), reply)
        case Raised(unwritten=True):
            raise ProbeFailure("todo", TODO, reply)
        case Raised(left_over=True, message=message):
            raise ProbeFailure("error", message)
        case Raised():
            raise ProbeFailure("error", _raised_text(reply), reply)
        case Undefined(name, near):
            guess = f"; did you mean to rename {' or '.join(near)}?" if near else ""
            raise ProbeFailure("missing", MISSING.format(name=name) + guess)
        case Unrun(error="NotImplementedError"):
            raise ProbeFailure("todo", TODO)
        case Unrun(name, error="CellTimeout", message=message, line=line):
            raise ProbeFailure("timeout", SLOW_CELL.format(name=name, message=message, line=line))
        case Unrun(name, error="SyntaxError" | "IndentationError" | "TabError", message=message):
            raise ProbeFailure("error", UNPARSED.format(name=name, message=message))
        case Unrun(name, message=message):
            raise ProbeFailure("error", UNRUN.format(name=name, message=message))


def _raised_text(raised: Raised) -> str:
    """Return the exception in a student's words, with the line of the file if it is known."""
    where = f"\n  line {raised.line}: {raised.code.strip()}" if raised.line else ""
    words = f"{raised.error}: {raised.message}" if raised.message else raised.error
    return f"it raised {words}{where}"


TODO = "not written yet, as expected at the start: its TODO lines say what to do"
TODO_METHOD = "{method} is not written yet: its TODO lines say what to do"
MISSING = "{name} is not defined in your file"
UNREADABLE = "the returned value cannot be read: {reason}"
SLOW_CELL = "the cell that defines {name} {message}, at line {line}: an endless loop?"
UNRUN = "{name} is not there: {message}"
UNPARSED = "{name} cannot be run before the file can be read: {message}"
