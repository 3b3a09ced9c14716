"""One run of `kata grade`: what was asked for, checked; the class graded; the files written."""

from __future__ import annotations

import contextlib
import secrets
import sys
from pathlib import Path
from typing import Any, get_args

import msgspec

from tensorkata.course import find_course
from tensorkata.errors import MachineError, UsageError
from tensorkata.grading.collect import collect, missing
from tensorkata.grading.grader import Order, grade, ungraded
from tensorkata.grading.store import Store, loaded
from tensorkata.limits import Choice, Limits
from tensorkata.reporting import exports
from tensorkata.reporting.class_table import show_class
from tensorkata.reporting.progress_bar import Meter
from tensorkata.reporting.terminal import make_console, show_one
from tensorkata.results import RunResult
from tensorkata.text import clean


class ClassRun(msgspec.Struct, frozen=True):
    """The options of `kata grade`."""

    topic: str
    paths: tuple[Path, ...]
    out: Path
    jobs: int
    isolation: str
    timeout: float
    memory: int
    seed: int | None
    hidden: bool
    formats: str
    force: bool = False
    roster: Path | None = None
    scheduler: str = ""
    gradebook: str = ""


def grade_class(run: ClassRun) -> int:
    """Grade, show, write; return 0 for every point, 1 for fewer, 3 for a fault of the kit."""
    course = find_course()
    topic, exercise = course.select(run.topic)
    if exercise:
        raise UsageError(f"a class is graded by topic: type `kata grade {topic.name} ...`")
    formats = _formats(run.formats)
    choice = choice_of(run.isolation)
    if run.gradebook:
        from tensorkata.platforms.gradebook import check_gradebook, write_points

        check_gradebook(run.gradebook, topic)
    _make(run.out)
    entries = collect(topic, run.paths, run.out / "collected")
    entries += missing(run.roster, entries) if run.roster else []
    limits = Limits(wall=run.timeout, memory_mb=run.memory)
    with Store(run.out) as store:
        seed = _seed(run, store, topic.name)
        order = Order(seed, run.hidden, run.jobs, choice, limits, run.force)
        with _cluster(run.scheduler) as cluster, Meter(len(entries), sys.stderr) as meter:
            if cluster and not cluster.workers():
                meter.told(WAITING.format(address=run.scheduler))
            try:
                result = grade(course, topic, entries, order, store, meter, cluster)
            except KeyboardInterrupt:
                raise MachineError(STOPPED.format(done=meter.done, all=len(entries))) from None
            except OSError as error:
                told = f"{error.filename or run.out}: {error.strerror}; {GO_ON}"
                raise MachineError(told) from error
        write(result, run.out, formats)
        if len(result.submissions) == 1:
            show_one(result.submissions[0])
        else:
            show_class(result)
        make_console().print(f"results: {run.out} ({', '.join(formats)}); seed {seed}")
        if run.gradebook:
            count = write_points(result, run.gradebook, topic)
            make_console().print(f"gradebook: {count} students")
        return _exit_code(result)


def _cluster(address: str) -> Any:
    """Return the cluster behind a scheduler as a context, or nothing where none is named."""
    if not address:
        return contextlib.nullcontext()
    from tensorkata.grading.dask.cluster import Cluster

    return Cluster(address)


def report(folder: Path, asked: str) -> int:
    """Write reports of a run from its results alone; return 0."""
    formats = _formats(asked)
    with loaded(folder) as result:
        write(result, folder, formats)
    make_console().print(f"results: {folder} ({', '.join(formats)})")
    return 0


def write(result: RunResult, folder: Path, formats: tuple[str, ...]) -> None:
    """Write the files of the formats; MachineError in one line where the disk refuses."""
    try:
        exports.write(result, folder, formats)
    except OSError as error:
        raise MachineError(
            f"{folder}: the reports could not be written: {error.strerror}; the results are kept:"
            f" type `kata report {folder}` to go on"
        ) from error


def _seed(run: ClassRun, store: Store, topic: str) -> int:
    """Return the seed that was asked for, else that of the run that this one goes on with."""
    if run.seed is not None:
        return run.seed
    last = None if run.force else store.about()
    return last.seed if last and last.topic == topic else secrets.randbelow(2**16)


def _exit_code(result: RunResult) -> int:
    left, whole, broken = ungraded(result), True, False
    for entry in result.submissions:
        whole = whole and entry.points == entry.max_points and entry.status == "graded"
        broken = broken or any(c.outcome == "broken" for e in entry.exercises for c in e.checks)
    if broken:
        make_console(sys.stderr).print(BROKEN, style="red")
        return 3
    if left:
        text = f"{len(left)} of {len(result.submissions)} are {clean(left[0].message)}; {GO_ON}"
        make_console(sys.stderr).print(text, style="red", markup=False)
        return 3
    return 0 if whole else 1


def _formats(asked: str) -> tuple[str, ...]:
    names = [name.strip() for name in asked.split(",") if name.strip()]
    for name in names:
        if name not in exports.FORMATS:
            raise UsageError(f"--format {name}: it is one of {', '.join(exports.FORMATS)}")
    return tuple(dict.fromkeys(["json", "csv", *names]))


def choice_of(text: str) -> Choice:
    """Return the isolation of that name; UsageError where there is none."""
    for choice in get_args(Choice):
        if choice == text:
            return choice  # type: ignore[no-any-return]
    raise UsageError(f"--isolation {text}: it is one of {', '.join(get_args(Choice))}")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".writable").touch()
        (folder / ".writable").unlink()
    except OSError as error:
        raise UsageError(
            f"--out {folder}: {error.strerror}; name a folder that can be written"
        ) from error


WAITING = "no worker has joined {address} yet: waiting; start one with: dask worker {address}"
BROKEN = "a check of the kit itself is broken (outcome `broken`): mend it and grade again"
GO_ON = "what is graded is kept: type the same command to go on"
STOPPED = "stopped with {done} of {all} graded: type the same command to go on"
