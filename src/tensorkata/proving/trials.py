"""The messages between `kata verify` and a prover: trials, and what they prove."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from tensorkata.checking.key import Key
from tensorkata.grading.judge import Kind
from tensorkata.grading.messages import Fault, Graded, Job, Unreadable
from tensorkata.results import ExerciseResult


class CheckName(NamedTuple):
    """A check of an exercise; a hidden check may have the name of a visible one."""

    name: str
    hidden: bool


class Assertion(NamedTuple):
    """The place of an assertion: a checker's file, below its topic's folder, and the line."""

    file: str
    line: int


class Trial(Job, frozen=True):
    """One submission to judge, and what else to try with it.

    `again` are further keys. With liars the checks run again for each kind of liar, on the
    answers of the honest run; the last of the further keys gives what is replayed. `mute` runs
    again without the assertion that failed first (for a liar: without each that failed): if nothing
    fails then, nothing would notice that it is lost. Those in `guarded` are known to be noticed.
    `stop_early` ends a run at the first check that costs points. `brief` leaves the messages out.
    `explain` asks the diagnosis of each failed check too, as if there were no slips.
    `spoil` changes the honest observations one by one.
    `alone` lets a liar meet each check, whatever has failed before it.
    """

    again: tuple[Key, ...] = ()
    liars: tuple[str, ...] = ()
    mute: bool = False
    guarded: tuple[Assertion, ...] = ()
    stop_early: bool = False
    brief: bool = False
    explain: bool = False
    spoil: bool = False
    alone: bool = False


class Said(msgspec.Struct, frozen=True):
    """What is said about a failed check: by a slip, by the diagnosis without it; and the inputs."""

    slip: str
    diagnosis: str
    inputs: tuple[str, ...] = ()


class Trace(msgspec.Struct, frozen=True):
    """What a check did: where it failed, how near it came to its allowances, what it compared.

    `closeness` has the largest error over the allowed one, for each comparison of numbers. `oracle`
    counts the student's values that were held to a value of the check's, `own` those that were held
    to another value of the student's. Without having `compared` a pass earns nothing in grading.
    """

    check: CheckName
    failed_at: Assertion | None = None
    closeness: tuple[float, ...] = ()
    oracle: int = 0
    own: int = 0
    compared: bool = True
    said: Said | None = None


class Spoiled(msgspec.Struct, frozen=True):
    """A place of an observation, and whether the check noticed each kind of change in it."""

    check: CheckName
    probe: str
    leaf: str
    noticed: dict[str, bool]


class Rerun(msgspec.Struct, frozen=True):
    """The results of the same answers, or a liar's, perhaps without one assertion."""

    exercises: tuple[ExerciseResult, ...]
    liar: str = ""
    without: Assertion | None = None

    @property
    def points(self) -> float:
        """The points of all exercises."""
        return sum(exercise.points for exercise in self.exercises)


class Proven(Graded, frozen=True, tag=True):
    """The outcome of a trial; the results, under every key, are those of the honest runs."""

    again: tuple[tuple[ExerciseResult, ...], ...] = ()
    traces: tuple[Trace, ...] = ()
    reruns: tuple[Rerun, ...] = ()
    spoiled: tuple[Spoiled, ...] = ()


TrialVerdict = Proven | Unreadable | Fault
PROVER: Kind[Trial, TrialVerdict] = Kind("tensorkata.proving.prover_process", Trial, TrialVerdict)
