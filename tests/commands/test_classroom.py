"""docs/classroom.yml: the workflow's own lines, run here as GitHub's runner runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tensorkata import progress
from tensorkata.authoring.bundle import bundle
from tensorkata.results import CheckResult, ExerciseResult

from ..travelling import TOPIC, travelling_course

WORKFLOW = Path(__file__).parents[2] / "docs" / "classroom.yml"


@pytest.fixture
def step(tmp_path):
    """Return the way to run a step of the workflow in a student's repository."""
    job = yaml.safe_load(WORKFLOW.read_text())["jobs"]["run-autograding-tests"]
    steps = {step.get("name"): step["run"] for step in job["steps"] if "run" in step}
    work = tmp_path / "work"
    bundle(travelling_course(tmp_path / "course"), work)

    def run(name, topic=TOPIC, outcome="failure"):
        environment = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "TOPIC": topic,
            "OUTCOME": outcome,
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        }
        words = ["bash", "-e", "-c", steps[name]]
        return subprocess.run(
            words, cwd=work, env=environment, capture_output=True, text=True, check=False
        )

    run.folder, run.page = work, tmp_path / "summary.md"
    return run


def remember(folder, points, most, topic=TOPIC):
    """Leave the points of a run in a student's folder."""
    check = CheckResult("a", points, most, hidden=False, outcome="passed")
    progress.remember(folder, {topic: (ExerciseResult.of("rows", [check]),)})


@pytest.mark.parametrize(
    ("outcome", "status", "points"), [("success", 0, 2.0), ("failure", 1, 0.5)]
)
@pytest.mark.parametrize("topic", ["", TOPIC, "01"])
def test_the_workflow_reports_the_points_that_kata_check_left(step, outcome, status, points, topic):
    """The notice has the form that Classroom reads, the summary a row an exercise."""
    remember(step.folder, points, 2.0)
    done = step("Report", topic, outcome)
    assert done.returncode == status, done.stderr
    assert f"::notice title=Autograding complete::Points {points:g}/2\n" in done.stdout
    assert f"| {TOPIC}::rows | {points:g} / 2 |" in step.page.read_text()


def test_points_of_an_earlier_run_do_not_count(step):
    """No file under the topic's name: 0 of what there is, whatever was committed before."""
    remember(step.folder, 9.0, 9.0)
    remember(step.folder, 5.0, 5.0, "02_of_another_course")
    (step.folder / "exercises" / f"{TOPIC}.py").rename(step.folder / "exercises" / "mine.py")
    checked = step("Check")
    assert checked.returncode == 2
    assert f"no {TOPIC}.py or .ipynb" in checked.stderr
    done = step("Report")
    assert done.returncode == 1, done.stderr
    assert "::notice title=Autograding complete::Points 0/2\n" in done.stdout
    assert f"| {TOPIC}::rows | 0 / 2 |" in step.page.read_text()


def test_checks_in_several_processes_are_refused_in_one_line(step):
    """`pytest -n 2` would lose the report and break checks that build on others."""
    words = [sys.executable, "-m", "pytest", f"checkers/{TOPIC}", "-n", "2"]
    done = subprocess.run(words, cwd=step.folder, capture_output=True, text=True, check=False)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    said = [line for line in (done.stdout + done.stderr).splitlines() if line]
    assert said == [
        "ERROR: the checks build on each other: run them in one process, without -n (or with -n0)"
    ]
