"""The judge's half of pytest: fixtures, marks, outcomes. Turns pytest's reports into check results.

Registered by whoever runs checks (platforms/pytest_plugin.py, grading/judge_process.py). It knows
a carrier for each topic and no TensorFlow.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from _pytest.outcomes import Failed

from tensorkata.assignment_files import modules_of
from tensorkata.checking.check_items import is_hidden, worth_of
from tensorkata.checking.forbidden import find_forbidden
from tensorkata.checking.key import Key
from tensorkata.checking.marks import MARKS
from tensorkata.checking.opened_submission import Opened
from tensorkata.checking.outcome import Withheld, result_of
from tensorkata.checking.probes_fixture import Questions
from tensorkata.checking.ran import RUNNING, Ran
from tensorkata.checking.tally import Tally
from tensorkata.course import Course, Exercise, Topic
from tensorkata.diagnosis.student_source import Written, written
from tensorkata.errors import CheckerFault, CheckFailed, ProbeFailure

RAN = pytest.StashKey[Ran]()


def run_check(item: pytest.Item) -> Ran:
    """Run one collected check and return what it did."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    return item.stash[RAN]


class Checks:
    """Run the checks of a course against submissions; `tally` has a result for each check."""

    def __init__(
        self,
        course: Course,
        opener: Callable[[Topic], Opened],
        *,
        key: Key,
        hidden: bool = False,
        exercises: frozenset[str] | None = None,
    ) -> None:
        self.course = course
        self.hidden = hidden
        self.exercises = exercises
        self.must_compare = True  # a check that has compared no value earns nothing
        self.brief = False  # only outcomes: nobody reads explanations for a liar or a mutant
        self.note = ""  # what a student should know of the process in which the checks run
        self.ended = ""  # why a run ended before its last check, and in which exercise
        self._running: pytest.Item | None = None
        self._exercises: dict[Path, tuple[Topic, Exercise]] = {}
        self.restart(opener, key)

    def restart(self, opener: Callable[[Topic], Opened], key: Key) -> None:
        """Forget all results, and open topics in another way from now on."""
        self._opener, self.key = opener, key
        self._opened: dict[str, Opened | Withheld] = {}
        self.tally = Tally(self.course)

    def exercise_of(self, item: pytest.Item) -> tuple[Topic, Exercise]:
        """Return the topic and exercise that a check's file belongs to."""
        if item.path not in self._exercises:
            folder = item.path.parent
            topic = self.course.topic((folder.parent if is_hidden(item) else folder).name)
            self._exercises[item.path] = topic, topic.find(item.path.stem.removeprefix("test_"))
        return self._exercises[item.path]

    def _path_of(self, item: pytest.Item) -> tuple[str, str, str, str]:
        """Return what names a check in any run, on any machine."""
        topic, exercise = self.exercise_of(item)
        return topic.name, exercise.name, "hidden" if is_hidden(item) else "visible", item.name

    def give_up(self, why: str) -> None:
        """Note that the running check has not come to an end, and the run with it."""
        if item := self._running:
            topic, exercise = self.exercise_of(item)
            cause, calls = ProbeFailure("timeout", why), item.stash[RAN].calls
            result = result_of(item, cause, 0.0, calls, lambda: Written((), 0), brief=True)
            self.tally.add(topic, exercise, result)
            self.ended = GIVEN_UP.format(name=exercise.name)

    def close(self) -> None:
        """Close every carrier."""
        for opened in self._opened.values():
            if isinstance(opened, Opened):
                opened.carrier.close()
        self._opened.clear()

    def _open(self, topic: Topic) -> Opened:
        """Open the topic's submission once."""
        if topic.name not in self._opened:
            try:
                self._opened[topic.name] = self._opener(topic)
            except ProbeFailure as failure:
                self._opened[topic.name] = Withheld(failure.outcome, failure.message)
        found = self._opened[topic.name]
        if isinstance(found, Withheld):
            raise found
        return found

    # -- fixtures

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Return a separate generator for each check, from the run's key."""
        return self.key.rng(*self._path_of(request.node))

    @pytest.fixture
    def exercise_rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Return a generator that draws the same in every check of an exercise.

        For what is trained once for all of them.
        """
        topic, exercise = self.exercise_of(request.node)
        return self.key.rng(topic.name, exercise.name)

    @pytest.fixture
    def probes(self, request: pytest.FixtureRequest) -> Questions:
        """Return the probes of the check's topic."""
        opened = self._open(self.exercise_of(request.node)[0])
        seed_of = partial(self.key.number, *self._path_of(request.node))
        cells = opened.submission.cells
        calls = request.node.stash[RAN].calls
        return Questions(opened.carrier, opened.probes, cells, seed_of, calls)

    # -- hooks

    @pytest.hookimpl
    def pytest_configure(self, config: pytest.Config) -> None:
        """Declare the marks of a check."""
        for mark in MARKS:
            config.addinivalue_line("markers", mark)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Sort the checks in the course's order and leave out those not asked for.

        Every visible check comes before any hidden one: what a hidden check asks can stand in no
        message that a student reads.
        """
        placed: list[tuple[tuple[int, ...], pytest.Item]] = []
        dropped: list[pytest.Item] = []
        for number, item in enumerate(items):
            topic, exercise = self.exercise_of(item)
            hidden = is_hidden(item)
            if hidden:
                item.add_marker(pytest.mark.hidden)
            wanted = self.exercises is None or exercise.name in self.exercises
            if (hidden and not self.hidden) or not wanted:
                dropped.append(item)
                continue
            order = self.course.topics.index(topic), topic.exercise.index(exercise)
            placed.append(((hidden, *order, number), item))
        if dropped:
            config.hook.pytest_deselected(items=dropped)
        items[:] = [item for _, item in sorted(placed, key=lambda pair: pair[0])]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Withhold a check if the check that it needs has failed or its exercise is refused."""
        item.stash[RAN], self._running = Ran(), item
        topic, exercise = self.exercise_of(item)
        for mark in item.iter_markers("after"):
            ground = self.tally.ground(topic, exercise, str(mark.args[0]))
            if ground.outcome in {"todo", "missing", "forbidden"}:
                raise Withheld(ground.outcome, ground.message)
            if ground.outcome != "passed":
                raise Withheld("skipped", SKIPPED.format(claim=ground.claim))
        constructs = tuple(name for mark in item.iter_markers("forbids") for name in mark.args)
        if constructs:
            cells = self._open(topic).submission.cells
            try:
                given = modules_of(self.course, topic.name)
                refusal = find_forbidden(cells, exercise.name, constructs, topic.name, given)
            except Exception:  # noqa: BLE001 - whatever a submission's text brings down, it is no pass
                raise Withheld("error", UNREAD) from None
            if refusal:
                raise Withheld("forbidden", refusal)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        """Keep a check's comparisons and its error.

        Instead, pytest sees a failure without a traceback, which costs nothing to format.
        """
        ran = item.stash[RAN]
        token = RUNNING.set(ran)
        try:
            result = yield
            if self.must_compare and worth_of(item):
                _hold_to_comparing(ran)
        except Exception as error:  # noqa: BLE001 - every end of a check is an outcome
            ran.error = error
            raise Failed(type(error).__name__, pytrace=False) from None
        else:
            return result
        finally:
            RUNNING.reset(token)

    @pytest.hookimpl
    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Note where Ctrl-C has ended the run; pytest's own kind is an error while collecting."""
        if excinfo.type is KeyboardInterrupt:
            name = f" in {self.exercise_of(self._running)[1].name}" if self._running else ""
            self.ended = INTERRUPTED.format(where=name)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Turn pytest's report into a check result, and the result into pytest's report."""
        report = yield
        if call.when == "teardown" or (call.when == "setup" and call.excinfo is None):
            return report
        ran = item.stash[RAN]
        if ran.error is None and call.excinfo:
            ran.error = call.excinfo.value
        topic, exercise = self.exercise_of(item)

        def source() -> Written:
            return written(self._open(topic).submission.cells, exercise.name)

        result = ran.result = result_of(
            item, ran.error, call.duration, ran.calls, source, brief=self.brief
        )
        self.tally.add(topic, exercise, result)
        report.outcome = _PYTEST_OUTCOMES.get(result.outcome, "failed")
        if result.outcome == "skipped":
            report.longrepr = (str(item.path), 0, result.message)
        elif result.outcome not in {"passed", "broken"}:
            report.longrepr = result.message
        return report


def _hold_to_comparing(ran: Ran) -> None:
    """Refuse the pass of a check that has compared no value of an answer's.

    Without a question it is the checker's fault; an answer may have left it nothing to look at.
    """
    if not ran.calls:
        raise CheckerFault(IDLE)
    if not ran.has_compared:
        raise CheckFailed(NOTHING, got=ran.calls[-1].observation, rung="claim")


def arguments(course: Course, topics: list[str], *, hidden: bool) -> list[str]:
    """Return pytest's arguments for the checks of some topics; pytest itself prints nothing.

    The files are named from the course's root: a bracket in a folder's name, as in `DL [WS 26]`,
    would be a parameter to pytest.
    """
    paths = [path for name in topics for path in course.checker_files(name, hidden=hidden)]
    files = [path.relative_to(course.root).as_posix() for path in paths]
    return [*QUIET, "--rootdir", str(course.root), "-c", os.devnull, *files]


# pytest collects and runs; only the kit prints.
QUIET = [
    *("-p", "tensorkata.checking.from_root"),
    *("-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:logging"),
    *("-p", "no:debugging"),  # it needs the terminal: breakpoint() starts plain pdb
    *("-p", "no:unraisableexception"),  # it collects garbage twice: half a second with TensorFlow
    *("--capture=no", "--import-mode=importlib", "--strict-markers", "--noconftest"),
]
_PYTEST_OUTCOMES: dict[str, Any] = {"passed": "passed", "skipped": "skipped"}
SKIPPED = "not run: it needs “{claim}” to pass first"
INTERRUPTED = "interrupted{where}: what comes after it was not checked"
GIVEN_UP = "given up in {name}: what comes after it was not checked"
IDLE = "it passes without asking anything of the answer"
NOTHING = "nothing to compare: the answer holds no values"
UNREAD = "the code of this exercise cannot be read: write it in a simpler form"
