"""What grading costs, beside what a user would run instead: one command, one table.

    python benchmarks/run.py [--only abcde] [--small] [--out FILE]

(a) `kata grade` beside `nbgrader autograde` on the same notebooks   (b) beside the bare probes
(c) 100 submissions and 1,000   (d) one worker and two   (e) the first start and a warm one

Whatever else the machine does is in the figures: the table says how busy it was.
"""

from __future__ import annotations

import argparse
import copy
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import nbformat
import psutil
from autograde import STOCK, course_of
from autograde import run as nbgrader
from graded import GRADE, ROOT, grade, write_class

from tensorkata.sandbox import visible_paths

TOPICS = ("01_tensors", "05_custom_layers", "10_gradient_tape")
CHEAP = "08_functional_api"
# A class: half of it has solved everything, a third has got half way, a sixth has begun nothing.
ROOM = ("solved", "begun", "solved", "given", "solved", "begun")
Row = tuple[str, str, str]


def beside_nbgrader(folder: Path, *, small: bool) -> Iterator[Row]:
    """Compare whole commands on the same notebooks, (a): a class's, and solved ones alone."""
    few = 3 if small else 6
    kinds = {"a class's notebook": (ROOM, 400), "a solved notebook": (("solved",), 60)}
    ratios: dict[str, list[float]] = {kind: [] for kind in kinds}
    for topic in TOPICS[1:2] if small else TOPICS:
        for number, (kind, (room, lot)) in enumerate(kinds.items()):
            course = course_of(folder / f"{topic}-{number}", topic, 0, STOCK)
            hand_in(course, topic, room, range(few))
            theirs = nbgrader(course, "autograde", topic) / few
            hand_in(course, topic, room, range(few, 6 if small else lot))
            ours = grade(topic, course / "submitted", folder / f"{topic}-{number}-out")
            each = ours.wall / ours.count
            ratios[kind].append(theirs / each)
            seen = f"kata {each:.2f} s ({ours.pace:.2f} s once it runs), nbgrader {theirs:.2f} s"
            yield f"(a) {topic}: {kind}", seen, f"{ratios[kind][-1]:.1f} times"
    for kind, found in ratios.items():
        yield f"(a) mean: {kind}", "", f"{statistics.fmean(found):.1f} times"


