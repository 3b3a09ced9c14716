"""The trials of an exercise's checkers: what is judged, and what must come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
from msgspec.structs import replace

from tensorkata.authoring import source
from tensorkata.course import Course, Exercise, Topic
from tensorkata.errors import CourseError
from tensorkata.grading.messages import Job, Verdict
from tensorkata.proving import answers, mutants
from tensorkata.proving.answers import Answers, Wrong
from tensorkata.proving.liars import KINDS
from tensorkata.results import CheckResult

Findings = dict[str, list[str]]
CARRIERS = ("sandbox", "local")
REFERENCE = "reference"
SEEDS = 3
LEAST_RIGHT, LEAST_WRONG = 2, 5
MUTANT_SECONDS = 30.0


class Case(msgspec.Struct, frozen=True, eq=False):
    """One submission to judge, over which carrier, and what must hold of its verdict."""

    title: str
    exercise: str
    carrier: str
    job: Job
    holds: Callable[[Verdict], list[str]]
    counts: str = ""
    honest: bool = False


def cases_of(
    course: Course,
    topic: Topic,
    exercises: tuple[Exercise, ...],
    seed: int,
    findings: Findings,
) -> Iterator[Case]:
    """Yield every case of some exercises; what is wrong before any run goes to findings."""
    text = source.read(course, topic, () if exercises == topic.exercise else exercises)
    for exercise in exercises:
        known = _known(course, topic, exercise, findings[exercise.name])
        job = Job(topic.filename, seed, text, (exercise.name,))
        yield from _right_cases(exercise.name, job, text, known)
        yield from _stub_cases(topic, exercise, job, text)
        yield from _wrong_cases(exercise.name, job, text, known)
        yield from _liar_cases(exercise.name, job)
        yield from _mutant_cases(exercise.name, job, text, known, findings[exercise.name])


def _known(course: Course, topic: Topic, exercise: Exercise, findings: list[str]) -> Answers:
    """Read the answers; too few of them are a finding."""
    try:
        known = answers.read(course, topic, exercise)
    except CourseError as error:
        findings.append(str(error))
        return Answers()
    findings += answers.unknown_checks(course, topic, exercise, known)
    if len(known.right) < LEAST_RIGHT:
        findings.append(f"{len(known.right)} right answers; at least {LEAST_RIGHT} are needed")
    if len(known.wrong) < LEAST_WRONG:
        findings.append(f"{len(known.wrong)} wrong answers; at least {LEAST_WRONG} are needed")
    return known


def _right_cases(name: str, job: Job, text: str, known: Answers) -> Iterator[Case]:
    """Yield every right answer over both carriers, the sandbox's from three seeds."""
    texts = {REFERENCE: text}
    texts |= {f"right: {r.title}": source.with_answer(text, name, r.source) for r in known.right}
    for title, right in texts.items():
        for carrier in CARRIERS:
            first = carrier == CARRIERS[0]
            counts = "right" if first and title != REFERENCE else ""
            seeds = tuple(range(job.seed + 1, job.seed + SEEDS))
            again = seeds if first or title == REFERENCE else ()
            it = replace(job, text=right, again=again)
            yield Case(f"{title} ({carrier})", name, carrier, it, earns_all, counts, honest=True)


def _stub_cases(topic: Topic, exercise: Exercise, job: Job, text: str) -> Iterator[Case]:
    """Yield the stub, and the reference with all later exercises still to do."""
    later = [e.name for e in topic.exercise[topic.exercise.index(exercise) + 1 :]]
    alone = replace(job, text=source.stub_of(text, later))
    yield Case("reference, later exercises unsolved", exercise.name, "sandbox", alone, earns_all)
    stub = replace(job, text=source.stub(text))
    yield Case("stub", exercise.name, "sandbox", stub, all_todo)


def _liar_cases(name: str, job: Job) -> Iterator[Case]:
    """Yield every liar, from two seeds."""
    for at in (job.seed, job.seed + 1):
        liars = replace(job, seed=at, liars=KINDS, mute=True)
        yield Case(f"liars (seed {at})", name, "sandbox", liars, liars_earn_nothing)


