"""One run of `kata verify`: which topics, with what sandbox, and what is printed of the proofs."""

from __future__ import annotations

import contextlib
import functools
import sys
import time
from collections.abc import Collection
from typing import Any

from rich.console import Console

from tensorkata.authoring.compose import at_home
from tensorkata.course import Course, Parts
from tensorkata.proving.examples import broken_examples
from tensorkata.proving.proof import Proof
from tensorkata.proving.record import Record
from tensorkata.proving.verify import verify


def verify_course(
    course: Course, parts: Parts, *, jobs: int, seed: int, local: bool, fresh: bool
) -> int:
    """Prove what was selected, print the matrix, and return the exit code.

    Unless all is to be proven afresh, exercises of which nothing has changed since a green proof
    are taken from the record.
    """
    console = Console(highlight=False, soft_wrap=True)
    begun = time.monotonic()
    proofs: list[Proof] = []
    with contextlib.ExitStack() as stack:
        sandbox = functools.cache(lambda: stack.enter_context(sandbox_of(local=local)))
        for topic, exercises in parts:
            record = Record(course, topic, seed=seed, local=local)
            known = {} if fresh else record.of(exercises)
            left = tuple(exercise for exercise in exercises if exercise.name not in known)
            found: list[Proof] = []
            if left:
                found = verify(
                    course,
                    topic,
                    left,
                    sandbox=sandbox,
                    jobs=jobs,
                    seed=seed,
                    progress=_progress(topic.name),
                )
            for proof in found:
                if proof.exercise in {own.name for own in course.settings.exercise}:
                    path = course.solutions / topic.filename
                    proof.findings += broken_examples(path, proof.exercise)
                home = [at_home(course, topic.name, proof.exercise, f) for f in proof.findings]
                proof.findings = home
            record.keep(found)
            made = known | {proof.exercise: proof for proof in found}
            show(console, topic.name, [made[exercise.name] for exercise in exercises], known)
            proofs += made.values()
    return totals(console, proofs, time.monotonic() - begun)


def sandbox_of(*, local: bool) -> Any:
    """Return the sandbox as a context, or nothing if local carriers suffice."""
    if local:
        return contextlib.nullcontext()
    from tensorkata.limits import Limits
    from tensorkata.sandbox.isolation import choose
    from tensorkata.sandbox.sandbox import Sandbox

    return Sandbox(choose("auto"), Limits())


def show(console: Console, topic: str, proofs: list[Proof], known: Collection[str] = ()) -> None:
    """Print a topic's matrix: a line for each exercise and each check, then the findings."""
    console.print(f"[bold]{topic}[/]")
    for proof in proofs:
        mark = "[red]✗[/]" if proof.findings else "[green]✓[/]"
        console.print(
            f"{mark} {proof.exercise:<34} {len(proof.checks)} checks, {proof.right} right,"
            f" {proof.wrong} wrong ({proof.named} named), {proof.mutants} mutants,"
            f" {proof.equivalent} equivalent, {proof.assertions} assertions"
            f"{KNOWN if proof.exercise in known else ''}"
        )
        for (name, hidden), seen in proof.checks.items():
            nearest = f"{seen.nearest:.3g}" if seen.nearest != float("inf") else "-"
            console.print(
                f"    {name:<40} {seen.points:g} points{' hidden' if hidden else ''},"
                f" catches {seen.caught}, right within {seen.spread:.2g},"
                f" nearest wrong {nearest} allowances",
                style="dim",
            )
        for finding in proof.findings:
            console.print(f"  ✗ {finding}", style="red", markup=False)


def totals(console: Console, proofs: list[Proof], seconds: float) -> int:
    """Print the findings of all topics again and the line of totals; return 1 if there are some.

    Where a log is cut, its end is kept.
    """
    for proof in proofs if len({proof.topic for proof in proofs}) > 1 else ():
        for finding in proof.findings:
            console.print(
                f"✗ {proof.topic}::{proof.exercise}: {finding}", style="red", markup=False
            )
    findings = sum(len(proof.findings) for proof in proofs)
    wrong = sum(proof.wrong for proof in proofs)
    named = sum(proof.named for proof in proofs)
    console.print(
        f"{'green' if not findings else f'red: {findings} findings'}:"
        f" {len(proofs)} exercises, {sum(len(proof.checks) for proof in proofs)} checks,"
        f" {sum(proof.right for proof in proofs)} right answers,"
        f" {wrong} wrong answers ({named / max(wrong, 1):.0%} named by “looks like”),"
        f" {sum(proof.mutants for proof in proofs)} mutants"
        f" ({sum(proof.equivalent for proof in proofs)} survive with a reason,"
        f" {sum(proof.survivors for proof in proofs)} without),"
        f" liars' points: {sum(proof.liars_points for proof in proofs):g}, {seconds:.0f} s"
    )
    return 1 if findings else 0


def _progress(topic: str) -> Any:
    if not sys.stderr.isatty():
        return lambda done, total: None
    return lambda done, total: sys.stderr.write(f"\r{topic}: {done} of {total} ")


KNOWN = " (unchanged, from the record)"
