"""`kata check` in a folder with a topic's notebook, as nbgrader or `kata init` hands it out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tensorkata.cli import app
from tensorkata.commands import workspace
from tensorkata.course import find_course

ROOT = Path(__file__).parents[2]
TOPIC = "04_custom_losses"


@pytest.fixture
def clone(tmp_path):
    """Copy what a check needs of a clone: its exercises are untouched scripts."""
    for name in ("course", "checkers", "exercises", "solutions"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def checked(monkeypatch, folder, *words):
    """Run `kata check` in a folder; return the exit code and what it prints."""
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(app, ["check", *words, "--seed", "7"])
    return done.exit_code, done.output


def test_the_notebook_of_the_current_folder_is_judged(clone, monkeypatch):
    """In a folder as nbgrader releases it, a solved notebook counts, not the clone's stub."""
    folder = clone / "course" / "source" / TOPIC
    code, said = checked(monkeypatch, folder, "mse")
    assert code == 0, said
    assert "not written yet" not in said
    code, said = checked(monkeypatch, clone, "mse")
    assert code == 1
    assert "not written yet" in said


def test_an_untouched_notebook_reads_not_written_yet(tmp_path, monkeypatch):
    """As `kata init --notebooks` writes it, and with nbgrader's own stub, nothing has failed."""
    workspace.init(find_course(ROOT), tmp_path / "work", notebooks=True)
    path = tmp_path / "work" / "exercises" / f"{TOPIC}.ipynb"
    code, said = checked(monkeypatch, path.parent, "mse")
    assert code == 1
    assert "not written yet" in said
    notebook = json.loads(path.read_text())
    for one in notebook["cells"]:
        stub = "# YOUR CODE HERE\n    raise NotImplementedError()"
        one["source"] = "".join(one["source"]).replace('raise NotImplementedError("mse")', stub)
    path.write_text(json.dumps(notebook))
    assert "YOUR CODE HERE" in path.read_text()
    code, said = checked(monkeypatch, path.parent, "mse")
    assert code == 1
    assert "not written yet" in said
