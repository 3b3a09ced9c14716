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
    "cy": Fault("the sandbox has ended", "worker"),
}
UNRUN = ExerciseResult.of(
    "Linear", [CheckResult("test_values", 0.0, 2.0, hidden=False, outcome="crashed")]
)


class Machines:
    """Judge every submission of a student with the same end."""

    def __init__(self, ends):
        self.asked, self.ends = [], ends

    def level(self, choice):
        """Return some level."""
        return "none"

    def packages(self, *_):
        """Have nothing installed."""
        return {}

    def take(self, *_, **__):
        """Judge any topic."""
        return self

    def ready(self):
        """Say what the checks are worth."""
        return Ready(1, 2.0, (UNRUN,))

    def run(self, jobs):
        """Yield the end of whoever's file it is."""
        for number, job in jobs:
            student = job.path.rpartition("/")[2].removesuffix(".py")
            self.asked.append(student)
            end = self.ends[student]
            yield number, end.pop(0) if isinstance(end, list) else end


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

    def graded(order=Order(key=Key.of(3)), **other):  # noqa: B008 - it is frozen
        machines, listener = Machines(ENDS | other), Listener()
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
        ("cy", "fault", 0.0, "the sandbox has ended"),
        ("dee", "absent", 0.0, "nothing was handed in"),
    ]
    assert listener.lines == ["cy: the sandbox has ended; it will be graded again"] * 2
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
        "not graded: the sandbox has ended",
        "nothing was handed in",
    ]
    assert capsys.readouterr().out.splitlines() == [
        "bo: not graded: not a notebook",
        "cy: not graded: the sandbox has ended",
        "dee: not graded: nothing was handed in",
    ]


@pytest.mark.parametrize(
    ("part", "outcome", "message"),
    [
        ("time", "timeout", "it took long"),
        ("fork", "crashed", "it took long"),
        ("kit", "crashed", "the judge crashed on this file"),
        ("judge", "crashed", "the judge crashed on this file"),
    ],
)
def test_what_brings_its_judge_down_twice_has_that_as_its_result(run, part, outcome, message):
    """One more try after all others; then no points, which are kept and not tried again."""
    entries, listener, asked = run(ada=Fault("it took long", part), cy=ENDS["ada"])
    first = entries[0]
    assert (first.student, first.status, first.points, first.max_points) == ("ada", "graded", 0, 2)
    assert asked == ["ada", "bo", "cy", "ada"]
    assert listener.lines == ["ada: it took long; it will be graded again"]
    (check,) = first.exercises[0].checks
    assert (check.name, check.outcome, check.message) == ("test_values", outcome, message)
    assert run(cy=ENDS["ada"])[2] == []


def test_what_the_machine_has_no_room_for_is_graded_again(run):
    """Two rounds end for lack of room; the third brings the points."""
    full = Fault("no room", "sandbox")
    entries, listener, _ = run(ada=[full, full, ENDS["ada"]], cy=ENDS["ada"])
    assert [(e.status, e.points) for e in entries[:1]] == [("graded", 2.0)]
    assert len(listener.lines) == 2


def test_a_fault_of_the_machine_s_does_not_count_as_one_of_its_own(run):
    """What the sandbox's end has left is not blamed for its judge's first end."""
    ends = [Fault("no room", "sandbox"), Fault("it took long", "time"), ENDS["ada"]]
    entries, *_ = run(ada=ends, cy=ENDS["ada"])
    assert (entries[0].status, entries[0].points) == ("graded", 2.0)
