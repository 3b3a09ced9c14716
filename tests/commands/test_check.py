"""What `kata check` takes for a file of the student's own, and what for one from elsewhere."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tensorkata.commands.check import _file_elsewhere

from ..cases.class_files import ANSWER

KATA = "from tensorkata.cli import main; main()"


def test_a_file_of_exercises_is_the_student_s_own_work(work, tmp_path, monkeypatch):
    """Its points count; a copy elsewhere is checked as it is, and the progress is left alone."""
    copy = tmp_path / "05_custom_layers.py"
    copy.write_text("")
    monkeypatch.chdir(work.root)
    for own in (
        "exercises/05_custom_layers.py",
        "05_custom_layers.py",
        "05_custom_layers",
        "Linear",
    ):
        assert _file_elsewhere(work, own) == ""
    assert _file_elsewhere(work, f"{copy}::Linear") == str(copy)
    assert _file_elsewhere(work, "../05_custom_layers.py") == "../05_custom_layers.py"
    monkeypatch.chdir(work.exercises)
    assert _file_elsewhere(work, "05_custom_layers.py") == ""


@pytest.mark.slow
def test_a_breakpoint_opens_the_debugger(work):
    """`breakpoint()` in an answer stops there, shows the line, and goes on to the points."""
    answer = ANSWER.replace(
        "        return tf.cast", "        breakpoint()\n        return tf.cast"
    )
    (work.exercises / "05_custom_layers.py").write_text(answer)
    done = subprocess.run(
        [sys.executable, "-c", KATA, "check", "Scale"],
        cwd=work.root,
        input="p type(self).__name__ * 2\n" + "c\n" * 200,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ScaleScale" in done.stdout, done.stderr
    assert "-> return tf.cast" in done.stdout
    assert "3 of 3 points" in done.stdout


@pytest.mark.slow
def test_what_aborts_at_the_end_of_python_costs_no_report(work):
    """Threads of TensorFlow may abort an orderly end: the exit code says what the report says."""
    at_end = "\n\n# %%\nimport atexit\nimport os\n\natexit.register(os.abort)\n"
    (work.exercises / "05_custom_layers.py").write_text(ANSWER + at_end)
    done = subprocess.run(
        [sys.executable, "-c", KATA, "check", "Scale"],
        cwd=work.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "3 of 3 points" in done.stdout
