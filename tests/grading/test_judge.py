"""Warm judges: what is imported before the forks, and what a fork that dies or hangs costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tensorkata.checking.key import Key
from tensorkata.grading.judge import GRADER, Judge
from tensorkata.grading.messages import Fault, Graded, Job
from tensorkata.grading.pool import Pool


def loaded(judge: Judge) -> str:
    """Return the libraries that the judge's process has mapped."""
    return Path(f"/proc/{judge._process.pid}/maps").read_text()


pytestmark = pytest.mark.slow  # each starts a judge, most of them TensorFlow


def test_a_local_judge_has_imported_tensorflow_before_it_forks(course, topic):
    """Each fork of a local judge starts with TensorFlow in memory."""
    judge = Judge(course, topic, GRADER, hidden=False)
    try:
        judge.wait_ready()
        assert "libtensorflow" in loaded(judge)
    finally:
        judge.close()


def test_a_judge_over_a_sandbox_never_loads_tensorflow(course, topic, sandbox, solution):
    """The judge of a sandbox has graded a submission and has no TensorFlow in it."""
    judge = Judge(course, topic, GRADER, hidden=True, sandbox=sandbox)
    try:
        judge.send(Job(topic.filename, Key.of(3), solution, ("Scale",)))
        assert isinstance(judge.receive(), Graded)
        assert "libtensorflow" not in loaded(judge)
    finally:
        judge.close()


def test_a_fork_that_takes_too_long_is_a_fault_and_the_next_job_is_judged(
    course, topic, solution, monkeypatch, tmp_path
):
    """A local submission that never ends is ended by its limit, its files go, the judge goes on."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    judge = Judge(course, topic, GRADER, hidden=False)
    try:
        left = "import tempfile\ntempfile.mkstemp()\nwhile True:\n    pass\n"
        endless = f"{solution}\n\n# %%\n{left}"
        judge.send(Job(topic.filename, Key.of(3), endless, ("Scale",), seconds=3.0))
        fault = judge.receive()
        assert isinstance(fault, Fault)
        assert (fault.of, fault.why) == ("time", "still running after 3 s: an endless loop?")
        assert not list(tmp_path.iterdir())
        judge.send(Job(topic.filename, Key.of(3), solution, ("Scale",)))
        verdict = judge.receive()
        assert isinstance(verdict, Graded)
        assert sum(exercise.points for exercise in verdict.exercises) > 0
    finally:
        judge.close()


def test_a_judge_that_is_killed_is_a_fault_and_not_a_hang(course, topic, solution):
    """When the judge process dies, its caller is told."""
    judge = Judge(course, topic, GRADER, hidden=False)
    judge.wait_ready()
    judge._process.kill()
    judge._process.wait()
    assert judge.receive() == Fault("the judge process ended", "judge")
    judge.close()


def test_a_caller_that_stops_listening_leaves_no_verdict_to_the_next(course, topic, solution):
    """The next run's submission gets its own verdict, not that of one whose caller went away."""
    empty = "x = 1\n"
    with Pool(course, topic, 1, hidden=False) as pool:
        jobs = [(n, Job(topic.filename, Key.of(3), empty, ("Scale",))) for n in range(3)]
        for _ in pool.run(jobs):
            break
        right = Job(topic.filename, Key.of(3), solution, ("Scale",))
        [(name, verdict)] = pool.run([("right", right)])
    assert name == "right"
    assert isinstance(verdict, Graded)
    assert sum(exercise.points for exercise in verdict.exercises) > 0
