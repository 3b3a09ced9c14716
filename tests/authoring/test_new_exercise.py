"""The tutorial for authors is typed along: what it writes is proven by `kata verify`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "new-exercise.md"
# A line that begins with a file's name, then the block that goes into this file.
BLOCK = re.compile(
    r"^`(?P<file>[^`]+)`, [^\n]*:\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
NEXT = '[[topic]]\nname = "02_model"'


def typed_along(root):
    """Write what the page writes into a copy of the course; return the files."""
    files = []
    for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        path, text = root / block["file"], block["text"]
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        at = old.find(NEXT) if NEXT in old else len(old)
        space = "\n" if old else ""
        path.write_text(f"{old[:at]}{space}{text}{space}{old[at:]}", encoding="utf-8")
        files.append(block["file"])
    return files


def kata(root, *words):
    """Run a command in the copy and return how it ended."""
    command = [sys.executable, "-c", "from tensorkata.cli import main; main()", *words]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_the_tutorial_s_exercise_is_green(tmp_path):
    """Whoever types the page along has a built exercise that `kata verify` proves."""
    for name in ("course", "solutions", "exercises", "checkers", "tests/answers"):
        shutil.copytree(ROOT / name, tmp_path / name)
    assert len(typed_along(tmp_path)) == 5
    built = kata(tmp_path, "build")
    assert built.returncode == 0, built.stderr
    assert (
        'raise NotImplementedError("tally")' in (tmp_path / "exercises/01_tensors.py").read_text()
    )
    solved = kata(tmp_path, "check", "01_tensors::tally", "--submission", "solutions")
    assert "2 / 2 points" in solved.stdout
    assert "not written yet" in kata(tmp_path, "check", "01_tensors::tally").stdout
    proven = kata(tmp_path, "verify", "01_tensors::tally")
    assert proven.returncode == 0, proven.stdout + proven.stderr
