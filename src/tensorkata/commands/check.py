"""A run with local carriers: which file is graded, from which seed."""

from __future__ import annotations

import logging
import os
import secrets
import sys
from pathlib import Path

import pytest

from tensorkata import progress
from tensorkata.checking.opened_submission import Opened, open_over
from tensorkata.checking.plugin import Checks, arguments
from tensorkata.course import Course, Topic, find_course
from tensorkata.errors import MachineError, UsageError
from tensorkata.protocol.records import ProbeFailure
from tensorkata.protocol.submission import UnreadableError, read
from tensorkata.reporting.terminal import show_checks
from tensorkata.results import ExerciseResult
from tensorkata.student.local_carrier import LocalCarrier


def local_checks(config: pytest.Config) -> Checks:
    """Make the checks of a pytest run from its options."""
    seed = config.option.seed
    seed = secrets.randbelow(2**16) if seed is None else seed
    start = Path(config.args[0].partition("::")[0]) if config.args else Path.cwd()
    course = find_course(start)
    folder = Path(config.option.submission) if config.option.submission else course.exercises
    if not folder.exists():
        raise pytest.UsageError(f"--submission: there is no {folder}")
    return Checks(
        course,
        lambda topic: open_local(course, topic, folder, seed),
        seed=seed,
        hidden=config.option.hidden,
    )


def open_local(course: Course, topic: Topic, folder: Path, seed: int) -> Opened:
    """Open the topic's submission in this process; ProbeFailure where it cannot be read."""
    path = find_submission(folder, topic)
    try:
        submission = read(path, topic.filename)
    except UnreadableError as error:
        raise ProbeFailure("missing", f"{path.name}: {error}") from None
    return open_over(LocalCarrier, course, topic, submission, seed)


def find_submission(folder: Path, topic: Topic) -> Path:
    """Return the topic's file in a folder, .py before .ipynb; UsageError where there is none."""
    if folder.is_file():
        return folder
    for suffix in (".py", ".ipynb"):
        if (folder / f"{topic.name}{suffix}").exists():
            return folder / f"{topic.name}{suffix}"
    near = [path.name for path in folder.glob(f"*{topic.name.partition('_')[2]}*")]
    guess = f"; is {near[0]} yours? rename it" if near else ""
    raise UsageError(f"no {topic.name}.py or .ipynb in {folder}{guess}")


def check_file(
    course: Course, topic: Topic, path: Path, seed: int, exercises: frozenset[str] | None
) -> tuple[ExerciseResult, ...]:
    """Check one file in this process and return its results."""
    checks = Checks(
        course,
        lambda wanted: open_local(course, wanted, path, seed),
        seed=seed,
        exercises=exercises,
    )
    run_quietly(checks, [topic])
    return checks.tally.results(topic.name)


def check_here(selected: str, submission: str, seed: int | None, *, verbose: bool) -> int:
    """Check a topic, an exercise or all of exercises/ in this process; return the exit code."""
    course = find_course()
    topics, exercises = list(course.topics), None
    if selected:
        topic, exercise = course.select(selected)
        topics, exercises = [topic], frozenset({exercise.name}) if exercise else None
    folder = Path(submission) if submission else course.exercises
    if not folder.exists():
        raise UsageError(f"--submission {folder}: there is no such file or folder")
    topics = [topic for topic in topics if selected or _has(folder, topic)]
    if not topics:
        raise UsageError(f"no exercise file of the course in {folder}")
    for topic in topics:
        find_submission(folder, topic)
    seed = secrets.randbelow(2**16) if seed is None else seed
    checks = Checks(
        course,
        lambda topic: open_local(course, topic, folder, seed),
        seed=seed,
        exercises=exercises,
    )
    run_quietly(checks, topics)
    show_checks(checks, verbose=verbose)
    if not submission:
        for name in checks.tally.topics():
            progress.remember(course.root, name, checks.tally.results(name))
    results = [one for name in checks.tally.topics() for one in checks.tally.results(name)]
    if any(check.outcome == "broken" for result in results for check in result.checks):
        return MachineError.exit_code
    return 0 if all(result.points == result.max_points for result in results) else 1


def run_quietly(checks: Checks, topics: list[Topic], *, hidden: bool = False) -> None:
    """Run the checks of some topics with pytest, which says nothing itself."""
    course = checks.course
    for name in [name for name in sys.modules if name.partition(".")[0] == course.checkers.name]:
        del sys.modules[name]  # of an earlier run in this process; pytest would not read them again
    kept, quiet = os.environ.get(NO_OTHERS), logging.root.manager.disable
    os.environ[NO_OTHERS] = "1"  # a student's other plugins have no business here
    logging.disable(max(quiet, logging.WARNING))  # as TensorFlow's on retracing: not the student's
    try:
        names = [topic.name for topic in topics]
        status = pytest.main(arguments(course, names, hidden=hidden), plugins=[checks])
    finally:
        logging.disable(quiet)
        os.environ.pop(NO_OTHERS)
        os.environ |= {NO_OTHERS: kept} if kept is not None else {}
        checks.close()
    if status not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        raise MachineError(f"the checks cannot be collected: run `pytest {course.checkers}`")


def _has(folder: Path, topic: Topic) -> bool:
    return any((folder / f"{topic.name}{suffix}").is_file() for suffix in (".py", ".ipynb"))


NO_OTHERS = "PYTEST_DISABLE_PLUGIN_AUTOLOAD"
