"""Answers of a class that are alike, by copydetect, one exercise at a time.

The submissions are read again from where they were graded. What counts is an exercise's own code:
neither its stub nor the reference, nor names, comments and layout. Nothing is run here.
"""

from __future__ import annotations

import ast
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from tensorkata.course import Course
from tensorkata.errors import UnreadableError, UsageError
from tensorkata.protocol.cells import Cell, tree_of
from tensorkata.protocol.submission import Submission, read
from tensorkata.reporting.similar_page import Line, Pair, Side, Similar
from tensorkata.results import RunResult, SubmissionResult

GRAM = 20  # characters of filtered code that must agree to count
LEAST = 100  # characters of its own that an answer must have
MOST = 200  # pairs that are shown
ALIKE = 0.75  # of an answer; independent right answers of the course reach 0.67, copies 0.78


class Answer(msgspec.Struct, frozen=True):
    """A student's code of one exercise, where it begins, and its fingerprint."""

    student: str
    file: str
    line: int
    code: str
    print: Any


class Alike(msgspec.Struct, frozen=True):
    """Two answers that are alike, with the share and the places of each."""

    exercise: str
    answers: tuple[Answer, Answer]
    shares: tuple[float, float]
    slices: tuple[Any, Any]


def check_installed() -> None:
    """Refuse to compare if copydetect is not installed."""
    if not find_spec("copydetect"):
        raise UsageError("copydetect is missing: type pip install 'tensorkata[similar]'")


def find_similar(run: RunResult, files: Mapping[str, str], course: Course) -> Similar:
    """Compare the answers of a run; `files` says where each student's submission is."""
    topic = course.topic(run.topic)
    sources: dict[str, Submission] = {}
    left_out = []
    for entry in run.submissions:
        found = _source(entry, files.get(entry.student, ""))
        if isinstance(found, str):
            left_out.append((entry.student, found))
        else:
            sources[entry.student] = found
    known = [_read(course.exercises / topic.filename), _read(course.solutions / topic.filename)]
    alike: list[Alike] = []
    short = []
    for exercise in topic.exercise:
        given = _given([one for one in known if one], exercise.name)
        answers = list(_answers(sources, files, exercise.name, given))
        long = [answer for answer in answers if answer.print.token_coverage >= LEAST]
        alike += _alike(exercise.name, long)
        short += [exercise.name] if len(answers) > 1 and len(long) < len(answers) / 2 else []
    alike.sort(key=lambda one: -max(one.shares))
    return Similar(
        topic=topic.name,
        compared=len(sources),
        pairs=tuple(map(_pair, alike[:MOST])),
        more=max(len(alike) - MOST, 0),
        left_out=tuple(left_out),
        short=tuple(short),
    )


def _source(entry: SubmissionResult, file: str) -> Submission | str:
    """Return a submission as it was graded, or why it cannot be compared."""
    if entry.status != "graded":
        return entry.remark
    if not file:
        return NO_PLACE
    try:
        found = read(Path(file))
    except UnreadableError as error:
        return f"{file}: {error}" if Path(file).exists() else GONE.format(file=file)
    return found if found.sha256 == entry.sha256 else CHANGED.format(file=file)


def _read(path: Path) -> Submission | None:
    """Return one of the course's own files; None if it is not there, as with students."""
    try:
        return read(path)
    except UnreadableError:
        return None


def _given(known: Iterable[Submission], name: str) -> set[int]:
    """Return the fingerprints of what the stub and the reference have of an exercise."""
    found: set[int] = set()
    for one in known:
        if own := _own(one, name):
            found |= _print(own[1], set()).hashes
    return found


def _answers(
    sources: Mapping[str, Submission], files: Mapping[str, str], name: str, given: set[int]
) -> Iterator[Answer]:
    prints: dict[str, Any] = {}  # by text: many a stub is handed in as it was
    for student, source in sources.items():
        if own := _own(source, name):
            line, code = own
            prints[code] = prints.get(code) or _print(code, given)
            yield Answer(student, files[student], line, code, prints[code])


def _own(source: Submission, name: str) -> tuple[int, str] | None:
    """Return the line and the text of the last definition of a name; None if there is none."""
    found = None
    for cell in source.cells:
        for node in _definitions(cell, name):
            text = ast.get_source_segment(cell.source, node)
            found = (cell.line + node.lineno - 1, text) if text else found
    return found


def _definitions(cell: Cell, name: str) -> list[ast.stmt]:
    tree = tree_of(cell)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [n for n in tree.body if isinstance(n, kinds) and n.name == name] if tree else []


def _print(code: str, given: set[int]) -> Any:
    """Return the fingerprint of a text; every gram counts, so that all runs find the same."""
    from copydetect import CodeFingerprint

    return CodeFingerprint(
        "answer.py", GRAM, 1, boilerplate=sorted(given), language="python", fp=io.StringIO(code)
    )


def _alike(exercise: str, answers: list[Answer]) -> Iterator[Alike]:
    """Yield what is alike, and the places; but a group's one submission."""
    from copydetect import compare_files

    for first, second in itertools.combinations(answers, 2):
        if first.file != second.file and _may_be_alike(first.print, second.print):
            _, shares, slices = compare_files(first.print, second.print)
            if max(shares) >= ALIKE:
                yield Alike(exercise, (first, second), shares, slices)


def _may_be_alike(first: Any, second: Any) -> bool:
    """Whether there are enough common grams to be worth the slow comparison."""
    common = len(first.hashes & second.hashes)
    return bool(common > min(len(first.hashes), len(second.hashes)) * ALIKE / GRAM)


def _pair(alike: Alike) -> Pair:
    first, second = map(_side, alike.answers, alike.shares, alike.slices)
    return Pair(alike.exercise, first, second)


def _side(answer: Answer, share: float, slices: Any) -> Side:
    """Return an answer with a mark at each line of which a part is alike."""
    spans = list(zip(*slices, strict=True))
    lines, start = [], 0
    for number, text in enumerate(answer.code.split("\n"), answer.line):
        end = start + len(text)
        first = start + len(text) - len(text.lstrip())
        alike = any(begin < end and stop > first for begin, stop in spans)
        lines.append(Line(number, text, alike and bool(text.strip())))
        start = end + 1
    return Side(answer.student, min(float(share), 1.0), tuple(lines))


NO_PLACE = "where the file is was not noted: grade the class again"
GONE = "{file} is no longer there"
CHANGED = "{file} has changed since it was graded: grade it again"
