"""A student's first hour, from the wheel in a fresh environment to four solved exercises.

docs/first-hour.md is what this run shows; KATA_GOLDEN=write renews it.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tensorkata.authoring import source
from tensorkata.proving import answers

from .terminals import Terminal

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "first-hour.md"
TOPIC = "01_tensors"
MISTAKES = {
    "create": "fill forgets its value",
    "combine": "stacked on axis 0",
    "cast_and_scale": None,  # right at once
}
WATCHED, SLIP = "pairwise_distances", "the root is missing"
HEAD = """\
# A student's first hour

This is what a new student sees, from `pip install` on. A test writes this page
(tests/commands/test_first_hour.py), so every message is what the kit says today.
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
        self.keep(command, said)
        return said

    @contextlib.contextmanager
    def watch(self, name):
        """Watch an exercise in a terminal until q is pressed."""
        kept = " ".join(f"{key}={self.environment[key]}" for key in ("PATH", "VIRTUAL_ENV"))
        command = f"env -u PYTHONPATH {kept} kata watch {name}; echo ended; read x"
        terminal = Terminal(self.folder, command)
        try:
            self.keep(f"kata watch {name}", terminal.wait("not written yet", "q quit"))
            yield terminal
            terminal.press("q")
            assert "Traceback" not in terminal.wait("ended")
        finally:
            terminal.close()

    def keep(self, command, said):
        """Keep a command, if there is one, and what it shows."""
        rows = [f"$ {command}"] * bool(command) + [row.rstrip() for row in said.splitlines()]
        page = "\n".join(f"    {row}".rstrip() for row in rows)
        self.page.append(page.rstrip() + "\n")

    def say(self, text):
        """Keep a sentence between two commands."""
        self.page.append(text + "\n")


@pytest.mark.tmux
def test_the_first_hour(installed, course, tmp_path):
    """Init, board, check, mistakes and their messages, the watch, four exercises, the board."""
    hour = Hour(installed, tmp_path)
    topic = course.topic(TOPIC)
    solution = (course.solutions / topic.filename).read_text()
    hour.type("kata init course", 0)
    hour.folder = tmp_path / "course"
    file = hour.folder / "exercises" / topic.filename
    board = hour.type("kata", 0)
    assert f" 0 of {len(topic.exercise)} " in board
    assert "unsolved" in board
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
    wrong = answers.read(course, topic, topic.find(WATCHED)).wrong
    (slip,) = [answer.source for answer in wrong if answer.title == SLIP]
    right = source.solution_of(solution, WATCHED).cell.source
    hour.say("From here on `kata watch` checks at each save; what follows is its screen.")
    with hour.watch(f"{TOPIC}::{WATCHED}") as terminal:
        file.write_text(written(file.read_text(), WATCHED, slip))
        hour.say(f"The student saves `{WATCHED}` with a mistake: {SLIP}.")
        hour.keep("", terminal.wait("looks like:", "q quit"))
        file.write_text(written(file.read_text(), WATCHED, right))
        hour.say(f"The student saves `{WATCHED}`, this time right.")
        hour.keep("", terminal.wait("done: n goes on", "q quit"))
    board = hour.type("kata", 0)
    assert f" 4 of {len(topic.exercise)} " in board
    page = "\n".join(hour.page)
    if os.environ.get("KATA_GOLDEN") == "write":
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page, encoding="utf-8")
    assert comparable(page) == comparable(PAGE.read_text(encoding="utf-8"))
    assert not shutil.which("kata", path=str(tmp_path))


def written(text, name, answer):
    """Return the file with the exercise's cell replaced by an answer."""
    (mine,) = [cell for cell in source.script_cells(text) if name in source.defined_names(cell)]
    return source.with_cell(text, mine, f"{answer.strip()}\n\n\n")


def comparable(page):
    """Return the page without what another exercise or another machine's arithmetic changes."""
    page = re.sub(r"(?m)^ +(> )?\d\d_\w+ +\S+ +\d+ of .*\n", "", page)  # the board's rows
    page = re.sub(r"next: .*\n +kata watch \S+", "next: #", page)
    return re.sub(r"-?\d[\d.e+-]*", "#", re.sub(r" +", " ", page))


def test_a_new_exercise_leaves_the_page_as_it_is():
    """The page is compared without the rows of the board, and with every other line."""
    page = PAGE.read_text(encoding="utf-8")
    grown = page.replace("········          0 of 8 ", "·········         0 of 9 ")
    grown = grown.replace("next: One-hot labels", "next: Count labels")
    assert grown != page
    assert comparable(grown) == comparable(page)
    assert comparable(page.replace("the root is missing", "")) != comparable(page)
