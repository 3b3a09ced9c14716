"""`nbgrader autograde` with its own Execute beside the kit's judge: whole commands, the same class.

    python benchmarks/nbgrader.py [TOPIC] [NOTEBOOKS]

Both grade the same solved notebooks, each in a course folder of its own, one after the other; what
is printed are seconds and CPU seconds for each submission, and how many times faster the kit is.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
STOCK = 'c = get_config()\nc.CourseDirectory.course_id = "tensorkata"\nc.Execute.timeout = 120\n'


def course_of(root: Path, topic: str, notebooks: int, config: str) -> Path:
    """Release the topic in a course folder and let `notebooks` students submit its solution."""
    for name in ("course", "checkers"):
        shutil.copytree(ROOT / name, root / name)
    course = root / "course"
    if config:
        (course / "nbgrader_config.py").write_text(config)
    run(course, "generate_assignment", topic)
    for number in range(notebooks):
        shutil.copytree(course / "source" / topic, course / "submitted" / f"s{number}" / topic)
    return course


def run(course: Path, *words: str) -> tuple[float, float]:
    """Run an nbgrader command; return its wall and CPU seconds, those of its processes with it."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - begun, used


def main() -> None:
    """Print the comparison."""
    words = argparse.ArgumentParser(description="Compare two ways of nbgrader autograde.")
    words.add_argument("topic", nargs="?", default="05_custom_layers")
    words.add_argument("notebooks", nargs="?", type=int, default=10)
    topic, notebooks = vars(words.parse_args()).values()
    found = {}
    for name, config in (("nbgrader's own Execute", STOCK), ("the kit's judge", "")):
        with tempfile.TemporaryDirectory() as folder:
            wall, used = run(course_of(Path(folder), topic, notebooks, config), "autograde", topic)
        found[name] = wall, used
        print(f"{name:24} {wall / notebooks:6.2f} s, CPU {used / notebooks:6.2f} s a submission")
    (stock, stock_used), (kit, kit_used) = found.values()
    print(f"the kit is {stock / kit:.1f} times faster; CPU {stock_used / kit_used:.1f} times less")


if __name__ == "__main__":
    main()
