"""A student's lines on a terminal."""

from __future__ import annotations

import io
import subprocess
import sys

import rich.console
from rich.table import Table
from rich.text import Text

from tensorkata.reporting import board, terminal
from tensorkata.results import CheckResult, ExerciseResult


def test_no_line_of_a_student_is_dim(course, monkeypatch, capsys):
    """Dim text is too faint to be read, on a light ground above all."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    outcomes = ("passed", "failed", "skipped", "todo")
    checks = [CheckResult(name, 0.0, 1.0, hidden=False, outcome=name) for name in outcomes]
    exercises = [ExerciseResult.of("Linear", checks)]
    terminal.show_exercises(terminal.make_console(), exercises, verbose=True)
    board.show_board(course)
    said = capsys.readouterr().out
    assert "\x1b[1m" in said
    assert "\x1b[2m" not in said


def test_no_text_steers_a_terminal_whoever_prints_it():
    """Titles, colours and moves of a student's text go no further than the console."""
    out = io.StringIO()
    console = terminal.make_console(out)
    hostile = "a\x1b]0;title\x07b\x1b[2J\u202ec"
    console.print(hostile, markup=False)
    table = Table()
    table.add_column(hostile)
    table.add_row(Text(hostile))
    console.print(table)
    assert not set(out.getvalue()) & {"\x1b", "\x07", "\u202e"}
    assert "a]0;titleb" in out.getvalue()


def test_the_line_of_an_error_steers_no_terminal():
    """A name that a command repeats is clean in its last line too."""
    code = "from tensorkata.cli import main; main()"
    words = ["grade", "05", "no\x1b]0;title\x07file", "--out", "o"]
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no]0;titlefile" in done.stderr
    assert not set(done.stderr) & {"\x1b", "\x07"}


def test_a_report_is_text_in_a_notebook_too(monkeypatch):
    """What is made as text is not shown as a notebook cell's output instead."""
    monkeypatch.setattr(rich.console, "_is_jupyter", lambda: True)
    exercise = ExerciseResult.of(
        "Linear", [CheckResult("test_a", 1.0, 1.0, hidden=False, outcome="passed")]
    )
    assert "Linear  1 / 1 points" in terminal.as_text({"05_custom_layers": (exercise,)}, None)
