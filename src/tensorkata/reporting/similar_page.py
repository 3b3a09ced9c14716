"""similar.html: pairs of answers that are alike, side by side. A place to look, no finding."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tensorkata.reporting.export_files import Files
from tensorkata.reporting.pages import template


class Line(msgspec.Struct, frozen=True):
    """A line of an answer, with its number in the file, and whether the other answer has it too."""

    number: int
    text: str
    alike: bool


class Side(msgspec.Struct, frozen=True):
    """One answer of a pair: whose, and which share of its own code the other has, too."""

    student: str
    share: float
    lines: tuple[Line, ...]


class Pair(msgspec.Struct, frozen=True):
    """Two answers to one exercise that are alike."""

    exercise: str
    first: Side
    second: Side

    @property
    def share(self) -> float:
        """The larger of both shares: a copy may be part of a longer answer."""
        return max(self.first.share, self.second.share)


class Similar(msgspec.Struct, frozen=True):
    """What was found in a class, and what was not compared: students, mostly short exercises."""

    topic: str
    compared: int
    pairs: tuple[Pair, ...]
    more: int  # pairs, less alike than these
    left_out: tuple[tuple[str, str], ...]
    short: tuple[str, ...]


def as_page(found: Similar) -> Files:
    """Return similar.html, the page for the instructor."""
    parts: Iterator[str] = template("similar.html").generate(found=found)
    yield "similar.html", parts
