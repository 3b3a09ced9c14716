"""One run of `kata grade`: check the options, grade the class, write the files."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

from msgspec.structs import replace

from tensorkata.commands.report import formats_of, show_what_to_review, write
from tensorkata.course import Course, Topic, find_course
from tensorkata.errors import MachineError, UsageError
from tensorkata.grading.collect import Entry, collect
from tensorkata.grading.comments import read_comments, with_comments
from tensorkata.grading.grader import Order, grade
from tensorkata.grading.roll import unknown, with_roster
from tensorkata.grading.roster import column_of, read_roster
from tensorkata.grading.store import Store
from tensorkata.limits import Choice
from tensorkata.reporting.class_table import show_class
from tensorkata.reporting.progress_bar import Meter
from tensorkata.reporting.terminal import make_console, show_one
from tensorkata.results import RunResult
from tensorkata.text import clean


def grade_class(
    asked: str,
    paths: Iterable[Path],
    out: Path,
    order: Order,
    *,
    formats: str = "",
    roster: Path | None = None,
    scheduler: str = "",
    gradebook: str = "",
) -> int:
    """Grade, show, write; return 0 for every point, 1 for fewer, 3 for a fault of the kit."""
    course = find_course()
    topic, exercise = course.select(asked)
    if exercise:
        raise UsageError(f"a class is graded by topic: type `kata grade {topic.name} ...`")
    names = formats_of(formats)
    read_comments(out)  # a file that cannot be read is told before anything is graded
    if gradebook:
        from tensorkata.platforms.gradebook import check_gradebook, write_points

        check_gradebook(gradebook, topic)
    _make(out)
    entries = collect(topic, paths, out / "collected", course.exercises / topic.filename, out)
    if roster:
        people = read_roster(roster)
        entries = with_roster(people, entries)
        order = replace(order, columns=column_of(people, topic.name, topic.title))
        if strangers := unknown(entries):
            told = STRANGERS.format(count=len(strangers), first=", ".join(strangers[:5]))
            make_console(sys.stderr).print(told, markup=False)
    with Store(out) as store:
        judged = _graded(course, topic, entries, order, store, out, scheduler)
        result = with_comments(judged, read_comments(out))
        made = write(result, out, names)
        if len(result.submissions) == 1:
            show_one(result.submissions[0])
        else:
            show_class(result)
        show_what_to_review(result, out)
        told = f"results: {out} ({', '.join(made)}); {result.inputs}"
        make_console().print(told, markup=False)
        if gradebook:
            count = write_points(result, gradebook, topic)
            make_console().print(f"gradebook: {count} students")
        return _exit_code(result)


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
        whole = whole and entry.points == entry.max_points and entry.status == "graded"
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


STRANGERS = "graded, but not found in the roster, {count} in all: {first}"
WAITING = "no worker has joined {address} yet: waiting; start one with: dask worker {address}"
BROKEN = "a check of the kit itself is broken (outcome `broken`): repair it and grade again"
GO_ON = "everything graded so far is kept: type the same command to go on"
STOPPED = "stopped with {done} of {all} graded: type the same command to go on"
