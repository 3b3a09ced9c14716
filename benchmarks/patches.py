"""What each patch of TensorFlow and Keras gains: all of them, against all of them but one.

    python benchmarks/patches.py [ROUNDS] [TOPIC ...]

A zygote without each patch, one with all and one with none stand at once and grade the reference
solution in turns, so that whatever else the machine does hits each alike. Printed is, for each
topic and for their sum, the median processor time of a submission, the judge's share included, and
how much of a run with all patches would be added without the patch.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from tensorkata.authoring import source
from tensorkata.course import Course
from tensorkata.grading.messages import Job
from tensorkata.grading.pool import Pool
from tensorkata.sandbox import visible_paths
from tensorkata.sandbox.sandbox import Sandbox
from tensorkata.student.tensorflow_patches import PATCHES

ROOT = Path(__file__).parents[1]
TOPICS = ("03_custom_model", "05_custom_layers", "10_gradient_tape")
ALL, AGAIN, NONE = "nothing", "nothing, once more", "any"
python = visible_paths.python


def used(pid: int) -> float:
    """Return the processor seconds of a process, of all below it, and of those that have ended."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        own = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
        return own + sum(used(int(child)) for child in below)
    return 0.0


@contextlib.contextmanager
def sandbox_without(left_out: str) -> Iterator[Sandbox]:
    """Start a sandbox whose zygote leaves a patch out, or all of them."""

    def command(entry: str) -> list[str]:
        *words, code = python(entry)
        path, call = code.split("\n")
        lines = (
            path,
            "from tensorkata.student import tensorflow_patches as t",
            f"t.PATCHES = tuple(p for p in t.PATCHES if p.__name__ != {left_out!r})",
            *(["t.PATCHES = ()"] if left_out == NONE else []),
            call,
        )
        return [*words, "\n".join(lines)]

    visible_paths.python = command
    try:
        with Sandbox("none") as box:
            yield box
    finally:
        visible_paths.python = python


def spent_on(course: Course, name: str, boxes: dict[str, Sandbox], rounds: int) -> dict[str, float]:
    """Return the median processor seconds of a submission of a topic in each sandbox.

    A busy machine makes all of a round slower: each figure is taken as a share of its round's.
    """
    topic = course.topic(name)
    text = source.read(course, topic)
    shares: dict[str, list[float]] = {left_out: [] for left_out in boxes}
    usual = []
    with contextlib.ExitStack() as stack:
        pools = {
            left_out: stack.enter_context(Pool(course, topic, 1, hidden=True, sandbox=box))
            for left_out, box in boxes.items()
        }
        for number in range(-1, rounds):  # the first round warms up
            spent = {}
            for left_out, pool in sorted(pools.items(), reverse=number % 2 == 1):
                pids = boxes[left_out]._zygote.pid, pool._judges[0]._process.pid
                before = sum(map(used, pids))
                [(_, verdict)] = pool.run([(0, Job("s.py", 7, text))])
                if verdict.fault:
                    sys.exit(verdict.fault)
                spent[left_out] = sum(map(used, pids)) - before
            if number >= 0:
                usual.append(statistics.median(spent.values()))
                for left_out, seconds in spent.items():
                    shares[left_out].append(seconds / usual[-1])
    typical = statistics.median(usual)
    return {left_out: typical * statistics.median(each) for left_out, each in shares.items()}


def main() -> None:
    """Print a line for each patch."""
    rounds, *topics = sys.argv[1:] or ["6"]
    names = topics or list(TOPICS)
    with contextlib.ExitStack() as stack:
        left_out = [ALL, AGAIN, *(patch.__name__ for patch in PATCHES), NONE]
        boxes = {name: stack.enter_context(sandbox_without(name)) for name in left_out}
        course = Course(ROOT)
        seconds = [spent_on(course, name, boxes, int(rounds)) for name in names]
    print(f"{'without':<26}", *(f"{name:>18}" for name in names), f"{'together':>18}")
    for name in left_out:
        each = [one[name] for one in seconds] + [sum(one[name] for one in seconds)]
        base = [one[ALL] for one in seconds] + [sum(one[ALL] for one in seconds)]
        cells = [f"{s:7.2f} s {s / b - 1:+7.1%} " for s, b in zip(each, base, strict=True)]
        print(f"{name:<26}", *(f"{cell:>18}" for cell in cells))


if __name__ == "__main__":
    main()
