"""How the submissions of a class end: each end has a status, whatever judges them."""

from __future__ import annotations

import pytest

from tensorkata.checking.key import Key
from tensorkata.grading.collect import Entry
from tensorkata.grading.grader import Order, grade
from tensorkata.grading.messages import Fault, Graded, Ready, Unreadable
from tensorkata.grading.store import Store, loaded
from tensorkata.reporting.class_figures import remark
from tensorkata.reporting.terminal import show_one
from tensorkata.results import CheckResult, ExerciseResult

PASSED = ExerciseResult.of(
    "Linear", [CheckResult("test_values", 2.0, 2.0, hidden=False, outcome="passed")]
)
ENDS = {
    "ada": Graded((PASSED,), "abc"),
    "bo": Unreadable("not a notebook"),
    "cy": Fault("the judge process ended", "judge"),
}


class Machines:
    """Judge every submission of a student with the same end."""

    def __init__(self):
        self.asked = []

    def level(self, choice):
        """Return some level."""
        return "none"

    def take(self, *_, **__):
        """Judge any topic."""
        return self

    def ready(self):
        """Say what the checks are worth."""
        return Ready(1, 2.0)

    def run(self, jobs):
        """Yield the end of whoever's file it is."""
        for number, job in jobs:
            student = job.path.rpartition("/")[2].removesuffix(".py")
            self.asked.append(student)
            yield number, ENDS[student]


class Listener:
    """Keep what is told."""

    def __init__(self):
        self.lines, self.results, self.there = [], [], []
        self.told, self.graded, self.known = (
            self.lines.append,
            self.results.append,
            self.there.append,
        )


@pytest.fixture
def run(course, topic, tmp_path):
    """Return a function that grades three students and one who handed in nothing."""
    files = {name: tmp_path / f"{name}.py" for name in ENDS}
    for name, file in files.items():
        file.write_text(f"x = {name!r}\n")
    entries = [Entry(name, file, file.name) for name, file in files.items()]
    entries.append(Entry("dee", None, ""))

    def graded(order=Order(key=Key.of(3))):  # noqa: B008 - it is frozen
        machines, listener = Machines(), Listener()
        with Store(tmp_path) as store:
            result = grade(course, topic, entries, order, store, listener, machines)
            return list(result.submissions), listener, machines.asked

    return graded


def test_each_end_has_its_status_and_says_why(run):
    """Graded, unreadable, a fault after three tries, absent: in the order of the class."""
    entries, listener, asked = run()
    assert [(e.student, e.status, e.points, e.message) for e in entries] == [
        ("ada", "graded", 2.0, ""),
        ("bo", "unreadable", 0.0, "not a notebook"),
        ("cy", "fault", 0.0, "the judge process ended"),
        ("dee", "absent", 0.0, "nothing was handed in"),
    ]
    assert listener.lines == ["cy: the judge process ended; it is graded again"] * 2
    assert asked.count("cy") == 3
    assert [entry.student for entry in listener.there] == ["dee"]


def test_a_fault_is_not_kept_and_is_tried_again(run, tmp_path):
    """The same command grades again what a fault has left, and that only."""
    run()
    with loaded(tmp_path) as kept:
        assert [entry.student for entry in kept.submissions] == ["ada", "bo", "dee"]
    entries, _, asked = run()
    assert set(asked) == {"cy"}
    assert [entry.status for entry in entries] == ["graded", "unreadable", "fault", "absent"]


def test_a_run_without_a_key_draws_one_and_goes_on_with_it(run, tmp_path):
    """What is stored was graded under its key; `--force` grades all anew, under another."""
    keys, asked = [], []
    for order in (Order(), Order(), Order(force=True)):
        *_, again = run(order)
        asked.append(set(again))
        with loaded(tmp_path) as kept:
            keys.append(kept.key)
            assert kept.seed is None
    assert len(bytes.fromhex(keys[0])) == 16
    assert keys[0] == keys[1] != keys[2]
    assert asked == [set(ENDS), {"cy"}, set(ENDS)]


def test_what_is_not_graded_is_said_once(run, capsys):
    """The line of a single submission and the note in the table have the reason, and no number."""
    entries, *_ = run()
    for entry in entries[1:]:
        show_one(entry)
    assert [remark(entry) for entry in entries[1:]] == [
        "not a notebook",
        "not graded: the judge process ended",
        "nothing was handed in",
    ]
    assert capsys.readouterr().out.splitlines() == [
        "bo: not graded: not a notebook",
        "cy: not graded: the judge process ended",
        "dee: not graded: nothing was handed in",
    ]
