"""`init("05_custom_layers")` in a notebook's cell: a workspace where there is no terminal.

Writes only what is not there yet, so that the cell may run again. Knows nothing of Jupyter but
that it displays `_repr_html_`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from tensorkata.authoring.bundle import FOLDER
from tensorkata.commands.workspace import START, chosen, contents
from tensorkata.course import ELSEWHERE, MANIFEST, Course, kit
from tensorkata.errors import UsageError
from tensorkata.text import for_html


class Opened:
    """The notebooks of a workspace. Displayed, they are links; their text says where they are."""

    def __init__(self, notebooks: Sequence[Path], new: int) -> None:
        self.notebooks = notebooks
        self.new = new  # how many were written now

    def __repr__(self) -> str:
        """Return where the notebooks are, and which were there before."""
        return "\n".join([self._said(), *map(str, self.notebooks)])

    def _repr_html_(self) -> str:
        links = "".join(map(_link, self.notebooks))
        return OPENED.format(said=for_html(self._said()), links=links)

    def _said(self) -> str:
        old = len(self.notebooks) - self.new
        return " ".join([WROTE.format(new=self.new)] * bool(self.new) + [KEPT] * bool(old))


def open_workspace(topics: str, folder: str | os.PathLike[str]) -> Opened:
    """Write what is missing of a workspace with these topics; UsageError if it cannot be there.

    From here on the workspace is the course of this process, so that points are kept there.
    """
    course = kit()
    wanted = chosen(course, topics)
    work = Path(folder).resolve() if folder else _above() or Path(FOLDER).resolve()
    there = _topics_in(work)
    if not {*there} <= {topic.name for topic in course.topics}:
        raise UsageError(OTHER.format(work=work))
    files = contents(course, notebooks=True, topics=",".join([*there, *wanted]))
    new = 0
    try:
        for name, data in files.items():
            path = work / name
            if name == MANIFEST.as_posix() or not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                new += path.stem in wanted and path.suffix == ".ipynb"
    except OSError as error:
        raise UsageError(UNWRITABLE.format(work=work, why=error.strerror)) from error
    os.environ[ELSEWHERE] = str(work)
    return Opened([work / "exercises" / f"{name}.ipynb" for name in wanted], new)


def _above() -> Path | None:
    """Return the workspace at or above the current folder, if there is one."""
    here = Path.cwd()
    return next((each for each in (here, *here.parents) if (each / START).is_dir()), None)


def _topics_in(work: Path) -> list[str]:
    """Return the topics of a workspace; none for a folder that is missing or empty."""
    if (work / START).is_dir():
        return [topic.name for topic in Course(work).topics]
    if work.exists() and (not work.is_dir() or any(work.iterdir())):
        raise UsageError(f"{work} is no workspace and not empty: name a new folder")
    return []


def _link(notebook: Path) -> str:
    """Return a link to a notebook, relative to the current folder as Jupyter wants it."""
    way = Path(os.path.relpath(notebook)).as_posix()
    return LINK.format(address=for_html(quote(way)), path=for_html(str(notebook)))


WROTE = "New notebooks: {new}."
KEPT = "What was there before is as you left it."
OTHER = "{work} is a workspace of another course: name a folder, as in init(topics, 'work')"
UNWRITABLE = "{work}: {why}; name a folder that can be written, as in init(topics, 'work')"
LINK = '<li><a href="{address}" target="_blank">{path}</a></li>'
OPENED = "<p>{said}</p><ul>{links}</ul>"
