"""The figures of a class, from its results alone."""

from __future__ import annotations

import numpy as np
import pytest

from tensorkata.reporting.class_figures import figures, remark
from tensorkata.results import CheckResult, ExerciseResult, RunResult, SubmissionResult


def run_of(marks):
    """Return a run of a class: a row of passed checks (1) and failed ones (0) for each student."""
    entries = []
    for number, row in enumerate(marks):
        checks = [
            CheckResult(f"test_{n}", float(mark), 1.0, False, "passed" if mark else "failed")  # noqa: FBT003
            for n, mark in enumerate(row)
        ]
        exercise = ExerciseResult.of("Linear", checks)
        about = (f"s{number}", "s.py", "", "graded", exercise.points, exercise.max_points, 1.0)
        entries.append(SubmissionResult(*about, (exercise,)))
    return RunResult("0.1.0", "05_custom_layers", 3, "none", "then", "now", tuple(entries))


def test_discrimination_is_the_correlation_with_the_other_points():
    """A check that the better students pass has the correlation that NumPy finds."""
    marks = np.random.default_rng(3).integers(0, 2, (12, 4))
    found = figures(run_of(marks.tolist())).checks
    for n, check in enumerate(found):
        rest = marks.sum(axis=1) - marks[:, n]
        assert check.discrimination == pytest.approx(np.corrcoef(marks[:, n], rest)[0, 1])
        assert check.share == marks[:, n].mean()


def test_what_says_nothing_has_no_discrimination():
    """Nobody can be told apart by a check that all pass, by equal others, or in a small class."""
    everyone = figures(run_of([[1, n % 2] for n in range(6)])).checks
    assert [check.discrimination for check in everyone] == [None, None]
    few = figures(run_of([[1, 0], [0, 1], [1, 1]])).checks
    assert [check.discrimination for check in few] == [None, None]


def test_a_remark_names_what_an_instructor_should_look_at():
    """A stub is unsolved; a timeout and a broken check are named; a failure is no remark."""

    def noted(*outcomes):
        checks = [CheckResult("test_a", 0, 1, False, outcome) for outcome in outcomes]  # noqa: FBT003
        exercise = ExerciseResult.of("Linear", checks)
        return remark(SubmissionResult("s", "s.py", "", "graded", 0, 1, 1.0, (exercise,)))

    assert noted("todo", "todo") == "unsolved"
    assert noted("broken", "timeout", "passed") == "timeout, broken"
    assert not noted("failed", "skipped")
