"""Find what each student handed in: in a file, a folder, a tree or a zip, mixed as they come.

One reader for all of them. Everything handed in has an entry: the file that is graded, or why none
is. No student's file stops another's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

import msgspec

from tensorkata.course import Topic
from tensorkata.errors import UnreadableError, UsageError
from tensorkata.grading.archives import Handed, file_on_disk, in_zip, on_disk
from tensorkata.grading.candidates import (
    Candidate,
    Own,
    candidates_of,
    code_of,
    file_of,
    no_answer,
    note_of,
    ranked,
    some_of,
    usual_places,
)
from tensorkata.grading.handed_in import handed_in
from tensorkata.grading.metadata import listed_by_gradescope
from tensorkata.grading.names import (
    BESIDE,
    SAME,
    Owner,
    fit_of,
    is_beside,
    is_of_another_topic,
    is_platforms,
    is_tools,
    is_wrapper,
    kind_of,
    owner_of_file,
    owner_of_folder,
    plain,
    topic_of,
)

ODD = "backslashreplace"
MAX_FILES = 5_000  # of one student


class Entry(msgspec.Struct, frozen=True):
    """One submission to grade: whose it is, its file if there is one, and its name in reports.

    `found` is the file's own name as it was handed in, `note` what an instructor should know of it,
    `why` the reason why nothing of it can be graded. `platform` has a platform's or a roster's
    words for the student: canvas_id, moodle_id, name, email and the like. `submitted` is when it
    was handed in, by which `clock`; lateness.py says when it was due, and which `share` of the
    maximum being late costs.
    """

    student: str
    file: Path | None
    path: str
    found: str = ""
    note: str = ""
    why: str = ""
    platform: dict[str, str] = {}
    submitted: str = ""
    clock: str = ""
    due: str = ""
    days_late: int = 0
    share: float = 0.0

    @property
    def empty(self) -> bool:
        """Whether nothing was handed in."""
        return self.file is None and not self.why


def collect(
    topic: Topic,
    paths: Iterable[Path],
    unpacked: Path,
    stub: Path | None = None,
    out: Path | None = None,
    *,
    among: tuple[str, ...] = (),
    only: Container[Path] = (),
    apart: Iterable[Path] = (),
) -> list[Entry]:
    """Return the submissions of a topic; UsageError for a path that is not there or holds none.

    The contents of a zip file are written below `unpacked`, a folder of this run. `stub` is the
    topic's unsolved file: it is no answer if there is another. `out` is the run's own folder: it
    may stand among the submissions.

    Several topics are graded together if `among` has their names: then a file counts for the topic
    that it is named after, but all of what is in the paths `only` is this topic's. What is in the
    paths `apart` is passed over.
    """
    apart = [*apart, *([out] if out else [])]
    mine: dict[tuple[str, str], list[Own]] = {}
    paths = list(paths)
    named = {path.absolute() for path in paths}
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise UsageError(f"there is no file or folder {path}")
        others = [
            one for one in apart if one != path and one.absolute().is_relative_to(path.absolute())
        ]
        files = _files(topic, path, others, () if path in only else among, alone=len(paths) == 1)
        found = [one for one in files if _is_first(one.handed.path, path, named)]
        if not found and not among:
            layouts = LAYOUTS.format(topic=topic.name)
            raise UsageError(f"{path} holds no submission of {topic.name}: {layouts}")
        for one in found:
            mine.setdefault((one.owner.who, one.owner.number), []).append(one)
    names = Counter(who for who, _ in mine)
    untouched = code_of(stub.read_bytes()) if stub and stub.is_file() else None
    return [
        _entry(
            f"{who}_{number}" if number and names[who] > 1 else who,
            some,
            topic,
            unpacked,
            untouched,
        )
        for (who, number), some in mine.items()
    ]


def _is_first(file: Path | None, path: Path, named: set[Path]) -> bool:
    """Tell whether a file is not named by itself too: then it is read as that."""
    return file is None or file == path or file.absolute() not in named


def _is_below(file: Path | None, folders: list[Path]) -> bool:
    if file is None:
        return False
    return any(file.absolute().is_relative_to(folder.absolute()) for folder in folders)


def _files(
    topic: Topic, path: Path, apart: list[Path], among: tuple[str, ...], *, alone: bool
) -> Iterator[Own]:
    """Yield each file of a path with whose it is; nothing of the paths that stand apart."""
    name = plain(path.resolve().name) if path.is_dir() else plain(path.name)
    if path.is_dir():
        found, root = [one for one in on_disk(path) if not _is_below(one.path, apart)], name
    elif path.suffix.lower() == ".zip" and not path.is_symlink():
        root = owner_of_file(name, topic.name).who or plain(path.stem)
        try:
            found = in_zip(path)
        except UnreadableError as error:
            if not alone:  # one of a student's among others
                yield _single(topic, path, among)
                return
            raise UsageError(f"{path}: {error}; name a zip file that opens") from None
    else:
        yield _single(topic, path, among)
        return
    level, whole = _level(topic.name, found, {name, plain(path.stem)})
    listed = listed_by_gradescope(found, level)
    for one in found:
        own = one.parts[level:]
        if whole:
            yield Own(Owner(root), one, own, among)
        elif not own or any(map(is_tools, one.parts[: level + 1])):
            continue
        elif len(own) > 1 or one.folder:
            yield Own(listed.get(own[0]) or owner_of_folder(own[0]), one, own[1:], among)
        elif one.fault or not BESIDE.search(own[0]):
            owner = owner_of_file(own[0], topic_of(own[:1], among) or topic.name)
            yield Own(owner if owner.who else Owner(root), one, (owner.rest,), among)


def _single(topic: Topic, path: Path, among: tuple[str, ...]) -> Own:
    """Return a file that was named by itself: its student is in its name, or its folder's."""
    name = plain(path.name)
    owner = owner_of_file(name, topic_of((name,), among) or topic.name)
    if not owner.who:
        folder = path.absolute().parent.resolve()
        inner = folder.name in {topic.name, "exercises"}
        owner = owner_of_folder(plain((folder.parent if inner else folder).name))
    return Own(owner, file_on_disk(path, (name,)), (owner.rest or name,), among)


