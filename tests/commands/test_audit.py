"""`kata audit`: no attack of the corpus scores or does harm; what would is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tensorkata.authoring import source

ROOT = Path(__file__).parents[2]
TOPIC = "05_custom_layers"
THIEF = """# tries to: steal and to leave something
open(f"/tmp/{TRACE}", "w").close()


def ANSWER(*args, **kwargs):
    raise RuntimeError(open(PREY["secret"]).read())
"""


def kata(folder, *words):
    """Run the command in a folder."""
    return subprocess.run(
        [sys.executable, "-c", "from tensorkata.cli import main; main()", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.sandbox
def test_no_attack_scores_or_does_harm():
    """The whole corpus at the best level of this machine: exit 0, every neighbour unharmed."""
    done = kata(ROOT, "audit", TOPIC)
    assert done.returncode == 0, done.stdout + done.stderr
    attacks = len([*ROOT.glob("tests/attacks/*.py"), *ROOT.glob("tests/attacks/*.ipynb")])
    assert f"{attacks} attacks, 0 score or do harm; {attacks + 1} honest" in done.stdout


@pytest.mark.sandbox
def test_what_scores_or_does_harm_is_told(tmp_path, course, topic):
    """Without walls a thief is found out; so is an attack that answers right."""
    for name in ("checkers", "course", "solutions"):
        (tmp_path / name).symlink_to(ROOT / name)
    folder = tmp_path / "tests" / "attacks"
    folder.mkdir(parents=True)
    (folder / "thief.py").write_text(THIEF)
    (folder / "learner.py").write_text(source.read(course, topic))
    done = kata(tmp_path, "audit", TOPIC, "--isolation", "none")
    for left in Path("/tmp").glob("kata-trace-*"):
        left.unlink()
    assert done.returncode == 1, done.stdout + done.stderr
    for words in ("thief.py read a secret", "left: /tmp/kata-trace-", "learner.py scores"):
        assert words in done.stdout
    assert "2 attacks, 3 score" in done.stdout


def test_where_no_attacks_are_it_says_so(tmp_path):
    """An installed course comes without them: one line, exit 2."""
    for name in ("checkers", "course"):
        (tmp_path / name).symlink_to(ROOT / name)
    done = kata(tmp_path, "audit")
    assert done.returncode == 2
    assert "they come with the course's repository" in done.stderr


@pytest.mark.parametrize("command", [["grade", TOPIC, "exercises", "--out", "out"], ["audit"]])
def test_where_no_wall_stands_nothing_is_run(command, tmp_path):
    """Without Landlock both commands stop with exit 3 and say what to do."""
    script = (
        "import sys; from tensorkata.sandbox import isolation\n"
        "isolation.answer_of = lambda *_: 'Landlock: Function not implemented'\n"
        "from tensorkata.cli import main; main()"
    )
    command = [str(tmp_path) if word == "out" else word for word in command]
    done = subprocess.run(
        [sys.executable, "-c", script, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done.stdout
    assert "5.13" in done.stderr
    assert "--isolation none" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.glob("*.json"))
