"""docs/classroom.yml: the workflow's own lines, run here as GitHub's runner runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tensorkata import progress
from tensorkata.results import CheckResult, ExerciseResult

WORKFLOW = Path(__file__).parents[2] / "docs" / "classroom.yml"
CHECKED = (
    ExerciseResult.of("Linear", [CheckResult("a", 2.0, 2.0, hidden=False, outcome="passed")]),
    ExerciseResult.of("Scale", [CheckResult("b", 0.0, 2.5, hidden=False, outcome="failed")]),
)


@pytest.mark.parametrize(("outcome", "status"), [("success", 0), ("failure", 1)])
def test_the_workflow_reports_the_points_that_kata_check_left(tmp_path, outcome, status):
    """The notice has the form that Classroom reads, the summary a row an exercise."""
    job = yaml.safe_load(WORKFLOW.read_text())["jobs"]["run-autograding-tests"]
    steps = {step.get("name"): step for step in job["steps"]}
    assert steps["Check"]["run"] == "kata check $TOPIC"
    progress.remember(tmp_path, {"05_custom_layers": CHECKED})
    page = tmp_path / "summary.md"
    done = subprocess.run(
        ["bash", "-e", "-c", steps["Report"]["run"]],
        cwd=tmp_path,
        env={
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "OUTCOME": outcome,
            "GITHUB_STEP_SUMMARY": str(page),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stderr
    assert "::notice title=Autograding complete::Points 2/4.5\n" in done.stdout
    assert "| 05_custom_layers::Scale | 0 / 2.5 |" in page.read_text()
