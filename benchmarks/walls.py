"""What the walls cost: the same submissions behind none, behind Landlock and behind both.

    python benchmarks/walls.py [TOPIC] [SUBMISSIONS]

Three sandboxes stand at once and grade in turns, so that whatever else the machine does hits each
alike. Printed are the median seconds of a submission and the processor seconds of the sandbox.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import sys
from pathlib import Path

from tensorkata.authoring import source
from tensorkata.checking.key import Key
from tensorkata.course import Course
from tensorkata.grading.messages import Graded, Job
from tensorkata.grading.pool import Pool
from tensorkata.limits import Level
from tensorkata.sandbox.sandbox import Sandbox

ROOT = Path(__file__).parents[1]
LEVELS: tuple[Level, ...] = ("none", "landlock", "bubblewrap")


def used(pid: int) -> float:
    """Return the processor seconds of a process, of all below it, and of those that have ended."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        own = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
        return own + sum(used(int(child)) for child in below)
    return 0.0


def main() -> None:
    """Print seconds, and how many times those of no wall."""
    name = sys.argv[1] if len(sys.argv) > 1 else "05_custom_layers"
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    course = Course(ROOT)
    topic = course.topic(name)
    text = source.read(course, topic)
    with contextlib.ExitStack() as stack:
        boxes = {level: stack.enter_context(Sandbox(level)) for level in LEVELS}
        pools = {
            level: stack.enter_context(Pool(course, topic, 1, hidden=True, sandbox=box))
            for level, box in boxes.items()
        }
        seconds: dict[Level, list[float]] = {level: [] for level in LEVELS}
        for number in range(-1, count):  # the first round warms up
            if number == 0:
                before = {level: used(box._zygote.pid) for level, box in boxes.items()}
            for level, pool in pools.items():
                [(_, verdict)] = pool.run([(0, Job("s.py", Key.of(7), text))])
                if not isinstance(verdict, Graded):
                    sys.exit(verdict.why)
                seconds[level] += [verdict.seconds] * (number >= 0)
        spent = {
            level: (used(box._zygote.pid) - before[level]) / count for level, box in boxes.items()
        }
    for level in LEVELS:
        median = statistics.median(seconds[level])
        times = median / statistics.median(seconds["none"]), spent[level] / spent["none"]
        print(f"{level:10} {median:6.3f} s, CPU {spent[level]:6.3f} s a submission;", end=" ")
        print(f"{times[0]:.3f} and {times[1]:.3f} times those of no wall")


if __name__ == "__main__":
    main()
