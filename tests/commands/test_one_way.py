"""The four ways to check one's own work: `kata check`, plain pytest, `kata watch`, a notebook."""

from __future__ import annotations

import subprocess
import sys

import pytest

FILE, TOPIC = "05_custom_layers.py", "05_custom_layers"
KATA = "from tensorkata.cli import main; main()"
WATCH = f"""
import secrets
secrets.randbelow = lambda _: 7
from tensorkata.commands.watch import Watch
from tensorkata.course import find_course
course = find_course()
watch = Watch(course, course.topic("{TOPIC}"))
watch._check()
while (event := watch.events.get()).kind != "done":
    watch._hear(event)
watch._hear(event)
watch._warm.interrupt()
"""
NOTEBOOK = f"""
import secrets
secrets.randbelow = lambda _: 7
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for cell in open("exercises/{FILE}").read().split("# %%\\n"):
    shell.run_cell(cell, store_history=True)
shell.run_cell('graded = __import__("tensorkata").check("Linear")')
print(shell.user_ns["graded"].as_text())
"""
DOORS = {
    "kata check": ["-c", KATA, "check", "Linear", "--seed", "7"],
    "pytest": ["-m", "pytest", f"checkers/{TOPIC}/test_linear.py", "--seed", "7"],
    "kata watch": ["-c", WATCH],
    "notebook": ["-c", NOTEBOOK],
}


def opened(work, words):
    """Go through a door; return the report that it shows and the progress that it keeps."""
    kept = work.root / ".tensorkata" / "progress.json"
    kept.unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, *words], cwd=work.root, capture_output=True, text=True, check=False
    )
    lines = done.stdout.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("Linear  ")]
    assert len(starts) == 1, done.stdout + done.stderr
    end = next(n for n, line in enumerate(lines) if line.startswith("next: ")) + 2
    return lines[starts[0] : end], kept.read_text() if kept.exists() else ""


@pytest.mark.slow
@pytest.mark.parametrize("answer", ["without its bias", "not written"])
def test_every_way_to_check_gives_the_same_report_and_progress(work, answered, answer):
    """From one seed the report is the same to the letter, and so is what is remembered."""
    path = work.exercises / FILE
    if answer == "without its bias":
        right = answered(path.read_text(), "Linear")
        path.write_text(right.replace("self.kernel) + self.bias", "self.kernel)"))
    found = {door: opened(work, words) for door, words in DOORS.items()}
    report, progress = found["kata check"]
    assert (
        report[0]
        == {
            "right": "Linear  5 / 5 points",
            "without its bias": "Linear  1 / 5 points",
            "not written": "Linear  0 / 5 points",
        }[answer]
    )
    assert f"{TOPIC}::Linear" in progress
    assert report[-3].startswith(f"{TOPIC} ")
    assert report[-1].startswith(f"  kata hint {TOPIC}::Linear")
    assert found == dict.fromkeys(DOORS, (report, progress))


@pytest.mark.slow
def test_a_file_that_cannot_be_read_is_missing_in_every_way(work):
    """Each check says why, in the watch as in the command."""
    (work.exercises / FILE).write_bytes(b"\xff\xfe\x00")
    found = {door: opened(work, DOORS[door]) for door in ("kata check", "kata watch")}
    report, _ = found["kata check"]
    assert any(f"{FILE}: " in line for line in report)
    assert found["kata watch"] == found["kata check"]


@pytest.mark.slow
def test_what_pytest_has_checked_in_part_is_not_remembered(work, answered):
    """A check alone says nothing of the exercise: its points are shown, and not kept."""
    path = work.exercises / FILE
    path.write_text(answered(path.read_text(), "Linear"))
    words = ["-m", "pytest", f"checkers/{TOPIC}/test_linear.py", "--seed", "7", "-k", "output"]
    report, progress = opened(work, words)
    assert "✓" in report[1]
    assert "Linear" not in progress
