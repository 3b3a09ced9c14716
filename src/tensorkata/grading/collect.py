"""Find the submissions under a path: a file, a folder, a tree of students, or a zip."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from tensorkata.course import Topic
from tensorkata.errors import UsageError
from tensorkata.grading import archives
from tensorkata.grading.archives import SUFFIXES

HEADS = frozenset({"student", "students", "id", "username", "login", "name", "email"})
ODD = "backslashreplace"


class Entry(msgspec.Struct, frozen=True):
    """One submission to grade: its student, its file if there is one, and its name in reports."""

    student: str
    file: Path | None
    path: str


def collect(topic: Topic, paths: Iterable[Path], unpacked: Path) -> list[Entry]:
    """Return the submissions of a topic; UsageError for a path that does not exist or holds none.

    The contents of a zip file are written below `unpacked`, a folder of this run.
    """
    entries: list[Entry] = []
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise UsageError(f"there is no file or folder {path}")
        if path.is_dir():
            found = list(_folder(topic, path))
        elif path.suffix == ".zip" and not path.is_symlink():
            found = [Entry(*one) for one in archives.unpack(path, topic, unpacked)]
        else:
            found = [Entry(_student(topic, path), path, path.name)]
        if not found:
            raise UsageError(
                f"{path} holds no submission of {topic.name}: {LAYOUTS.format(topic=topic.name)}"
            )
        entries += found
    _refuse_twice(entries)
    return entries


def missing(roster: Path, entries: list[Entry]) -> list[Entry]:
    """Return an entry without a file for each student of the roster who handed in nothing.

    A roster is a CSV file whose first column names the students as the submissions do.
    """
    try:
        rows = list(csv.reader(roster.read_text("utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"--roster {roster}: {error}; name a CSV file") from None
    names = [row[0].strip() for row in rows if row and row[0].strip()]
    if names and names[0].lower() in HEADS:
        names = names[1:]
    known, there = {entry.student for entry in entries}, set(names)
    strangers = sorted(known - there)
    if strangers:
        some = ", ".join(strangers[:5])
        raise UsageError(f"--roster {roster} does not have {some}: mend the roster or the names")
    return [Entry(name, None, "") for name in names if name not in known]


def _folder(topic: Topic, root: Path) -> Iterator[Entry]:
    """Read a folder as a tree of students if it has their folders, else as a flat folder."""
    tree = []
    for student in sorted(
        path for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")
    ):
        folders = (student, student / topic.name, student / "exercises")  # the last: a repository
        places = [folder / topic.name for folder in folders]
        files = [p.with_name(p.name + suffix) for p in places for suffix in SUFFIXES]
        first = next((file for file in files if file.exists() or file.is_symlink()), None)
        if first:
            ways = (student, first.parent)
            first = next((folder for folder in ways if folder.is_symlink()), first)
            tree.append(_entry(student.name, first, first.relative_to(root)))
    if tree:
        yield from tree
        return
    for path in sorted(root.iterdir()):
        if path.suffix in SUFFIXES and not path.name.startswith(".") and not path.is_dir():
            yield _entry(path.stem, path, Path(path.name))


def _entry(student: str, path: Path, shown: Path) -> Entry:
    """Return an entry under a printable name, whatever bytes the file's own name has."""
    student, name = (os.fsencode(text).decode("utf-8", ODD) for text in (student, str(shown)))
    return Entry(student, path, name)


def _student(topic: Topic, path: Path) -> str:
    """Return the student of a single file: its name, or its folder's if it has the topic's name."""
    if path.stem != topic.name:
        return path.stem
    folder = path.resolve().parent
    return (folder.parent if folder.name == topic.name else folder).name


def _refuse_twice(entries: list[Entry]) -> None:
    seen: dict[str, Path | None] = {}
    for entry in entries:
        if entry.student in seen:
            raise UsageError(
                f"{entry.student} has two submissions: {seen[entry.student]} and {entry.file};"
                " remove one"
            )
        seen[entry.student] = entry.file


LAYOUTS = (
    "there is no submission of {topic}; name a file, a folder of s001.py or s002.ipynb, or a tree"
    " <student>/{topic}.py"
)
