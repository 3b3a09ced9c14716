"""What the probes of a topic cost by themselves: one warm process, no sandbox, no judge.

    python benchmarks/bare.py TOPIC [TIMES] [--settled]

The checks run once and their questions are kept. Then, so many times, the reference solution is
run afresh and answers the same questions; printed is the median of the seconds that this takes.
With `--settled` TensorFlow is made quick as the sandbox makes it, else it is as it comes.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path
from typing import Any

from tensorkata.checking.key import Key
from tensorkata.checking.local_run import run_quietly
from tensorkata.checking.opened_submission import open_over
from tensorkata.checking.plugin import Checks
from tensorkata.course import Course
from tensorkata.protocol.records import Ask, Reply, Start
from tensorkata.protocol.submission import read
from tensorkata.student import tensorflow_patches
from tensorkata.student.local_carrier import LocalCarrier

SEED = 7


class Listening(LocalCarrier):
    """Keep every question that is asked."""

    def __init__(self, start: Start) -> None:
        super().__init__(start)
        self.start = start
        self.asks: list[Ask] = []

    def ask(self, ask: Ask) -> Reply:
        """Answer as ever."""
        self.asks.append(ask)
        return super().ask(ask)


def main() -> None:
    """Print the seconds a submission."""
    words = argparse.ArgumentParser(description="Time the probes of a topic alone.")
    words.add_argument("topic")
    words.add_argument("times", type=int, nargs="?", default=5)
    words.add_argument("--settled", action="store_true")
    asked = words.parse_args()
    course = Course(Path(__file__).parents[1])
    topic = course.topic(asked.topic)
    if asked.settled:
        tensorflow_patches.apply()
    submission = read(course.solutions / topic.filename, topic.filename)
    opened = open_over(Listening, course, topic, submission, Key.of(SEED))
    listening: Any = opened.carrier
    checks = Checks(course, lambda _: opened, key=Key.of(SEED), hidden=True)
    run_quietly(checks, [topic])
    from tensorkata.student.host import Host

    spent = []
    for _ in range(asked.times):
        begun = time.perf_counter()
        host = Host(listening.start)
        for ask in listening.asks:
            host.answer(ask)
        spent.append(time.perf_counter() - begun)
    print(f"{statistics.median(spent):.4f} {len(listening.asks)}")


if __name__ == "__main__":
    main()
