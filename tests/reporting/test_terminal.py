"""A student's lines on a terminal."""

from __future__ import annotations

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
