"""One run of `kata grade`: check the options, grade the topics of a class, write the files."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
from msgspec.structs import replace

from tensorkata.commands.report import (
    formats_of,
    remember,
    report_course,
    show_what_to_review,
    write,
)
from tensorkata.commands.roll_call import Lists, Roll, call_roll, read_lists
from tensorkata.course import Course, Topic, find_course
from tensorkata.errors import MachineError, UsageError
from tensorkata.grading.collect import Entry
from tensorkata.grading.comments import read_comments, with_comments
from tensorkata.grading.grader import Order, grade
from tensorkata.grading.store import Store
from tensorkata.grading.topics import Paths, paths_of
from tensorkata.limits import Choice
from tensorkata.reporting.class_table import show_class
from tensorkata.reporting.progress_bar import Meter
from tensorkata.reporting.terminal import make_console, show_one
from tensorkata.results import RunResult
from tensorkata.text import clean


class Options(msgspec.Struct, frozen=True):
    """What `kata grade` is asked for besides the grading itself, as its options have it."""

    formats: str = ""
    roster: Path | None = None
    times: Path | None = None
    due: str = ""
    scheduler: str = ""
    gradebook: str = ""
    exit_zero: bool = False


NO_OPTIONS = Options()


def grade_class(
    asked: str, paths: Iterable[Path], out: Path, order: Order, options: Options = NO_OPTIONS
) -> int:
    """Grade, show, write; return 0 for every point, 1 for fewer, 3 for a fault of the kit."""
    course = find_course()
    topics = _topics(course, asked)
    order = replace(order, packages=(*course.settings.packages, *order.packages))
    run = _Run(course, order, formats_of(options.formats), options)
    lists = read_lists(options.roster, options.times, options.due)
    if asked == ALL or "," in asked:
        code = _several_topics(run, topics, paths, out, lists.for_several_topics())
    else:
        code = _one_topic(run, topics[0], tuple(paths), out, lists)
    return 0 if code == 1 and options.exit_zero else code


def _topics(course: Course, asked: str) -> list[Topic]:
    """Return the topics that are asked for, in their order: one, several with commas, or all."""
    if asked == ALL:
        return list(course.topics)
    found = []
    for text in filter(None, (part.strip() for part in asked.split(","))):
        topic, exercise = course.select(text)
        if exercise:
            raise UsageError(f"a class is graded by topic: type `kata grade {topic.name} ...`")
        found.append(topic)
    if not found:
        raise UsageError(f"no topic is called {asked!r}: name topics, or type `kata grade all ...`")
    return [topic for topic in course.topics if topic in found]


class _Run(msgspec.Struct, frozen=True):
    """What is the same for every topic of one command."""

    course: Course
    order: Order
    formats: tuple[str, ...]
    options: Options


def _one_topic(run: _Run, topic: Topic, paths: tuple[Path, ...], out: Path, lists: Lists) -> int:
    _make(out)
    roll = call_roll(run.course, topic, Paths(paths), lists, out)
    roll.tell()
    with _booking(run, topic) as book, _result(run, topic, roll, out, book) as (result, made):
        if len(result.submissions) == 1:
            show_one(result.submissions[0])
        else:
            show_class(result)
        show_what_to_review(result, out)
        told = f"results: {out} ({', '.join(made)}); {result.inputs}"
        make_console().print(told, markup=False)
        _book(book, result)
        return _exit_code(result)


def _several_topics(
    run: _Run, topics: list[Topic], paths: Iterable[Path], out: Path, lists: Lists
) -> int:
    """Grade one topic after the other, each into a folder of its own; then write the course."""
    _make(out)
    shares = paths_of(tuple(topic.name for topic in run.course.topics), paths, out)
    rolls = [
        (topic, call_roll(run.course, topic, shares[topic.name], lists, out / topic.name))
        for topic in topics
    ]
    handed_in = [(topic, roll) for topic, roll in rolls if roll.handed_in]
    if not handed_in:
        raise UsageError(NO_TOPIC)
    with contextlib.ExitStack() as stack:
        books = [stack.enter_context(_booking(run, topic)) for topic, _ in handed_in]
        codes = [
            _of_several(run, topic, roll, out / topic.name, book)
            for (topic, roll), book in zip(handed_in, books, strict=True)
        ]
    if left := [topic.name for topic, roll in rolls if not roll.handed_in]:
        _told(f"nobody has handed in {', '.join(left)}")
    report_course(run.course, out)
    return max(codes)


def _of_several(run: _Run, topic: Topic, roll: Roll, out: Path, book: Any) -> int:
    _told(f"{topic.name}: {len(roll.entries)} students")
    roll.tell(topic.name)
    _make(out)
    with _result(run, topic, roll, out, book) as (result, _):
        show_what_to_review(result, out)
        _book(book, result)
        return _exit_code(result)


@contextlib.contextmanager
def _result(
    run: _Run, topic: Topic, roll: Roll, out: Path, book: Any
) -> Iterator[tuple[RunResult, tuple[str, ...]]]:
    """Grade a topic, write its files; yield the result, read from the store, and the formats."""
    read_comments(out)  # a file that cannot be read is told before anything is graded
    order = replace(run.order, columns=roll.columns, due=roll.due, show=book is not None)
    entries = book.taken_in(roll.entries) if book else roll.entries
    with Store(out) as store:
        judged = _graded(run.course, topic, entries, order, store, out, run.options.scheduler)
        result = with_comments(judged, read_comments(out))
        made = write(result, out, run.formats)
        remember(result, out)
        yield result, made


@contextlib.contextmanager
def _booking(run: _Run, topic: Topic) -> Iterator[Any]:
    """Open the gradebook that is named, with a folder for what is booked; else yield None."""
    if not run.options.gradebook:
        yield None
        return
    from tensorkata.platforms.gradebook import booking

    with (
        tempfile.TemporaryDirectory() as folder,
        booking(
            run.course, topic, run.options.gradebook, Path(folder), hidden=run.order.hidden
        ) as book,
    ):
        yield book


def _book(book: Any, result: RunResult) -> None:
    if book:
        told = f"gradebook: {book.book(result)} students; {book.pages}"
        make_console().print(told, markup=False, soft_wrap=True)


def _told(text: str) -> None:
    make_console(sys.stderr).print(text, markup=False)


def _graded(
    course: Course,
    topic: Topic,
    entries: list[Entry],
    order: Order,
    store: Store,
    out: Path,
    scheduler: str,
) -> RunResult:
    """Grade the entries here or on a cluster, and show the progress."""
    with _cluster(scheduler) as cluster, Meter(len(entries), sys.stderr) as meter:
        if cluster and not cluster.workers():
            meter.told(WAITING.format(address=scheduler))
        try:
            return grade(course, topic, entries, order, store, meter, cluster)
        except KeyboardInterrupt:
            raise MachineError(STOPPED.format(done=meter.done, all=len(entries))) from None
        except OSError as error:
            told = f"{error.filename or out}: {error.strerror}; {GO_ON}"
            raise MachineError(told) from error


def _cluster(address: str) -> Any:
    """Return the cluster behind a scheduler as a context, or nothing if none is named."""
    if not address:
        return contextlib.nullcontext()
    from tensorkata.grading.dask.cluster import Cluster

    return Cluster(address)


def _exit_code(result: RunResult) -> int:
    faults, whole, broken = [], True, False
    for entry in result.submissions:
        faults += [entry.message] if entry.status == "fault" else []
        whole = whole and entry.kept == entry.max_points and entry.status == "graded"
        broken = broken or any(c.outcome == "broken" for e in entry.exercises for c in e.checks)
    if broken:
        make_console(sys.stderr).print(BROKEN, style="red")
        return 3
    if faults:
        count = f"{len(faults)} of {len(result.submissions)}"
        text = f"{count} are not graded: {clean(faults[0])}; {GO_ON}"
        make_console(sys.stderr).print(text, style="red", markup=False)
        return 3
    return 0 if whole else 1


def choice_of(text: str) -> Choice:
    """Return the isolation of that name; UsageError if there is none."""
    for choice in get_args(Choice):
        if choice == text:
            return choice  # type: ignore[no-any-return]
    raise UsageError(f"--isolation {text}: choose from {', '.join(get_args(Choice))}")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".writable").touch()
        (folder / ".writable").unlink()
    except OSError as error:
        raise UsageError(
            f"--out {folder}: {error.strerror}; name a folder that can be written"
        ) from error


ALL = "all"
NO_TOPIC = (
    "nothing there is named after a topic: name the files so, as in <student>/05_custom_layers.py,"
    " or the folders and zip files, as in 05_custom_layers.zip"
)
WAITING = "no worker has joined {address} yet: waiting; start one with: dask worker {address}"
BROKEN = "a check of the kit itself is broken (outcome `broken`): repair it and grade again"
GO_ON = "everything graded so far is kept: type the same command to go on"
STOPPED = "stopped with {done} of {all} graded: type the same command to go on"
