"""`kata verify --explain`: count what the diagnosis says of the known mistakes, beside the slips.

Every wrong answer and mutant is judged once, and of each failed check both are asked: the slip
that the check lists, and the diagnosis as if there were none. It counts and holds nobody to it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from tensorkata.checking.outcome import Said
from tensorkata.course import Course, Exercise, Topic, find_course
from tensorkata.grading.pool import Pool
from tensorkata.proving.cases import cases_of
from tensorkata.proving.verify_report import sandbox_of


class Count(msgspec.Struct):
    """How often a phrase fires: as the slip says, against the slip, and where there is none."""

    agrees: int = 0
    contradicts: int = 0
    unopposed: int = 0

    @property
    def fires(self) -> int:
        """All of it."""
        return self.agrees + self.contradicts + self.unopposed


def explain_course(selected: str, *, jobs: int, seed: int, local: bool) -> int:
    """Count over what was selected, print the table, and return the exit code."""
    course = find_course()
    topic, exercise = course.select(selected) if selected else (None, None)
    said: list[Said] = []
    with sandbox_of(local=local) as sandbox:
        for one in [topic] if topic else course.topics:
            asked = (exercise,) if exercise else one.exercise
            said += ask(
                course, one, asked, sandbox=sandbox, jobs=jobs or os.cpu_count() or 1, seed=seed
            )
    print("\n".join(table(said)))  # noqa: T201 - the table is what was asked for
    return 0


def ask(
    course: Course,
    topic: Topic,
    exercises: tuple[Exercise, ...],
    *,
    sandbox: Any,
    jobs: int,
    seed: int,
) -> Iterator[Said]:
    """Judge every wrong answer and mutant; yield what was said of each failed check."""
    cases = cases_of(course, topic, exercises, seed, {e.name: [] for e in exercises})
    asked = [
        (case, replace(case.job, explain=True, brief=False, mute=False, stop_early=False))
        for case in cases
        if case.counts in {"wrong", "mutants"}
    ]
    with Pool(course, topic, jobs, hidden=True, sandbox=sandbox) as pool:
        for _, verdict in pool.run(asked):
            yield from (trace.said for trace in verdict.traces if trace.said)


def count(said: Iterable[Said]) -> dict[str, Count]:
    """Return the counts by phrase, the most frequent first."""
    counts: dict[str, Count] = {}
    for one in said:
        if not one.diagnosis:
            continue
        phrase = template(one.diagnosis, one.inputs)
        found = counts.setdefault(phrase, Count())
        if not one.slip:
            found.unopposed += 1
        elif one.slip == one.diagnosis or one.slip in SYNONYMS.get(phrase, ()):
            found.agrees += 1
        else:
            found.contradicts += 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1].fires, pair[0])))


def table(said: list[Said]) -> list[str]:
    """Return the counts as a table in Markdown, with a line of totals below."""
    lines = [HEAD, RULE]
    for phrase, found in count(said).items():
        numbers = found.fires, found.agrees, found.contradicts, found.unopposed
        lines.append(f"| {phrase} | {' | '.join(map(str, numbers))} |")
    slips, phrases = sum(bool(s.slip) for s in said), sum(bool(s.diagnosis) for s in said)
    return [*lines, "", TOTALS.format(checks=len(said), slips=slips, phrases=phrases)]


def template(phrase: str, inputs: Iterable[str]) -> str:
    """Return a phrase without what was filled in: the names of inputs, axes, numbers, code."""
    phrase = re.sub(r"`.*`", "`...`", phrase)
    for name in set(inputs) - ENGLISH:
        phrase = re.sub(rf"\b{re.escape(name)}\b", "INPUT", phrase)
    phrase = re.sub(r"\(\d+ = .*\)", "(n = a size)", phrase)
    return re.sub(rf"\b({FILLED}) -?\d[\d.e+-]*\b", r"\1 n", phrase)


HEAD = "| phrase | fires | agrees | contradicts | no slip |"
RULE = "| --- | ---: | ---: | ---: | ---: |"
ENGLISH = {"a", "axis", "factor", "mean", "negative", "size", "sum", "value", "values"}
FILLED = "axis|axes|and|large by|small by|factor of|root of|is|logits are|first|last|line"
TOTALS = "{checks} failed checks: a slip names {slips}, the diagnosis names {phrases}."
SYNONYMS: dict[str, tuple[str, ...]] = {}
