"""Files as they were handed in, in a folder or a zip: their names now, their bytes when wanted.

What is in an archive is hostile: its names, its sizes and what it says of them. A member that
breaks a cap, leads out of the archive or cannot be read says so, and costs no other member.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from lzma import LZMAError
from pathlib import Path

import msgspec

from tensorkata.errors import UnreadableError
from tensorkata.grading.names import is_tools, kind_of, plain
from tensorkata.protocol.submission import SPECIAL, contents, too_long
from tensorkata.times import at

# RuntimeError: a password; ValueError: a name that is no text; NotImplementedError: a method.
_BROKEN = (zipfile.BadZipFile, zlib.error, LZMAError, RuntimeError, EOFError, ValueError, OSError)
MAX_BYTES = 20 * 2**20  # of one file
MAX_RATIO = 200
MAX_NESTED = 2_000  # files of a zip that a student handed in
LONGEST = 255  # characters of a name, as file systems have it
DEEPEST = 32  # folders in each other
MAX_LIST = 2**20  # bytes of its list of files
UTF8 = 0x800  # the flag of a member whose name is UTF-8
TIMESTAMP = 0x5455  # the extra field of Info-ZIP with the time in UTC
STAMP = struct.Struct("<HHBi")  # its kind, size, flags, and the seconds since 1970
# `smithada_47_88_C:\\Users\\Ada\\x.py`: a browser has handed in the path with the file's name.
_WINDOWS_PATH = re.compile(r"(?<=[^\\/])[A-Za-z]:\\(?:[^\\/]*\\)*")
NO_TIME = (1980, 1, 1, 0, 0, 0)


class Handed(msgspec.Struct, frozen=True):
    """A file that was handed in: the names that lead to it, its bytes, or why there are none.

    `path` is where it is on disk, `when` the time that the disk or the archive gives it; a folder
    stands here only if nothing is in it.
    """

    parts: tuple[str, ...]
    read: Callable[[], bytes]
    path: Path | None = None
    fault: str = ""
    folder: bool = False
    when: dt.datetime | None = None

    @property
    def place(self) -> str:
        """The file's name with its folders."""
        return "/".join(self.parts)


def on_disk(root: Path) -> Iterator[Handed]:
    """Yield what is in a folder, in order; links are named and not followed."""
    yield from _below(root, ())


def _below(folder: Path, parts: tuple[str, ...]) -> Iterator[Handed]:
    if len(parts) > DEEPEST:
        yield Handed(parts, _nothing, fault=TOO_DEEP)
        return
    try:
        found = sorted(os.scandir(folder), key=lambda one: one.name)
    except OSError as error:
        yield Handed(parts or (plain(folder.name),), _nothing, fault=error.strerror or str(error))
        return
    for one in found:
        path, names = Path(one.path), (*parts, plain(one.name))
        if one.is_symlink() or not one.is_dir():
            yield file_on_disk(path, names)
        elif is_tools(one.name) or next(path.iterdir(), None) is None:
            yield Handed(names, _nothing, path, folder=True)
        else:
            yield from _below(path, names)


def file_on_disk(path: Path, parts: tuple[str, ...]) -> Handed:
    """Return one file; a link has its place, and a fault."""
    if path.is_symlink():
        return Handed(parts, _nothing, path, SPECIAL)
    try:
        when = at(path.lstat().st_mtime)
    except (OSError, ValueError, OverflowError):
        when = None
    return Handed(parts, partial(contents, path, MAX_BYTES), path, when=when)


def in_zip(source: Path | bytes) -> list[Handed]:
    """Return the members of a zip; UnreadableError if it does not open."""
    if isinstance(source, bytes) and _is_long(source):
        raise UnreadableError("a zip file with too many files")
    try:
        opened = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
        return [_member(opened, info) for info in opened.infolist()]
    except _BROKEN as error:
        raise UnreadableError(f"a zip file that does not open ({error})") from None


def _is_long(data: bytes) -> bool:
    """Tell whether a student's zip lists more than a member costs to read, by its last record."""
    at = data.rfind(b"PK\5\6")
    listed = int.from_bytes(data[at + 12 : at + 16], "little")
    return at >= 0 and (listed > MAX_LIST or data[max(at - 20, 0) : at].startswith(b"PK\6\7"))


def _member(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> Handed:
    name = _WINDOWS_PATH.sub("", name_of(info))
    pieces = name.replace("\\", "/").split("/", 2 * DEEPEST)
    said = [part for part in pieces if part not in {"", "."}]
    out = name.startswith(("/", "\\")) or ".." in said or bool(said and said[0].endswith(":"))
    parts = tuple(plain(part) for part in said if part != ".." and not part.endswith(":"))
    fault = f"{plain(name[:LONGEST])!r} leads out of the archive" if out else ""
    if any(len(part) > LONGEST for part in parts):
        parts, fault = tuple(part[:LONGEST] for part in parts), "its name is too long"
    if stat.S_ISLNK(info.external_attr >> 16):
        fault = SPECIAL
    if len(parts) > DEEPEST or len(pieces) > 2 * DEEPEST:
        parts, fault = parts[:DEEPEST], TOO_DEEP
    return Handed(
        parts or ("(no name)",),
        partial(_unpacked, opened, info),
        fault=fault,
        folder=info.is_dir() and not out,
        when=time_of(info),
    )


def time_of(info: zipfile.ZipInfo) -> dt.datetime | None:
    """Return when a member was last changed; None if the archive does not say.

    Its extra field has it in UTC, as unix tools write it. Without one, it is the packer's local
    time, which is taken for this machine's; the first moment of 1980 stands for none.
    """
    extra = info.extra
    while len(extra) >= STAMP.size:
        kind, size, flags, seconds = STAMP.unpack_from(extra)
        if kind == TIMESTAMP and flags & 1:
            return at(seconds)
        extra = extra[struct.calcsize("<HH") + size :]
    try:
        return None if info.date_time == NO_TIME else at(time.mktime((*info.date_time, 0, 0, -1)))
    except (ValueError, OverflowError):
        return None


def name_of(info: zipfile.ZipInfo) -> str:
    """Return a member's name; UTF-8 is read as such if its flag is missing, as a Mac writes it."""
    if not info.flag_bits & UTF8:
        try:
            return info.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return info.filename


def _unpacked(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return a member's bytes, within its caps."""
    ratio = MAX_BYTES if kind_of(info.filename) == ".ipynb" else MAX_RATIO  # outputs repeat
    if info.file_size > min(MAX_BYTES, ratio * max(info.compress_size, 1_000)):
        why = f"{info.file_size:,} bytes when unpacked"
        raise UnreadableError(too_long(info.filename, why))
    try:
        with opened.open(info) as file:
            data = file.read(MAX_BYTES + 1)
    except _BROKEN as error:
        raise UnreadableError(f"it does not unpack ({error})") from None
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"more than {MAX_BYTES:,} bytes when unpacked")
    return data


def _nothing() -> bytes:
    raise UnreadableError(SPECIAL)


TOO_DEEP = f"more than {DEEPEST} folders in each other"
