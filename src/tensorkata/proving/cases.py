"""The cases of an exercise's proof: the submissions to judge, and the results they must have."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
from msgspec.structs import replace

from tensorkata.authoring import source
from tensorkata.checking.key import Key
from tensorkata.course import Course, Exercise, Topic
from tensorkata.errors import CourseError
from tensorkata.grading.messages import Fault
from tensorkata.proving import answers, mutants
from tensorkata.proving.answers import Answers, Wrong, quotes_claims
from tensorkata.proving.claims import claims_of
from tensorkata.proving.generic_mistakes import generic_mistakes
from tensorkata.proving.liars import KINDS, MORE
from tensorkata.proving.static_rules import faults_of
from tensorkata.proving.trials import CheckName, Proven, Trial, TrialVerdict
from tensorkata.results import CheckResult

Holds = Callable[[TrialVerdict], list[str]]
Findings = dict[str, list[str]]
CARRIERS = ("sandbox", "local")
REFERENCE = "reference"
SEEDS = 3
LEAST_RIGHT, LEAST_WRONG = 2, 5
MUTANT_SECONDS = 30.0


class Case(msgspec.Struct, frozen=True, eq=False):
    """One submission to judge, its carrier, and the claim that its verdict must meet.

    If a case that `decides` fails, the proof of its exercise ends; an `always` case still runs.
    """

    title: str
    exercise: str
    carrier: str
    job: Trial
    holds: Holds
    counts: str = ""
    honest: bool = False
    decides: bool = False
    always: bool = False


def cases_of(
    course: Course,
    topic: Topic,
    exercises: tuple[Exercise, ...],
    seed: int,
    findings: Findings,
) -> Iterator[Case]:
    """Yield every case of some exercises; faults that show before any run go to findings."""
    text = source.read(course, topic, () if exercises == topic.exercise else exercises)
    for exercise in exercises:
        known = _known(course, topic, exercise, findings[exercise.name])
        solution = source.solution_of(text, exercise.name)
        findings[exercise.name] += faults_of(course, topic, exercise, known, solution)
        job = Trial(topic.filename, Key.of(seed), text, (exercise.name,))
        again = tuple(Key.of(seed + n) for n in range(1, SEEDS))
        yield from _right_cases(topic, exercise.name, job, again, text, known)
        yield from _stub_cases(topic, exercise, job, text)
        yield from _wrong_cases(exercise.name, job, text, known)
        alone = replace(job, alone=quotes_claims(course, topic, exercise))
        yield from _liar_cases(exercise.name, alone, again[0])
        found = mutants.mutants(text, exercise.name)
        if quotes_claims(course, topic, exercise):
            found += generic_mistakes(solution, claims_of(solution))
            spoil = replace(job, spoil=True)
            yield Case("observations", exercise.name, "sandbox", spoil, earns_all(topic), "spoil")
        yield from _mutant_cases(exercise.name, job, found, known, findings[exercise.name])


def _known(course: Course, topic: Topic, exercise: Exercise, findings: list[str]) -> Answers:
    """Read the answers; too few of them are a finding."""
    try:
        known = answers.read(course, topic, exercise)
    except CourseError as error:
        findings.append(str(error))
        return Answers()
    findings += answers.unknown_checks(course, topic, exercise, known)
    where = f"tests/answers/{topic.name}/{exercise.stem}.py"
    if len(known.right) < LEAST_RIGHT:
        count = len(known.right)
        findings.append(FEW.format(where=where, kind="right", count=count, least=LEAST_RIGHT))
    if len(known.wrong) < LEAST_WRONG:
        count = len(known.wrong)
        findings.append(FEW.format(where=where, kind="wrong", count=count, least=LEAST_WRONG))
    return known


def _right_cases(
    topic: Topic, name: str, job: Trial, keys: tuple[Key, ...], text: str, known: Answers
) -> Iterator[Case]:
    """Yield every right answer over both carriers, the sandbox's under three keys."""
    texts = {REFERENCE: text}
    texts |= {f"right: {r.title}": source.with_answer(text, name, r.source) for r in known.right}
    for title, right in texts.items():
        for carrier in CARRIERS:
            first = carrier == CARRIERS[0]
            counts = "right" if first and title != REFERENCE else ""
            again = keys if first or title == REFERENCE else ()
            it = replace(job, text=right, again=again)
            case = Case(
                f"{title} ({carrier})", name, carrier, it, earns_all(topic), counts, honest=True
            )
            sure = title == REFERENCE
            yield replace(case, decides=first and sure, always=not first and sure)


def _stub_cases(topic: Topic, exercise: Exercise, job: Trial, text: str) -> Iterator[Case]:
    """Yield the stub, and the reference with all later exercises still to do."""
    later = [e.name for e in topic.exercise[topic.exercise.index(exercise) + 1 :]]
    alone = replace(job, text=source.stub_of(text, later))
    yield Case(
        "reference, later exercises unsolved", exercise.name, "sandbox", alone, earns_all(topic)
    )
    stub = replace(job, text=source.stub(text))
    yield Case("stub", exercise.name, "sandbox", stub, all_todo)


def _liar_cases(name: str, job: Trial, other: Key) -> Iterator[Case]:
    """Yield every liar, under two keys; what is replayed comes from the other one."""
    for key, again in ((job.key, other), (other, job.key)):
        kinds = (*KINDS, *MORE) if job.alone else KINDS
        liars = replace(job, key=key, again=(again,), liars=kinds, mute=True)
        yield Case(f"liars (seed {key.seed})", name, "sandbox", liars, liars_break_nothing)


