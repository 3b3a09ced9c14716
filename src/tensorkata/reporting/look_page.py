"""Pictures of a student's code as a page of HTML, light or dark as the reader's system is."""

from __future__ import annotations

from collections.abc import Sequence

from tensorkata.checking.draw_looks import Picture
from tensorkata.text import for_html


def as_figure(picture: Picture) -> str:
    """Return a picture as an element for a page or for a notebook's output."""
    note = NOTE.format(note=for_html(picture.note)) if picture.note else ""
    drawn = DRAWN.format(alt=for_html(picture.alt), svg=picture.svg) if picture.svg else ""
    alt = for_html(picture.alt)
    return FIGURE.format(title=for_html(picture.title), note=note, drawn=drawn, alt=alt)


def as_page(title: str, pictures: Sequence[Picture]) -> str:
    """Return a whole page."""
    return PAGE.format(title=for_html(title), figures="\n".join(map(as_figure, pictures)))


NOTE = '<p style="white-space:pre-wrap"><strong>{note}</strong></p>'
DRAWN = '<div role="img" aria-label="{alt}">{svg}</div>'
FIGURE = (
    '<figure style="margin:1em 0 2em;max-width:48em"><h2 style="font-size:1.1em">{title}</h2>'
    "{note}{drawn}<figcaption>{alt}</figcaption></figure>"
)
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 48em; margin: 2em auto; padding: 0 1em }}
svg {{ width: 100%; height: auto }}
</style>
</head>
<body>
<h1>{title}</h1>
{figures}
</body>
</html>
"""
