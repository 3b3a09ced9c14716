"""A run that is killed again and again loses nothing: the proof, by doing it.

    python benchmarks/resume.py [SUBMISSIONS] [KILLS] [--seed N]

Grades cheap submissions once undisturbed. Grades them again, and kills the run with SIGKILL at
random moments, its start among them; the same command goes on each time. In the end the results
must be equal, each student there once, and nothing that was kept may have been graded again.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tensorkata.authoring import source
from tensorkata.grading.store import FILE, loaded
from tensorkata.reporting.exports import from_json
from tensorkata.results import SubmissionResult, without_times

ROOT = Path(__file__).parents[1]
TOPIC = "05_custom_layers"
GRADE = "from tensorkata.cli import main; main()"


def write_class(folder: Path, submissions: int) -> None:
    """Write stubs of the topic, no two alike."""
    folder.mkdir()
    stub = source.stub((ROOT / "solutions" / f"{TOPIC}.py").read_text())
    for number in range(submissions):
        (folder / f"s{number:04}.py").write_text(f"{stub}\n# %%\nMINE = {number}\n")


def start(folder: Path, out: Path) -> subprocess.Popen[str]:
    """Start a run of the class."""
    command = ["grade", TOPIC, str(folder), "--out", str(out), "--seed", "5"]
    return subprocess.Popen(
        [sys.executable, "-c", GRADE, *command],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def kept(out: Path) -> dict[str, SubmissionResult]:
    """Return what the store holds of the run, by student, with its times: they tell two apart."""
    if not (out / FILE).exists():
        return {}
    with loaded(out) as run:
        return {entry.student: entry for entry in run.submissions}


def killed_after(run: subprocess.Popen[str], fresh: int, known: int, wait: float) -> None:
    """Kill the run `wait` seconds after so many submissions are done beyond those known."""
    for line in run.stderr or ():
        done = line.partition("/")[0]
        if fresh == 0 or (done.isdigit() and int(done) >= known + fresh):
            break
    time.sleep(wait)
    run.kill()
    run.communicate()


def main() -> int:
    """Do it; print what was seen and exit with 1 where anything was lost."""
    words = argparse.ArgumentParser(description="Kill and resume a run, and compare.")
    words.add_argument("submissions", nargs="?", type=int, default=300)
    words.add_argument("kills", nargs="?", type=int, default=10)
    words.add_argument("--seed", type=int, default=1)
    asked = words.parse_args()
    rng = random.Random(asked.seed)
    share = asked.submissions // (asked.kills + 1)
    with tempfile.TemporaryDirectory() as name:
        folder, whole, cut = Path(name, "class"), Path(name, "whole"), Path(name, "cut")
        write_class(folder, asked.submissions)
        start(folder, whole).communicate()
        before: dict[str, SubmissionResult] = {}
        twice = 0
        for number in range(asked.kills):
            run = start(folder, cut)
            if number % 5 == 1:  # before anything is graded
                time.sleep(rng.uniform(0.0, 5.0))
                run.kill()
                run.communicate()
            else:
                wait = rng.uniform(0.0, 0.5)
                killed_after(run, rng.randint(1, max(1, 2 * share - 1)), len(before), wait)
            now = kept(cut)
            twice += sum(now.get(student) != entry for student, entry in before.items())
            print(f"kill {number + 1}: {len(now)} of {asked.submissions} kept", flush=True)
            before = now
        said = start(folder, cut).communicate()[1]
        now = kept(cut)
        twice += sum(now.get(student) != entry for student, entry in before.items())
        runs = [from_json((out / "results.json").read_bytes()) for out in (whole, cut)]
    one, two = ([without_times(entry) for entry in run.submissions] for run in runs)
    students = [entry.student for entry in two]
    lost = asked.submissions - len(set(students))
    equal = one == two and len(students) == len(set(students))
    print(f"equal to an undisturbed run: {equal}; lost: {lost}; graded twice: {twice}")
    if not equal:
        print(said)
    return 0 if equal and not lost and not twice else 1


if __name__ == "__main__":
    sys.exit(main())
