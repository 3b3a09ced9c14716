"""The tutorial for authors is typed along: what it writes is proven by `kata verify`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "new-exercise.md"
# A line that begins with a file's name, then the block that goes into this file.
BLOCK = re.compile(
    r"^`(?P<file>[^`]+)`, [^\n]*:\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
# Before which line of a file that is there already the block goes.
BLANK = {".toml": "\n", ".py": "\n\n", ".md": ""}
BEFORE = {
    "course/curriculum.toml": '[[topic]]\nname = "02_model"',
    "docs/course.md": "\n## 02_model\n",
    "solutions/01_tensors.py": "# %% [markdown]\n# ## What to read next",
}


# The page's name may be taken, if somebody has typed the page along in this clone.
NAME = "tally_again"


def typed_along(root):
    """Write what the page writes into a copy of the course; return the files."""
    files = []
    for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8").replace("tally", NAME)):
        name, text = block["file"], block["text"]
        path = root / name
        if name in BEFORE:
            head, mark, tail = path.read_text(encoding="utf-8").partition(BEFORE[name])
            assert mark
            text = f"{head}{text}{BLANK[path.suffix]}{mark}{tail}"
        path.write_text(text, encoding="utf-8")
        files.append(name)
    return files


def kata(root, *words):
    """Run a command in the copy and return how it ended."""
    command = [sys.executable, "-c", "from tensorkata.cli import main; main()", *words]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.mark.sandbox
def test_the_tutorial_s_exercise_is_green(tmp_path):
    """Whoever types the page along has a built exercise that `kata verify` proves."""
    for name in ("course", "solutions", "exercises", "checkers", "docs", "tests/answers"):
        shutil.copytree(ROOT / name, tmp_path / name)
    assert len(typed_along(tmp_path)) == 6
    built = kata(tmp_path, "build")
    assert built.returncode == 0, built.stderr
    assert (
        f'raise NotImplementedError("{NAME}")' in (tmp_path / "exercises/01_tensors.py").read_text()
    )
    solved = kata(tmp_path, "check", f"01_tensors::{NAME}", "--submission", "solutions")
    assert "3 / 3 points" in solved.stdout
    assert "not written yet" in kata(tmp_path, "check", f"01_tensors::{NAME}").stdout
    proven = kata(tmp_path, "verify", f"01_tensors::{NAME}", "--local")
    assert proven.returncode == 0, proven.stdout + proven.stderr
