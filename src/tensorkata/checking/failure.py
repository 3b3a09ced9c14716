"""How a check ends that does not pass: a claim that does not hold, or a checker at fault."""

from __future__ import annotations

from typing import Any


class CheckFailed(AssertionError):
    """A claim that does not hold: the rung that broke, what was got and what was wanted.

    The rungs, in the order in which they are tried: none, kind, shape, dtype, finite, value; and
    equal, claim and raises for the assertions of these names. `room` is the relative and the
    absolute allowance, `cause` the likely mistake if the assertion knows it.
    """

    def __init__(
        self,
        problem: str,
        *,
        got: Any = None,
        want: Any = None,
        rung: str = "value",
        cause: str | None = None,
        room: tuple[float, float] = (0.0, 0.0),
        rows: str = "",
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.got = got
        self.want = want
        self.rung = rung
        self.cause = cause
        self.room = room
        self.rows = rows
        self.sides = "yours", "expected"


class CheckerFault(Exception):
    """The checker itself is at fault; the check becomes `broken` and costs nobody points."""


BROKEN_PATH = (
    "the path from the input to the result is cut: nothing that the tape has seen joins them"
)
