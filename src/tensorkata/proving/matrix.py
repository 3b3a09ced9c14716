"""What one version of TensorFlow must show: a part of the proof, over one carrier.

`make matrix` runs this in each corner of the supported range. All references, right answers and
stubs are judged, and a slice of the wrong answers. Liars and mutants prove the checks, not a
version, so they are left out. Knows nothing of installing.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace
from rich.console import Console

from tensorkata.course import Course, Exercise, Topic, find_course
from tensorkata.grading.pool import PoolOf
from tensorkata.proving.cases import CARRIERS, Case, cases_of
from tensorkata.proving.proof import Proof
from tensorkata.proving.record import Record
from tensorkata.proving.trials import PROVER
from tensorkata.proving.verify_report import sandbox_of
from tensorkata.sandbox.sandbox import Sandbox

EVERY = 10  # of the wrong answers
SEED = 7
PART = "matrix"


class Slice(msgspec.Struct):
    """What was judged over one carrier, and what did not end as it must."""

    level: str
    exercises: int = 0
    right: int = 0
    wrong: int = 0
    findings: list[str] = []


def judged(
    course: Course,
    topic: Topic,
    exercises: tuple[Exercise, ...],
    *,
    sandbox: Sandbox | None,
    jobs: int,
) -> list[Proof]:
    """Judge the slice of some exercises: in the sandbox, or without it as students do."""
    proofs = {exercise.name: Proof(topic.name, exercise.name) for exercise in exercises}
    cases = cases_of(course, topic, exercises, SEED, {name: [] for name in proofs})
    local = sandbox is None
    mine = ((case, case.job) for case in slice_of(cases, CARRIERS[local]))
    with PoolOf(PROVER, course, topic, jobs, hidden=True, sandbox=sandbox, stock=local) as judges:
        for case, verdict in judges.run(mine):
            proof = proofs[case.exercise]
            proof.findings += [f"{case.title}: {text}" for text in case.holds(verdict)]
            proof.right += case.title.startswith("right")
            proof.wrong += case.counts == "wrong"
    return list(proofs.values())


def slice_of(cases: Iterable[Case], carrier: str) -> Iterator[Case]:
    """Yield the cases for one carrier, each with one key and judged once.

    Students see every right answer pass; grading, which may differ in the carrier only, sees the
    reference. Wrong answers are for the sandbox, which can end one that never does.
    """
    boxed = carrier == CARRIERS[0]
    wrong: Counter[str] = Counter()  # by exercise: which others are left to judge is no matter
    for case in cases:
        if case.counts == "wrong":
            wanted = boxed and wrong[case.exercise] % EVERY == 0
            wrong[case.exercise] += 1
        elif case.honest:
            wanted = case.carrier == carrier and not (boxed and case.counts == "right")
        else:
            wanted = case.title == "stub"
        if wanted:
            yield replace(case, job=replace(case.job, again=(), mute=False))


def show(course: Course, *, local: bool, jobs: int) -> Slice:
    """Judge the slice of every topic and say how each went.

    What was green with the same files and packages is not judged again.
    """
    console = Console(highlight=False, soft_wrap=True)
    with contextlib.ExitStack() as stack:
        sandbox = stack.enter_context(sandbox_of(local=local))
        shown = Slice(sandbox.level if sandbox else CARRIERS[1])
        for topic in course.topics:
            record = Record(course, topic, seed=SEED, local=local, part=PART)
            known = record.of(topic.exercise)
            left = tuple(each for each in topic.exercise if each.name not in known)
            found = judged(course, topic, left, sandbox=sandbox, jobs=jobs) if left else []
            record.keep(found)
            proofs = [*known.values(), *found]
            shown.exercises += len(proofs)
            shown.right += sum(proof.right for proof in proofs)
            shown.wrong += sum(proof.wrong for proof in proofs)
            told = [f"{p.topic}::{p.exercise}: {text}" for p in proofs for text in p.findings]
            shown.findings += told
            mark = "✗" if told else "✓"
            rows = (f"{mark} {topic.name} ({shown.level})", *told)
            console.print("\n    ".join(rows), markup=False)
    return shown


def main() -> None:
    """Judge the course here, and write what was shown as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--local", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    shown = show(find_course(), local=asked.local, jobs=asked.jobs)
    asked.out.write_bytes(msgspec.json.encode(shown))
    sys.exit(bool(shown.findings))


if __name__ == "__main__":
    main()
