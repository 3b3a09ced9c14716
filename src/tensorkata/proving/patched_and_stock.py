"""Compare two verdicts on one submission, with TensorFlow patched and unpatched.

The patches must not change a result, except for its seconds. Knows nothing of right answers.
"""

from __future__ import annotations

from collections.abc import Iterator

from tensorkata.proving.trials import CheckName, Proven, TrialVerdict
from tensorkata.results import CheckResult


def differences(patched: TrialVerdict, stock: TrialVerdict) -> list[str]:
    """Return a line for each check that ends differently, under the seeds that both ran.

    A judge that failed is a difference too, unless both did.
    """
    if not isinstance(patched, Proven) or not isinstance(stock, Proven):
        ends = ["" if isinstance(one, Proven) else one.why for one in (patched, stock)]
        return [] if all(ends) else [DIFFERS.format(what="the run", patched=ends[0], stock=ends[1])]
    found = []
    for one, other in zip(_runs(patched), _runs(stock), strict=False):
        for name in one.keys() | other.keys():
            with_them, without = (_told(run.get(name)) for run in (one, other))
            if with_them != without:
                found.append(DIFFERS.format(what=name[0], patched=with_them, stock=without))
    return sorted(set(found))


def _runs(verdict: Proven) -> Iterator[dict[CheckName, CheckResult]]:
    for run in (verdict.exercises, *verdict.again):
        checks = [check for exercise in run for check in exercise.checks]
        yield {CheckName(check.name, check.hidden): check for check in checks}


def _told(check: CheckResult | None) -> str:
    """Return the end of a check as a text: equal texts for equal ends."""
    if check is None:
        return "not run"
    message = f": {check.message}" if check.message else ""
    return f"{check.outcome} ({check.points:g} points){message}"


DIFFERS = "{what} with TensorFlow patched: {patched}; with KATA_STOCK=1: {stock}"
