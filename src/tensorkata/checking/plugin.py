"""The judge's half of pytest: fixtures, marks, outcomes. Turns pytest's reports into check results.

Registered by whoever runs checks (integrations/pytest.py, grading/judge.py). It knows a carrier for
each topic and no TensorFlow.
"""

from __future__ import annotations

import traceback
import zlib
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from _pytest.outcomes import Failed

from tensorkata.checking import accidents
from tensorkata.checking.assertions import MEASURED, CheckerFault, CheckFailed, Tightness
from tensorkata.checking.drawings import draw_failure
from tensorkata.checking.marks import MARKS, find_forbidden
from tensorkata.checking.messages import Call, explain
from tensorkata.checking.questions import Questions
from tensorkata.checking.severed import find_cut
from tensorkata.curriculum import Course, Exercise, Topic
from tensorkata.errors import MachineError
from tensorkata.results import CheckResult, ExerciseResult, Outcome
from tensorkata.running.carrier import Carrier, ProbeFailure, Start
from tensorkata.running.submission import Submission


class Trace(msgspec.Struct, frozen=True):
    """What verify wants to know of a check beside its result: where it failed, how tight it was."""

    topic: str
    exercise: str
    check: str
    hidden: bool
    file: str = ""
    line: int = 0
    tightness: tuple[float, ...] = ()


class Opened(msgspec.Struct, frozen=True):
    """One topic under check: its submission and the carrier that reaches it."""

    submission: Submission
    carrier: Carrier
    probes: str


class _Withheld(Failed):
    """A check that is not run, and the outcome that it has instead."""

    def __init__(self, outcome: Outcome, message: str) -> None:
        super().__init__(message, pytrace=False)
        self.outcome: Outcome = outcome


