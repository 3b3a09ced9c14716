"""Unpack the zip files that Moodle and Canvas hand out, under caps.

Everything in an archive is hostile: names, contents, sizes, and the sizes it claims.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from pathlib import Path, PurePosixPath

import msgspec

from tensorkata.course import Topic
from tensorkata.errors import MachineError, UsageError
from tensorkata.protocol.submission import digest

# RuntimeError: a password; ValueError: a name that is not text.
_BROKEN = (zipfile.BadZipFile, zlib.error, LZMAError, RuntimeError, EOFError, ValueError)
SUFFIXES = (".py", ".ipynb")
MAX_MEMBERS = 20_000
MAX_BYTES = 20 * 2**20  # of one file
MAX_RATIO = 200
MAX_TOTAL = 2**30
# `Ada Smith_123456_assignsubmission_file_/05.py`, also with the file's name after the last _
_MOODLE = re.compile(r"^(?P<who>.+?)_(?P<id>\d+)_assignsubmission_file_?(?P<rest>.*)$")
# `smithada_LATE_4711_8899_05_custom_layers-1.py`
_CANVAS = re.compile(r"^(?P<who>[^_]+)_(?:LATE_)?(?P<id>\d+)_(?P<upload>\d+)_(?P<name>.+)$")


class Member(msgspec.Struct, frozen=True):
    """A file of an archive: its student, by the archive's own naming, and its name."""

    student: str
    name: str
    place: str


def unpack(archive: Path, topic: Topic, into: Path) -> list[tuple[str, Path, str]]:
    """Write each student's submission below `into`; return student, file and the name shown.

    UsageError if it is not an archive, or breaks a cap.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            found = list(_members(archive, opened))
            chosen = _chosen(topic, found)
            return [_written(opened, archive, one, topic, into) for one in chosen]
    except _BROKEN as error:
        raise UsageError(f"{archive}: {error}; name a zip file that opens") from None
    except OSError as error:
        raise MachineError(f"{archive}: {error.strerror}: make room for its files") from None


def _members(archive: Path, opened: zipfile.ZipFile) -> Iterator[Member]:
    infos = opened.infolist()
    if len(infos) > MAX_MEMBERS:
        raise UsageError(f"{archive}: {len(infos):,} files; the most is {MAX_MEMBERS:,}")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise UsageError(f"{archive}: more than {MAX_TOTAL:,} bytes when unpacked")
    for info in infos:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if info.is_dir() or path.suffix not in SUFFIXES or path.name.startswith("."):
            continue
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise UsageError(f"{archive}: {info.filename!r} leads out of the archive")
        if stat.S_ISLNK(info.external_attr >> 16):
            continue  # a link is not a submission
        yield _member(path, info.filename)


def _member(path: PurePosixPath, place: str) -> Member:
    """Read the student from the naming of Moodle, Canvas, or a tree of students."""
    for part in path.parts:
        moodle = _MOODLE.match(part)
        if moodle:
            return Member(f"{moodle['who']}", moodle["rest"] or path.name, place)
    canvas = _CANVAS.match(path.name)
    if canvas:
        name = re.sub(r"-\d+(?=\.\w+$)", "", canvas["name"])
        return Member(f"{canvas['who']}_{canvas['id']}", name, place)
    if len(path.parts) > 1:
        named = [part for part in path.parts[:-1] if not re.match(r"^\d\d_", part)]
        return Member(named[-1] if named else path.stem, path.name, place)
    return Member(path.stem, path.name, place)


def _chosen(topic: Topic, found: list[Member]) -> list[Member]:
    """Return one file per student: the one named after the topic, else the only one."""
    chosen: list[Member] = []
    files: dict[str, list[Member]] = {}
    for one in found:
        files.setdefault(one.student, []).append(one)
    for student, mine in files.items():
        named = [one for one in mine if PurePosixPath(one.name).stem == topic.name]
        if len(named or mine) > 1:
            names = ", ".join(sorted(one.place for one in named or mine)[:4])
            raise UsageError(f"two files may be {student}'s {topic.name}: {names}; remove one")
        chosen += named or mine
    return chosen


def _written(
    opened: zipfile.ZipFile, archive: Path, one: Member, topic: Topic, into: Path
) -> tuple[str, Path, str]:
    info = opened.getinfo(one.place)
    if info.file_size > MAX_BYTES or info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise UsageError(f"{archive}: {one.place!r} is {info.file_size:,} bytes when unpacked")
    with opened.open(info) as file:
        data = file.read(MAX_BYTES + 1)
    # Students choose these names: refuse "..", and names that collide with a neighbour's.
    folder = into / digest(f"{archive}\0{one.place}".encode("utf-8", "replace"))[:16]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{topic.name}{PurePosixPath(one.name).suffix}"
    path.write_bytes(data)
    return one.student, path, one.place
