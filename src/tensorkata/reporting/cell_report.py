"""One exercise's result under a notebook's cell, as HTML without a script.

`kata check` shows the same as text (terminal.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from tensorkata.reporting.svg import as_svg
from tensorkata.results import CheckResult, ExerciseResult
from tensorkata.text import for_html


def as_html(topic: str, result: ExerciseResult, seed: int | None, after: Sequence[str] = ()) -> str:
    """Return the report: points, each check as a sentence, the first failure in full.

    It ends with the lines that come after it, or with how to get a hint.
    """
    rows, told = [], False
    for check in result.checks:
        rows.append(_row(check, opened=check.lost and not told))
        told = told or check.lost
    title = f"{for_html(result.name)}: {result.points:g} of {result.max_points:g} points"
    name = for_html(f"{topic}::{result.name}")
    hint = "" if result.complete else HINT.format(name=name)
    end = AFTER.format(lines=for_html("\n".join(after))) if after else hint
    told_seed = "" if seed is None else SEED.format(seed=seed)
    return REPORT.format(title=title, rows="".join(rows), hint=end, seed=told_seed)


def _row(check: CheckResult, *, opened: bool) -> str:
    worth = f"{check.points:g} / {check.max_points:g}" if check.max_points else ""
    head = HEAD.format(sign=check.sign.mark, claim=for_html(check.claim), worth=worth)
    if not check.message or check.passed:
        return f"<li>{head}</li>"
    body = for_html(check.message)
    opening, drawn = " open" * opened, as_svg(check.drawing)
    return DETAILS.format(opened=opening, head=head, body=body, drawn=drawn)


HEAD = (
    '<span aria-hidden="true" style="display:inline-block;width:1.3em">{sign}</span>{claim} '
    '<span style="opacity:.75">{worth}</span>'
)
DETAILS = (
    '<li><details{opened}><summary style="display:block;cursor:pointer">{head} <u>why</u></summary>'
    '<pre style="margin:.3em 0 .6em 1.3em;white-space:pre-wrap">{body}</pre>{drawn}</details></li>'
)
HINT = "<p>A nudge: <code>kata hint {name}</code></p>"
AFTER = '<pre style="white-space:pre-wrap">{lines}</pre>'
SEED = '<p style="opacity:.75">seed {seed}</p>'
REPORT = (
    '<section style="border-left:.3em solid currentColor;padding-left:1em">'
    '<p><strong>{title}</strong></p><ul style="list-style:none;padding-left:0">{rows}</ul>{hint}'
    "{seed}</section>"
)
