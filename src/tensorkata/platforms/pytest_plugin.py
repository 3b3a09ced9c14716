"""The pytest11 entry point: plain `pytest checkers` grades exercises/. Costs nothing elsewhere.

Does nothing, and imports no engine, unless there is a course at or above the current folder and the
run is about its checkers.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tensorkata.checking.plugin import Checks


def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> None:
    """Add the options of a course's run, if this is one."""
    if not concerns_a_course(args, early_config):
        return
    group = parser.getgroup("tensorkata")
    group.addoption("--submission", metavar="PATH", help="the folder or file to grade (exercises)")
    group.addoption("--seed", type=int, help="repeat a run with the same inputs")
    group.addoption("--hidden", action="store_true", help="run the hidden checks too")
    early_config.stash[_WAKE] = True


def concerns_a_course(args: list[str], config: pytest.Config) -> bool:
    """Return whether the run's paths, or else the folder's own, are checkers of a course."""
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
    from tensorkata.checking.local_run import Checked, draw_seed, local_checks
    from tensorkata.course import find_course
    from tensorkata.errors import UsageError

    option = config.option
    if getattr(option, "numprocesses", None) or getattr(option, "tx", None):
        raise pytest.UsageError(IN_PARALLEL)
    course = find_course(Path(config.args[0].partition("::")[0]) if config.args else None)
    folder = Path(option.submission) if option.submission else course.exercises
    if not folder.exists():
        raise pytest.UsageError(f"--submission: there is no {folder}")
    seed = draw_seed() if option.seed is None else option.seed

    def tell(_: Checked) -> None:
        config.pluginmanager.getplugin("capturemanager").suspend_global_capture(in_=True)
        pytest_terminal_summary(config)

    try:
        checks = local_checks(course, folder, seed, hidden=option.hidden, give_up=tell)
    except UsageError as error:
        raise pytest.UsageError(str(error)) from None
    config.stash[_CHECKS] = checks
    config.option.tbstyle = "no"
    config.option.reportchars = ""
    config.pluginmanager.register(checks, "tensorkata-checks")


def pytest_terminal_summary(config: pytest.Config) -> None:
    """End as `kata check` does: show the report and the board, and save the points."""
    checks = config.stash.get(_CHECKS, None)
    if checks is None or not (checks.tally.topics() or checks.ended):
        return
    from tensorkata.checking.local_run import checked, remember
    from tensorkata.reporting.board import show_run

    run, own = checked(checks), not config.option.submission
    if own:
        remember(checks.course, run.results)
    verbose = config.option.verbose > 0
    seed = checks.key.seed
    show_run(
        checks.course,
        run.results,
        seed,
        verbose=verbose,
        own=own,
        ended=run.ended,
        note=run.note,
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the carriers."""
    checks = config.stash.get(_CHECKS, None)
    if checks is not None:
        checks.close()


IN_PARALLEL = "the checks build on each other: run them in one process, without -n (or with -n0)"
_WAKE = pytest.StashKey[bool]()
_CHECKS: "pytest.StashKey[Checks]" = pytest.StashKey()  # noqa: UP037
