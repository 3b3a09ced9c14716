"""The pytest11 entry point: plain `pytest checkers` grades exercises/. Costs nothing elsewhere.

Wakes up only where a course stands at or above the current folder and the run is about its
checkers; imports the engine only then.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tensorkata.checking.plugin import Checks


def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> None:
    """Add the options of a course's run, where this is one."""
    if not concerns_a_course(args, early_config):
        return
    group = parser.getgroup("tensorkata")
    group.addoption("--submission", metavar="PATH", help="the folder or file to grade (exercises)")
    group.addoption("--seed", type=int, help="repeat a run with its inputs")
    group.addoption("--hidden", action="store_true", help="run the hidden checks too")
    early_config.stash[_WAKE] = True


def concerns_a_course(args: list[str], config: pytest.Config) -> bool:
    """Tell whether the run's paths, or else the folder's own, are checkers of a course."""
    named = [Path(arg.partition("::")[0]) for arg in args if not arg.startswith("-")]
    usual = [config.rootpath / path for path in config.getini("testpaths")]
    paths = [path.resolve() for path in named if path.exists()] or usual
    return any(
        "checkers" in path.parts and (_root(path) / "course" / "curriculum.toml").is_file()
        for path in paths
        if path.exists()
    )


def _root(path: Path) -> Path:
    parts = path.parts
    return Path(*parts[: len(parts) - 1 - parts[::-1].index("checkers")])


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Register the judge's plugin with local carriers."""
    if not config.stash.get(_WAKE, False):
        return
    from tensorkata.commands.check import local_checks

    checks = local_checks(config)
    config.stash[_CHECKS] = checks
    config.option.tbstyle = "no"
    config.option.reportchars = ""
    config.pluginmanager.register(checks, "tensorkata-checks")


def pytest_terminal_summary(config: pytest.Config) -> None:
    """End with the failures in the student's words, and the board."""
    checks = config.stash.get(_CHECKS, None)
    if checks is None or not checks.tally.topics():
        return
    from tensorkata.reporting.terminal import show_checks

    show_checks(checks, verbose=config.option.verbose > 0, out=sys.stdout)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the carriers."""
    checks = config.stash.get(_CHECKS, None)
    if checks is not None:
        checks.close()


_WAKE = pytest.StashKey[bool]()
_CHECKS: "pytest.StashKey[Checks]" = pytest.StashKey()  # noqa: UP037
