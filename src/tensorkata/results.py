"""Results: the graded outcome of a run, as plain data. Knows nothing of how they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import Literal, NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

SCHEMA = 2  # of results.json

Outcome = Literal[
    "passed",
    "failed",
    "todo",
    "missing",
    "error",
    "timeout",
    "crashed",
    "forbidden",
    "skipped",
    "broken",
]


class Sign(NamedTuple):
    """How an outcome is shown: a character, a tone (good, warn, soft, bad), a word for it."""

    mark: str
    tone: str
    word: str


NOT_PASSED = Sign("✗", "bad", "not passed")
SIGNS: dict[Outcome, Sign] = {
    "passed": Sign("✓", "good", "passed"),
    "failed": NOT_PASSED,
    "todo": Sign("·", "warn", "to do"),
    "missing": Sign("·", "warn", "missing"),
    "error": NOT_PASSED,
    "timeout": NOT_PASSED,
    "crashed": NOT_PASSED,
    "forbidden": NOT_PASSED,
    "skipped": Sign("-", "soft", "not run"),
    "broken": NOT_PASSED,
}


class Drawing(msgspec.Struct, frozen=True):
    """Hold the part of a wrong array that can be drawn: yours, expected, and where they differ.

    Rows of numbers, None for nan and inf; `wrong` has a 1 for each place that differs. A curve has
    one row, and the name of one entry.
    """

    sides: tuple[str, str]
    got: tuple[tuple[float | None, ...], ...]
    want: tuple[tuple[float | None, ...], ...]
    wrong: tuple[str, ...]
    part: str = ""
    curve: str = ""


class CheckResult(msgspec.Struct, frozen=True):
    """Hold the result of one check; points are 0 or all of the check's points."""

    name: str
    points: float
    max_points: float
    hidden: bool
    outcome: Outcome
    message: str = ""
    seconds: float = 0.0
    claim: str = ""
    mistake: str = ""
    drawing: Drawing | None = None

    @property
    def sign(self) -> Sign:
        """The sign of the outcome."""
        return SIGNS[self.outcome]

    @property
    def passed(self) -> bool:
        """Whether the check has all its points."""
        return self.outcome == "passed"

    @property
    def begun(self) -> bool:
        """Whether there is an answer: the exercise is no longer its stub."""
        return self.outcome not in {"todo", "missing"}

    @property
    def lost(self) -> bool:
        """Whether an answer has failed here, and not at a check that this one needs."""
        return self.outcome not in {"passed", "skipped", "todo"}


class ExerciseResult(msgspec.Struct, frozen=True):
    """Hold the checks of one exercise, in the order in which they ran.

    `points` are those that count. If an instructor has corrected them, `judged_points` are those of
    the checks (None: no verdict). `review`: what the instructor wrote was about other bytes.
    """

    name: str
    points: float
    max_points: float
    checks: tuple[CheckResult, ...]
    judged_points: float | UnsetType | None = UNSET
    comment: str | UnsetType = UNSET
    review: bool | UnsetType = UNSET

    @property
    def corrected(self) -> bool:
        """Whether an instructor has given the points by hand."""
        return self.judged_points is not UNSET

    @property
    def complete(self) -> bool:
        """Whether every point was earned."""
        return self.points == self.max_points

    @property
    def begun(self) -> bool:
        """Whether the exercise is no longer its stub."""
        return any(check.begun for check in self.checks)

    @classmethod
    def of(cls, name: str, checks: list[CheckResult]) -> ExerciseResult:
        """Sum up the checks of one exercise."""
        points = fsum(check.points for check in checks)
        return cls(name, points, fsum(check.max_points for check in checks), tuple(checks))


TopicResults = dict[str, tuple[ExerciseResult, ...]]  # a student's own results, by topic
Status = Literal["graded", "unreadable", "absent", "fault"]


