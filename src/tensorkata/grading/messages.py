"""What travels between a judge and its caller: the setup, jobs, and the verdicts on them."""

from __future__ import annotations

from typing import Any

import msgspec

from tensorkata.checking.tally import Trace
from tensorkata.results import CheckResult, ExerciseResult

MAX_FRAME = 64 * 2**20
DIED = "the judge process ended"
UNFINISHED = "the judge's fork ended without a verdict"
Results = tuple[ExerciseResult, ...]


class Setup(msgspec.Struct, frozen=True):
    """What a judge needs once: the topic, and a sandbox's ticket (none: local carriers)."""

    root: str
    topic: str
    hidden: bool
    sandbox: bytes = b""


class Ready(msgspec.Struct, frozen=True):
    """The judge has collected its checks: how many, worth how much."""

    checks: int
    max_points: float


class Job(msgspec.Struct, frozen=True):
    """One submission to judge: a file, or a text; all exercises or some.

    With liars the checks run again for each kind of liar, on the answers of the honest run.
    `stop_early` ends a run at the first check that costs points. `mute` runs again without the
    assertion that failed first (for a liar: without each that failed): what nobody notices then
    would go unnoticed if it were lost. Those in `guarded` are known to be missed.
    `again` are further seeds for the honest run. `brief` leaves the messages out. `show` brings
    what the cells of the submission have shown. `explain` asks the diagnosis of each failed check
    too, with the slips ignored.
    """

    path: str
    seed: int
    text: str | None = None
    exercises: tuple[str, ...] | None = None
    liars: tuple[str, ...] = ()
    stop_early: bool = False
    mute: bool = False
    guarded: tuple[str, ...] = ()
    again: tuple[int, ...] = ()
    brief: bool = False
    show: bool = False
    explain: bool = False
    seconds: float = 300.0


class Verdict(msgspec.Struct, frozen=True):
    """What came of a job. `fault` says what failed in the judge or, with `machine`, around it."""

    exercises: Results = ()
    traces: tuple[Trace, ...] = ()
    lies: dict[str, Results] = {}
    muted: dict[str, Results] = {}
    again: tuple[Results, ...] = ()
    sha256: str = ""
    seconds: float = 0.0
    unreadable: str = ""
    fault: str = ""
    machine: bool = False
    shown: Any = None

    @property
    def checks(self) -> list[CheckResult]:
        """The checks of every exercise."""
        return [check for exercise in self.exercises for check in exercise.checks]
