"""The messages between a judge and its caller: the setup, jobs, and the verdicts on them."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from tensorkata.checking.key import Key
from tensorkata.results import CheckResult, ExerciseResult

MAX_FRAME = 64 * 2**20  # bytes

# What failed: the judge process, its fork, the time limit of a job, the kit, the sandbox,
# a cluster's worker; or the file has changed meanwhile.
Part = Literal["judge", "fork", "time", "kit", "sandbox", "worker", "changed"]


class Setup(msgspec.Struct, frozen=True):
    """What a judge needs to start: the topic, and a sandbox's ticket (none: local carriers)."""

    root: str
    topic: str
    hidden: bool
    sandbox: bytes = b""
    home: str = ""  # the folder of course.toml, if it is not the root


class Ready(msgspec.Struct, frozen=True):
    """The judge has collected its checks: how many, worth how much.

    `unrun` are their results for a submission that the judge cannot bring to an end.
    """

    checks: int
    max_points: float
    unrun: tuple[ExerciseResult, ...] = ()


class Job(msgspec.Struct, frozen=True):
    """One submission to judge: a file, or a text; all exercises or some.

    `show` adds the outputs of the submission's cells. `seconds` is the most that it may take.
    """

    path: str
    key: Key
    text: str | None = None
    exercises: tuple[str, ...] | None = None
    show: bool = False
    explain: bool = False
    seconds: float = 300.0


class Graded(msgspec.Struct, frozen=True, tag=True):
    """The checks ran: their results, and how many seconds it took."""

    exercises: tuple[ExerciseResult, ...]
    sha256: str = ""
    seconds: float = 0.0
    shown: Any = None

    @property
    def checks(self) -> list[CheckResult]:
        """The checks of every exercise."""
        return [check for exercise in self.exercises for check in exercise.checks]


class Unreadable(msgspec.Struct, frozen=True, tag=True):
    """The submission cannot be read; says why."""

    why: str


class Fault(msgspec.Struct, frozen=True, tag=True):
    """Something other than the submission failed: why, and which part."""

    why: str
    of: Part


Verdict = Graded | Unreadable | Fault
