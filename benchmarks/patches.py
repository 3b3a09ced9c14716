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
from tensorkata.checking.key import Key
from tensorkata.course import Course
from tensorkata.grading.messages import Graded, Job
from tensorkata.grading.pool import Pool
from tensorkata.sandbox import visible_paths
from tensorkata.sandbox.sandbox import Sandbox
from tensorkata.student.tensorflow_patches import PATCHES

ROOT = Path(__file__).parents[1]
TOPICS = ("03_custom_model", "05_custom_layers", "10_gradient_tape")
ALL, AGAIN, NONE, USUAL = "nothing", "nothing, once more", "any", "usual"
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


class Seat:
    """A topic's judge over one of the sandboxes, and the processor time that both have used."""

    def __init__(self, stack: contextlib.ExitStack, name: str, box: Sandbox) -> None:
        course = Course(ROOT)
        topic = course.topic(name)
        self._job = Job("s.py", Key.of(7), source.read(course, topic))
        self._pool = stack.enter_context(Pool(course, topic, 1, hidden=True, sandbox=box))
        self._pids = box._zygote.pid, self._pool._judges[0]._process.pid

    def graded(self) -> float:
        """Grade the reference solution; return the processor seconds that it took."""
        before = sum(map(used, self._pids))
        [(_, verdict)] = self._pool.run([(0, self._job)])
        if not isinstance(verdict, Graded):
            sys.exit(verdict.why)
        return sum(map(used, self._pids)) - before


def added(rounds: list[dict[str, float]], left_out: str) -> tuple[float, float]:
    """Return the median seconds without a patch, and the median of what is added to a round."""
    seconds = statistics.median(one[left_out] for one in rounds)
    return seconds, statistics.median(one[left_out] / one[USUAL] for one in rounds)


def main() -> None:
    """Print a line for each patch."""
    count, *topics = sys.argv[1:] or ["6"]
    names = topics or list(TOPICS)
    left_out = [ALL, AGAIN, *(patch.__name__ for patch in PATCHES), NONE]
    spent: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    with contextlib.ExitStack() as stack:
        boxes = {name: stack.enter_context(sandbox_without(name)) for name in left_out}
        seats = {
            name: {one: Seat(stack, name, box) for one, box in boxes.items()} for name in names
        }
        for number in range(-1, int(count)):  # the first round warms up
            for name in names:
                turn = left_out if number % 2 else left_out[::-1]
                seconds = {one: seats[name][one].graded() for one in turn}
                # A busy machine makes all of a round slower; what is with all patches is two of it.
                seconds[USUAL] = statistics.median(seconds.values())
                spent[name] += [seconds] * (number >= 0)
    print(f"{'without':<26}", *(f"{name:>18}" for name in names))
    for one in left_out:
        cells = []
        for rounds in spent.values():
            seconds, share = added(rounds, one)
            base = statistics.mean(added(rounds, name)[1] for name in (ALL, AGAIN))
            cells.append(f"{seconds:7.2f} s {share / base - 1:+7.1%}")
        print(f"{one:<26}", *(f"{cell:>18}" for cell in cells))


if __name__ == "__main__":
    main()
