"""One run of `kata grade`, as a user types it, with its pace and its memory."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NamedTuple

import psutil

from tensorkata.authoring import source

ROOT = Path(__file__).parents[1]
GRADE = "from tensorkata.cli import main; main()"
LOOK_SECONDS = 1.0


class Graded(NamedTuple):
    """What a run took: seconds in all, seconds a submission once it runs, megabytes at most.

    The megabytes are 0 where they were not asked for.
    """

    count: int
    wall: float
    pace: float
    peak: float
    own: float


def grade(topic: str, folder: Path, out: Path, *options: str, memory: bool = False) -> Graded:
    """Grade a folder; the pace is taken from the first submission done to the last.

    Looking at the memory takes a fifteenth of the processors, so it is done only when asked for.
    """
    begun = time.monotonic()
    command = ["grade", topic, str(folder), "--out", str(out), "--seed", "7", *options]
    run = subprocess.Popen(
        [sys.executable, "-c", GRADE, *command],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    most = [0.0, 0.0]
    watch = threading.Thread(target=_watch, args=(run.pid, most))
    if memory:
        watch.start()
    ends, said = [], []
    for line in run.stderr or ():
        said.append(line)
        if line.partition("/")[0].isdigit():
            ends.append(time.monotonic())
    run.wait()
    wall = time.monotonic() - begun
    if memory:
        watch.join()
    if run.returncode not in {0, 1}:
        sys.exit("".join(said))
    gaps = len(ends) - 1
    return Graded(len(ends), wall, (ends[-1] - ends[0]) / gaps if gaps else wall, *most)


def _watch(pid: int, most: list[float]) -> None:
    """Keep the most memory that the run and its processes share out among them, and its own."""
    while True:
        try:
            own = psutil.Process(pid)
            parts = [own, *own.children(recursive=True)]
            sizes = [_size(part) for part in parts]
        except psutil.NoSuchProcess:
            return
        if not sizes[0]:  # it has ended
            return
        most[:] = max(most[0], sum(sizes)), max(most[1], sizes[0])
        time.sleep(LOOK_SECONDS)


def _size(process: psutil.Process) -> float:
    try:
        return process.memory_full_info().pss / 2**20
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0.0


def write_class(folder: Path, topic: str, count: int, *, solved: bool) -> Path:
    """Write a class of solutions, or of stubs, no two alike."""
    folder.mkdir(parents=True)
    text = (ROOT / "solutions" / f"{topic}.py").read_text()
    text = text if solved else source.stub(text)
    for number in range(count):
        (folder / f"s{number:04}.py").write_text(f"{text}\n# %%\nMINE = {number}\n")
    return folder
