"""What a student sees of a result: the one rule for every page and file that reaches students.

Visible checks are shown whole. Of an exercise's hidden checks a student reads how many there are
and their points: no title, no message, no drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

import msgspec

from tensorkata.results import CheckResult, ExerciseResult, Outcome


def visible(result: ExerciseResult) -> ExerciseResult:
    """Return the result for a student: one line stands for all hidden checks."""
    shown = [check for check in result.checks if not check.hidden]
    if hidden := [check for check in result.checks if check.hidden]:
        shown.append(_summed_up(hidden))
    return msgspec.structs.replace(result, checks=tuple(shown))


def _summed_up(hidden: Sequence[CheckResult]) -> CheckResult:
    return CheckResult(
        name=SUMMED_UP,
        points=fsum(check.points for check in hidden),
        max_points=fsum(check.max_points for check in hidden),
        hidden=True,
        outcome=_outcome(hidden),
        claim=HIDDEN.format(count=len(hidden), s="s" * (len(hidden) > 1)),
    )


def _outcome(hidden: Sequence[CheckResult]) -> Outcome:
    if all(check.passed for check in hidden):
        return "passed"
    return "failed" if any(check.begun for check in hidden) else "todo"


SUMMED_UP = "hidden"  # the name of the line that stands for hidden checks
HIDDEN = "{count} hidden check{s}, run at grading only"