class Checks:
    """Run the checks of a course against submissions; collect a result for each check."""

    def __init__(
        self,
        course: Course,
        opener: Callable[[Topic], Opened],
        *,
        seed: int,
        hidden: bool = False,
        drafts: bool = False,
        exercises: frozenset[str] | None = None,
    ) -> None:
        self.course = course
        self.seed = seed
        self.hidden = hidden
        self.drafts = drafts
        self.exercises = exercises
        self.fault: MachineError | None = None  # what a check was not to blame for
        self.brief = False  # outcomes alone: a liar or a mutant reads no explanation
        self._opener = opener
        self._opened: dict[str, Opened | _Withheld] = {}
        self._places: dict[Path, tuple[Topic, Exercise]] = {}
        self._results: dict[tuple[str, str], list[CheckResult]] = {}
        self.traces: list[Trace] = []

    # -- what the callers read

    def results(self, topic: str) -> tuple[ExerciseResult, ...]:
        """Return the exercises of a topic that had checks, in the curriculum's order."""
        return tuple(
            ExerciseResult.of(exercise.name, self._results[topic, exercise.name])
            for exercise in self.course.topic(topic).exercise
            if (topic, exercise.name) in self._results
        )

    def topics(self) -> list[str]:
        """Return the topics that had checks, in the curriculum's order."""
        seen = {topic for topic, _ in self._results}
        return [topic.name for topic in self.course.drafts_too if topic.name in seen]

    def restart(self, opener: Callable[[Topic], Opened], seed: int) -> None:
        """Forget all results and open topics in another way from now on."""
        self._opener, self.seed = opener, seed
        self._opened, self._results, self.traces = {}, {}, []

    @property
    def stumbled(self) -> bool:
        """Tell whether a check has cost points."""
        runs = self._results.values()
        return any(check.points < check.max_points for found in runs for check in found)

    def opened(self, topic: Topic) -> Opened:
        """Open the topic's submission once."""
        if topic.name not in self._opened:
            try:
                self._opened[topic.name] = self._opener(topic)
            except ProbeFailure as failure:
                self._opened[topic.name] = _Withheld(failure.outcome, failure.message)
        found = self._opened[topic.name]
        if isinstance(found, _Withheld):
            raise found
        return found

    def close(self) -> None:
        """Close every carrier."""
        for opened in self._opened.values():
            if isinstance(opened, Opened):
                opened.carrier.close()
        self._opened.clear()

    # -- fixtures

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Return a generator of its own for each check, from the run's seed."""
        return np.random.default_rng([self.seed, _number_of(request.node)])

    @pytest.fixture
    def probes(self, request: pytest.FixtureRequest) -> Questions:
        """Return the probes of the check's topic."""
        return self._questions(request.node)

    def _questions(self, item: pytest.Item) -> Questions:
        topic, _ = self.place(item)
        opened = self.opened(topic)
        seed = (self.seed * 1_000_003 + _number_of(item)) % 2**31
        questions = Questions(opened.carrier, opened.probes, opened.submission.cells, seed)
        item.stash[_QUESTIONS] = questions
        return questions

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
        """Sort the checks in the course's order and leave out what was not asked for."""
        placed: list[tuple[tuple[int, ...], pytest.Item]] = []
        for number, item in enumerate(items):
            topic, exercise = self.place(item)
            hidden = item.path.parent.name == "hidden"
            if hidden:
                item.add_marker(pytest.mark.hidden)
            if hidden and not self.hidden:
                continue
            if topic.draft and not self.drafts:
                continue
            if self.exercises is not None and exercise.name not in self.exercises:
                continue
            order = (
                self.course.drafts_too.index(topic),
                topic.exercise.index(exercise),
                hidden,
                number,
            )
            placed.append((order, item))
        kept = [item for _, item in sorted(placed, key=lambda pair: pair[0])]
        dropped = set(items) - set(kept)
        if dropped:
            config.hook.pytest_deselected(items=list(dropped))
        items[:] = kept

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Withhold a check whose ground has failed or whose exercise uses what is forbidden."""
        for key in _KEPT:
            if key in item.stash:
                del item.stash[key]
        topic, exercise = self.place(item)
        for mark in item.iter_markers("after"):
            ground = self._ground(topic, exercise, str(mark.args[0]))
            if ground.outcome in {"todo", "missing", "forbidden"}:
                raise _Withheld(ground.outcome, ground.message)
            if ground.outcome != "passed":
                raise _Withheld("skipped", SKIPPED.format(claim=ground.claim))
        constructs = tuple(name for mark in item.iter_markers("forbids") for name in mark.args)
        if constructs:
            cells = self.opened(topic).submission.cells
            try:
                used = find_forbidden(cells, exercise.name, constructs)
            except Exception:  # noqa: BLE001 - whatever a submission's text brings down, it is no pass
                raise _Withheld("error", UNREAD) from None
            if used:
                raise _Withheld("forbidden", FORBIDDEN.format(used=used))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        """Keep what a check raised, and how near its assertions came to their allowance.

        What pytest sees instead is a failure without a traceback, which costs it nothing to format.
        """
        measured: list[Tightness] = []
        token = MEASURED.set(measured)
        try:
            return (yield)
        except Exception as error:  # noqa: BLE001 - every end of a check is an outcome
            item.stash[_ERROR] = error
            if isinstance(error, MachineError):
                self.fault = error
            raise Failed(type(error).__name__, pytrace=False) from None
        finally:
            MEASURED.reset(token)
            item.stash[_MEASURED] = tuple(entry.ratio for entry in measured)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Turn pytest's report into a check result, and the result into pytest's report."""
        report = yield
        if call.when == "teardown" or (call.when == "setup" and call.excinfo is None):
            return report
        error = item.stash.get(_ERROR, call.excinfo.value if call.excinfo else None)
        result = self._judge(item, error, call.duration)
        self._record(item, result, error)
        report.user_properties.append(("tensorkata", result))
        report.outcome = _PYTEST_OUTCOMES.get(result.outcome, "failed")
        if result.outcome == "skipped":
            report.longrepr = (str(item.path), 0, result.message)
        elif result.outcome not in {"passed", "broken"}:
            report.longrepr = result.message
        return report

    # -- inner parts

    def place(self, item: pytest.Item) -> tuple[Topic, Exercise]:
        """Return the topic and exercise that a check's file stands for."""
        if item.path not in self._places:
            folder = item.path.parent
            topic = self.course.topic((folder.parent if folder.name == "hidden" else folder).name)
            self._places[item.path] = topic, topic.find(item.path.stem.removeprefix("test_"))
        return self._places[item.path]

    def _ground(self, topic: Topic, exercise: Exercise, name: str) -> CheckResult:
        for result in self._results.get((topic.name, exercise.name), []):
            if result.name == name:
                return result
        # The ground was deselected (-k): nothing is known against it.
        return CheckResult(name, 0, 0, hidden=False, outcome="passed")

    def _judge(self, item: pytest.Item, error: BaseException | None, seconds: float) -> CheckResult:
        outcome, message, mistake = self._outcome(item, error)
        worth = float(sum(mark.args[0] for mark in item.iter_markers("points")))
        # A fault of the kit's own costs nothing, but only where no submission can have caused it.
        caused = self._calls(item) or isinstance(error, (MemoryError, RecursionError))
        untouched = outcome == "broken" and not caused
        earned = worth if outcome == "passed" or untouched else 0.0
        hidden = item.get_closest_marker("hidden") is not None
        claim = _claim(item)
        drawing = None
        if isinstance(error, CheckFailed) and not hidden and not self.brief:
            drawing = draw_failure(error)
        return CheckResult(
            item.name, earned, worth, hidden, outcome, message, seconds, claim, mistake, drawing
        )

    def _outcome(self, item: pytest.Item, error: BaseException | None) -> tuple[Outcome, str, str]:
        calls = self._calls(item)
        match error:
            case None:
                return "passed", "", ""
            case CheckFailed() if self.brief:
                return "failed", error.problem, ""
            case CheckFailed():
                return "failed", *explain(error, calls, lambda: self._cut(item))
            case _Withheld():
                return error.outcome, str(error), ""
            case ProbeFailure():
                called = f"{calls[-1].title}: " if calls and error.outcome == "error" else ""
                likely = accidents.of_exception(error.raised) if error.outcome == "error" else ""
                if likely == accidents.OUTSIDE:
                    likely = self._cut(item) or likely
                told = f"\nlooks like: {likely}" if likely else ""
                return error.outcome, called + error.message + told, likely
            case CheckerFault() | MachineError():
                return "broken", str(error), ""
            case AssertionError():
                return "failed", str(error), ""
            case Exception() if calls:
                # What came back had a form that the check could not read: a wrong answer, or a lie.
                return "failed", MALFORMED.format(called=calls[-1].title), ""
            case _:
                return "broken", f"{type(error).__name__}: {error}", ""

    def _cut(self, item: pytest.Item) -> str | None:
        topic, exercise = self.place(item)
        return find_cut(self.opened(topic).submission.cells, exercise.name)

    def _calls(self, item: pytest.Item) -> list[Call]:
        questions = item.stash.get(_QUESTIONS, None)
        return questions.calls if questions else []

    def _record(self, item: pytest.Item, result: CheckResult, error: BaseException | None) -> None:
        topic, exercise = self.place(item)
        self._results.setdefault((topic.name, exercise.name), []).append(result)
        line = 0
        for frame, number in traceback.walk_tb(error.__traceback__ if error else None):
            if frame.f_code.co_filename == str(item.path):
                line = number
        tightness = item.stash.get(_MEASURED, ())
        self.traces.append(
            Trace(
                topic.name, exercise.name, item.name, result.hidden, file_of(item), line, tightness
            )
        )


