"""How far a run is: a line for each submission where there is no terminal, a bar where there is."""

from __future__ import annotations

import io

import pytest
from msgspec.structs import replace

from tensorkata.reporting.progress_bar import Meter


@pytest.fixture
def out(monkeypatch, request):
    """Return what is written to; a terminal where the test says so."""
    if getattr(request, "param", False):
        monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    return io.StringIO()


def test_a_line_for_each_submission_counts_them(run, out):
    """Those that were graded before are counted too, and a name steers nothing."""
    with Meter(len(run.submissions), out) as meter:
        meter.known(run.submissions[0])
        for entry in run.submissions[1:]:
            meter.graded(entry)
    lines = out.getvalue().splitlines()
    assert lines[0].startswith(f"1/{len(run.submissions)}  ")
    assert lines[-1].endswith("nothing here")
    assert "\x1b" not in out.getvalue()


def test_a_fault_of_the_machine_is_no_zero(run, out):
    """No verdict, no number: the line says that it is not graded, and why."""
    fault = replace(run.submissions[0], status="fault", points=0.0, message="the judge is gone")
    with Meter(1, out) as meter:
        meter.graded(fault)
    assert f"{fault.student}: -  " in out.getvalue()
    assert "the judge is gone" in out.getvalue()


@pytest.mark.parametrize("out", [True], indirect=True)
def test_the_bar_counts_what_is_known_and_says_what_is_left(run, out):
    """What was graded before moves the bar and says nothing of the time that is left."""
    with Meter(3, out) as meter:
        meter.known(run.submissions[0])
        assert meter._bar.tasks[0].time_remaining is None
        meter.graded(run.submissions[1])
        meter.graded(run.submissions[2])
        meter._bar.refresh()
        assert meter._bar.tasks[0].time_remaining is not None
    assert "3/3" in out.getvalue()
    assert "grading" in out.getvalue()
