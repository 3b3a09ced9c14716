"""The answer among what one student handed in: no stub, well named, in its usual place.

Knows nothing of whose a file is, nor of other students.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import NoReturn

import msgspec

from tensorkata.course import Topic
from tensorkata.errors import UnreadableError
from tensorkata.grading.archives import MAX_NESTED, Handed, in_zip
from tensorkata.grading.names import (
    NO_ANSWER,
    Owner,
    fit_of,
    is_beside,
    is_of_another_topic,
    is_tools,
    kind_of,
    stem_of,
    topic_of,
)
from tensorkata.protocol.submission import MAX_BYTES, digest

READ = 20  # candidates, and zips, of one student that are looked into
READ_BYTES = 40 * 2**20  # of them, all in all
TOLD = 3  # names in a line


class Own(msgspec.Struct, frozen=True):
    """A file with whose it is, and the names that its owner gave it.

    `among` are the topics that are graded together: a file is of the one that it is named after.
    """

    owner: Owner
    handed: Handed
    names: tuple[str, ...]
    among: tuple[str, ...] = ()

    def is_of(self, topic: str, names: tuple[str, ...]) -> bool:
        """Tell whether a file with these names, this one or one in it, may be the topic's."""
        return not self.among or topic_of(names, self.among) == topic


class Candidate(msgspec.Struct, frozen=True):
    """A file that may be the answer, with how well it is named."""

    handed: Handed
    path: str
    place: str
    kind: str
    fit: int
    version: int
    usual: bool
    when: dt.datetime | None = None


def usual_places(topic: str) -> set[tuple[str, ...]]:
    """Return the paths of a topic's file in a student's folder: the last is a repository's."""
    return {(), (topic,), ("exercises",)}


def candidates_of(topic: str, files: list[Own]) -> tuple[list[Candidate], list[str], list[str]]:
    """Return what may be the answer, in a zip among the files too, what cannot be read, and names.

    Of what cannot be read, and of the names, those are told that may be this topic's.
    """
    found: list[Candidate] = []
    faults: list[str] = []
    looked: list[str] = []
    zips = 0
    for one in files:
        names = one.names or one.handed.parts[-1:]
        members = [(names, one.handed)]
        if names[-1].lower().endswith(".zip") and not one.handed.fault:
            zips += 1
            try:
                inner = in_zip(one.handed.read())[:MAX_NESTED] if zips <= READ else _too_many()
            except UnreadableError as error:
                faults += [f"{'/'.join(names)}: {error}"] if one.is_of(topic, names) else []
                continue
            members = [
                ((*names, *member.parts), member)
                for member in inner
                if not any(map(is_tools, member.parts)) and not member.folder
            ] or members
        for place, handed in members:
            looked += ["/".join(place[len(names) - 1 :])] if one.is_of(topic, place) else []
            if handed.fault:
                told = f"{'/'.join(place)}: {handed.fault}"
                faults += [told] if one.is_of(topic, place) and not is_beside(place, topic) else []
            elif candidate := _candidate(topic, handed, place, one):
                found.append(candidate)
    return found, faults, looked


def _too_many() -> NoReturn:
    raise UnreadableError(f"more than {READ} zip files")


def _candidate(topic: str, handed: Handed, names: tuple[str, ...], own: Own) -> Candidate | None:
    name, kind = names[-1], kind_of(names[-1])
    if not kind or NO_ANSWER.match(stem_of(name)) or "checkers" in names[:-1]:
        return None
    if is_of_another_topic(name, topic) or not own.is_of(topic, names):
        return None
    fit = 0 if own.owner.named and len(names) == 1 else fit_of(name, topic)
    usual = names[:-1] in usual_places(topic)
    path = handed.place if handed is own.handed else f"{own.handed.place}/{handed.place}"
    when = own.handed.when  # what stands in a student's own zip is the student's to choose
    return Candidate(handed, path, "/".join(names), kind, fit, own.owner.version, usual, when)


def ranked(candidates: list[Candidate], topic: Topic, untouched: str | None) -> list[Candidate]:
    """Sort candidates: no stub, well named, in its usual place, the newest, with most answers.

    Of one name and content there is one.
    """
    cheap = sorted(
        candidates,
        key=lambda one: (one.fit, not one.usual, -one.version, one.kind == ".py", one.place),
    )
    if not cheap[1:]:
        return cheap
    texts = _texts(cheap[:READ])
    words = re.compile(rf"\b(?:def|class)\s+({'|'.join(e.name for e in topic.exercise)})\b")

    def rank(one: Candidate) -> tuple[bool, int, bool, int, int]:
        text = texts.get(id(one), "")
        stub = not text or text == untouched
        answers = len(set(words.findall(text)))
        return stub, one.fit, not one.usual, -one.version, -answers

    unlike = {(one.place, texts.get(id(one), one.path)): one for one in cheap}
    return sorted(unlike.values(), key=rank)


def _texts(candidates: list[Candidate]) -> dict[int, str]:
    """Return the code of each, until more has been unpacked than an honest student hands in."""
    texts: dict[int, str] = {}
    unpacked = 0
    for one in candidates:
        if unpacked > READ_BYTES:
            break
        try:
            data = one.handed.read()
        except UnreadableError:
            continue
        unpacked += len(data)
        texts[id(one)] = code_of(data)
    return texts


class _Cell(msgspec.Struct):
    cell_type: str
    source: str | list[str]


class _Notebook(msgspec.Struct):
    cells: list[_Cell]


def code_of(data: bytes) -> str:
    """Return the code of a file without space and comments, so that a stub is known again.

    It is empty if there is more code than can be graded.
    """
    text = data.decode("utf-8", "replace")
    try:
        cells = msgspec.json.decode(data, type=_Notebook).cells  # what else it holds is skipped
        text = "\n".join("".join(cell.source) for cell in cells if cell.cell_type == "code")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    if len(text) > MAX_BYTES:
        return ""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("#", "%", "check(")))


def file_of(one: Candidate, topic: Topic, unpacked: Path) -> Path:
    """Return the file to grade: the student's own on disk, else its bytes below `unpacked`."""
    path = one.handed.path
    if path is not None and path.suffix == one.kind and path.name == path.name.strip():
        return path
    data = one.handed.read()
    # Names are a student's to choose: neither "..", nor one that comes out as a neighbour's.
    folder = unpacked / digest(f"{one.path}\0{one.place}".encode() + data)[:16]
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{topic.name}{one.kind}"
    fresh.write_bytes(data)
    return fresh


def note_of(one: Candidate, others: list[str]) -> str:
    """Return what to say of the choice, if anything."""
    if others:
        return f"graded {one.place}; also handed in: {some_of(others)}"
    return "" if one.fit == 0 and one.usual else f"graded {one.place}"


def no_answer(names: list[str], topic: str) -> str:
    """Return what was handed in, if none of it is an answer."""
    what = f"no {topic}.py or .ipynb" if any(map(kind_of, names)) else "not a .py or .ipynb"
    return f"{some_of(names)}: {what}"


def some_of(names: list[str]) -> str:
    """Return the first few names, and how many more there are."""
    more = len(names) - TOLD
    return ", ".join(names[:TOLD]) + (f" and {more} more" if more > 0 else "")