def hand_in(course: Path, topic: str, room: tuple[str, ...], numbers: range) -> None:
    """Hand in notebooks by turns: solved, solved in its first half, and as it was given out."""
    solved, given = (
        nbformat.read(course / part / topic / f"{topic}.ipynb", as_version=4)
        for part in ("source", "release")
    )
    begun = copy.deepcopy(given)
    answers = [
        number
        for number, cell in enumerate(given.cells)
        if cell.metadata.get("nbgrader", {}).get("solution")
    ]
    for number in answers[: len(answers) // 2]:
        begun.cells[number].source = solved.cells[number].source
    notebooks = {"solved": solved, "begun": begun, "given": given}
    for number in numbers:
        at = course / "submitted" / f"s{number:03}" / topic
        at.mkdir(parents=True)
        nbformat.write(notebooks[room[number % len(room)]], at / f"{topic}.ipynb")


def beside_bare(folder: Path, *, small: bool) -> Iterator[Row]:
    """Compare one worker's pace with the same probes in one warm process, (b).

    That process has TensorFlow as it comes, and then as quick as the sandbox makes it.
    """
    ways = {"TensorFlow as it comes": (), "TensorFlow made quick": ("--settled",)}
    ratios: dict[str, list[float]] = {way: [] for way in ways}
    for topic in TOPICS[1:2] if small else TOPICS:
        count = 3 if small else 12
        solved = write_class(folder / "bare" / topic, topic, count, solved=True)
        ours = grade(topic, solved, folder / f"bare-{topic}", "--jobs", "1")
        for way, options in ways.items():
            bare, asks = alone(folder, topic, str(count), *options)
            ratios[way].append(ours.pace / bare)
            seen = f"graded {ours.pace:.2f} s, its {asks} probes alone {bare:.2f} s"
            yield f"(b) {topic}: {way}", seen, f"{ratios[way][-1]:.2f} times"
    for way, found in ratios.items():
        yield f"(b) mean: {way}", "", f"{statistics.fmean(found):.2f} times"


def alone(folder: Path, *words: str) -> tuple[float, int]:
    """Return the seconds that a solution's probes take in one warm process, and their number."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "bare.py"), *words],
        cwd=ROOT,
        env={**os.environ, **visible_paths.environment(str(folder))},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr)
    seconds, asks = done.stdout.split()[-2:]
    return float(seconds), int(asks)


def many(folder: Path, *, small: bool) -> Iterator[Row]:
    """Compare a hundred submissions with a thousand, (c): the time of each, the memory.

    The hundred are graded before and after the thousand: the machine's own pace changes meanwhile.
    """
    found = []
    for turn, count in enumerate((10, 40, 10) if small else (100, 1000, 100)):
        stubs = write_class(folder / f"stubs-{turn}", CHEAP, count, solved=False)
        one = grade(CHEAP, stubs, folder / f"many-{turn}", memory=True)
        found.append(one)
        yield (
            f"(c) {count} stubs",
            f"{1000 * one.pace:.0f} ms each, at most {one.peak:.0f} MB, the command {one.own:.0f}",
            "",
        )
    before, lot, after = found
    pace, peak = (before.pace + after.pace) / 2, (before.peak + after.peak) / 2
    yield "(c) time each, more to fewer", "", f"{lot.pace / pace - 1:+.0%}"
    yield "(c) memory, more to fewer", "", f"{lot.peak / peak - 1:+.0%}"


def workers(folder: Path, *, small: bool) -> Iterator[Row]:
    """Compare one worker with two on solutions, (d); in turns, since the machine's pace changes."""
    topic = TOPICS[1]
    solved = write_class(folder / "workers", topic, 4 if small else 12, solved=True)
    paces: dict[int, list[float]] = {1: [], 2: []}
    for turn, jobs in enumerate((1, 2, 2, 1) * (1 if small else 2)):
        one = grade(topic, solved, folder / f"w{turn}", "--jobs", str(jobs))
        paces[jobs].append(one.pace)
    alone, both = (statistics.fmean(found) for found in paces.values())
    seen = f"one worker {alone:.2f} s, two {both:.2f} s"
    yield f"(d) {topic}: a solution", seen, f"{alone / both:.2f} times"


def starts(folder: Path, *, small: bool) -> Iterator[Row]:
    """Time the help, a submission for the first time, again, and once it is done, (e)."""
    stub = write_class(folder / "one", CHEAP, 1, solved=False)
    first = grade(CHEAP, stub, folder / "first")
    again = [grade(CHEAP, stub, folder / f"again{n}").wall for n in range(1 if small else 3)]
    known = grade(CHEAP, stub, folder / "first")
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", GRADE, "--help"], capture_output=True, check=True)
    yield "(e) kata --help", "", f"{time.monotonic() - begun:.2f} s"
    yield "(e) one stub, first start", "", f"{first.wall:.1f} s"
    yield "(e) one stub, warm start", "", f"{statistics.median(again):.1f} s"
    yield "(e) one stub, graded already", "", f"{known.wall:.1f} s"


PARTS: dict[str, Callable[..., Iterator[Row]]] = {
    "a": beside_nbgrader,
    "b": beside_bare,
    "c": many,
    "d": workers,
    "e": starts,
}


def machine() -> str:
    """Return a line about the machine and how busy it is."""
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{os.cpu_count()} cores ({names[0] if names else platform.machine()}), {memory:.0f} GB,"
        f" Linux {platform.release()}, Python {platform.python_version()},"
        f" TensorFlow {version('tensorflow')}, nbgrader {version('nbgrader')};"
        f" load {os.getloadavg()[0]:.1f}"
    )


def main() -> None:
    """Measure, print each row as it is known, write the table."""
    words = argparse.ArgumentParser(description="Measure what grading costs.")
    words.add_argument("--only", default="".join(PARTS))
    words.add_argument("--small", action="store_true", help="try it: the figures say nothing")
    words.add_argument("--out", type=Path)
    asked = words.parse_args()
    lines = [f"{machine()} before,", "", "| what | seen | figure |", "| --- | --- | --- |"]
    print("\n".join(lines), flush=True)
    for part in asked.only:
        with tempfile.TemporaryDirectory() as folder:
            for row in PARTS[part](Path(folder), small=asked.small):
                lines.append(f"| {' | '.join(row)} |")
                print(lines[-1], flush=True)
    lines += ["", f"load {os.getloadavg()[0]:.1f} after, {time.strftime('%Y-%m-%d')}"]
    print("\n".join(lines[-2:]))
    if asked.out:
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        asked.out.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
