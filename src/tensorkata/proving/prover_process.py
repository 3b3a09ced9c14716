"""A judge process that proves checkers: it also tries lies and lost assertions on a submission.

Like every judge it collects the checks once and forks for each trial. Grading uses none of it.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
import pytest
from msgspec.structs import replace

from tensorkata.checking.check_items import file_of
from tensorkata.checking.key import Key
from tensorkata.checking.opened_submission import Opened
from tensorkata.checking.ran import Comparison, Ran
from tensorkata.diagnosis.student_source import written
from tensorkata.errors import UnreadableError
from tensorkata.grading.judge_process import serve
from tensorkata.grading.messages import Unreadable
from tensorkata.grading.run_checks import Collected, opened_for, runs, submission_of
from tensorkata.proving.liars import Liar, Recorder
from tensorkata.proving.muting import without_assertion
from tensorkata.proving.slips_and_diagnosis import said_of
from tensorkata.proving.spoiling import spoiled
from tensorkata.proving.trials import (
    PROVER,
    Assertion,
    CheckName,
    Proven,
    Rerun,
    Spoiled,
    Trace,
    Trial,
)
from tensorkata.results import ExerciseResult


def prove(trial: Trial, collected: Collected) -> Proven | Unreadable:
    """Run the checks honestly under each key, then with each liar, then without assertions."""
    try:
        submission = submission_of(trial, collected.topic)
    except UnreadableError as error:
        return Unreadable(str(error))
    opened = opened_for(trial, submission, collected)
    recorder = Recorder(opened.carrier)
    if trial.liars or trial.mute or trial.spoil:
        opened = replace(opened, carrier=recorder)
    prover = _Prover(trial, collected)
    collected.checks.brief = trial.brief
    collected.checks.must_compare = False  # what compares nothing shall be found, not refused
    first, *others = [prover.run(opened, key) for key in (trial.key, *trial.again)]
    replies = recorder.replies  # of the last key
    reruns = list(prover.muted(opened, first, most=1)) if trial.mute else []
    collected.checks.brief = True
    if trial.alone:
        _need_nothing(collected.items)
    for kind in trial.liars:
        reruns += prover.lied(opened, Liar(opened.carrier, kind, replies))
    changed = list(prover.spoiled(opened, recorder)) if trial.spoil else []
    opened.carrier.close()
    return Proven(
        first.results,
        submission.sha256,
        again=tuple(run.results for run in others),
        traces=tuple(trace for run in (first, *others) for trace in run.traces),
        reruns=tuple(reruns),
        spoiled=tuple(changed),
    )


def _need_nothing(items: list[pytest.Item]) -> None:
    """Let every check run, whatever has failed before it: each has to withstand a liar itself."""
    for item in items:
        item.own_markers[:] = [mark for mark in item.own_markers if mark.name != "after"]


class _Run(NamedTuple):
    """One run of the checks: their results, and what each check did."""

    results: tuple[ExerciseResult, ...]
    traces: list[Trace]


class _Prover:
    """Run a trial's checks in several ways, and remember which assertions are guarded."""

    def __init__(self, trial: Trial, collected: Collected) -> None:
        self._trial = trial
        self._collected = collected
        self._guarded = set(trial.guarded)

    def run(self, opened: Opened, key: Key, *, to_points: bool = False) -> _Run:
        """Run the checks once: to the first that costs points if the trial stops early.

        Or run them to the first that gives points.
        """
        traces, carrier = [], opened.carrier
        if isinstance(carrier, (Recorder, Liar)):
            carrier.begin()
        for item, ran in runs(self._trial, self._collected, opened, key):
            trace = trace_of(item, ran)
            if self._trial.explain:
                name = self._collected.checks.exercise_of(item)[1].name
                source = partial(written, opened.submission.cells, name)
                trace = replace(trace, said=said_of(ran, source))
            traces.append(trace)
            if isinstance(carrier, (Recorder, Liar)):
                carrier.next_check()
            earned, most = (ran.result.points, ran.result.max_points) if ran.result else (0.0, 0.0)
            if (self._trial.stop_early and earned < most) or (to_points and earned):
                break
        return _Run(self._collected.checks.tally.results(self._collected.topic.name), traces)

    def spoiled(self, opened: Opened, recorder: Recorder) -> Iterator[Spoiled]:
        """Change what the last run observed; what stands before a check counts as passed."""
        checks = self._collected.checks
        checks.brief = checks.must_compare = True
        names = self._trial.exercises
        items = [
            item
            for item in self._collected.items
            if names is None or checks.exercise_of(item)[1].name in names
        ]
        key = (self._trial.key, *self._trial.again)[-1]
        yield from spoiled(items, self._collected, opened, recorder, key)

    def lied(self, honest: Opened, liar: Liar) -> Iterator[Rerun]:
        """Run the checks on a liar's answers, and again without each assertion that failed."""
        opened = replace(honest, carrier=liar)
        run = self.run(opened, self._trial.key)
        yield Rerun(run.results, liar.kind)
        for rerun in self.muted(opened, run) if self._trial.mute else ():
            yield replace(rerun, liar=liar.kind)
            if rerun.points and rerun.without:
                self._guarded.add(rerun.without)

    def muted(self, opened: Opened, run: _Run, most: int | None = None) -> Iterator[Rerun]:
        """Run again without each of the first assertions that failed in a run."""
        failed = dict.fromkeys(trace.failed_at for trace in run.traces if trace.failed_at)
        for assertion in list(failed)[:most]:
            if assertion not in self._guarded:
                is_lie = isinstance(opened.carrier, Liar)  # which is noticed by any point it earns
                with without_assertion(self._collected.items, *assertion):
                    results = self.run(opened, self._trial.key, to_points=is_lie).results
                yield Rerun(results, without=assertion)


def trace_of(item: pytest.Item, ran: Ran) -> Trace:
    """Return the facts about a check's run that verify needs beside its result."""
    line = 0
    for frame, number in traceback.walk_tb(ran.error.__traceback__ if ran.error else None):
        if frame.f_code.co_filename == str(item.path):
            line = number
    held = [one.against for one in ran.comparisons if one.room is None or np.size(one.want)]
    return Trace(
        CheckName(item.name, bool(ran.result and ran.result.hidden)),
        Assertion(file_of(item), line) if line else None,
        tuple(close for one in ran.comparisons if (close := closeness(one)) is not None),
        oracle=len(held) - held.count("own") - held.count("nothing"),
        own=held.count("own"),
        compared=ran.has_compared,
    )


def closeness(comparison: Comparison) -> float | None:
    """Return the largest error divided by the allowance; None if no error is allowed."""
    got, want, room = comparison.got, comparison.want, comparison.room
    if room is None or room == (0.0, 0.0):
        return None
    with np.errstate(all="ignore"):
        a, b = np.asarray(got).astype(np.complex128), np.asarray(want).astype(np.complex128)
        ratio = np.abs(a - b) / (room[1] + room[0] * np.abs(b))
    return float(np.nanmax(np.where(a == b, 0.0, ratio), initial=0.0))


if __name__ == "__main__":
    serve(PROVER, prove)
