"""`nbgrader autograde` with its own Execute beside the kit's judge: whole commands, the same class.

    python benchmarks/autograde.py [TOPIC] [NOTEBOOKS]

Both grade the same solved notebooks, each in a course folder of its own, one after the other; what
is printed are a whole command's seconds for each submission, and how many times faster the kit is.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
STOCK = 'c = get_config()\nc.CourseDirectory.course_id = "tensorkata"\nc.Execute.timeout = 120\n'
# nbgrader calls alembic by its name, as an activated environment has it.
ACTIVE = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def course_of(root: Path, topic: str, notebooks: int, config: str) -> Path:
    """Release the topic in a course folder; `notebooks` students submit its solution."""
    for name in ("course", "checkers"):
        shutil.copytree(ROOT / name, root / name)
    course = root / "course"
    if config:
        (course / "nbgrader_config.py").write_text(config)
    run(course, "generate_assignment", topic)
    for number in range(notebooks):
        shutil.copytree(course / "source" / topic, course / "submitted" / f"s{number}" / topic)
    return course


def run(course: Path, *words: str) -> float:
    """Run an nbgrader command and return the seconds that it took."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(
        command, cwd=course, env=ACTIVE, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    return time.monotonic() - begun


def main() -> None:
    """Print the comparison."""
    words = argparse.ArgumentParser(description="Compare two ways of nbgrader autograde.")
    words.add_argument("topic", nargs="?", default="05_custom_layers")
    words.add_argument("notebooks", nargs="?", type=int, default=10)
    topic, notebooks = vars(words.parse_args()).values()
    found = []
    for name, config in (("nbgrader's own Execute", STOCK), ("the kit's judge", "")):
        with tempfile.TemporaryDirectory() as folder:
            seconds = run(course_of(Path(folder), topic, notebooks, config), "autograde", topic)
        found.append(seconds)
        print(f"{name:24} {seconds / notebooks:6.2f} s a submission", flush=True)
    print(f"the kit is {found[0] / found[1]:.1f} times faster")


if __name__ == "__main__":
    main()
