"""What a topic's looks.py is made of: functions that draw a picture with the student's own code.

A look is a probe. Its observation is the picture, as SVG in the colours of the page around it, and
a sentence that says what is to be seen.
"""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable
from typing import Any

# Okabe and Ito, "Color Universal Design" (2008): told apart by eyes of every kind, and on white as
# on black. Without the black.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
BLUE, RED, GREEN, PINK, ORANGE, SKY = COLOURS
INK = "#010203"  # stands for the colour of the page's text
FAINT = "#7f7f7f"  # grid lines, what is not there yet

Draw = Callable[[Any, Any], None]
Scene = Callable[[Any], Any]


def look(alt: str, *, scene: Scene | None = None) -> Callable[[Draw], Callable[..., Any]]:
    """Make a look of a function draw(student, figure), named as its exercise is in snake case.

    `put_together` is the name of the look that ends a topic. `figure` is a new
    matplotlib.figure.Figure of 7.2 x 4 inches, laid out by constrained layout.

    alt: a sentence that says what the picture shows, for who cannot see it.
    scene: scene(figure) draws what is there without the student's code: axes, titles, data. It is
        what an unwritten exercise shows.
    """

    def wrap(draw: Draw) -> Callable[..., Any]:
        @functools.wraps(draw)
        def probe(student: Any, *, written: bool = True) -> dict[str, str]:
            return {"svg": _svg(draw, student) if written else _svg_of_scene(scene), "alt": alt}

        return probe

    return wrap


def _svg(draw: Draw, student: Any) -> str:
    return _drawn(lambda figure: draw(student, figure))


def _svg_of_scene(scene: Scene | None) -> str:
    return _drawn(scene) if scene else ""


def _drawn(draw: Callable[[Any], Any]) -> str:
    """Return what is drawn on a new figure, as an <svg> element without a size of its own."""
    import matplotlib as mpl
    from cycler import cycler
    from matplotlib.figure import Figure

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        mpl.rcParams["axes.prop_cycle"] = cycler(color=COLOURS)
        figure = Figure(figsize=(7.2, 4), layout="constrained")
        draw(figure)
        text = io.StringIO()
        figure.savefig(text, format="svg", transparent=True, metadata={"Date": None})
    svg = text.getvalue()
    svg = svg[svg.index("<svg") :].replace(INK, "currentColor")
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    return re.sub(r' (width|height)="[\d.]+pt"', "", svg, count=2)


STYLE: Any = {
    "svg.fonttype": "none",  # text stays text: it can be read aloud, searched and copied
    "svg.hashsalt": "look",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "grid.color": FAINT,
    "grid.alpha": 0.3,
    "image.cmap": "cividis",
    "legend.frameon": False,
    "lines.linewidth": 2,
    **dict.fromkeys(
        ("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color"), INK
    ),
}
