"""The watch, in a real terminal: what is saved is checked, and nothing that is saved ends it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tensorkata.commands import warm_process

from .terminals import Terminal

FILE = "05_custom_layers.py"


@pytest.fixture
def terminal(work):
    """Run the watch of the model topic in a terminal."""
    source = Path(warm_process.__file__).parents[2]
    python = f"PYTHONPATH={source} {sys.executable} -c"
    command = f"{python} 'from tensorkata.cli import main; main()' watch 05; echo ended; read x"
    terminal = Terminal(work.root, command)
    yield terminal
    terminal.close()


def test_a_student_s_hour_with_the_watch(work, terminal, answered):
    """Saves of every kind are told within the watch, which ends at q and at nothing else."""
    path = work.exercises / FILE
    stub = path.read_text()
    good = answered(stub, "Linear")
    cell = "\n\n# %%\n{}\n"
    terminal.wait("Linear  0 / 5 points", "not written yet", "q quit")
    path.write_text(good.replace("self.kernel) + self.bias", "self.kernel)"))
    terminal.wait("looks like: the bias is missing", "q quit")
    path.write_text(good.replace("class Linear", "class Linear(:"))
    terminal.wait("SyntaxError", gone=["the bias is missing"])
    path.write_text(good + cell.format("import os\nos._exit(3)"))
    terminal.wait("the process ended")
    path.write_text(good[: len(good) // 3])
    terminal.wait("q quit", gone=["the process ended"])
    path.write_text(good)
    terminal.wait("5 of 5 points", "done: n goes on")
    terminal.press("n")
    terminal.wait("Scale  0 / 3 points", "not written yet")
    terminal.press("h")
    terminal.wait("1. No weights")
    terminal.press("l")
    terminal.wait("✓ Linear", "· BatchNorm")
    path.write_text(answered(good, "Scale"))
    terminal.wait("3 of 3 points")
    terminal.press("r")
    terminal.wait("reset Scale to its start? y")
    terminal.press("y")
    terminal.wait("Scale  0 / 3 points", gone=["3 of 3"])
    assert path.read_text() == good
    path.write_text(good + cell.format("while True: pass"))
    terminal.wait("still running; is it an endless loop? your next save ends it")
    path.write_text(answered(good, "Scale"))
    terminal.wait("3 of 3 points")
    terminal.press("q")
    assert "Traceback" not in terminal.wait("ended")


@pytest.mark.slow
def test_a_spare_process_checks_where_there_is_no_fork(work, answered, monkeypatch):
    """The spare answers as a fork does, and one that dies is a fault of the file, not the end."""
    path = work.exercises / FILE
    good = answered(path.read_text(), "Linear")
    monkeypatch.delenv("KATA_TIMEOUT", raising=False)
    spare = warm_process.Warm(forks=False)
    request = warm_process.Request(str(work.root), "05_custom_layers", str(path), ("Linear",), 3)
    path.write_text(good)
    try:
        answer = spare.check(request)
        path.write_text(good + "\n\n# %%\nimport os\nos._exit(3)\n")
        assert (answer.fault, spare.check(request).fault) == ("", warm_process.ENDED)
    finally:
        spare.interrupt()
    assert [(e.points, e.max_points) for e in answer.exercises] == [(5.0, 5.0)]


@pytest.mark.slow
def test_what_prevents_a_check_is_said_by_its_name(work, monkeypatch):
    """A refusal of the kit's own is shown as it is, and is no crash of the student's file."""
    monkeypatch.setenv("KATA_TIMEOUT", "soon")
    warm = warm_process.Warm()
    path = work.exercises / FILE
    request = warm_process.Request(str(work.root), "05_custom_layers", str(path), ("Linear",), 3)
    try:
        assert "KATA_TIMEOUT=soon: give a number" in warm.check(request).fault
    finally:
        warm.interrupt()
