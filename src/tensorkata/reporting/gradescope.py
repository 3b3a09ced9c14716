"""Gradescope's results.json for each student, in the form that its autograders write.

Students read all of it but what the script printed: `stdout_visibility` keeps that to instructors.
"""

from __future__ import annotations

from typing import Any

import msgspec

from tensorkata.reporting.export_files import Files, Names, correction, told
from tensorkata.reporting.visible import visible
from tensorkata.results import CheckResult, ExerciseResult, RunResult
from tensorkata.text import clean


def as_gradescope(run: RunResult) -> Files:
    """Return gradescope/<student>.json; who has no verdict has no file."""
    names = Names()
    for entry in run.submissions:
        points = run.points_of(entry)
        if points is None:
            continue
        data = {
            "score": points,
            "execution_time": round(entry.seconds),
            "stdout_visibility": "hidden",
            "tests": [test for exercise in entry.exercises for test in _tests(visible(exercise))],
        }
        said = told(entry) or (f"graded {entry.found}" if entry.found else "")
        if entry.status in {"absent", "unreadable"}:
            said = HAND_IN.format(why=said, topic=run.topic)
        if said:
            data["output"] = clean(said)
        yield f"gradescope/{names.of(entry)}.json", [msgspec.json.encode(data).decode()]


def _tests(exercise: ExerciseResult) -> list[dict[str, Any]]:
    """Return the checks that a student sees, and what an instructor gave and wrote by hand.

    The latter has no score of its own: the score of the whole counts it.
    """
    tests = [_test(exercise.name, check) for check in exercise.checks]
    if by_hand := correction(exercise):
        name = f"{exercise.name}: from your instructor"
        tests.append({"name": name, "output": clean(by_hand), "visibility": "visible"})
    return tests


def _test(exercise: str, check: CheckResult) -> dict[str, Any]:
    return {
        "name": f"{exercise}: {clean(check.claim)}",
        "score": check.points,
        "max_score": check.max_points,
        "output": clean(check.message),
        "visibility": "visible",
        "status": "passed" if check.passed else "failed",
    }


HAND_IN = "{why}; hand in {topic}.py or {topic}.ipynb"
