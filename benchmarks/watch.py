"""From save to verdict: `kata watch` in a terminal beside the same check by `pytest` from cold.

    python benchmarks/watch.py [EXERCISE] [--saves 20] [--cold 5]

The watch runs as a student's does, in a terminal of its own: the clock starts when the file is
saved and stops when the last line of the verdict is on the screen. Every save changes the file.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

from tensorkata.authoring import source
from tensorkata.commands import workspace
from tensorkata.course import Course

ROOT = Path(__file__).parents[1]
KATA = [sys.executable, "-c", "from tensorkata.cli import main; main()"]
LAST = b"q quit"
PATIENCE = 120.0


class Screen:
    """A command in a terminal of 80 columns, and what it writes."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.pid, self._descriptor = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvp(command[0], command)
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))

    def until(self, words: bytes) -> bytes:
        """Read until the words have come."""
        seen, end = b"", time.monotonic() + PATIENCE
        while words not in seen:
            ready, _, _ = select.select([self._descriptor], [], [], end - time.monotonic())
            if not ready:
                sys.exit(f"{words!r} did not come:\n{seen.decode(errors='replace')}")
            seen += os.read(self._descriptor, 65536)
        return seen

    def close(self) -> None:
        """End the command."""
        os.kill(self.pid, signal.SIGINT)
        os.close(self._descriptor)
        os.waitpid(self.pid, 0)


def warm(path: Path, text: str, name: str, topic: str, root: Path, saves: int) -> list[float]:
    """Return the seconds of each save, from the write to the verdict on the screen."""
    screen, taken = Screen([*KATA, "watch", f"{topic}::{name}"], root), []
    screen.until(LAST)
    for number in range(saves):
        begun = time.perf_counter()
        path.write_text(f"{text}\n# save {number}\n")
        shown = screen.until(LAST)
        taken.append(time.perf_counter() - begun)
        if b"done" not in shown:
            sys.exit(shown.decode(errors="replace"))
        time.sleep(0.2)  # a student's pause; the watch has nothing left to do in it
    screen.close()
    return taken


def cold(root: Path, checker: Path, runs: int) -> list[float]:
    """Return the seconds of each run of pytest over the exercise's checks."""
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        command = [sys.executable, "-m", "pytest", "-q", str(checker)]
        subprocess.run(command, cwd=root, check=True, capture_output=True)
        taken.append(time.perf_counter() - begun)
    return taken


def main() -> None:
    """Print both medians and how many times faster the watch is."""
    words = argparse.ArgumentParser(description="Measure the watch beside pytest from cold.")
    words.add_argument("exercise", nargs="*", default=["Linear", "02_model::train"])
    words.add_argument("--saves", type=int, default=20)
    words.add_argument("--cold", type=int, default=5)
    given = words.parse_args()
    for selected in given.exercise:
        topic, exercise = Course(ROOT).select(selected)
        if exercise is None:
            sys.exit(f"{selected} is a topic; name an exercise")
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder, "course")
            workspace.init(Course(ROOT), root, notebooks=False)
            path, stub = root / "exercises" / topic.filename, ""
            stub = path.read_text()
            solved = (Course(ROOT).solutions / topic.filename).read_text()
            answer = source.solution_of(solved, exercise.name).cell.source
            (mine,) = [
                c for c in source.script_cells(stub) if exercise.name in source.defined_names(c)
            ]
            text = source.with_cell(stub, mine, answer)
            path.write_text(text)
            checker = root / "checkers" / topic.name / f"test_{exercise.stem}.py"
            slow = statistics.median(cold(root, checker, given.cold))
            taken = warm(path, text, exercise.name, topic.name, root, given.saves)
        quick = statistics.median(taken)
        print(
            f"{topic.name}::{exercise.name}: from save to verdict {quick:.2f} s"
            f" (median of {len(taken)}, {min(taken):.2f} to {max(taken):.2f}),"
            f" pytest from cold {slow:.2f} s: {slow / quick:.0f} times faster"
        )


if __name__ == "__main__":
    main()
