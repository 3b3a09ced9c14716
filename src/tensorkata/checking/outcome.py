"""The result of a check, from what it raised: outcome, message, likely mistake, points."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from _pytest.outcomes import Failed

from tensorkata.checking.check_items import claim_of, is_hidden, worth_of
from tensorkata.checking.drawing import draw_failure
from tensorkata.checking.message import bare, explain
from tensorkata.checking.ran import Call
from tensorkata.checking.wording import guarded
from tensorkata.diagnosis import known_exceptions
from tensorkata.diagnosis.known_exceptions import NO_RETURN
from tensorkata.diagnosis.student_source import (
    Written,
    computes_nothing,
    find_cut,
    reads_static_shape,
)
from tensorkata.errors import CheckerFault, CheckFailed, MachineError, ProbeFailure
from tensorkata.results import CheckResult, Outcome


class Withheld(Failed):
    """A check that is not run, or not to its end, with the outcome that it gets instead."""

    def __init__(self, outcome: Outcome, message: str) -> None:
        super().__init__(message, pytrace=False)
        self.outcome: Outcome = outcome


def result_of(
    item: pytest.Item,
    error: BaseException | None,
    seconds: float,
    calls: list[Call],
    source: Callable[[], Written],
    *,
    brief: bool,
) -> CheckResult:
    """Return the result of a check that ended with this error; `brief` explains nothing."""
    outcome, message, mistake = _outcome(error, calls, source, brief=brief)
    hidden, worth = is_hidden(item), worth_of(item)
    # A fault of the kit costs no points, but only if no submission can have caused it.
    is_free = outcome == "broken" and (not calls or type(error) is NameError)
    return CheckResult(
        item.name,
        worth if outcome == "passed" or is_free else 0.0,
        worth,
        hidden,
        outcome,
        message,
        seconds,
        claim_of(item),
        mistake,
        guarded(lambda: draw_failure(error), None)
        if isinstance(error, CheckFailed) and not (hidden or brief)
        else None,
    )


def _outcome(
    error: BaseException | None,
    calls: list[Call],
    source: Callable[[], Written],
    *,
    brief: bool,
) -> tuple[Outcome, str, str]:
    match error:
        case None:
            return "passed", "", ""
        case CheckFailed() if brief:
            return "failed", error.problem, ""
        case CheckFailed():
            sentence = bare(error, calls), ""
            return "failed", *guarded(lambda: explain(error, calls, source), sentence)
        case Withheld():
            return error.outcome, str(error), ""
        case ProbeFailure():
            called = f"{calls[-1].title}: " if calls and error.raised else ""
            likely = guarded(lambda: _likely(error, source), "")
            told = f"\nlooks like: {likely}" if likely else ""
            return error.outcome, called + error.message + told, likely
        case MemoryError():
            return "crashed", FULL, ""
        case CheckerFault() | MachineError():
            return "broken", str(error), ""
        case AssertionError():
            return "failed", str(error), ""
        case NameError() if type(error) is NameError:  # no answer can cause it
            return "broken", f"NameError: {error}", ""
        case Exception() if calls:
            # The check could not read the structure of what came back: a wrong answer, or a lie.
            return "failed", *_malformed(calls[-1], source)
        case RecursionError():  # from the submission's text: no check recurses by itself
            return "crashed", TOO_DEEP, ""
        case _:
            return "broken", f"{type(error).__name__}: {error}", ""


def _malformed(call: Call, source: Callable[[], Written]) -> tuple[str, str]:
    """Return the message and the likely mistake if a check could not read what came back."""
    if call.observation is not None:
        return MALFORMED.format(called=call.title), ""
    likely = guarded(lambda: NO_RETURN if computes_nothing(source()) else "", "")
    told = f"\nlooks like: {likely}" if likely else ""
    return f"{call.title} returned None{told}", likely


def _likely(failure: ProbeFailure, source: Callable[[], Written]) -> str:
    """Return what an exception of the student's most likely means."""
    if failure.outcome != "error":
        return ""
    likely = known_exceptions.of_exception(failure.raised)
    raised = failure.raised
    if raised and not raised.line and "NoneType" in raised.message and computes_nothing(source()):
        return NO_RETURN
    if likely == known_exceptions.OUTSIDE:
        return find_cut(source()) or likely
    if not likely and reads_static_shape(source()):
        return known_exceptions.of_unknown_size(raised)
    return likely


FULL = "the judge ran out of memory on this answer"
TOO_DEEP = "your file is nested too deeply to be read"
MALFORMED = "{called} returned a different structure than the exercise asks for"
