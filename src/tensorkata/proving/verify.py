"""The proof of the checkers: every answer, liar and mutant of a topic is judged as a submission.

`cases.py` says what must hold, case by case; this module runs the cases and sums up the findings.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from tensorkata.course import Course, Exercise, Topic
from tensorkata.grading.pool import PoolOf
from tensorkata.proving.cases import CARRIERS, Case, Findings, cases_of
from tensorkata.proving.patched_and_stock import differences
from tensorkata.proving.proof import Proof, findings_of, sum_up
from tensorkata.proving.trials import PROVER, Assertion, Trial, TrialVerdict
from tensorkata.sandbox.sandbox import Sandbox

FEW = 20  # cases; with fewer, a second judge takes longer to start than it saves


def verify(
    course: Course,
    topic: Topic,
    exercises: tuple[Exercise, ...],
    *,
    sandbox: Callable[[], Sandbox | None] | None,
    jobs: int,
    seed: int,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Proof]:
    """Prove the checkers of some exercises of a topic; a proof without findings is green.

    The second carrier's judges leave TensorFlow and Keras unpatched, and right answers must end the
    same there; they import TensorFlow while the sandbox is being opened. If the reference loses
    points, the rest of its exercise would mislead and is not judged, except the reference once more
    without the patches.
    """
    proofs = {e.name: Proof(topic.name, e.name) for e in exercises}
    findings: Findings = {e.name: [] for e in exercises}
    cases = list(cases_of(course, topic, exercises, seed, findings))
    guarded: set[tuple[str, Assertion]] = set()
    patched: dict[tuple[str, str], TrialVerdict] = {}
    done = itertools.count(1)
    pool = partial(PoolOf, PROVER, course, topic, hidden=True)
    with contextlib.ExitStack() as stack:
        local = stack.enter_context(pool(_size(cases, CARRIERS[1], jobs), stock=True))
        box = sandbox() if sandbox else None
        boxed = stack.enter_context(pool(_size(cases, CARRIERS[0], jobs), sandbox=box))
        for carrier, judges in zip(CARRIERS, (boxed, local), strict=True):
            mine = [case for case in cases if case.carrier == carrier and _to_do(case, proofs)]
            for case, verdict in judges.run(_jobs(mine, guarded, proofs)):
                progress(next(done), len(cases))
                if case.honest:
                    proofs[case.exercise].findings += _unequal(case, verdict, patched)
                if not proofs[case.exercise].stopped:
                    sum_up(case, verdict, proofs[case.exercise], guarded)
    for exercise in exercises:
        proof = proofs[exercise.name]
        proof.findings += findings[exercise.name]
        if not proof.stopped:
            proof.findings += findings_of(course, topic, exercise, proof, guarded)
    return list(proofs.values())


def _size(cases: list[Case], carrier: str, jobs: int) -> int:
    """Return how many judges a carrier's cases are worth."""
    return jobs if sum(case.carrier == carrier for case in cases) > FEW * jobs else 1


def _jobs(
    cases: list[Case], guarded: set[tuple[str, Assertion]], proofs: dict[str, Proof]
) -> Iterator[tuple[Case, Trial]]:
    """Yield each case's job when its turn comes: assertions guarded by then are not muted again."""
    for case in cases:
        if not _to_do(case, proofs):
            continue
        known = tuple(place for exercise, place in guarded if exercise == case.exercise)
        yield case, msgspec.structs.replace(case.job, guarded=known)


def _to_do(case: Case, proofs: dict[str, Proof]) -> bool:
    return case.always or not proofs[case.exercise].stopped


def _unequal(
    case: Case, verdict: TrialVerdict, patched: dict[tuple[str, str], TrialVerdict]
) -> Iterator[str]:
    """Keep the first verdict on a right answer; yield the differences of the second."""
    key = case.exercise, case.title.removesuffix(f" ({case.carrier})")
    before = patched.setdefault(key, verdict)
    for text in differences(before, verdict):
        yield f"{key[1]}: {text}"