def _wrong_cases(name: str, job: Trial, text: str, known: Answers) -> Iterator[Case]:
    """Yield every wrong answer."""
    for wrong in known.wrong:
        changed = source.with_answer(text, name, wrong.source)
        it = replace(job, text=changed, stop_early=True, mute=True)
        yield Case(f"wrong: {wrong.title}", name, "sandbox", it, caught(wrong), "wrong")


def _mutant_cases(
    name: str, job: Trial, found: list[mutants.Mutant], known: Answers, findings: list[str]
) -> Iterator[Case]:
    """Yield every mutant of the reference; those listed as equivalent have to survive."""
    ids = {mutant.id for mutant in found}
    equivalent = {entry.mutant for entry in known.equivalent}
    findings += [f"equivalent {gone}: there is no such mutant" for gone in sorted(equivalent - ids)]
    for mutant in found:
        changed = source.with_answer(job.text or "", name, mutant.source)
        it = replace(
            job, text=changed, stop_early=True, mute=True, brief=True, seconds=MUTANT_SECONDS
        )
        if mutant.id in equivalent:
            yield Case(f"mutant {mutant.id}", name, "sandbox", it, survives(mutant), "equivalent")
        else:
            yield Case(f"mutant {mutant.id}", name, "sandbox", it, killed(mutant), "mutants")


def earns_all(topic: Topic) -> Holds:
    """Require a right answer to earn every point."""

    def holds(verdict: TrialVerdict) -> list[str]:
        if not isinstance(verdict, Proven):
            return [verdict.why]
        if not verdict.exercises:
            return [NO_CHECK]
        if not sum(exercise.max_points for exercise in verdict.exercises):
            return ["the checks are worth no points"]
        runs = (verdict.exercises, *verdict.again)
        lost: dict[CheckName, CheckResult] = {}
        for check in (check for run in runs for exercise in run for check in exercise.checks):
            if check.outcome != "passed":
                lost.setdefault(CheckName(check.name, check.hidden), check)
        # A skipped check needs another check, which is reported already.
        ends = [check for check in lost.values() if check.outcome != "skipped"]
        return [_told(topic, check, verdict) for check in ends or lost.values()]

    return holds


def _told(topic: Topic, check: CheckResult, verdict: Proven) -> str:
    """Return the outcome of a check, after the place in its file where it ended."""
    name = CheckName(check.name, check.hidden)
    ends = (trace.failed_at for trace in verdict.traces if trace.check == name)
    place = next((f"checkers/{topic.name}/{end.file}:{end.line}: " for end in ends if end), "")
    return f"{place}{check.name} is {check.outcome}: {check.message}"


def all_todo(verdict: TrialVerdict) -> list[str]:
    """Require a stub to earn no points and to end as todo everywhere."""
    if not isinstance(verdict, Proven):
        return [verdict.why]
    if not verdict.exercises:
        return [NO_CHECK]
    return [f"{c.name} is {c.outcome}, not todo" for c in verdict.checks if c.outcome != "todo"]


def liars_break_nothing(verdict: TrialVerdict) -> list[str]:
    """Require that no liar breaks a check; what liars earn is summed up over all of them."""
    if not isinstance(verdict, Proven):
        return [verdict.why]
    return [
        f"the liar “{lie.liar}” breaks {check.name}: {check.message}"
        for lie in verdict.reruns
        if lie.liar and not lie.without
        for exercise in lie.exercises
        for check in exercise.checks
        if check.outcome == "broken"
    ]


def caught(wrong: Wrong) -> Holds:
    """Require a wrong answer to lose points, first at its named check, with its word."""

    def holds(verdict: TrialVerdict) -> list[str]:
        if not isinstance(verdict, Proven):
            return [verdict.why]
        points = sum(exercise.max_points - exercise.points for exercise in verdict.exercises)
        failed = [c for c in verdict.checks if c.outcome not in {"passed", "skipped"}]
        if not failed or not points:
            return [f"it loses {points:g} points; {wrong.check} should catch it"]
        first = failed[0]
        if first.name != wrong.check:
            return [f"{first.name} catches it first, not {wrong.check}: {first.message}"]
        if wrong.word.lower() not in first.message.lower():
            return [f"the message of {first.name} lacks “{wrong.word}”: {first.message}"]
        if first.outcome in {"todo", "missing", "broken"}:
            return [f"{first.name} is {first.outcome}: {first.message}"]
        return []

    return holds


def killed(mutant: mutants.Mutant) -> Holds:
    """Require a mutant to lose points at some check; a mutant that hangs or dies is caught too."""

    def holds(verdict: TrialVerdict) -> list[str]:
        if isinstance(verdict, Fault) or _loses(verdict):
            return []
        return [f"survives: line {mutant.line}: {mutant.description}{SURVIVES}"]

    return holds


def survives(mutant: mutants.Mutant) -> Holds:
    """Require a mutant that is listed as equivalent to survive."""

    def holds(verdict: TrialVerdict) -> list[str]:
        return [KILLED.format(id=mutant.id)] if _loses(verdict) else []

    return holds


def _loses(verdict: TrialVerdict) -> bool:
    checks = verdict.checks if isinstance(verdict, Proven) else []
    return any(check.outcome != "passed" for check in checks)


FEW = "{where}: {count} {kind} where at least {least} are needed: write another answer"
SURVIVES = ": write a check that notices it, or list it as equivalent, with the reason"
KILLED = "{id} is listed as equivalent, but a check kills it: remove it from the list"
NO_CHECK = "no check was run"
