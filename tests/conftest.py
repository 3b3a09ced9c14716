"""What the kit's tests share: the course of this repository, a sandbox, judges of a topic."""

from __future__ import annotations

from pathlib import Path

import pytest

from tensorkata.curriculum import Course
from tensorkata.grading.pool import Pool
from tensorkata.running.isolation import Limits, choose
from tensorkata.running.sandbox import Sandbox

ROOT = Path(__file__).parents[1]
TOPIC = "05_custom_layers"
QUICK = Limits(wall=5.0, total=20.0, memory_mb=1536)


@pytest.fixture(scope="session")
def course():
    """Return the course of this repository."""
    return Course(ROOT)


@pytest.fixture(scope="session")
def topic(course):
    """Return the model topic."""
    return course.topic(TOPIC)


@pytest.fixture(scope="session")
def sandbox():
    """Hold one sandbox with short limits, at the best level of this machine."""
    with Sandbox(choose("auto"), QUICK) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def judges(course, topic, sandbox):
    """Hold one judge of the model topic over the sandbox, hidden checks and all."""
    with Pool(course, topic, 1, hidden=True, sandbox=sandbox) as pool:
        yield pool


@pytest.fixture(scope="session")
def local_judges(course, topic):
    """Hold one judge of the model topic with local carriers."""
    with Pool(course, topic, 1, hidden=True) as pool:
        yield pool


@pytest.fixture(scope="session")
def solution(course, topic):
    """Return the text of the reference solution."""
    return (course.solutions / topic.filename).read_text()
