"""A run with local carriers: which file is graded, from which seed. Used by pytest and `kata check`."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from tensorkata.checking.plugin import Checks, Opened, start_of
from tensorkata.curriculum import Course, Topic, find_course
from tensorkata.errors import UsageError
from tensorkata.running.carrier import ProbeFailure
from tensorkata.running.local import LocalCarrier
from tensorkata.running.submission import UnreadableError, read


def local_checks(config: pytest.Config) -> Checks:
    """Make the checks of a pytest run from its options."""
    seed = config.option.seed
    seed = secrets.randbelow(2**16) if seed is None else seed
    start = Path(config.args[0].partition("::")[0]) if config.args else Path.cwd()
    course = find_course(start)
    folder = Path(config.option.submission) if config.option.submission else course.exercises
    if not folder.exists():
        raise pytest.UsageError(f"--submission: there is no {folder}")
    return Checks(course, lambda topic: open_local(course, topic, folder, seed), seed=seed,
                  hidden=config.option.hidden)


def open_local(course: Course, topic: Topic, folder: Path, seed: int) -> Opened:
    """Open the topic's submission in this process; ProbeFailure where it cannot be read."""
    path = find_submission(folder, topic)
    try:
        submission = read(path, topic.filename)
    except UnreadableError as error:
        raise ProbeFailure("missing", f"{path.name}: {error}") from None
    probes = course.probes_source(topic.name)
    return Opened(submission, LocalCarrier(start_of(submission, probes, seed)), probes)


def find_submission(folder: Path, topic: Topic) -> Path:
    """Return the topic's file in a folder, .py before .ipynb; UsageError names what was looked for."""
    if folder.is_file():
        return folder
    for suffix in (".py", ".ipynb"):
        if (folder / f"{topic.name}{suffix}").exists():
            return folder / f"{topic.name}{suffix}"
    raise UsageError(f"no {topic.name}.py or .ipynb in {folder}")
