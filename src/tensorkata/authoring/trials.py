"""The trials of an exercise's checkers: which submissions are judged, and what must come of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from tensorkata.authoring import answers, mutants, source
from tensorkata.authoring.answers import Answers, Wrong
from tensorkata.checking.liars import KINDS
from tensorkata.curriculum import Course, Exercise, Topic
from tensorkata.errors import CourseError
from tensorkata.grading.judge import Job, Verdict
from tensorkata.results import CheckResult

Findings = dict[str, list[str]]
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

    def misses(self, verdict: Verdict) -> bool:
        """Tell whether the verdict breaks what must hold: verify would be red."""
        return bool(self.holds(verdict))


def cases_of(
    course: Course, topic: Topic, exercises: tuple[Exercise, ...], seed: int, findings: Findings
) -> Iterator[Case]:
    """Yield every case of some exercises of a topic; what is wrong before any run goes to findings."""
    if exercises == topic.exercise:
        text = source.read(course, topic)
    else:
        text = (course.solutions / topic.filename).read_text(encoding="utf-8")
    seeds = (seed, seed + 1, seed + 2)
    for exercise in exercises:
        name = exercise.name
        try:
            known = answers.read(course, topic, exercise)
        except CourseError as error:
            findings[name].append(str(error))
            known = Answers()
        for kind, count, least in (
            ("right", len(known.right), LEAST_RIGHT),
            ("wrong", len(known.wrong), LEAST_WRONG),
        ):
            if count < least:
                findings[name].append(f"{count} {kind} answers; at least {least} are needed")

        def case(
            title: str,
            carrier: str,
            job: Job,
            holds: Callable[[Verdict], list[str]],
            **more: object,
        ) -> Case:
            return Case(title, name, carrier, job, holds, **more)  # noqa: B023  # type: ignore[arg-type]

        def job(text: str, seed: int = seed, **more: object) -> Job:
            return Job(topic.filename, seed, text, (name,), **more)  # noqa: B023  # type: ignore[arg-type]

        rights = [("reference", text)]
        rights += [
            (f"right: {r.title}", source.with_answer(text, name, r.source)) for r in known.right
        ]
        for title, right in rights:
            for carrier in ("sandbox", "local"):
                for number, at in enumerate(seeds):
                    counts = (
                        "right"
                        if number == 0 and carrier == "sandbox" and title != "reference"
                        else ""
                    )
                    where = f"{title} ({carrier}, seed {at})"
                    yield case(
                        where, carrier, job(right, at), earns_all, counts=counts, honest=True
                    )
        later = [e.name for e in topic.exercise[topic.exercise.index(exercise) + 1 :]]
        yield case(
            "reference with later exercises unsolved",
            "sandbox",
            job(source.stub_of(text, later)),
            earns_all,
        )
        yield case("stub", "sandbox", job(source.stub(text)), all_todo)
        for at in seeds[:2]:
            yield case(
                f"liars (seed {at})",
                "local",
                job(text, at, liars=KINDS, mute=True),
                liars_earn_nothing,
                counts="liars",
            )
        for wrong in known.wrong:
            submission = source.with_answer(text, name, wrong.source)
            yield case(
                f"wrong: {wrong.title}",
                "sandbox",
                job(submission, mute=True),
                caught(wrong),
                counts="wrong",
            )
        equivalents = {entry.mutant for entry in known.equivalent}
        found = mutants.mutants(text, name)
        for entry in known.equivalent:
            if entry.mutant not in {mutant.id for mutant in found}:
                findings[name].append(
                    f"equivalent {entry.mutant}: there is no such mutant any more"
                )
        for mutant in found:
            holds = survives(mutant.id) if mutant.id in equivalents else killed(mutant)
            yield case(
                f"mutant {mutant.id}",
                "local",
                job(mutant.source, stop_early=True, mute=True, seconds=MUTANT_SECONDS),
                holds,
                counts="mutants",
            )


def checks_of(verdict: Verdict) -> list[CheckResult]:
    """Return the checks of every exercise in a verdict."""
    return [check for exercise in verdict.exercises for check in exercise.checks]


def earns_all(verdict: Verdict) -> list[str]:
    """Hold a right answer to every point."""
    lost = [check for check in checks_of(verdict) if check.outcome != "passed"]
    if verdict.fault or verdict.unreadable or not verdict.exercises:
        return [verdict.fault or verdict.unreadable or "no check was run"]
    if not sum(exercise.max_points for exercise in verdict.exercises):
        return ["the checks are worth no points"]
    return [f"{check.name} is {check.outcome}: {check.message}" for check in lost]


def all_todo(verdict: Verdict) -> list[str]:
    """Hold a stub to no points and the outcome todo everywhere."""
    if verdict.fault or not verdict.exercises:
        return [verdict.fault or "no check was run"]
    return [f"{c.name} is {c.outcome}, not todo" for c in checks_of(verdict) if c.outcome != "todo"]


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
        failed = [c for c in checks_of(verdict) if c.outcome not in {"passed", "skipped"}]
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
        if verdict.fault or any(check.outcome != "passed" for check in checks_of(verdict)):
            return []
        return [f"survives: line {mutant.line}: {mutant.description}"]

    return holds


def survives(name: str) -> Callable[[Verdict], list[str]]:
    """Hold a mutant that is listed as equivalent to surviving."""

    def holds(verdict: Verdict) -> list[str]:
        if any(check.outcome != "passed" for check in checks_of(verdict)):
            return [
                f"{name} is listed as equivalent, but a check kills it: strike it from the list"
            ]
        return []

    return holds
