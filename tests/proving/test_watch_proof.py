"""`kata verify --watch`: a save is answered by what the answers do now, then by the whole proof."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from typer.testing import CliRunner

from tensorkata.cli import app
from tensorkata.course import Course

COMMAND = "from tensorkata.cli import main; main()"
PROBES = '''\
"""Probes."""


def halve(student, x):
    return student.halve(x)
'''
CHECK = '''\
from tensorkata.checking import assert_close, points


@points(2)
def test_values(probes, rng):
    """halve(x) is x / 2"""
    x = float(rng.uniform(-9, 9))
    assert_close(probes.halve(x), x / 2)
'''
ANSWERS = """\
# %% right: times a half
def halve(x):
    return 0.5 * x

# %% right: by two
def halve(x):
    return x / 2

"""
WRONG = """\
# %% wrong: {title} | test_values | differ
def halve(x):
    return {value}

"""
MISTAKES = {
    "a third": "x / 3",
    "doubled": "2 * x",
    "the sign is lost": "abs(x) / 2",
    "nothing is done": "x",
    "a quarter": "x / 4",
}
PATIENCE = 120.0  # seconds for a line to come


@pytest.fixture
def watched(course: Course) -> Iterator[Callable[[str], str]]:
    """Run the watch of halve; return a function that waits for a line with some words."""
    folder = course.checkers / "01_numbers"
    (folder / "hidden" / "test_halve.py").unlink(missing_ok=True)
    (folder / "probes.py").write_text(PROBES)
    (folder / "test_halve.py").write_text(CHECK)
    path = course.answers / "01_numbers" / "halve.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    wrong = (WRONG.format(title=title, value=value) for title, value in MISTAKES.items())
    path.write_text(ANSWERS + "".join(wrong))
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, "verify", "--watch", "halve"],
        cwd=course.root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=lambda: [*map(lines.put, process.stdout)], daemon=True).start()

        def wait(words: str) -> str:
            seen = []
            while words not in (line := lines.get(timeout=PATIENCE)):
                seen.append(line)
                assert "Traceback" not in line, seen
            return line

        try:
            yield wait
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()


@pytest.mark.sandbox
def test_an_author_s_hour(course: Course, watched: Callable[[str], str]) -> None:
    """A right state is proven whole; a wrong answer that passes, or a broken file, is told."""
    answers = course.answers / "01_numbers" / "halve.py"
    check = course.checkers / "01_numbers" / "test_halve.py"
    good = answers.read_text()
    watched("✓ halve: 10 answers, 0 findings")
    watched("the whole proof")
    answers.write_text(good + WRONG.format(title="by shifting", value="x * 2**-1"))
    watched("wrong: by shifting: it loses 0 points; test_values should catch it")
    assert "11 answers, 1 findings" in watched("halve: ")
    answers.write_text(good)
    watched("✓ halve: 10 answers, 0 findings")
    check.write_text(CHECK.replace("x / 2)", "x / 2))"))
    watched("✗")
    check.write_text(CHECK.replace("x / 2)", "x / 3)"))
    watched("reference (sandbox): checkers/01_numbers/test_halve.py:8: test_values is failed")
    check.write_text(CHECK)
    watched("✓ halve: 10 answers, 0 findings")


@pytest.mark.parametrize("names", [[], ["01"], ["halve", "RunningTotal"]])
def test_a_watch_takes_one_exercise(
    course: Course, monkeypatch: pytest.MonkeyPatch, names: list[str]
) -> None:
    """A topic, several names or none are refused with what to type."""
    monkeypatch.chdir(course.root)
    done = CliRunner().invoke(app, ["verify", "--watch", *names])
    assert done.exit_code
    assert "--watch takes one exercise: kata verify --watch" in str(done.exception)
