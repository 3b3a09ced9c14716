"""R16: a folder's name is no pattern, whatever it is called."""

from __future__ import annotations

import csv
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tensorkata.course import Course

from .class_files import ANSWER

ROOT = Path(__file__).parents[2]
NAME = "DL [WS 26] (a*b)?"


def kata(folder, *words):
    """Run a command in a folder; return how it ended and what it said."""
    command = [sys.executable, "-c", "from tensorkata.cli import main; main()", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_a_workspace_works_in_a_folder_of_any_name(course, tmp_path):
    """`kata init` makes it there, and `kata check` finds its checks there."""
    work = tmp_path / NAME / "work"
    code, said = kata(ROOT, "init", str(work))
    assert code == 0, said
    assert f"next: cd {shlex.quote(str(work))}, then type kata" in said
    (work / "exercises" / "05_custom_layers.py").write_text(ANSWER)
    code, said = kata(work, "check", "Scale")
    assert "3 of 3 points" in said
    assert course.topics == Course(work).topics


@pytest.mark.slow
@pytest.mark.sandbox
def test_a_class_is_graded_in_a_folder_of_any_name(tmp_path):
    """Course, submissions and results stand in folders with brackets, and are told whole."""
    clone = tmp_path / NAME
    for name in ("course", "checkers", "exercises"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    (clone / "class [a]").mkdir()
    (clone / "class [a]" / "ada.py").write_text(ANSWER)
    code, said = kata(clone, "grade", "05", "class [a]", "--out", "out [b]", "--jobs", "1")
    assert code == 1, said
    assert "results: out [b] (json, csv)" in said
    text = (clone / "out [b]" / "results.csv").read_text(encoding="utf-8-sig")
    assert [row["Scale"] for row in csv.DictReader(text.splitlines())] == ["3", "3"]
