"""What some tests need of the machine: marked on the test, looked for here, named in one line.

A test is marked by hand, or by a fixture that it asks for. Without the part it is skipped, and an
error in CI.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tensorkata.sandbox import isolation

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PARTS = {  # by their marks, which pyproject.toml explains
    "chromium": lambda: CHROMIUM is not None,
    "tmux": lambda: shutil.which("tmux") is not None,
    "jupyterhub": lambda: (
        shutil.which("configurable-http-proxy") is not None
        and importlib.util.find_spec("jupyterhub") is not None
    ),
    "postgresql": lambda: any(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
    "bubblewrap": lambda: isolation.tried_walls()[0].ok,
    "sandbox": lambda: isolation.tried_walls()[1].ok,
    "jax": lambda: importlib.util.find_spec("jax") is not None,
}
CURES = {"jax": "make test"}  # what to type; for all other parts: make system
FIXTURES = {
    "browser": "chromium",
    "terminal": "tmux",
    "postgres": "postgresql",
    "sandbox": "sandbox",
    "sandboxes": "sandbox",
    "room": "nbgrader",
    "local_judges": "slow",
}
ROOMS = {Path(__file__).parent / "sandbox": "sandbox"}


def cure(part):
    """Say what to type to get the part."""
    return CURES.get(part, "make system")


@functools.cache
def there(part):
    """Say if this machine has the part."""
    return PARTS[part]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark each test by its fixtures, before pytest selects by marks."""
    for item in items:
        marks = {FIXTURES[name] for name in FIXTURES.keys() & set(item.fixturenames)}
        for mark in marks | {mark for room, mark in ROOMS.items() if item.path.parent == room}:
            item.add_marker(mark)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Leave a test out, before its fixtures are made, if a part is missing."""
    for part in PARTS:
        if item.get_closest_marker(part) and not there(part):
            leave_out = pytest.fail if "CI" in os.environ else pytest.skip
            leave_out(f"it needs {part}; type: {cure(part)}")


def pytest_terminal_summary(terminalreporter):
    """Name what was left out, and how to get it."""
    reasons = [str(report.longrepr) for report in terminalreporter.getreports("skipped")]
    left_out = Counter(part for text in reasons for part in PARTS if f"it needs {part};" in text)
    if left_out:
        told = ", ".join(f"{count} tests ({part})" for part, count in left_out.items())
        cures = " and ".join(sorted({f"`{cure(part)}`" for part in left_out}))
        terminalreporter.write_line(f"left out: {told}: type {cures}", yellow=True)