def _level(topic: str, found: list[Handed], roots: set[str]) -> tuple[int, bool]:
    """Return how many folders stand above those of the students; True if all is one student's.

    The outermost folder names a student: one further in does so only if the outer one is a class's
    by its name, or holds several students.
    """
    files = [one for one in found if not one.folder and not any(map(is_tools, one.parts))]
    if _is_own(topic, files, 0) and not _several(topic, files, 0):
        return 0, True
    level = 0
    while files and all(len(one.parts) > level + 1 for one in files):
        firsts = {one.parts[level] for one in files}
        first = min(firsts)
        if len(firsts) > 1 or is_platforms(first) or _is_own(topic, files, level + 1):
            break
        if not is_wrapper(first, topic, roots) and not _several(topic, files, level + 1):
            break
        level += 1
    return level, False


def _is_own(topic: str, files: Iterable[Handed], level: int) -> bool:
    """Tell whether a folder is one student's: the topic's file is in it, or in its usual place."""
    return any(
        len(one.parts) > level
        and one.parts[level:-1] in usual_places(topic)
        and _is_named(topic, one.parts[-1])
        for one in files
    )


def _several(topic: str, files: list[Handed], level: int) -> bool:
    """Tell whether there are students here: folders of theirs, or files beside the topic's own."""
    below: dict[str, list[Handed]] = {}
    for one in files:
        if len(one.parts) > level + 1:
            below.setdefault(one.parts[level], []).append(one)
    theirs = [
        first
        for first, some in below.items()
        if first not in {topic, "exercises"}
        and (is_platforms(first) or _is_own(topic, some, level + 1))
    ]
    if level:
        return len(theirs) > 1
    flat = [one.parts[0] for one in files if len(one.parts) == 1 and kind_of(one.parts[0])]
    others = [
        name for name in flat if not _is_named(topic, name) and not is_of_another_topic(name, topic)
    ]
    return bool(theirs) or 0 < len(others) < len(flat)


def _is_named(topic: str, name: str) -> bool:
    return bool(kind_of(name)) and fit_of(name, topic) <= SAME


def _entry(
    student: str, mine: list[Own], topic: Topic, unpacked: Path, untouched: str | None
) -> Entry:
    """Return a student's entry: the best of the candidates, else why there is none."""
    about = {key: value for one in mine for key, value in one.owner.platform.items()}
    files = [one for one in mine if not one.handed.folder and not any(map(is_tools, one.names))]
    own = [one for one in files if not is_beside(one.names or one.handed.parts, topic.name)]
    place = next((one.handed.place for one in own or files), "")
    if len(files) > MAX_FILES:
        why = f"{len(files):,} files; the most is {MAX_FILES:,}"
        return Entry(student, None, place, why=why, platform=about)
    candidates, faults, looked = candidates_of(topic.name, files)
    late = LATE if about.get("late") else ""
    best = ranked(candidates, topic, untouched)
    for one in best:
        try:
            path = file_of(one, topic, unpacked)
        except UnreadableError as error:
            faults.append(f"{one.place}: {error}")
            continue
        others = sorted(other.place for other in best if other is not one)
        more = _nameless([f for f in files if kind_of(f.handed.parts[-1])], candidates)
        note = "; ".join(filter(None, [note_of(one, others), late, more]))
        time = handed_in(topic.name, files, about, one.when)
        return Entry(student, path, one.path, one.place, note, "", about, *time)
    late = "; ".join(filter(None, [late, _nameless(files, candidates)]))
    files = [one for one in files if one.is_of(topic.name, one.names)]
    names = [(one.names or one.handed.parts)[-1] for one in files]
    if not faults and (not names or any(is_of_another_topic(n, topic.name) for n in names)):
        return Entry(student, None, place, note=late, platform=about)
    why = "; ".join(faults[:3]) or no_answer(looked, topic.name)
    when = max((one.handed.when for one in own or files if one.handed.when), default=None)
    time = handed_in(topic.name, files, about, when)
    found = ", ".join(names[:3])
    return Entry(student, None, place, found, late, f"{HANDED_IN} {why}", about, *time)


def _nameless(files: list[Own], candidates: list[Candidate]) -> str:
    """Return what was handed in under the name of no topic, where several are graded."""
    used = {one.path.removesuffix(f"/{one.handed.place}") for one in candidates}
    names = [
        "/".join(one.names)
        for one in files
        if one.among and not topic_of(one.names, one.among) and one.handed.place not in used
    ]
    return NAMELESS.format(names=some_of(names)) if names else ""


HANDED_IN = "handed in"
NAMELESS = "also handed in, under the name of no topic: {names}"
LATE = "handed in late, by Canvas's mark"
LAYOUTS = (
    "there is no submission of {topic}; name a file, a folder of s001.py or s002.ipynb, or a tree"
    " <student>/{topic}.py"
)
