"""A student's first hour, from the wheel in a fresh environment to three solved exercises.

docs/first-hour.md is what this run shows; KATA_GOLDEN=write renews it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tensorkata.authoring import answers, source

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "first-hour.md"
TOPIC = "01_tensors"
MISTAKES = {
    "create": "fill forgets its value",
    "combine": "stacked on axis 0",
    "cast_and_scale": None,  # right at once
}
HEAD = """\
# A student's first hour

This is what a new student sees, from `pip install` on. A test writes this page
(tests/integrations/test_first_hour.py), so it shows what the kit says today.
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Install the wheel, as it is built from this tree, into a fresh environment."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    wheel = [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT)]
    subprocess.run(wheel, check=True, capture_output=True)
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / "bin" / "python"
    packages = next((folder / "env" / "lib").glob("python*")) / "site-packages"
    # What the wheel needs is taken from here; the kit itself is not.
    (packages / "here.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    (made,) = folder.glob("*.whl")
    install = [*pip, "--python", str(python), "install", "--no-deps", "--no-index", "--force"]
    subprocess.run([*install, str(made)], check=True, capture_output=True)
    return folder / "env"


class Hour:
    """Type commands and edit files as a student does, and keep what is shown."""

    def __init__(self, environment, folder):
        self.folder = folder
        self.page = [HEAD]
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        path = f"{environment / 'bin'}:{kept['PATH']}"
        self.environment = {**kept, "PATH": path, "COLUMNS": "80", "VIRTUAL_ENV": str(environment)}

    def type(self, command, expected):
        """Run a command, keep it and what it says, and return that."""
        done = subprocess.run(
            command.split(),
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == expected, done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        said = "\n".join(line.rstrip() for line in done.stdout.splitlines())
        indented = "\n".join(
            f"    {line}".rstrip() for line in [f"$ {command}", *said.splitlines()]
        )
        self.page.append(indented + "\n")
        return said

    def say(self, text):
        """Keep a sentence between two commands."""
        self.page.append(text + "\n")


def test_the_first_hour(installed, course, tmp_path):
    """Init, board, check, mistakes and their messages, three exercises solved, the board again."""
    hour = Hour(installed, tmp_path)
    topic = course.topic(TOPIC)
    solution = (course.solutions / topic.filename).read_text()
    hour.type("kata init course", 0)
    hour.folder = tmp_path / "course"
    file = hour.folder / "exercises" / topic.filename
    assert "unsolved" in hour.type("kata", 0)
    assert "not written yet" in hour.type("kata check create --seed 1", 1)
    hour.type("kata hint create", 0)
    for name, mistake in MISTAKES.items():
        exercise = topic.find(name)
        right = source.solution_of(solution, name).cell.source
        if mistake:
            wrong = answers.read(course, topic, exercise).wrong
            (text,) = [answer.source for answer in wrong if answer.title == mistake]
            file.write_text(written(file.read_text(), name, text))
            hour.say(f"The student writes `{name}` and makes a mistake: {mistake}.")
            said = hour.type(f"kata check {name} --seed 1", 1)
            assert said.count("looks like:") == 1
        hour.say(f"The student writes `{name}`, this time right.")
        file.write_text(written(file.read_text(), name, right))
        assert "✗" not in hour.type(f"kata check {name} --seed 1", 0)
    board = hour.type("kata", 0)
    assert f" 3 of {len(topic.exercise)} " in board
    page = "\n".join(hour.page)
    if os.environ.get("KATA_GOLDEN") == "write":
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page, encoding="utf-8")
    assert numberless(page) == numberless(PAGE.read_text(encoding="utf-8"))
    assert not shutil.which("kata", path=str(tmp_path))


def written(text, name, answer):
    """Return the file with the exercise's cell replaced by an answer."""
    (mine,) = [cell for cell in source.script_cells(text) if name in source.defined_names(cell)]
    return source.with_cell(text, mine, f"{answer.strip()}\n\n\n")


def numberless(page):
    """Return the page without its numbers, which follow the machine's arithmetic."""
    return re.sub(r"-?\d[\d.e+-]*", "#", re.sub(r" +", " ", page))
