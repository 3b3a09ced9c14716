"""Check a student's own work in this process: the one way for every command and notebook.

The work is a file, a folder with one file per topic, or the names of a notebook that has run.
Knows neither how results are shown nor who asks.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tensorkata import progress
from tensorkata.checking.key import Key
from tensorkata.checking.opened_submission import Opened, open_over
from tensorkata.checking.plugin import Checks, arguments
from tensorkata.course import Course, Topic
from tensorkata.errors import MachineError, ProbeFailure, UnreadableError, UsageError
from tensorkata.points_of_checks import check_points
from tensorkata.protocol.records import Start
from tensorkata.protocol.submission import from_text, read
from tensorkata.results import ExerciseResult, TopicResults
from tensorkata.student.local_carrier import LocalCarrier
from tensorkata.student.time_limit import SECONDS, TimeLimit

Work = Path | dict[str, Any]


class Checked(msgspec.Struct, frozen=True):
    """The results of a run; `ended` says why it ended before its last check, if it did.

    `note` is one line about this process that a student should read, if there is one.
    """

    results: TopicResults = {}
    ended: str = ""
    note: str = ""


GiveUp = Callable[[Checked], None]


def draw_seed() -> int:
    """Return a seed for a run that was given none."""
    return secrets.randbelow(2**16)


def seconds_allowed(asked: float | None = None) -> float:
    """Return the seconds that a probe may take: as asked, as KATA_TIMEOUT says, or the usual ones.

    0 is no limit; UsageError for what is no number of seconds.
    """
    text = os.environ.get(VARIABLE, "") if asked is None else str(asked)
    try:
        seconds = float(text or SECONDS)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise UsageError(f"{VARIABLE}={text}: give a number of seconds, 0 for no limit")
    return seconds


def local_checks(
    course: Course,
    work: Work,
    seed: int,
    *,
    exercises: Iterable[str] | None = None,
    hidden: bool = False,
    timeout: float | None = None,
    give_up: GiveUp | None = None,
    warn: Callable[[str], None] | None = None,
) -> Checks:
    """Make the checks of a student's work, ready for a run of pytest; None checks all exercises.

    If code does not even end when it is interrupted, `give_up` gets what was checked before that,
    and then the process ends; a process that must not end is told by `warn`.
    """
    wanted = None if exercises is None else frozenset(exercises)
    key = Key.of(seed)

    def end(why: str) -> None:
        if give_up:
            checks.give_up(why)
            give_up(checked(checks))
            os._exit(1)  # the code that runs in the main thread lets nothing else do it
        if warn:
            warn(why)

    limit = TimeLimit(seconds_allowed(timeout), end)

    def note(text: str) -> None:
        checks.note = text

    opener = partial(open_work, course, work, key, limit, note=note)
    checks = Checks(course, opener, key=key, hidden=hidden, exercises=wanted)
    return checks


def run_locally(
    course: Course,
    topics: Iterable[Topic],
    work: Work,
    seed: int,
    *,
    exercises: Iterable[str] | None = None,
    hidden: bool = False,
    timeout: float | None = None,
    give_up: GiveUp | None = None,
    warn: Callable[[str], None] | None = None,
) -> Checked:
    """Check the work and return the results of each topic, in the course's order."""
    checks = local_checks(
        course,
        work,
        seed,
        exercises=exercises,
        hidden=hidden,
        timeout=timeout,
        give_up=give_up,
        warn=warn,
    )
    run_quietly(checks, topics)
    return checked(checks)


def checked(checks: Checks) -> Checked:
    """Return the results of each topic that had checks."""
    results = {name: checks.tally.results(name) for name in checks.tally.topics()}
    return Checked(results, checks.ended, checks.note)


def remember(course: Course, results: TopicResults) -> None:
    """Save the points of each exercise of which exactly the visible checks have run."""
    progress.remember(
        course.root,
        {
            name: tuple(result for result in exercises if _is_whole(course, name, result))
            for name, exercises in results.items()
        },
    )


def _is_whole(course: Course, topic: str, result: ExerciseResult) -> bool:
    """Return whether every check of the exercise has run: pytest can select some of them."""
    found = course.topic(topic)
    wanted = check_points(course, found, found.find(result.name), hidden=False)
    ran = {check.name.partition("[")[0] for check in result.checks}
    return ran == set(wanted) and not any(check.hidden for check in result.checks)


def find_work(folder: Path, topic: Topic) -> Path:
    """Return the topic's file in a folder, .py before .ipynb; UsageError if there is none."""
    if folder.is_file():
        return folder
    for suffix in (".py", ".ipynb"):
        if (folder / f"{topic.name}{suffix}").is_file():
            return folder / f"{topic.name}{suffix}"
    near = [path.name for path in folder.glob(f"*{topic.name.partition('_')[2]}*")]
    guess = f"; is {near[0]} yours? rename it" if near else ""
    raise UsageError(f"no {topic.name}.py or .ipynb in {folder}{guess}")


def open_work(
    course: Course,
    work: Work,
    key: Key,
    limit: TimeLimit,
    topic: Topic,
    probes: str = "",
    *,
    note: Callable[[str], None],
) -> Opened:
    """Open the topic's part of the work; ProbeFailure if it is missing or cannot be read.

    It answers the topic's own probes, if no others are given.
    """
    carrier = partial(LocalCarrier, limit=limit, note=note if topic.devices > 1 else None)
    if isinstance(work, dict):
        # The cells that were run are a notebook's source, and the last definition counts.
        history = [entry for entry in work.get("In", []) if isinstance(entry, str)]
        submission = from_text("\n# %%\n".join(history), topic.filename)
        return open_over(partial(carrier, names=work), course, topic, submission, key, probes)
    most = max(one.devices for one in course.topics)  # another topic may need them in this process

    def carry(start: Start) -> LocalCarrier:
        return carrier(msgspec.structs.replace(start, devices=most))

    try:
        submission = read(find_work(work, topic), topic.filename)
        return open_over(carry, course, topic, submission, key, probes)
    except UnreadableError as error:
        raise ProbeFailure("missing", f"{topic.filename}: {error}") from None
    except UsageError as error:
        raise ProbeFailure("missing", str(error)) from None


def run_quietly(checks: Checks, topics: Iterable[Topic]) -> None:
    """Run the checks of some topics with pytest, which prints nothing itself."""
    course = checks.course
    for name in [name for name in sys.modules if name.partition(".")[0] == course.checkers.name]:
        del sys.modules[name]  # of an earlier run in this process; pytest would not read them again
    kept, quiet = os.environ.get(NO_OTHERS), logging.root.manager.disable
    os.environ[NO_OTHERS] = "1"  # the student's other plugins could disturb the run
    logging.disable(max(quiet, logging.WARNING))  # such as TensorFlow's on retracing
    names = [topic.name for topic in topics]
    words = arguments(course, names, hidden=checks.hidden)
    try:
        with contextlib.chdir(Path.cwd()):  # pytest leaves the process in the course's root
            status = pytest.main(words, plugins=[checks])
    finally:
        logging.disable(quiet)
        os.environ.pop(NO_OTHERS)
        if kept is not None:
            os.environ[NO_OTHERS] = kept
        checks.close()
    if checks.ended or status in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        return
    if status == pytest.ExitCode.INTERRUPTED:
        raise MachineError(f"the checks cannot be collected: run `pytest {course.checkers}`")
    raise MachineError(f"pytest has ended with {status!r} before the checks did")


VARIABLE = "KATA_TIMEOUT"
NO_OTHERS = "PYTEST_DISABLE_PLUGIN_AUTOLOAD"