class SubmissionResult(msgspec.Struct, frozen=True):
    """Hold the result of one submission.

    A submission that was not graded has a message instead of exercises: the file is unreadable,
    nothing was handed in (absent), or the machine or the kit has failed (fault). `found` is the
    file's name as it was handed in, `note` what an instructor should know about it; `platform` has
    the student's name and numbers from a learning platform and the roster.

    `points` is what the checks or an instructor gave; `submitted` and `due` are times of RFC 3339,
    if they are known, `days_late` the days begun since the due date, `penalty` the points that they
    cost.
    """

    student: str
    path: str
    sha256: str
    status: Status
    points: float
    max_points: float
    seconds: float
    exercises: tuple[ExerciseResult, ...]
    message: str = ""
    found: str = ""
    note: str = ""
    platform: dict[str, str] = {}
    submitted: str = ""
    due: str = ""
    days_late: int = 0
    penalty: float = 0.0
    judged_points: float | UnsetType | None = UNSET  # by the checks, if `points` were corrected

    @property
    def judged(self) -> bool:
        """Whether there is a verdict, and so a number."""
        return self.status in {"graded", "unreadable"}

    @property
    def corrected(self) -> bool:
        """Whether an instructor has given points by hand."""
        return self.judged_points is not UNSET

    @property
    def name(self) -> str:
        """The student's name by the platform or the roster, if one is known."""
        return self.platform.get("name", "")

    @property
    def remark(self) -> str:
        """The message by itself; for a fault, with the words that it was not graded."""
        return f"not graded: {self.message}" if self.status == "fault" else self.message

    @property
    def kept(self) -> float:
        """The points after the penalty for being late."""
        return round(max(self.points - self.penalty, 0.0), 4)

    @property
    def lateness(self) -> str:
        """By how much it was late and what that costs, in words; nothing if it was not."""
        if not self.days_late:
            return ""
        days = f"{self.days_late} day{'s' if self.days_late > 1 else ''} late"
        return f"{days}: {self.points:g} - {self.penalty:g} points" if self.penalty else days


class RunResult(msgspec.Struct, frozen=True):
    """Hold the results of one run over a class: the content of results.json.

    All inputs were drawn from `key` (hex, for instructors only), which was made from `seed` if
    there is one. The submissions may be read from a store one at a time, so that no class is
    too large. `absent` is what students who handed in nothing have in every export, `columns` how
    a platform names the assignment, `due` the due date of whoever has no other.
    """

    kit: str
    topic: str
    seed: int | None
    isolation: str
    started: str
    finished: str
    submissions: Sequence[SubmissionResult]
    key: str = ""
    schema: int = SCHEMA
    absent: float | UnsetType = UNSET
    columns: dict[str, str] | UnsetType = UNSET
    due: str | UnsetType = UNSET

    def points_of(self, entry: SubmissionResult) -> float | None:
        """Return the points that are exported, after a penalty; None if nobody gave any."""
        if entry.corrected:
            return entry.kept
        if entry.status == "absent":
            return None if isinstance(self.absent, UnsetType) else self.absent
        return entry.kept if entry.judged else None

    @property
    def inputs(self) -> str:
        """What an instructor reads of the run's inputs: the seed, or where the key is."""
        return "key in results.json" if self.seed is None else f"seed {self.seed}"


def of_this_schema(result: SubmissionResult, schema: int) -> SubmissionResult:
    """Return a result of an earlier schema in today's form.

    Schema 1 has two statuses; the message says whether nothing was handed in or something failed.
    """
    if schema >= SCHEMA or result.status != "unreadable":
        return result
    if result.message == "nothing was handed in":
        return msgspec.structs.replace(result, status="absent")
    if result.message.startswith("not graded: "):
        message = result.message.removeprefix("not graded: ")
        return msgspec.structs.replace(result, status="fault", message=message)
    return result


def without_times(result: SubmissionResult) -> SubmissionResult:
    """Return the result without durations and times, so that two runs compare equal."""
    exercises = tuple(
        msgspec.structs.replace(
            exercise,
            checks=tuple(msgspec.structs.replace(check, seconds=0.0) for check in exercise.checks),
        )
        for exercise in result.exercises
    )
    return msgspec.structs.replace(result, seconds=0.0, exercises=exercises, submitted="")
