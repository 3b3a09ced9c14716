"""One exercise's result under a notebook's cell: as HTML without a script, or as text."""

from __future__ import annotations

from html import escape

import msgspec

from tensorkata.reporting.svg import as_svg
from tensorkata.reporting.terminal import clean
from tensorkata.results import CheckResult, ExerciseResult, Outcome

SIGNS = {"passed": "✓", "skipped": "-", "todo": "·", "missing": "·"}


def as_html(topic: str, result: ExerciseResult, seed: int) -> str:
    """Return the report: points, each check as a sentence, the first failure whole, the hint."""
    rows, told = [], False
    for check in result.checks:
        failed = check.outcome not in {"passed", "skipped", "todo"}
        rows.append(_row(check, opened=failed and not told))
        told = told or failed
    title = f"{escape(result.name)}: {result.points:g} of {result.max_points:g} points"
    done = result.points == result.max_points
    hint = "" if done else HINT.format(topic=escape(topic), name=escape(result.name))
    return REPORT.format(title=title, rows="".join(rows), hint=hint, seed=seed)


def as_text(topic: str, result: ExerciseResult, seed: int) -> str:
    """Return the same as plain text."""
    rows = [f"{result.name}: {result.points:g} of {result.max_points:g} points"]
    for check in result.checks:
        worth = f"  ({check.points:g} / {check.max_points:g})" if check.max_points else ""
        rows.append(f"{SIGNS.get(check.outcome, '✗')} {clean(check.claim)}{worth}")
        if check.message and check.outcome not in {"passed", "todo"}:
            rows += [f"    {line}" for line in clean(check.message).splitlines()]
    if result.points < result.max_points:
        rows.append(f"a nudge: kata hint {topic}::{result.name}")
    return "\n".join([*rows, f"seed {seed}"])


def visible(result: ExerciseResult) -> ExerciseResult:
    """Return the result for a student: of the hidden checks only how many, worth how much."""
    shown = [check for check in result.checks if not check.hidden]
    hidden = [check for check in result.checks if check.hidden]
    if hidden:
        points = sum(check.points for check in hidden)
        most = sum(check.max_points for check in hidden)
        claim = HIDDEN.format(count=len(hidden), s="s" * (len(hidden) > 1))
        outcome: Outcome = "passed" if points == most else "skipped"
        shown.append(CheckResult("hidden", points, most, True, outcome, claim=claim))  # noqa: FBT003
    return msgspec.structs.replace(result, checks=tuple(shown))


def _row(check: CheckResult, *, opened: bool) -> str:
    sign = SIGNS.get(check.outcome, "✗")
    worth = f"{check.points:g} / {check.max_points:g}" if check.max_points else ""
    head = HEAD.format(sign=sign, claim=escape(clean(check.claim)), worth=worth)
    if not check.message or check.outcome == "passed":
        return f"<li>{head}</li>"
    body = escape(clean(check.message))
    opening, drawn = " open" * opened, as_svg(check.drawing)
    return DETAILS.format(opened=opening, head=head, body=body, drawn=drawn)


HIDDEN = "{count} hidden check{s}, run at grading only"
HEAD = (
    '<span aria-hidden="true" style="display:inline-block;width:1.3em">{sign}</span>{claim} '
    '<span style="opacity:.75">{worth}</span>'
)
DETAILS = (
    '<li><details{opened}><summary style="display:block;cursor:pointer">{head} <u>why</u></summary>'
    '<pre style="margin:.3em 0 .6em 1.3em;white-space:pre-wrap">{body}</pre>{drawn}</details></li>'
)
HINT = "<p>A nudge: <code>kata hint {topic}::{name}</code></p>"
REPORT = (
    '<section style="border-left:.3em solid currentColor;padding-left:1em">'
    '<p><strong>{title}</strong></p><ul style="list-style:none;padding-left:0">{rows}</ul>{hint}'
    '<p style="opacity:.75">seed {seed}</p></section>'
)
