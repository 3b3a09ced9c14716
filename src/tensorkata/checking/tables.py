"""Tables: two structures side by side, row by row, so that the row that differs stands out.

For lists of weights, layers or names, dicts of results, losses of epochs. Knows no check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

WIDEST = 30
MOST_ROWS = 8
FEW = 6
MOST_ITEMS = 200
ABSENT = "-"
Text = Callable[[Any], str]


class Row(NamedTuple):
    """A place and the text there on either side; `same` if the two are equal."""

    at: str
    got: str
    want: str
    same: bool


def beside(got: Any, want: Any, text: Text) -> list[str]:
    """Return both as lines of a table; nothing if one line for each is clearer.

    If only one part differs, or the differing part is too wide for a row, only that part is shown.
    """
    table, others = _beside(got, want, text, "")
    return [*table, f"  other parts that differ: {others}"] if table and others else table


def _beside(got: Any, want: Any, text: Text, place: str) -> tuple[list[str], int]:
    """Return the lines, and the number of differing parts around the part that they show."""
    unlike = _unlike(got, want)
    inner = next((pair for pair in unlike if _is_structure(*pair[1:])), None)
    if inner and len(unlike) == 1:
        return _beside(*inner[1:], text, f"{place}[{inner[0]!r}]")
    if not _is_structure(got, want):
        return [], 0
    rows = list(_rows(got, want, text))
    wide = [max(len(row.got), len(row.want)) > WIDEST for row in rows if not row.same]
    if any(wide) and inner:
        table, others = _beside(*inner[1:], text, f"{place}[{inner[0]!r}]")
        return table, others + len(unlike) - 1
    return (lines(rows, f"at {place}" if place else "at") if wide and not any(wide) else []), 0


def lines(rows: list[Row], head: str) -> list[str]:
    """Return rows below their heads, with a sign before those that differ; equal rows go first."""
    shown = rows if len(rows) <= MOST_ROWS else [row for row in rows if not row.same]
    shown = shown[:MOST_ROWS]
    cells = [(head, "yours", "expected")]
    cells += [(row.at, _cut(row.got), _cut(row.want)) for row in shown]
    wide = [max(len(cell[column]) for cell in cells) + 3 for column in range(2)]
    signs = [" ", *("≠" if not row.same else " " for row in shown)]
    table = [
        f"{sign} {at:<{wide[0]}}{got:<{wide[1]}}{want}"
        for sign, (at, got, want) in zip(signs, cells, strict=True)
    ]
    left = len(rows) - len(shown)
    unlike = sum(not row.same for row in rows) - sum(not row.same for row in shown)
    if not left:
        return table
    if unlike:
        return [*table, f"  {unlike} more {'differs' if unlike == 1 else 'differ'}"]
    return [*table, "  the other row is equal" if left == 1 else f"  the other {left} are equal"]


def _unlike(got: Any, want: Any) -> list[tuple[Any, Any, Any]]:
    """Return the parts in which two like structures differ: place, yours, expected."""
    pairs: list[tuple[Any, Any, Any]] = []
    if isinstance(got, list) and isinstance(want, list) and len(got) == len(want):
        pairs = [(n, *pair) for n, pair in enumerate(zip(got, want, strict=True))]
    elif isinstance(got, dict) and isinstance(want, dict) and set(got) == set(want):
        pairs = [(key, got[key], want[key]) for key in want]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _is_structure(got: Any, want: Any) -> bool:
    """Return whether both are lists or dicts too long to compare on one line."""
    if isinstance(got, dict) and isinstance(want, dict):
        return MOST_ITEMS > max(len(got), len(want)) > 1
    if not isinstance(got, list) or not isinstance(want, list) or not got or not want:
        return False
    nested = any(isinstance(item, (list, dict)) for item in (*got, *want))
    return MOST_ITEMS > max(len(got), len(want)) > (1 if nested else FEW)


def _rows(got: Any, want: Any, text: Text) -> Iterator[Row]:
    if isinstance(got, dict):
        for key in (*want, *(key for key in got if key not in want)):
            left, right = (text(side[key]) if key in side else ABSENT for side in (got, want))
            yield Row(
                key if isinstance(key, str) else text(key),
                left,
                right,
                key in got and key in want and got[key] == want[key],
            )
        return
    mine, theirs = [text(item) for item in got], [text(item) for item in want]
    if len(mine) == len(theirs):
        for n in range(len(got)):
            yield Row(str(n), mine[n], theirs[n], got[n] == want[n])
        return
    # A missing or extra row has no partner; the rows after it do not count as different.
    for kind, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        for n in range(max(b - a, d - c)):
            left = mine[a + n] if a + n < b else ABSENT
            right = theirs[c + n] if c + n < d else ABSENT
            yield Row(str(c + n), left, right, kind == "equal")


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 2]} …"
