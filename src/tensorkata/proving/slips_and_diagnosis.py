"""What a failed check's own slips say, and what the diagnosis says without them."""

from __future__ import annotations

from collections.abc import Callable

from tensorkata.checking.message import explain
from tensorkata.checking.ran import Ran
from tensorkata.diagnosis.student_source import BROKEN_PATH, Written
from tensorkata.errors import CheckFailed
from tensorkata.proving.trials import Said


def said_of(ran: Ran, source: Callable[[], Written]) -> Said | None:
    """Return what the slips of a check say about its failure, and what the diagnosis says."""
    result, error, calls = ran.result, ran.error, ran.calls
    if result is None or result.outcome in {"passed", "skipped"}:
        return None
    inputs = tuple(dict.fromkeys(name for call in calls for name in call.inputs))
    if not isinstance(error, CheckFailed) or error.rung == "dtype":
        return Said("", result.mistake, inputs)
    slip = "" if error.cause == BROKEN_PATH else error.cause or ""
    if slip:
        error.cause = None
    return Said(slip, explain(error, calls, source)[1], inputs)
