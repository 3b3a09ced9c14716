"""`kata verify --explain`: count what the diagnosis says of known mistakes, next to the slips.

Every wrong answer and mutant is judged once. For each failed check both are asked: the slip that
the check lists, and the diagnosis as if there were no slips. It only counts; nothing can fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from tensorkata.course import Course, Exercise, Parts, Topic
from tensorkata.grading.pool import PoolOf
from tensorkata.proving.cases import cases_of
from tensorkata.proving.trials import PROVER, Proven, Said
from tensorkata.proving.verify_report import sandbox_of


class Count(msgspec.Struct):
    """How often a phrase fires: next to a slip, by one of three relations, or without a slip."""

    same: int = 0
    fact: int = 0
    other: int = 0
    alone: int = 0

    @property
    def fires(self) -> int:
        """How often the phrase fires in all."""
        return self.same + self.fact + self.other + self.alone


def explain_course(course: Course, parts: Parts, *, jobs: int, seed: int, local: bool) -> int:
    """Count over what was selected, print the table, and return the exit code."""
    said: list[Said] = []
    with sandbox_of(local=local) as sandbox:
        for topic, exercises in parts:
            said += ask(course, topic, exercises, sandbox=sandbox, jobs=jobs, seed=seed)
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
    """Judge every wrong answer and mutant; yield what was said about each failed check."""
    cases = cases_of(course, topic, exercises, seed, {e.name: [] for e in exercises})
    asked = [
        (case, replace(case.job, explain=True, brief=False, mute=False, stop_early=False))
        for case in cases
        if case.counts in {"wrong", "mutants"}
    ]
    with PoolOf(PROVER, course, topic, jobs, hidden=True, sandbox=sandbox) as pool:
        for _, verdict in pool.run(asked):
            traces = verdict.traces if isinstance(verdict, Proven) else ()
            yield from (trace.said for trace in traces if trace.said)


def count(said: Iterable[Said]) -> dict[str, Count]:
    """Return the counts by phrase, the most frequent first."""
    counts: dict[str, Count] = {}
    for one in said:
        if one.diagnosis:
            phrase = template(one.diagnosis, one.inputs)
            found, relation = counts.setdefault(phrase, Count()), _relation(phrase, one.slip)
            setattr(found, relation, getattr(found, relation) + 1)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1].fires, pair[0])))


def _relation(phrase: str, slip: str) -> str:
    """Return the relation of a phrase to a slip; unless listed below, it is another mistake."""
    if not slip:
        return "alone"
    same = (re.search(words, slip) for part, words in SAME.items() if part in phrase)
    if phrase == slip or any(same):
        return "same"
    return "fact" if phrase.startswith(FACTS) else "other"


def table(said: list[Said]) -> list[str]:
    """Return the counts as a Markdown table, with a line of totals below."""
    lines = [HEAD, RULE]
    for phrase, found in count(said).items():
        numbers = found.fires, found.same, found.fact, found.other, found.alone
        lines.append(f"| {phrase} | {' | '.join(map(str, numbers))} |")
    slips, phrases = sum(bool(s.slip) for s in said), sum(bool(s.diagnosis) for s in said)
    return [*lines, "", TOTALS.format(checks=len(said), slips=slips, phrases=phrases)]


def template(phrase: str, inputs: Iterable[str]) -> str:
    """Return a phrase without the details: the names of inputs, axes, numbers, code."""
    phrase = re.sub(r"line \d+, `.*`", "line n, `...`", phrase)
    for name in set(inputs) - ENGLISH:
        phrase = re.sub(rf"\b{re.escape(name)}\b", "INPUT", phrase)
    phrase = re.sub(r"\(\d+ = .*\)", "(n = a size)", phrase)
    return re.sub(rf"\b({FILLED}) -?\d[\d.e+-]*\b", r"\1 n", phrase)


HEAD = "| phrase | fires | agrees | fact | contradicts | no slip |"
RULE = "| --- | ---: | ---: | ---: | ---: | ---: |"
TOTALS = "{checks} failed checks: a slip names {slips}, the diagnosis names {phrases}."
ENGLISH = {"a", "axis", "factor", "mean", "negative", "size", "sum", "value", "values"}
FILLED = "axis|axes|and|large by|small by|factor of|root of|is|logits are|first|last|line"
# Phrases that state a fact and no cause: they are true next to any slip.
FACTS = (
    *("all zeros", "all values are the same", "every value is", "every row is", "only the"),
    *("some values", "the same for every entry", "clipped", "flattened"),
    *("INPUT is returned unchanged", "the change of", "twice the expected", "half the expected"),
    *("the last", "the first", "an axis of size", "an extra axis of size", "the axis of size"),
    "the batch axis is missing",
    *("averaged over", "summed over", "not averaged", "not summed", "the right values in"),
)
# A part of a phrase, and words of slips that mean the same: matched by hand.
SAME = {
    "a square root": r"\broot\b",
    "a sum instead of a mean": r"\bsum\b|added up|not divided by the number",
    "a mean instead of a sum": r"\bmean\b|reduction",
    "by the square root of": "mean of the squares",
    "is not added": "missing|starts at 0|none from|the way around",
    "not multiplied by": "missing|divided by delta|left out",
    "multiplied by INPUT twice": "does not use|strength is applied",
    "one minus": "1 minus|are swapped",
    "mask is inverted": "are swapped",
    "half the expected": "half|halved|1/2|factor 2",
    "255": "scaled|255",
    "tanh": "tanh|activation",
    "ReLU is missing": r"ReLU is missing|max\(",
    "cut off at 0": "(?i)relu (in|on|behind)",
    "(sigmoid)": "sigmoid",
    "sigmoid is missing": "no sigmoid",
    "(softmax)": "softmax",
    "softmax is missing": "logits",
    "transposed": "swapped|changed places|first axis|down the columns",
    "axes n and n are swapped": "new axis|changed places",
    "are swapped": "(stand|come)s? before",
    "reversed": "reversed|worst first|blue, green",
    "interleaved": "alternate",
    "one step": "one step|one place|begins with the last",
    "in the wrong order": "in the order of|at the front",
    "absolute error": "absolute error",
    "INPUT is returned unchanged": "not updated|not used|leaves|nothing is rounded|not enlarged",
    "the last entry along axis n is missing": "last point is missing",
    "the first entry along axis n is missing": "start is missing",
    "the change of INPUT is": "twice",
}
