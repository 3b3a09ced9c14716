"""The proof of the checkers: every answer, liar and mutant of a topic is judged as a submission.

`cases.py` says what must hold, case by case; this module runs the cases and sums up the findings.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import msgspec

from tensorkata.course import Course, Exercise, Topic
from tensorkata.errors import CourseError
from tensorkata.grading.pool import PoolOf
from tensorkata.proving.answers import quotes_claims
from tensorkata.proving.cases import CARRIERS, Case, Findings, cases_of
from tensorkata.proving.ledger import ledger_of
from tensorkata.proving.muting import assertion_lines
from tensorkata.proving.patched_and_stock import differences
from tensorkata.proving.trials import PROVER, Assertion, CheckName, Proven, Trial, TrialVerdict
from tensorkata.sandbox.sandbox import Sandbox

# How far the allowance must be from the reference's own spread and from the nearest wrong answer.
SPREAD, NEAREST = 0.5, 2.0
FEW = 20  # cases; with fewer, a second judge takes longer to start than it saves


class Calibration(msgspec.Struct):
    """How near right answers came to a check's allowance, and how far the nearest wrong one is.

    `oracle` and `own` count what it compared in the runs of right answers that passed it, `idle`
    those runs that compared nothing.
    """

    points: float = 0.0
    spread: float = 0.0
    nearest: float = float("inf")
    caught: int = 0
    passed: int = 0
    oracle: int = 0
    own: int = 0
    idle: int = 0


class Proof(msgspec.Struct):
    """What verify found about one exercise; only hidden checks caught the `unseen` answers."""

    topic: str
    exercise: str
    checks: dict[CheckName, Calibration] = {}
    right: int = 0
    wrong: int = 0
    named: int = 0
    mutants: int = 0
    equivalent: int = 0
    survivors: int = 0
    liars_points: float = 0.0
    assertions: int = 0
    findings: list[str] = []
    unseen: list[str] = []
    stopped: bool = False


def verify(
    course: Course,
    topic: Topic,
    exercises: tuple[Exercise, ...],
    *,
    sandbox: Sandbox | None,
    jobs: int,
    seed: int,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Proof]:
    """Prove the checkers of some exercises of a topic; a proof without findings is green.

    The second carrier's judges leave TensorFlow and Keras unpatched, and right answers must end the
    same there. If the reference loses points, the rest of its exercise would mislead and is not
    judged, except the reference once more without the patches.
    """
    proofs = {e.name: Proof(topic.name, e.name) for e in exercises}
    findings: Findings = {e.name: [] for e in exercises}
    cases = list(cases_of(course, topic, exercises, seed, findings))
    guarded: set[tuple[str, Assertion]] = set()
    patched: dict[tuple[str, str], TrialVerdict] = {}
    done = itertools.count(1)
    for carrier, box in zip(CARRIERS, (sandbox, None), strict=True):
        cases = [case for case in cases if _to_do(case, proofs)]
        mine = [case for case in cases if case.carrier == carrier]
        cases = [case for case in cases if case not in mine]
        if not mine:
            continue
        size = jobs if len(mine) > FEW * jobs else 1
        with PoolOf(
            PROVER,
            course,
            topic,
            size,
            hidden=True,
            sandbox=box,
            stock=carrier == CARRIERS[1],
        ) as pool:
            for case, verdict in pool.run(_jobs(mine, guarded, proofs)):
                progress(next(done), len(mine) + len(cases))
                if case.honest:
                    proofs[case.exercise].findings += _unequal(case, verdict, patched)
                if not proofs[case.exercise].stopped:
                    _sum_up(case, verdict, proofs[case.exercise], guarded)
    for exercise in exercises:
        proof = proofs[exercise.name]
        proof.findings += findings[exercise.name]
        if not proof.stopped:
            proof.findings += _unguarded(course, topic, exercise, proof, guarded)
            proof.findings += _loose(proof)
            proof.findings += _idle(proof)
            proof.findings += _unproven(course, topic, exercise, proof)
    return list(proofs.values())


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


def _sum_up(
    case: Case, verdict: TrialVerdict, proof: Proof, guarded: set[tuple[str, Assertion]]
) -> None:
    """Count the case, check its verdict, and note which assertions it guards."""
    found = [f"{case.title}: {text}" for text in case.holds(verdict)]
    if case.decides and found:
        proof.findings, proof.stopped = [f"{STOPPED}: {text}" for text in found], True
        return
    proof.findings += found
    proof.survivors += case.counts == "mutants" and bool(found)
    for name in ("right", "wrong", "mutants", "equivalent"):
        setattr(proof, name, getattr(proof, name) + (case.counts == name))
    if isinstance(verdict, Proven):
        if case.counts == "wrong":
            proof.named += any(check.mistake for check in verdict.checks)
            failed = (c for c in verdict.checks if c.outcome not in {"passed", "skipped"})
            if (first := next(failed, None)) and first.hidden:
                proof.unseen.append(case.title.removeprefix("wrong: "))
        _note_guarded(case, verdict, proof, guarded)
        _calibrate(case, verdict, proof)


def _note_guarded(
    case: Case, verdict: Proven, proof: Proof, guarded: set[tuple[str, Assertion]]
) -> None:
    """Note the assertions without which a liar earns points or a wrong answer passes its check."""
    for rerun in verdict.reruns:
        if rerun.liar and not rerun.without:
            proof.liars_points += rerun.points
        elif rerun.without:
            without = msgspec.structs.replace(verdict, exercises=rerun.exercises)
            if rerun.points if rerun.liar else case.holds(without):
                guarded.add((case.exercise, rerun.without))


def _calibrate(case: Case, verdict: Proven, proof: Proof) -> None:
    """Note how near to their allowances the checks came, and what they compared."""
    results = {CheckName(check.name, check.hidden): check for check in verdict.checks}
    for trace in verdict.traces:
        check = results[trace.check]
        seen = proof.checks.setdefault(trace.check, Calibration())
        seen.points = check.max_points
        if case.honest:
            seen.spread = max((seen.spread, *trace.closeness))
            seen.passed += check.outcome == "passed"
            seen.idle += check.outcome == "passed" and not trace.compared
            seen.oracle += trace.oracle
            seen.own += trace.own
        elif check.outcome not in {"passed", "skipped", "todo"}:
            seen.caught += case.counts in {"wrong", "mutants"}
            if trace.closeness and trace.closeness[-1] > 1:
                seen.nearest = min(seen.nearest, trace.closeness[-1])


def _unguarded(
    course: Course,
    topic: Topic,
    exercise: Exercise,
    proof: Proof,
    guarded: set[tuple[str, Assertion]],
) -> Iterator[str]:
    folder = course.checkers / topic.name
    for file in (f"test_{exercise.stem}.py", f"hidden/test_{exercise.stem}.py"):
        if not (folder / file).is_file():
            continue
        for line in assertion_lines(folder / file):
            proof.assertions += 1
            if (exercise.name, Assertion(file, line)) not in guarded:
                yield f"{file}:{line}: this assertion could be lost and nothing would notice"


def _unproven(course: Course, topic: Topic, exercise: Exercise, proof: Proof) -> Iterator[str]:
    """Yield the faults of quotes, and the claims that no visible check proved in this run."""
    try:
        ledger = ledger_of(course, topic, exercise)
    except CourseError:
        return  # which is among the findings already
    yield from ledger.faults
    if quotes_claims(course, topic):
        yield from ledger.findings(proof.unseen)


def _loose(proof: Proof) -> Iterator[str]:
    for (name, _), seen in proof.checks.items():
        if seen.spread > SPREAD:
            yield f"{name}: right answers use {seen.spread:.2g} of the allowance (most: {SPREAD})"
        if seen.nearest < NEAREST:
            yield f"{name}: a wrong answer is {seen.nearest:.2g} allowances away (least: {NEAREST})"


def _idle(proof: Proof) -> Iterator[str]:
    """Yield the checks that give points without comparing anything with a value of their own."""
    for check, seen in proof.checks.items():
        if seen.points and seen.passed and (seen.idle or not seen.oracle):
            yield f"{check.name}: {OWN if seen.own else IDLE}"


IDLE = "it passes without comparing a value: is one of its loops empty?"
OWN = "it compares the student's values only with other values of the student's"
STOPPED = "nothing else was judged"
