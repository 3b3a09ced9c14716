"""`kata verify --watch`: an author saves a checker, an answer or a solution and sees what it did.

The sandbox stays warm. After each save the answers are judged first, under one key and up to the
check that decides; the whole proof follows, and a new save ends it.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace
from rich.console import Console

from tensorkata.course import Course, Exercise, Topic
from tensorkata.errors import KataError, UsageError
from tensorkata.grading.pool import PoolOf
from tensorkata.proving.cases import REFERENCE, Case, cases_of
from tensorkata.proving.trials import PROVER
from tensorkata.proving.verify import verify
from tensorkata.proving.verify_report import sandbox_of, show
from tensorkata.sandbox.sandbox import Sandbox

DEBOUNCE, STEP = 60, 20  # milliseconds in which an editor's writes count as one save
ANSWERS = {"right", "wrong"}


class _SavedError(Exception):
    """A file was saved while a proof was running."""


class _Saves:
    """Notice what is saved below some folders."""

    def __init__(self, folders: list[Path]) -> None:
        self._saves: queue.Queue[None] = queue.Queue()
        threading.Thread(target=self._follow, args=(folders,), daemon=True).start()

    def wait(self) -> None:
        """Return when something was saved since the last time."""
        self._saves.get()
        while not self._saves.empty():
            self._saves.get()

    def stop_if_saved(self, *_: int) -> None:
        """Raise _SavedError if something was saved since the last time; the save stays noted."""
        if not self._saves.empty():
            raise _SavedError

    def _follow(self, folders: list[Path]) -> None:
        import watchfiles

        for changes in watchfiles.watch(
            *folders, debounce=DEBOUNCE, step=STEP, raise_interrupt=False
        ):
            if any(path.endswith((".py", ".toml")) for _, path in changes):
                self._saves.put(None)


def watch_proof(course: Course, names: list[str], *, jobs: int, seed: int) -> int:
    """Prove one exercise at each save, until Ctrl-C."""
    topic, exercise = course.select(names[0]) if len(names) == 1 else (None, None)
    if not topic or not exercise:
        raise UsageError(ONE)
    console = Console(highlight=False, soft_wrap=True)
    saves = _Saves(
        [
            course.solutions,
            course.checkers / topic.name,
            course.answers / topic.name,
            course.root / "course",
        ]
    )
    try:
        with sandbox_of(local=False) as sandbox:
            while True:
                fresh = Course(course.root, course.home)  # the curriculum may have been saved too
                try:
                    _prove(fresh, exercise.name, saves, console, sandbox, jobs, seed)
                except _SavedError:
                    pass
                except KataError as error:
                    console.print(f"✗ {error}", style="red", markup=False)
                saves.wait()
    except KeyboardInterrupt:
        return 0


def _prove(
    course: Course,
    name: str,
    saves: _Saves,
    console: Console,
    sandbox: Sandbox,
    jobs: int,
    seed: int,
) -> None:
    """Judge the answers and say how they end, then prove the exercise whole."""
    begun = time.monotonic()
    topic, exercise = course.select(name)
    assert exercise
    found: list[str] = []
    cases = list(_quick(course, topic, exercise, seed, found))
    with PoolOf(PROVER, course, topic, jobs, hidden=True, sandbox=sandbox) as pool:
        for case, verdict in pool.run((case, case.job) for case in cases):
            saves.stop_if_saved()
            found += [f"{case.title}: {text}" for text in case.holds(verdict)]
    for line in found:
        console.print(f"  ✗ {line}", style="red", markup=False)
    mark = "[red]✗[/]" if found else "[green]✓[/]"
    told = f"{len(cases)} answers, {len(found)} findings, {time.monotonic() - begun:.1f} s"
    console.print(f"{mark} {exercise.name}: {told}")
    if found:
        return
    proofs = verify(
        course,
        topic,
        (exercise,),
        sandbox=lambda: sandbox,
        jobs=jobs,
        seed=seed,
        progress=saves.stop_if_saved,
    )
    show(console, f"the whole proof, {time.monotonic() - begun:.1f} s", proofs)


def _quick(
    course: Course, topic: Topic, exercise: Exercise, seed: int, found: list[str]
) -> Iterator[Case]:
    """Yield the reference, the stub and the answers, each to be judged once in the sandbox."""
    findings: dict[str, list[str]] = {exercise.name: found}
    for case in cases_of(course, topic, (exercise,), seed, findings):
        first = case.title.startswith(REFERENCE) or case.title == "stub"
        if case.carrier == "sandbox" and (first or case.counts in ANSWERS):
            once = replace(case.job, again=(), mute=False)
            yield replace(case, job=once)


ONE = "--watch takes one exercise: kata verify --watch 05_custom_layers::Linear"
