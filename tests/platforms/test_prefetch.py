"""Notebooks that are judged with the one that nbgrader asks for."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from tensorkata.checking.key import Key
from tensorkata.grading.messages import Fault, Unreadable
from tensorkata.platforms.nbgrader import judged
from tensorkata.platforms.nbgrader.prefetch import Prefetch

KEY = Key.of(7)


class Pool:
    """Stand in for judges: a verdict says which cells were judged."""

    def __init__(self):
        self.asked = []

    def run(self, jobs):
        """Yield a verdict for each job."""
        for student, job in jobs:
            self.asked.append(student)
            text = Path(job.path).read_text()
            yield student, Fault("died", "judge") if text == "DIES" else Unreadable(text)


def test_a_verdict_made_ahead_counts_for_the_same_cells_alone():
    """A student to come is judged once; one whose cells are others by then is judged again."""
    pool = Pool()
    judges = Prefetch(pool, "01_tensors")
    later = {"bob": "B", "eve": "E"}
    assert judges.judged("ada", "A", KEY, lambda: later).verdict.why == "A"
    assert judges.judged("bob", "B", KEY, dict).verdict.why == "B"
    assert sorted(pool.asked) == ["ada", "bob", "eve"]
    assert judges.judged("eve", "changed", KEY, dict).verdict.why == "changed"
    assert pool.asked[3:] == ["eve"]


def test_a_notebook_that_is_asked_for_again_is_judged_again():
    """A verdict is given out once: a new run draws new inputs."""
    pool = Pool()
    judges = Prefetch(pool, "01_tensors")
    for _ in range(2):
        judges.judged("ada", "A", None, dict)
    assert pool.asked == ["ada", "ada"]


def test_who_has_no_verdict_yet_is_judged_again_on_their_turn():
    """What a judge that died ahead has left is not booked as a fault of the student to come."""
    pool = Pool()
    judges = Prefetch(pool, "01_tensors")
    judges.judged("ada", "A", KEY, lambda: {"bob": "DIES"})
    assert isinstance(judges.judged("bob", "DIES", KEY, dict).verdict, Fault)
    assert sorted(pool.asked) == ["ada", "bob", "bob"]


def test_judges_that_failed_are_closed_before_others_are_made(monkeypatch, course):
    """After a fault nothing is left of the judges and the sandbox, and the next ones are new."""
    open_ones = []

    class Held:
        """Stand in for a sandbox, or for judges that die."""

        def __init__(self, *_, **__): ...
        def __enter__(self):
            open_ones.append(self)
            return self

        def __exit__(self, *_):
            open_ones.remove(self)

        def run(self, jobs):
            assert len(open_ones) == 2
            yield from ((student, Fault("died", "judge")) for student, _ in jobs)

    monkeypatch.setattr(judged, "Sandbox", Held)
    monkeypatch.setattr(judged, "Pool", Held)
    monkeypatch.setattr(judged, "course_cells", lambda _: {})
    grading = judged.Judged(course=str(course.root), isolation="none")
    about = {"nbgrader": {"notebook": course.topics[0].name, "student": "ada"}}
    for _ in range(2):
        with pytest.raises(RuntimeError, match="not graded: died"):
            grading.preprocess(nbformat.v4.new_notebook(), about)
        assert open_ones == []
