"""Drawings as inline SVG: small heat maps of yours, expected and their difference, or two curves.

They need no script and no colour vision: the colours (cividis) get lighter as they rise, the
difference is grey, a value that differs has a dot, the expected curve is dashed, and every picture
has a description.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tensorkata.results import Drawing
from tensorkata.text import for_html

CELL = 14
SHADES = 16
HALF = 0.5
CIVIDIS = ((0, 32, 81), (60, 77, 110), (127, 124, 117), (187, 175, 113), (253, 234, 69))
GREYS = ((250, 250, 250), (40, 40, 40))
WIDTH, HEIGHT, EDGE = 320, 120, 8
Numbers = Sequence[float | None]


def as_svg(drawing: Drawing | None) -> str:
    """Return the drawing as HTML; an empty text if there is none."""
    if drawing is None:
        return ""
    parts = _curves(drawing) if drawing.curve else _maps(drawing)
    return f'<div class="drawing" style="{ROW}">{"".join(parts)}</div>'


def _maps(drawing: Drawing) -> Iterable[str]:
    known = [
        v for side in (drawing.got, drawing.want) for row in side for v in row if v is not None
    ]
    low, high = min(known, default=0.0), max(known, default=0.0)
    for name, rows in zip(drawing.sides, (drawing.got, drawing.want), strict=True):
        yield _figure(name, f"{low:.4g} dark to {high:.4g} light", _map(rows, low, high, CIVIDIS))
    gaps = [
        [None if a is None or b is None else abs(a - b) for a, b in zip(mine, theirs, strict=True)]
        for mine, theirs in zip(drawing.got, drawing.want, strict=True)
    ]
    most = max((gap for row in gaps for gap in row if gap is not None), default=0.0)
    picture = _map(gaps, 0.0, most, GREYS, drawing.wrong)
    yield _figure("difference", f"up to {most:.4g}; a dot: not allowed", picture)
    if drawing.part:
        yield f'<p style="{SMALL};flex-basis:100%">drawn: {for_html(drawing.part)}</p>'


def _figure(name: str, note: str, picture: str) -> str:
    name, note = for_html(name), for_html(note)
    return FIGURE.format(name=name, note=note, label=f"{name}: {note}", picture=picture)


def _map(
    rows: Sequence[Numbers],
    low: float,
    high: float,
    colours: Sequence[tuple[int, int, int]],
    wrong: Sequence[str] = (),
) -> str:
    """Return the cells of one map, with one path per shade."""
    paths: dict[str, list[str]] = {}
    dots: dict[str, list[str]] = {}
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            share = 0.0 if value is None or high <= low else (value - low) / (high - low)
            fill = "none" if value is None else _shade(colours, share)
            paths.setdefault(fill, []).append(f"M{x} {y}h1v1h-1z")
            if value is None:  # nan or inf
                paths.setdefault("cross", []).append(f"M{x + 0.2} {y + 0.2}l.6.6m0-.6l-.6.6")
            if wrong and wrong[y][x] == "1":
                dots.setdefault("#fff" if share > HALF else "#000", []).append(
                    f"M{x + 0.35:g} {y + 0.5:g}a.15.15 0 1 0 .3 0a.15.15 0 1 0-.3 0"
                )
    drawn = [
        f'<path d="{"".join(d)}" fill="none" stroke="currentColor" stroke-width=".08"/>'
        if fill in {"cross", "none"}
        else f'<path d="{"".join(d)}" fill="{fill}"/>'
        for fill, d in paths.items()
    ]
    drawn += [f'<path d="{"".join(d)}" fill="{fill}"/>' for fill, d in dots.items()]
    wide, tall = len(rows[0]), len(rows)
    return (
        f'viewBox="0 0 {wide} {tall}" width="{wide * CELL}" height="{tall * CELL}"'
        f' shape-rendering="geometricPrecision">{"".join(drawn)}'
    )


def _shade(colours: Sequence[tuple[int, int, int]], share: float) -> str:
    place = round(share * (SHADES - 1)) / (SHADES - 1) * (len(colours) - 1)
    left = min(int(place), len(colours) - 2)
    rest = place - left
    mixed = (
        round(a + (b - a) * rest) for a, b in zip(colours[left], colours[left + 1], strict=True)
    )
    return "#" + "".join(f"{value:02x}" for value in mixed)


def _curves(drawing: Drawing) -> Iterable[str]:
    got, want = drawing.got[0], drawing.want[0]
    known = [value for value in (*got, *want) if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    lines = []
    for values, look in ((want, 'stroke-dasharray="5 4"'), (got, "")):
        places = [
            (EDGE + n * (WIDTH - 2 * EDGE) / (len(values) - 1), _height(value, low, high))
            for n, value in enumerate(values)
            if value is not None
        ]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        lines.append(f'<polyline points="{points}" {look}/>')
        lines += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>' for x, y in places if not look]
    picture = (
        f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" fill="none"'
        f' stroke="currentColor" stroke-width="2">{"".join(lines)}'
    )
    mine, theirs = drawing.sides
    note = f"by {drawing.curve}, from {low:.4g} to {high:.4g}; {theirs} is dashed"
    yield _figure(f"{mine} and {theirs}", note, picture)


def _height(value: float, low: float, high: float) -> float:
    return (
        HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * ((value - low) / (high - low) if high > low else HALF)
    )


SMALL = "margin:0;font-size:.8em;opacity:.8"
ROW = "display:flex;flex-wrap:wrap;gap:.6em 1.6em;margin:.3em 0 .9em 1.3em"
FIGURE = (
    '<figure style="margin:0"><figcaption style="font-size:.85em">{name}</figcaption>'
    '<svg role="img" aria-label="{label}" style="max-width:100%;display:block" {picture}</svg>'
    f'<p style="{SMALL}">{{note}}</p></figure>'
)
