"""One exercise's result as HTML under a notebook's cell: inline styles, no script."""

from __future__ import annotations

from html import escape

from tensorkata.reporting.terminal import clean
from tensorkata.results import CheckResult, ExerciseResult

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


def _row(check: CheckResult, *, opened: bool) -> str:
    sign = SIGNS.get(check.outcome, "✗")
    worth = f"{check.points:g} / {check.max_points:g}" if check.max_points else ""
    head = HEAD.format(sign=sign, claim=escape(clean(check.claim)), worth=worth)
    if not check.message or check.outcome == "passed":
        return f"<li>{head}</li>"
    body = escape(clean(check.message))
    return (
        f"<li><details{' open' if opened else ''}><summary>{head}</summary>{PRE.format(body=body)}"
    )


HEAD = '<span aria-hidden="true">{sign}</span> {claim} <span style="opacity:.75">{worth}</span>'
PRE = '<pre style="margin:.3em 0 .6em 1.5em;white-space:pre-wrap">{body}</pre></details></li>'
HINT = "<p>A nudge: <code>kata hint {topic}::{name}</code></p>"
REPORT = (
    '<section style="border-left:.3em solid currentColor;padding-left:1em">'
    '<p><strong>{title}</strong></p><ul style="list-style:none;padding-left:0">{rows}</ul>{hint}'
    '<p style="opacity:.75">seed {seed}</p></section>'
)
