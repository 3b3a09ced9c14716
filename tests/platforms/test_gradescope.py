"""`kata export gradescope`: the zip, run here in the folders that Gradescope makes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib import metadata

import pytest

from tensorkata.authoring import source
from tensorkata.authoring.gradescope import export
from tensorkata.checking.key import Key
from tensorkata.errors import UsageError
from tensorkata.grading.messages import Job
from tensorkata.reporting.visible import visible

TOPIC = "05_custom_layers"
pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def autograder(tmp_path_factory, course, topic):
    """Return a folder as Gradescope's image has it: source/, and run_autograder beside it."""
    root = tmp_path_factory.mktemp("autograder")
    export(course, topic, root / "autograder.zip")
    with zipfile.ZipFile(root / "autograder.zip") as archive:
        archive.extractall(root / "source")
        modes = {one.filename: one.external_attr >> 16 & 0o777 for one in archive.infolist()}
    assert {name for name, mode in modes.items() if mode & 0o111} == {"setup.sh", "run_autograder"}
    shutil.copy(root / "source" / "run_autograder", root)
    return root


def run(root, name, text):
    """Hand in a file, run the autograder from elsewhere; return its end and its results."""
    shutil.rmtree(root / "submission", ignore_errors=True)
    shutil.rmtree(root / "results", ignore_errors=True)
    (root / "submission").mkdir()
    (root / "submission" / name).write_text(text)
    done = subprocess.run(
        ["bash", str(root / "run_autograder")],
        cwd="/",
        env={**os.environ, "KATA_PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    results = root / "results" / "results.json"
    return done, json.loads(results.read_bytes()) if results.exists() else None


def test_the_autograder_gives_the_points_of_kata_grade(autograder, judges, solution):
    """results.json has the judge's points, check by check; of hidden ones no message."""
    text = source.stub_of(solution, ["Linear"])
    done, results = run(autograder, f"{TOPIC}.py", text)
    assert done.returncode == 0, done.stdout + done.stderr
    [(_, verdict)] = judges.run([("mine", Job("mine.py", Key.of(7), text))])
    checks = [check for one in verdict.exercises for check in visible(one).checks]
    assert results["score"] == sum(one.points for one in verdict.exercises) > 0
    assert [(test["score"], test["max_score"], test["status"]) for test in results["tests"]] == [
        (check.points, check.max_points, "passed" if check.outcome == "passed" else "failed")
        for check in checks
    ]
    claims = {c.claim for one in verdict.exercises for c in one.checks if c.hidden}
    assert claims
    assert not [claim for claim in claims if claim in json.dumps(results)]


def test_a_submission_without_the_file_is_told_what_to_hand_in(autograder):
    """No file of the topic: no points, what was handed in, and the name that it should have."""
    for name in ("notes.txt", f"{TOPIC}.tar.gz", ".DS_Store"):
        done, results = run(autograder, name, "hello")
        assert done.returncode == 0, done.stdout + done.stderr
        assert results["score"] == 0
        what = "nothing was handed in" if name[0] == "." else f"handed in {name}: not a .py"
        assert results["output"].startswith(what)
        assert results["output"].endswith(f"hand in {TOPIC}.py or {TOPIC}.ipynb")


def test_the_output_names_the_file_that_was_graded(autograder, solution):
    """A renamed file is graded, as `kata grade` would, and the student reads which it was."""
    text = source.stub_of(solution, ["Linear"])
    done, results = run(autograder, f"{TOPIC} (1).py", text)
    assert done.returncode == 0, done.stdout + done.stderr
    assert results["score"] > 0
    assert results["output"] == f"graded {TOPIC} (1).py"


def test_a_fault_of_the_machine_leaves_no_results(autograder):
    """Where the kit cannot grade there is no results.json, so that nobody has 0 points for it."""
    (autograder / "source" / "course" / "course" / "curriculum.toml").rename(autograder / "away")
    try:
        done, results = run(autograder, f"{TOPIC}.py", "x = 1\n")
    finally:
        (autograder / "away").rename(autograder / "source/course/course/curriculum.toml")
    assert (done.returncode, results) == (2, None)
    assert "no course at or above" in done.stderr


def test_setup_installs_what_the_zip_names_and_nothing_else(autograder):
    """setup.sh is sound; its one pip line takes requirements.txt, which pins what is here."""
    script = autograder / "source" / "setup.sh"
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
    pip = re.findall(r"pip install (.*)", script.read_text())
    assert pip == ["--no-cache-dir --requirement requirements.txt"]
    lines = (autograder / "source" / "requirements.txt").read_text().splitlines()
    pins = dict(line.split("==") for line in lines)
    assert {"tensorflow", "keras", "numpy", "msgspec", "pytest", "pyseccomp"} <= set(pins)
    assert "tensorkata" not in pins
    assert {name: metadata.version(name) for name in pins} == pins


def test_named_packages_are_installed_there_too(tmp_path, course, topic):
    """requirements.txt has them with what they need; one that is missing here is one line."""
    export(course, topic, tmp_path / "more.zip", ["psutil", "sklearn"])
    with zipfile.ZipFile(tmp_path / "more.zip") as archive:
        lines = archive.read("requirements.txt").decode().splitlines()
    assert f"psutil=={metadata.version('psutil')}" in lines
    assert f"scikit-learn=={metadata.version('scikit-learn')}" in lines
    with pytest.raises(UsageError, match="no_such_thing is not installed where this is graded"):
        export(course, topic, tmp_path / "none.zip", ["no_such_thing"])
