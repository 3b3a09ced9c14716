"""What `kata verify` has found about an exercise: verdicts summed up, and the findings in words.

One fault is one line, however many liars or answers showed it. Nothing is run here.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tensorkata.course import Course, Exercise, Topic
from tensorkata.errors import CourseError
from tensorkata.proving import answers
from tensorkata.proving.answers import Answers, quotes_claims
from tensorkata.proving.cases import Case
from tensorkata.proving.changes import DTYPE, VALUES
from tensorkata.proving.ledger import ledger_of
from tensorkata.proving.muting import assertion_lines
from tensorkata.proving.trials import Assertion, CheckName, Proven, Spoiled, TrialVerdict

# How far the allowance must be from the reference's own spread and from the nearest wrong answer.
SPREAD, NEAREST = 0.5, 2.0
SLOW = 1.0  # seconds of a check on a right answer


class Calibration(msgspec.Struct):
    """How near right answers came to a check's allowance, and how far the nearest wrong one is.

    `oracle` and `own` count what it compared in the runs of right answers that passed it, `idle`
    those runs that compared nothing. `seconds` is the shortest run of a right answer. The `liars`
    earned points.
    """

    points: float = 0.0
    spread: float = 0.0
    nearest: float = float("inf")
    caught: int = 0
    passed: int = 0
    oracle: int = 0
    own: int = 0
    idle: int = 0
    seconds: float = float("inf")
    liars: dict[str, float] = {}


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
    spoiled: list[Spoiled] = []
    stopped: bool = False


def sum_up(
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
        proof.spoiled += verdict.spoiled
        _note_guarded(case, verdict, proof, guarded)
        _calibrate(case, verdict, proof)


def _note_guarded(
    case: Case, verdict: Proven, proof: Proof, guarded: set[tuple[str, Assertion]]
) -> None:
    """Note the assertions without which a liar earns points or a wrong answer passes its check."""
    for rerun in verdict.reruns:
        if rerun.liar and not rerun.without:
            proof.liars_points += rerun.points
            for check in (check for exercise in rerun.exercises for check in exercise.checks):
                if check.points:
                    seen = proof.checks.setdefault(
                        CheckName(check.name, check.hidden), Calibration()
                    )
                    seen.liars[rerun.liar] = seen.liars.get(rerun.liar, 0.0) + check.points
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
            seen.seconds = min(seen.seconds, check.seconds)
            seen.passed += check.outcome == "passed"
            seen.idle += check.outcome == "passed" and not trace.compared
            seen.oracle += trace.oracle
            seen.own += trace.own
        elif check.outcome not in {"passed", "skipped", "todo"}:
            seen.caught += case.counts in {"wrong", "mutants"}
            if trace.closeness and trace.closeness[-1] > 1:
                seen.nearest = min(seen.nearest, trace.closeness[-1])


def findings_of(
    course: Course,
    topic: Topic,
    exercise: Exercise,
    proof: Proof,
    guarded: set[tuple[str, Assertion]],
) -> Iterator[str]:
    """Yield what the run of all cases has shown of the exercise's checks."""
    try:
        known = answers.read(course, topic, exercise)
    except CourseError:
        known = Answers()  # which is among the findings already
    excuses = _Excuses(known)
    yield from _guessed(proof, excuses)
    yield from _unguarded(course, topic, exercise, proof, guarded)
    yield from _loose(proof)
    yield from _idle(proof)
    yield from _slow(proof, known)
    yield from _unnoticed(proof, excuses)
    if quotes_claims(course, topic, exercise):
        yield from excuses.needless()
    yield from _unproven(course, topic, exercise, proof)


def _unnoticed(proof: Proof, excuses: _Excuses) -> Iterator[str]:
    """Yield each place of an observation in which a check does not notice a change.

    The dtype has to be noticed once in an exercise, and values only by checks with points.
    """
    noticed_once = {kind for place in proof.spoiled for kind, seen in place.noticed.items() if seen}
    for place in proof.spoiled:
        where, free = f"{place.probe} {place.leaf}", DTYPE & noticed_once
        free |= set() if proof.checks[place.check].points else VALUES
        kinds = [kind for kind, noticed in place.noticed.items() if not noticed]
        left = [kind for kind in kinds if kind not in free]
        missed = [k for k in left if not excuses.cover(place.check.name, f"{where} {k}")]
        if missed:
            unread = not any(place.noticed.values())
            told = "any change" if unread else ", ".join(missed)
            yield UNNOTICED.format(check=place.check.name, kinds=told, place=where)


def _guessed(proof: Proof, excuses: _Excuses) -> Iterator[str]:
    """Yield the checks that give points to liars, each with all of them."""
    for check, seen in proof.checks.items():
        liars = [liar for liar in seen.liars if not excuses.cover(check.name, f"liar {liar}")]
        proof.liars_points -= sum(seen.liars[liar] for liar in seen.liars if liar not in liars)
        if liars:
            *some, last = liars
            told = f"{', '.join(some)} and {last}" if some else last
            yield GUESSED.format(check=check.name, liars=told)


class _Excuses:
    """What the answers let a check not notice, and which of these lines were needed."""

    def __init__(self, known: Answers) -> None:
        self._rules = dict.fromkeys(known.unnoticed, False)

    def cover(self, check: str, change: str) -> bool:
        """Tell whether a line excuses that a check does not notice a change."""
        found = [rule for rule in self._rules if rule.excuses(check, change)]
        self._rules |= dict.fromkeys(found, True)
        return bool(found)

    def needless(self) -> Iterator[str]:
        """Yield the lines that excused nothing."""
        for rule, needed in self._rules.items():
            if not needed:
                yield NEEDLESS.format(line=rule.line, check=rule.check, changes=rule.changes)


def _slow(proof: Proof, known: Answers) -> Iterator[str]:
    """Yield the checks that are slow on every right answer, unless their slowness has a reason."""
    excused = {note.check for note in known.slow}
    for check, seen in proof.checks.items():
        slow = SLOW < seen.seconds < float("inf")
        if slow and check.name not in excused:
            yield TOO_SLOW.format(check=check.name, seconds=seen.seconds, most=SLOW)


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
                yield f"{file}:{line}: {UNGUARDED}"


def _unproven(course: Course, topic: Topic, exercise: Exercise, proof: Proof) -> Iterator[str]:
    """Yield the faults of quotes, and the claims that no visible check proved in this run."""
    try:
        ledger = ledger_of(course, topic, exercise)
    except CourseError:
        return  # which is among the findings already
    yield from ledger.faults
    if quotes_claims(course, topic, exercise):
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


GUESSED = "{check} earns points for {liars}: compare a value that only a right answer has"
UNGUARDED = (
    "this assertion could be lost and nothing would notice: write a wrong answer that fails here,"
    " or strike it"
)
UNNOTICED = (
    "{check} does not notice {kinds} in {place}: compare it, or list it:"
    " `# unnoticed: {check} | {place} * | reason`"
)
NEEDLESS = "answers, line {line}: `# unnoticed: {check} | {changes}` excuses nothing: strike it"
TOO_SLOW = (
    "{check} takes {seconds:.1f} s (most: {most:g}): make it smaller, or list it:"
    " `# slow: {check} | reason`"
)
IDLE = "it passes without comparing a value: is one of its loops empty?"
OWN = "it compares the student's values only with other values of the student's"
STOPPED = "nothing else was judged"
