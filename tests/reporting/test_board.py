"""Hints: one step more each time it is asked for, and where to read on after the last."""

import shutil
from pathlib import Path

from tensorkata.course import Course
from tensorkata.reporting.board import show_hint

ROOT = Path(__file__).parents[2]
GUIDE = "https://www.tensorflow.org/guide/tensor"


def test_the_last_hint_comes_with_what_to_read(tmp_path, capsys):
    """A hint more is shown each time; the links of the exercise stand below the last one."""
    shutil.copytree(ROOT / "course", tmp_path / "course")
    course = Course(tmp_path)
    said = []
    for _ in range(3):
        show_hint(course, "create", following=True)
        said.append(capsys.readouterr().out)
    assert "1 more: `kata hint 01_tensors::create --next`" in said[0]
    assert GUIDE not in said[0]
    assert f"\nto read: {GUIDE}\n" in said[1]
    assert said[2] == said[1]
