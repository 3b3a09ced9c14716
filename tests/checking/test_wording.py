"""Words for a failure: whatever fails in the search for them leaves the bare sentence."""

from __future__ import annotations

import signal
import time
from types import SimpleNamespace

import numpy as np
import pytest

from tensorkata.checking import outcome, wording
from tensorkata.checking.message import explain
from tensorkata.checking.outcome import result_of
from tensorkata.checking.ran import Call
from tensorkata.diagnosis.student_source import written
from tensorkata.errors import CheckFailed, ProbeFailure
from tensorkata.protocol.cells import Cell
from tensorkata.protocol.records import Raised

ITEM = SimpleNamespace(
    name="test_x",
    obj=None,
    path=SimpleNamespace(parent=SimpleNamespace(name="01_x")),
    iter_markers=lambda _: (),
)
CALLS = [Call("halve(x)")]


def result(error, calls=CALLS):
    """Return the result of a check that ended so."""
    return result_of(ITEM, error, 0.1, calls, lambda: None, brief=False)


def hang(*_):
    """Search without end."""
    while True:
        pass


def swallow(*_):
    """Search without end, and miss the first stop."""
    try:
        hang()
    except BaseException:  # noqa: BLE001 - what a finalizer does
        hang()


def fail(error):
    """Return what raises an error."""

    def failing(*_):
        raise error

    return failing


@pytest.mark.parametrize(
    "find",
    [hang, swallow, fail(RecursionError()), fail(MemoryError()), fail(ValueError("odd"))],
    ids=["hangs", "swallows", "recurses", "fills", "fails"],
)
def test_what_fails_in_the_wording_leaves_the_bare_sentence(monkeypatch, find):
    """The check has failed as before, in one sentence, with no drawing; soon, and not broken."""
    monkeypatch.setattr(wording, "SHARE", 0.1)
    monkeypatch.setattr(outcome, "explain", find)
    monkeypatch.setattr(outcome, "draw_failure", find)
    error = CheckFailed("has the wrong shape", got=np.zeros(3), want=np.zeros(4), rung="shape")
    begun = time.process_time()
    made = result(error)
    assert (made.outcome, made.message, made.mistake) == (
        *("failed", "halve(x) has the wrong shape"),
        "",
    )
    assert made.drawing is None
    assert time.process_time() - begun < 2
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_a_likely_mistake_that_cannot_be_found_leaves_the_error(monkeypatch):
    """What the student's code raised is told as it is."""
    monkeypatch.setattr(outcome.known_exceptions, "of_exception", fail(RecursionError()))
    raised = Raised("ValueError", ("ValueError",), "odd")
    made = result(ProbeFailure("error", "it raised ValueError: odd", raised))
    assert (made.outcome, made.message) == ("error", "halve(x): it raised ValueError: odd")


@pytest.mark.parametrize("calls", [[], CALLS])
def test_a_judge_without_memory_is_no_fault_of_the_kit(calls):
    """The check has crashed, whether or not a question was asked before; it is not broken."""
    made = result(MemoryError(), calls)
    assert (made.outcome, made.message) == ("crashed", "the judge ran out of memory on this answer")
    assert made.points == 0


def test_a_text_too_deep_for_a_check_is_no_fault_of_the_kit():
    """A recursion that no answer has caused comes from the submission's text: crashed."""
    assert result(RecursionError(), []).outcome == "crashed"


@pytest.mark.parametrize(
    ("code", "likely"),
    [("def f(x):\n    x\n", "the `return` is missing"), ("def f(x):\n    return x\n", "unwatched")],
)
def test_a_missing_return_comes_before_the_cause_that_a_check_names(code, likely):
    """A check's own words for a None are told if the function returns something."""
    failure = CheckFailed("returned None", rung="none", cause="unwatched")
    assert explain(failure, CALLS, lambda: written((Cell(1, code),), "f"))[1] == likely
