"""A pool of judges: each job goes to an idle judge, verdicts come back as they are made."""

from __future__ import annotations

import selectors
from collections.abc import Hashable, Iterable, Iterator
from functools import partial
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

from tensorkata.course import Course, Topic
from tensorkata.grading.judge import GRADER, Asked, Judge, Kind, Said
from tensorkata.grading.messages import Fault, Job, Ready, Verdict
from tensorkata.sandbox.sandbox import Sandbox

Key = TypeVar("Key", bound=Hashable)


class Judges(Protocol):
    """Judge jobs: a pool on this machine, or the workers of a cluster."""

    def ready(self) -> Ready:
        """Wait for the judges and say what the checks are worth."""

    def run(self, jobs: Iterable[tuple[Key, Job]]) -> Iterator[tuple[Key, Verdict]]:
        """Judge the jobs; yield each with its key when it is done, in no fixed order."""


class PoolOf(Generic[Asked, Said]):
    """Keep `size` judges of one topic busy. A judge that dies is replaced; its job is a fault."""

    def __init__(
        self,
        kind: Kind[Asked, Said],
        course: Course,
        topic: Topic,
        size: int,
        *,
        hidden: bool,
        sandbox: Sandbox | None = None,
        stock: bool = False,
    ) -> None:
        self._make = partial(
            Judge, course, topic, kind, hidden=hidden, sandbox=sandbox, stock=stock
        )
        self._size = size
        self._judges: list[Judge[Asked, Said]] = [self._make() for _ in range(size)]

    def ready(self) -> Ready:
        """Wait for every judge and say what the checks are worth."""
        return max((judge.wait_ready() for judge in self._judges), key=lambda ready: ready.checks)

    def run(self, jobs: Iterable[tuple[Key, Asked]]) -> Iterator[tuple[Key, Said | Fault]]:
        """Judge the jobs; yield each with its key when it is done, in no fixed order."""
        self._judges += [self._make() for _ in range(self._size - len(self._judges))]
        with selectors.DefaultSelector() as selector:
            try:
                yield from self._run(iter(jobs), selector)
            finally:  # a caller that stops listening leaves no verdict to the next run
                for key in list(selector.get_map().values()):
                    self._end(key.data[0])

    def _run(
        self, waiting: Iterator[tuple[Key, Asked]], selector: selectors.BaseSelector
    ) -> Iterator[tuple[Key, Said | Fault]]:
        for judge in self._judges:
            self._next(judge, waiting, selector)
        while selector.get_map():
            for key, _ in selector.select():
                judge, name = key.data
                selector.unregister(judge.wire)
                verdict = judge.receive()
                if isinstance(verdict, Fault) and verdict.of == "judge":
                    judge = self._replace(judge)
                self._next(judge, waiting, selector)
                yield name, verdict

    def _next(
        self,
        judge: Judge[Asked, Said],
        waiting: Iterator[tuple[Any, Asked]],
        selector: selectors.BaseSelector,
    ) -> None:
        for name, job in waiting:
            judge.send(job)
            selector.register(judge.wire, selectors.EVENT_READ, (judge, name))
            return

    def _replace(self, dead: Judge[Asked, Said]) -> Judge[Asked, Said]:
        self._end(dead)
        self._judges.append(self._make())
        return self._judges[-1]

    def _end(self, judge: Judge[Asked, Said]) -> None:
        judge.close()
        self._judges.remove(judge)

    def close(self) -> None:
        """End every judge."""
        for judge in self._judges:
            judge.close()

    def __enter__(self) -> Self:
        """Return the pool."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every judge."""
        self.close()


class Pool(PoolOf[Job, Verdict]):
    """The judges of `kata grade`."""

    def __init__(
        self, course: Course, topic: Topic, size: int, *, hidden: bool, sandbox: Any = None
    ) -> None:
        super().__init__(GRADER, course, topic, size, hidden=hidden, sandbox=sandbox)
