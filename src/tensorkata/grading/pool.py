"""A pool of judges: jobs go to whichever is idle, verdicts come back as they are made."""

from __future__ import annotations

import selectors
from collections.abc import Callable, Hashable, Iterable, Iterator
from types import TracebackType
from typing import Any, Self, TypeVar

from tensorkata.course import Course, Topic
from tensorkata.grading.judge import Judge
from tensorkata.grading.messages import DIED, Job, Ready, Verdict

Key = TypeVar("Key", bound=Hashable)


class Pool:
    """Keep `size` judges of one topic busy. A judge that dies is replaced; its job is a fault."""

    def __init__(
        self,
        course: Course,
        topic: Topic,
        size: int,
        *,
        hidden: bool,
        sandbox: Any = None,
        stock: bool = False,
    ) -> None:
        self._make: Callable[[], Judge] = lambda: Judge(
            course, topic, hidden=hidden, sandbox=sandbox, stock=stock
        )
        self._judges = [self._make() for _ in range(size)]

    def ready(self) -> Ready:
        """Wait for every judge and say what the checks are worth."""
        return max((judge.wait_ready() for judge in self._judges), key=lambda ready: ready.checks)

    def run(self, jobs: Iterable[tuple[Key, Job]]) -> Iterator[tuple[Key, Verdict]]:
        """Judge the jobs; yield each with its key when it is done, in no fixed order."""
        waiting = iter(jobs)
        with selectors.DefaultSelector() as selector:
            for judge in self._judges:
                self._next(judge, waiting, selector)
            while selector.get_map():
                for key, _ in selector.select():
                    judge, name = key.data
                    selector.unregister(judge.wire)
                    verdict = judge.receive()
                    if verdict.fault == DIED:
                        judge = self._replace(judge)
                    self._next(judge, waiting, selector)
                    yield name, verdict

    def _next(self, judge: Judge, waiting: Iterator[Any], selector: selectors.BaseSelector) -> None:
        for name, job in waiting:
            judge.send(job)
            selector.register(judge.wire, selectors.EVENT_READ, (judge, name))
            return

    def _replace(self, dead: Judge) -> Judge:
        dead.close()
        self._judges.remove(dead)
        self._judges.append(self._make())
        return self._judges[-1]

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