def _wrong_cases(name: str, job: Job, text: str, known: Answers) -> Iterator[Case]:
    """Yield every wrong answer."""
    for wrong in known.wrong:
        changed = source.with_answer(text, name, wrong.source)
        it = replace(job, text=changed, stop_early=True, mute=True)
        yield Case(f"wrong: {wrong.title}", name, "sandbox", it, caught(wrong), "wrong")


def _mutant_cases(
    name: str, job: Job, text: str, known: Answers, findings: list[str]
) -> Iterator[Case]:
    """Yield every mutant of the reference; those listed as equivalent have to survive."""
    found = mutants.mutants(text, name)
    ids = {mutant.id for mutant in found}
    equivalent = {entry.mutant for entry in known.equivalent}
    findings += [f"equivalent {gone}: there is no such mutant" for gone in sorted(equivalent - ids)]
    for mutant in found:
        changed = source.with_answer(text, name, mutant.source)
        it = replace(
            job, text=changed, stop_early=True, mute=True, brief=True, seconds=MUTANT_SECONDS
        )
        if mutant.id in equivalent:
            yield Case(f"mutant {mutant.id}", name, "sandbox", it, survives(mutant), "equivalent")
        else:
            yield Case(f"mutant {mutant.id}", name, "sandbox", it, killed(mutant), "mutants")


def earns_all(verdict: Verdict) -> list[str]:
    """Hold a right answer to every point."""
    runs = (verdict.exercises, *verdict.again)
    lost: dict[tuple[str, bool], CheckResult] = {}
    for check in (check for run in runs for exercise in run for check in exercise.checks):
        if check.outcome != "passed":
            lost.setdefault((check.name, check.hidden), check)
    if verdict.fault or verdict.unreadable or not verdict.exercises:
        return [verdict.fault or verdict.unreadable or "no check was run"]
    if not sum(exercise.max_points for exercise in verdict.exercises):
        return ["the checks are worth no points"]
    # What is skipped stands on a check that is told already.
    ends = [check for check in lost.values() if check.outcome != "skipped"]
    return [_told(check, verdict) for check in ends or lost.values()]


def _told(check: CheckResult, verdict: Verdict) -> str:
    """Return what became of a check, behind the place in its file where it ended."""
    where = next(
        (
            f"checkers/{trace.topic}/{trace.file}:{trace.line}: "
            for trace in verdict.traces
            if (trace.check, trace.hidden) == (check.name, check.hidden) and trace.line
        ),
        "",
    )
    return f"{where}{check.name} is {check.outcome}: {check.message}"


def all_todo(verdict: Verdict) -> list[str]:
    """Hold a stub to no points and the outcome todo everywhere."""
    if verdict.fault or not verdict.exercises:
        return [verdict.fault or "no check was run"]
    return [f"{c.name} is {c.outcome}, not todo" for c in verdict.checks if c.outcome != "todo"]


def liars_earn_nothing(verdict: Verdict) -> list[str]:
    """Hold every liar to no points on any check."""
    if verdict.fault:
        return [verdict.fault]
    return [
        f"the liar “{kind}” earns {check.points:g} on {check.name}"
        for kind, exercises in verdict.lies.items()
        if ":" not in kind
        for exercise in exercises
        for check in exercise.checks
        if check.points or check.outcome == "broken"
    ]


def caught(wrong: Wrong) -> Callable[[Verdict], list[str]]:
    """Hold a wrong answer to losing points, first at its named check, with its word."""

    def holds(verdict: Verdict) -> list[str]:
        if verdict.fault or verdict.unreadable:
            return [verdict.fault or verdict.unreadable]
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


def killed(mutant: mutants.Mutant) -> Callable[[Verdict], list[str]]:
    """Hold a mutant to losing at some check; one that hangs or dies is dead as well."""

    def holds(verdict: Verdict) -> list[str]:
        if verdict.fault or any(check.outcome != "passed" for check in verdict.checks):
            return []
        return [f"survives: line {mutant.line}: {mutant.description}"]

    return holds


def survives(mutant: mutants.Mutant) -> Callable[[Verdict], list[str]]:
    """Hold a mutant that is listed as equivalent to surviving."""

    def holds(verdict: Verdict) -> list[str]:
        if any(check.outcome != "passed" for check in verdict.checks):
            return [KILLED.format(id=mutant.id)]
        return []

    return holds


KILLED = "{id} is listed as equivalent, but a check kills it: strike it from the list"