def file_of(item: pytest.Item) -> str:
    """Return the checker's file, with its folder where that is `hidden`."""
    folder = "hidden/" if item.path.parent.name == "hidden" else ""
    return folder + item.path.name


def _claim(item: pytest.Item) -> str:
    function: Callable[..., None] | None = vars(item).get("_obj")
    return " ".join(((function and function.__doc__) or item.name).split())


def _number_of(item: pytest.Item) -> int:
    """Return a number for the check that any run and machine gives it."""
    return zlib.crc32(f"{item.path.parent.name}/{item.path.name}::{item.name}".encode())


_QUESTIONS = pytest.StashKey[Questions]()
_ERROR = pytest.StashKey[Exception]()
_MEASURED = pytest.StashKey[tuple[float, ...]]()
_KEPT: tuple[pytest.StashKey[Any], ...] = (_ERROR, _MEASURED, _QUESTIONS)
_PYTEST_OUTCOMES: dict[str, Any] = {"passed": "passed", "skipped": "skipped"}

SKIPPED = "not run: it stands on “{claim}”"
FORBIDDEN = "{used}; the exercise asks you to do without"
UNREAD = "the code of this exercise cannot be read: write it in a simpler form"
MALFORMED = "{called} returned something of another form than the exercise asks for"


def start_of(submission: Submission, probes: str, seed: int) -> Start:
    """Return the record that opens a submission over a carrier."""
    return Start(submission.filename, submission.cells, probes, seed)
