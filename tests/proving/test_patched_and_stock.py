"""`kata verify` judges right answers with TensorFlow patched and as it comes: they must agree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

import tensorkata
from tensorkata.course import Course
from tensorkata.grading.messages import Fault
from tensorkata.proving.patched_and_stock import differences
from tensorkata.proving.trials import Proven
from tensorkata.results import CheckResult, ExerciseResult

PROBES = '''\
"""Probes."""
import tensorflow as tf


def halve(student, x):
    return student.halve(tf.constant(x))
'''
CHECK = '''\
from tensorkata.checking import assert_close, points


@points(2)
def test_values(probes):
    """halve(x) is x / 2"""
    assert_close(probes.halve(6.0), 3.0)
'''
BROKEN = """

def divide_wrongly() -> None:
    import tensorflow as tf

    tf.Tensor.__truediv__ = lambda x, y: tf.multiply(x, 0.25)


PATCHES = (*PATCHES, divide_wrongly)
"""
PASSED = CheckResult("test_values", 2.0, 2.0, hidden=False, outcome="passed", seconds=0.1)


def verdict(*checks: CheckResult) -> Proven:
    """Return a verdict on halve with these checks."""
    return Proven((ExerciseResult.of("halve", list(checks)),))


@pytest.mark.sandbox
@pytest.mark.parametrize("options", [[], ["--local"]], ids=["sandbox", "local"])
def test_a_patch_that_changes_a_value_is_found(
    course: Course, tmp_path: Path, options: list[str]
) -> None:
    """A patch broken on purpose turns verify red, and the finding says what is right without it."""
    site = tmp_path / "site"
    package = shutil.copytree(
        Path(tensorkata.__file__).parent,
        site / "tensorkata",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    with (package / "student" / "tensorflow_patches.py").open("a") as patches:
        patches.write(BROKEN)
    shutil.rmtree(course.checkers / "01_numbers" / "hidden")
    (course.checkers / "01_numbers" / "probes.py").write_text(PROBES)
    (course.checkers / "01_numbers" / "test_halve.py").write_text(CHECK)
    command = "from tensorkata.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-P", "-c", command, "verify", "01_numbers::halve", *options],
        cwd=course.root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(site), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "reference: test_values with TensorFlow patched: failed (0 points)" in done.stdout
    assert "with KATA_STOCK=1: passed (2 points)" in done.stdout


def test_equal_verdicts_differ_in_nothing() -> None:
    """Seconds are no difference, nor a seed that only one of them was judged with."""
    slower = verdict(replace(PASSED, seconds=9.0))
    assert differences(replace(verdict(PASSED), again=(slower.exercises,)), slower) == []


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "failed"},
        {"points": 1.0},
        {"message": "values differ"},
        {"name": "test_others"},
    ],
)
def test_each_part_of_a_result_counts(change: dict[str, object]) -> None:
    """Outcome, points, message and the checks that were run are compared, under every seed."""
    other = verdict(replace(PASSED, **change))
    assert differences(verdict(PASSED), other)
    again = replace(verdict(PASSED), again=(other.exercises,))
    assert differences(again, replace(again, again=(verdict(PASSED).exercises,)))


def test_a_judge_that_fails_on_one_side_is_a_difference() -> None:
    """Its fault is told beside the run that ended well."""
    [told] = differences(verdict(PASSED), Fault("it ended", "judge"))
    assert "it ended" in told
