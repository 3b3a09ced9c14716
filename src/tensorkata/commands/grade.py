"""One run of `kata grade`: check the options, grade the class, write the files."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

from msgspec.structs import replace

from tensorkata.course import Course, Topic, find_course
from tensorkata.errors import MachineError, UsageError
from tensorkata.grading.collect import Entry, collect
from tensorkata.grading.grader import Order, grade
from tensorkata.grading.roll import unknown, with_roster
from tensorkata.grading.roster import column_of, read_roster
from tensorkata.grading.store import Store, loaded
from tensorkata.limits import Choice
from tensorkata.reporting import exports
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
    names = _formats(formats)
    order = replace(order, packages=(*course.settings.packages, *order.packages))
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
        result = _graded(course, topic, entries, order, store, out, scheduler)
        write(result, out, names)
        if len(result.submissions) == 1:
            show_one(result.submissions[0])
        else:
            show_class(result)
        told = f"results: {out} ({', '.join(names)}); {result.inputs}"
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


def write_reports(folder: Path, asked: str) -> int:
    """Write reports of a run from its results; return 0."""
    formats = _formats(asked)
    with loaded(folder) as result:
        write(result, folder, formats)
    make_console().print(f"results: {folder} ({', '.join(formats)})", markup=False)
    return 0


def write(result: RunResult, folder: Path, formats: tuple[str, ...]) -> None:
    """Write the files of the formats; MachineError in one line if the disk refuses."""
    try:
        exports.write(result, folder, formats)
    except OSError as error:
        raise MachineError(
            f"{folder}: the reports could not be written: {error.strerror}; the results are kept:"
            f" type `kata report {folder}` to go on"
        ) from error


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


def _formats(asked: str) -> tuple[str, ...]:
    names = [name.strip() for name in asked.split(",") if name.strip()]
    for name in names:
        if name not in exports.FORMATS:
            raise UsageError(f"--format {name}: choose from {', '.join(exports.FORMATS)}")
    return tuple(dict.fromkeys(["json", "csv", *names]))


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
