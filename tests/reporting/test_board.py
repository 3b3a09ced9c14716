"""The board and what is next, and hints: one step more each time it is asked for."""

import shutil
from pathlib import Path

import pytest

from tensorkata import progress
from tensorkata.course import Course, Exercise, Topic
from tensorkata.points_of_checks import max_points
from tensorkata.reporting.board import after_run, board_line, show_board, show_hint
from tensorkata.reporting.terminal import as_text
from tensorkata.results import CheckResult, ExerciseResult

ROOT = Path(__file__).parents[2]
GUIDE = "https://www.tensorflow.org/guide/tensor"


def test_the_last_hint_comes_with_what_to_read(tmp_path, capsys):
    """A hint more is shown each time; the links of the exercise stand below the last one."""
    shutil.copytree(ROOT / "course", tmp_path / "course")
    course = Course(tmp_path)
    said = []
    for _ in range(3):
        show_hint(course, "create", following=True)
        said.append(capsys.readouterr().out)
    assert "1 more: `kata hint 01_tensors::create --next`" in said[0]
    assert GUIDE not in said[0]
    assert f"\nto read: {GUIDE}\n" in said[1]
    assert said[2] == said[1]


FIRST, SECOND = "01_tensors", "02_model"


@pytest.fixture
def fresh(tmp_path):
    """Return the course with no progress."""
    for name in ("course", "checkers"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return Course(tmp_path)


def result(name, *outcomes):
    """Return the result of an exercise with a check for each outcome, worth a point each."""
    checks = [
        CheckResult(f"test_{n}", float(o == "passed"), 1.0, hidden=False, outcome=o, message="why")
        for n, o in enumerate(outcomes)
    ]
    return ExerciseResult.of(name, checks)


def test_the_best_is_kept(fresh):
    """Fewer points than before change nothing; more do, and so does another maximum."""
    topic = fresh.topic(FIRST)
    create = topic.find("create")
    for outcomes, points in [
        (("passed", "failed", "failed"), 1),
        (("passed", "passed", "failed"), 2),
        (("todo", "todo", "todo"), 2),
        (("passed", "failed"), 1),
    ]:
        progress.remember(fresh.root, {FIRST: (result("create", *outcomes),)})
        done = progress.read(fresh.root).done(topic, create)
        assert (done.points, done.max_points, done.begun) == (points, len(outcomes), True)


def test_a_worse_run_says_that_the_best_is_kept(fresh):
    """The line names the exercises whose points were higher; an equal run has no such line."""
    best, worse = result("create", "passed", "passed"), result("create", "passed", "failed")
    progress.remember(fresh.root, {FIRST: (best,)})
    line = "the board keeps the best of all runs: create 2"
    assert line in after_run(fresh, {FIRST: (worse,)})
    assert not [one for one in after_run(fresh, {FIRST: (best,)}) if "keeps the best" in one]


def test_what_is_next_starts_at_the_topic_last_worked_on(fresh, capsys):
    """Who works on the last topic is not sent to the first; all topics at once change nothing."""
    last = fresh.topics[-1].name
    name = fresh.topics[-1].exercise[0].name
    progress.remember(fresh.root, {last: (result(name, "passed", "failed"),)})
    both = {FIRST: (result("create", "failed"),), SECOND: ()}
    progress.remember(fresh.root, both)
    show_board(fresh)
    said = capsys.readouterr().out
    assert f"> {last}" in said
    assert f"kata watch {last}::{name}" in said


def test_a_board_of_twenty_topics_fits_a_terminal(fresh, capsys):
    """No line has more than 80 columns, the points stand beside their maximum."""
    topic = fresh.topic(FIRST)
    most = sum(max_points(fresh, topic, one, hidden=False) for one in topic.exercise)
    assert board_line(fresh, progress.Progress(), topic).endswith(f"   0 of {most:>3g} points")
    many = tuple(Exercise(f"create_{n}", "t") for n in range(16))
    topics = tuple(Topic(f"{n:02}_classification_nd", "t", "", many) for n in range(20))
    fresh.topics = topics
    show_board(fresh)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 24
    assert max(map(len, lines)) <= 80


def test_a_report_ends_with_what_to_type(fresh):
    """After a failure the exercise by itself, a hint and -v, each as a command."""
    results = {
        FIRST: (
            result("create", "passed"),
            result("combine", "failed", "error"),
            result("x", "todo"),
        )
    }
    *_, title, alone, hint, whole = after_run(fresh, results)
    assert "(combine), in exercises/01_tensors" in title
    assert alone.split()[:3] == ["kata", "check", f"{FIRST}::combine"]
    assert hint.split()[:3] == ["kata", "hint", f"{FIRST}::combine"]
    assert whole.split()[:4] == ["kata", "check", FIRST, "-v"]
    assert not [line for line in after_run(fresh, results, verbose=True) if " -v " in line]


def test_after_full_points_comes_the_next_exercise_then_the_next_topic(fresh):
    """A complete exercise leads on; the last one of a topic to the next topic; then it is done."""
    for topic in fresh.topics:
        for exercise in topic.exercise:
            results = {topic.name: (result(exercise.name, "passed"),)}
            progress.remember(fresh.root, results)
            lines = after_run(fresh, results)
            known = progress.read(fresh.root)
            if left := known.open_ones(topic):
                assert f"kata watch {topic.name}::{left[0].name} " in lines[-1]
            else:
                assert f"{topic.name} is done" in lines
    assert lines[-1] == "every exercise is done"


def test_what_is_solved_can_be_seen(fresh):
    """A complete exercise that has a picture names the command for it; so does a whole topic."""

    def shown(*names):
        results = {FIRST: tuple(result(name, "passed") for name in names)}
        progress.remember(fresh.root, results)
        said = after_run(fresh, results)
        return [line.split()[2] for line in said if line.startswith("  kata show ")]

    names = [exercise.name for exercise in fresh.topic(FIRST).exercise]
    plain = next(name for name in names if name not in fresh.looks(FIRST))
    drawn = next(name for name in names if name in fresh.looks(FIRST))
    assert shown(plain) == []
    assert shown(drawn) == [f"{FIRST}::{drawn}"]
    assert shown(plain, drawn) == []
    assert shown(*names) == [f"{FIRST}::put_together"]
    assert shown(drawn) == [f"{FIRST}::{drawn}", f"{FIRST}::put_together"]


def test_every_failure_has_its_claim_its_line_and_its_likely_mistake():
    """The first is whole; of the others the numbers are left out. What was not run says why."""
    message = "3 of 3 values differ\n  at   yours\nlooks like: a sum"
    needs = "not run: it needs “a” to pass first"
    checks = [
        CheckResult(c, 0, 1, hidden=False, outcome=o, claim=f"claim {c}", message=m)
        for c, o, m in [
            ("a", "failed", message),
            ("b", "failed", message),
            ("c", "skipped", needs),
            ("d", "skipped", needs),
            ("e", "todo", "Linear.call is not written yet"),
        ]
    ]
    said = as_text({FIRST: (ExerciseResult.of("create", checks),)}, None)
    assert (said.count("at   yours"), said.count("looks like: a sum")) == (1, 2)
    assert said.count("3 of 3 values differ") == 2
    assert said.index("claim d") < said.index(needs)
    assert said.count(needs) == 1
    assert said.index("claim e") < said.index("Linear.call is not written yet")
