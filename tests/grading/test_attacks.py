"""Every attack of tests/attacks earns nothing and harms nobody."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from tensorkata.authoring import source
from tensorkata.grading.judge import Job
from tensorkata.running.submission import defined_names, from_text

ATTACKS = sorted((Path(__file__).parents[1] / "attacks").glob("*.py"))
EXERCISES = ("Linear", "Scale")


def armed(attack: Path, text: str) -> str:
    """Return the attack as a submission: its ANSWER for every exercise, else the stub behind it."""
    code = attack.read_text()
    names = set().union(*(defined_names(cell) for cell in from_text(code, "x.py").cells))
    if "ANSWER" not in names:
        return f"{code}\n\n{source.stub(text)}"
    answers = "\n".join(f"{found.exercise} = ANSWER" for found in source.solutions(text))
    return f"{code}\n\n# %%\n{answers}\n"


def points(verdict) -> float:
    """Return the points of a verdict."""
    return sum(exercise.points for exercise in verdict.exercises)


@pytest.fixture(scope="module")
def honest(judges, solution):
    """Return what an honest submission earns when nobody attacks."""
    [(_, verdict)] = judges.run([("honest", Job("a.py", 7, solution, EXERCISES))])
    assert not verdict.fault
    return verdict


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda path: path.stem)
def test_an_attack_earns_nothing_and_its_neighbour_everything(
    attack, judges, sandbox, solution, honest
):
    """The attack has 0 points, the judge has no fault, and the next honest submission has all."""
    jobs = [
        ("attack", Job("attack.py", 7, armed(attack, solution), EXERCISES)),
        ("neighbour", Job("honest.py", 7, solution, EXERCISES)),
    ]
    verdicts = dict(judges.run(jobs))
    assert points(verdicts["attack"]) == 0
    assert not verdicts["attack"].fault
    assert verdicts["attack"].seconds < sandbox.limits.total + sandbox.limits.wall + 2
    assert points(verdicts["neighbour"]) == points(honest) > 0
    assert not any(
        check.outcome == "broken" for e in verdicts["attack"].exercises for check in e.checks
    )


def test_no_attack_leaves_a_process_or_a_file(judges, solution, honest):
    """After the attacks that fork, linger and write, nothing of them is left."""
    me = psutil.Process()
    before = set(me.children(recursive=True))
    listed = {path for path in map(Path, ("/tmp", "/var/tmp", "/dev/shm", ".")) if path.exists()}
    files = {path: {p.name for p in path.iterdir()} for path in listed}
    chosen = [
        p
        for p in ATTACKS
        if p.stem in {"forks", "threads_linger", "writes_results", "shadow_modules"}
    ]
    jobs = [(p, Job("attack.py", 7, armed(p, solution), ("Scale",))) for p in chosen]
    assert len(list(judges.run(jobs))) == len(chosen) == 4
    # A killed child is gone once its zygote has reaped it: wait for that, not for a time.
    _, left = psutil.wait_procs(set(me.children(recursive=True)) - before, timeout=30)
    assert not left
    for path, names in files.items():
        fresh = {entry.name for entry in path.iterdir()} - names
        assert not [n for n in fresh if n.startswith(("results", "numpy", "conftest", "pytest"))]
