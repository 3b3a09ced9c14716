"""Find the submissions in what an instructor names: a file, a flat folder or a tree of students."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from tensorkata.curriculum import Topic
from tensorkata.errors import UsageError

SUFFIXES = (".py", ".ipynb")


class Entry(msgspec.Struct, frozen=True):
    """One submission to grade: whose it is, its file, and how the reports name that file."""

    student: str
    path: Path
    shown: str


def collect(topic: Topic, paths: Iterable[Path]) -> list[Entry]:
    """Return the submissions of a topic; UsageError for a path that is not there or holds none."""
    entries: list[Entry] = []
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise UsageError(f"there is no file or folder {path}")
        found = (
            list(_folder(topic, path))
            if path.is_dir()
            else [Entry(_student(topic, path), path, path.name)]
        )
        if not found:
            raise UsageError(
                f"{path} holds no submission of {topic.name}: {LAYOUTS.format(topic=topic.name)}"
            )
        entries += found
    _refuse_twice(entries)
    return entries


def _folder(topic: Topic, root: Path) -> Iterator[Entry]:
    """Read a folder as a tree of students where it has their folders, else as a flat one."""
    tree = []
    for student in sorted(
        path for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")
    ):
        places = (student / topic.name, student / topic.name / topic.name)
        files = [p.with_name(p.name + suffix) for p in places for suffix in SUFFIXES]
        first = next((file for file in files if file.is_file() or file.is_symlink()), None)
        if first:
            tree.append(Entry(student.name, first, first.relative_to(root).as_posix()))
    if tree:
        yield from tree
        return
    for path in sorted(root.iterdir()):
        if path.suffix in SUFFIXES and not path.name.startswith(".") and not path.is_dir():
            yield Entry(path.stem, path, path.name)


def _student(topic: Topic, path: Path) -> str:
    """Return the student of a single file: its name, or its folder's where it has the topic's."""
    if path.stem != topic.name:
        return path.stem
    folder = path.resolve().parent
    return (folder.parent if folder.name == topic.name else folder).name


def _refuse_twice(entries: list[Entry]) -> None:
    seen: dict[str, Path] = {}
    for entry in entries:
        if entry.student in seen:
            raise UsageError(
                f"two submissions are {entry.student}'s: {seen[entry.student]} and {entry.path};"
                " remove one"
            )
        seen[entry.student] = entry.path


LAYOUTS = (
    "no submission of {topic} is there; name a file, a folder of s001.py or s002.ipynb, or a tree"
    " <student>/{topic}.py"
)
