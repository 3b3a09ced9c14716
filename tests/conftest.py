"""What the kit's tests share: the course of this repository, a sandbox, judges of a topic."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tensorkata.course import Course
from tensorkata.grading.pool import Pool
from tensorkata.limits import Limits
from tensorkata.sandbox.isolation import choose
from tensorkata.sandbox.sandbox import Sandbox

from . import parts

ROOT = Path(__file__).parents[1]
TOPIC = "05_custom_layers"
QUIETLY = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
QUICK = Limits(wall=5.0, total=20.0, memory_mb=1536)


def pytest_configure(config):
    """Look for the parts of the machine that tests need."""
    config.pluginmanager.register(parts)


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


@pytest.fixture
def new_york(monkeypatch):
    """Let this machine stand in New York."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(scope="module")
def browser():
    """Start Debian's chromium once for the tests of a file."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=parts.CHROMIUM, args=QUIETLY)
        yield browser
        browser.close()
