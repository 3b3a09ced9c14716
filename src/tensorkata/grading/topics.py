"""Several topics at once: which of the paths that were named belong to which topic.

A folder or zip named after a topic is that topic's class; in all others a file counts for the topic
that it is named after. Knows no student.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from tensorkata.grading.names import SAME, fit_of, is_tools, kind_of, topic_of


class Paths(msgspec.Struct, frozen=True):
    """The paths of one topic: to read, all of this topic's, and not to read within others.

    `among` are the topics that are graded together; none if there is only one.
    """

    read: tuple[Path, ...]
    only: tuple[Path, ...] = ()
    apart: tuple[Path, ...] = ()
    among: tuple[str, ...] = ()


def paths_of(topics: tuple[str, ...], paths: Iterable[Path], out: Path) -> dict[str, Paths]:
    """Return the paths of each of a course's topics; `out`, where results go, is none of them."""
    own: dict[str, list[Path]] = {topic: [] for topic in topics}
    shared: list[Path] = []
    for path in paths:
        if topic := _class_of(path, topics):
            own[topic].append(path)
            continue
        shared.append(path)
        children = sorted(path.iterdir()) if path.is_dir() else []
        for child in children:
            if child.absolute() != out.absolute() and (topic := _class_of(child, topics)):
                own[topic].append(child)
    every = (out, *(path for found in own.values() for path in found))
    return {
        topic: Paths((*found, *shared), tuple(found), every, topics) for topic, found in own.items()
    }


def _class_of(path: Path, topics: tuple[str, ...]) -> str:
    """Return the topic whose class a folder or zip holds, by its name; nothing if none is named."""
    if path.suffix.lower() == ".zip" and path.is_file():
        return topic_of((path.stem,), topics)
    if not path.is_dir() or is_tools(path.name):
        return ""
    for topic in topics:
        number, _, words = topic.partition("_")
        if _letters(path.name) in {_letters(topic), number, _letters(words)}:
            inside = [child.name for child in path.iterdir() if kind_of(child.name)]
            # `ada/05_custom_layers/05_custom_layers.py`: one student's own folder
            return "" if any(fit_of(name, topic) <= SAME for name in inside) else topic
    return ""


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()
