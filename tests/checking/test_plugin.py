"""The judge's plugin: outcomes, points, what is withheld, and what a hostile answer cannot do."""

from __future__ import annotations

import json
import re
import textwrap

import pytest

from tensorkata.checking.key import Key
from tensorkata.checking.local_run import run_quietly
from tensorkata.checking.opened_submission import open_over
from tensorkata.checking.plugin import Checks
from tensorkata.course import Course
from tensorkata.protocol.submission import from_text
from tensorkata.student.local_carrier import LocalCarrier

MANIFEST = """
[[topic]]
name = "01_made_up"
title = "Made up"

[[topic.exercise]]
name = "double"
title = "Double"
"""
CHECKER = '''
"""Checks of double."""

import numpy as np

from tensorkata.checking import (
    after, assert_close, assert_equal, assert_raises, assert_shape, draw, forbids, points,
)

pytestmark = forbids("loop", "tf.add")


def test_shape(probes, rng):
    """double keeps the shape"""
    assert_shape(probes.call("double", draw(rng, (3,))), (3,), dtype="float32")


@points(2)
@after(test_shape)
def test_values(probes, rng):
    """double gives twice
    its input"""
    x = draw(rng, (3,))
    assert_close(probes.call("double", x), 2 * x)


@points(1)
def test_form(probes, rng):
    """double of a dict is a dict"""
    assert probes.call("double", draw(rng, (3,)))["sum"] == 3
'''

PROBES = '''
"""Probes of double."""

from tensorkata.student.probes import tensors


def nothing():
    return None


def helper(x):
    return tensors(x)


def doubled(student, x):
    return student.double(helper(x))


def holder_in_pairs(student, x):
    return student.Holder()(x)


def unimported(student, x):
    return student.double(tf.constant(x))


def _hidden(student, x):
    return doubled(student, x)
'''


@pytest.fixture
def run(tmp_path):
    """Return a function that grades a text with a checker and returns the checks by name."""
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "curriculum.toml").write_text(MANIFEST)
    folder = tmp_path / "checkers" / "01_made_up"
    folder.mkdir(parents=True)
    (folder / "probes.py").write_text(PROBES)

    def graded(text, checker=CHECKER, seed=3):
        (folder / "test_double.py").write_text(checker)
        course = Course(tmp_path)
        submission = from_text(textwrap.dedent(text), "01_made_up.py")

        def opener(topic):
            return open_over(LocalCarrier, course, topic, submission, Key.of(seed))

        checks = Checks(course, opener, key=Key.of(seed))
        run_quietly(checks, list(course.topics))
        [exercise] = checks.tally.results("01_made_up")
        return {check.name: check for check in exercise.checks}

    return graded


def outcomes(checks):
    """Return the outcome of each check."""
    return {name: check.outcome for name, check in checks.items()}


def test_a_right_answer_passes_and_earns(run):
    """A passed check has its points; a check without the mark is worth none."""
    checks = run("def double(x):\n    return x * 2\n")
    assert outcomes(checks) == {
        "test_shape": "passed",
        "test_values": "passed",
        "test_form": "failed",
    }
    assert (checks["test_shape"].max_points, checks["test_values"].points) == (0, 2)
    assert checks["test_values"].claim == "double gives twice its input"


def test_an_answer_of_another_form_fails_and_is_not_broken(run):
    """An observation that the check's own code cannot read is the answer's fault."""
    check = run("def double(x):\n    return x * 2\n")["test_form"]
    assert (check.outcome, check.points) == ("failed", 0)
    assert "a different structure" in check.message


def test_an_answer_without_a_return_is_told_in_every_check(run):
    """A check that reads the structure of None says what came back, and the likely mistake."""
    check = run("def double(x):\n    x * 2\n")["test_form"]
    assert check.message == "double(x) returned None\nlooks like: the `return` is missing"


def test_what_stands_on_a_failed_check_is_skipped(run):
    """A mistake is told once: the check that stands on it says on what."""
    checks = run("def double(x):\n    return (x * 2)[:2]\n")
    assert checks["test_shape"].outcome == "failed"
    assert "yours:    (2,)" in checks["test_shape"].message
    assert checks["test_values"].outcome == "skipped"
    assert "double keeps the shape" in checks["test_values"].message


@pytest.mark.parametrize(
    ("text", "outcome", "words"),
    [
        ("def double(x):\n    raise NotImplementedError('double')\n", "todo", "not written yet"),
        ("def duoble(x):\n    return 2 * x\n", "missing", "did you mean to rename duoble"),
        ("def double(x):\n    return 2 * y\n", "error", "line 2: return 2 * y"),
        ("def double(x):\n    print(2 * x)\n", "failed", "it prints its answer"),
        (
            "def double(x):\n    return (2 * x).numpy()\n",
            "failed",
            "NumPy array instead of a tensor",
        ),
        ("def double(x):\n    return [v + v for v in x]\n", "forbidden", "a Python loop (line 2)"),
        (
            "import tensorflow\n\ndef double(x):\n    return tensorflow.add(x, x)\n",
            "forbidden",
            "tf.add",
        ),
        (
            "from tensorflow import add as a\n\ndef double(x):\n    return a(x, x)\n",
            "forbidden",
            "tf.add",
        ),
        (
            "def help(x):\n    for v in x: pass\n\ndef double(x):\n    return help(x)\n",
            "forbidden",
            "help",
        ),
        ("two = 2 / 0\n\ndef double(x):\n    return two * x\n", "error", "line 1"),
        ("def double(x):\n    raise SystemExit(0)\n", "error", "SystemExit"),
    ],
)
def test_each_end_of_an_answer_has_its_outcome_and_words(run, text, outcome, words):
    """Beginners' accidents are named for what they are."""
    check = run(text)["test_shape"]
    assert check.outcome == outcome
    assert words in check.message


def test_a_probe_named_after_a_class_is_told_as_the_class_and_what_is_done(run):
    """A student reads the name of their own class, not that of a probe."""
    checker = CHECKER.replace('call("double", ', "holder_in_pairs(")
    holder = "class Holder:\n    def __call__(self, x):\n        1 / 0\n"
    check = run(f"def double(x):\n    return x\n\n{holder}", checker)["test_shape"]
    assert check.message.startswith("Holder, in pairs: it raised ZeroDivisionError")


def test_a_fault_of_the_checker_is_broken_and_costs_nothing(run):
    """Where the checker fails before any answer, its points are given and the fault told."""
    checker = CHECKER.replace(
        "    x = draw(rng, (3,))\n    assert_close", "    1 / 0\n    assert_close"
    )
    check = run("def double(x):\n    return 2 * x\n", checker)["test_values"]
    assert (check.outcome, check.points) == ("broken", 2)
    assert "ZeroDivisionError" in check.message


@pytest.mark.parametrize("name", ["cal", "weighted", "built", "tensors", "_hidden", "helper"])
def test_what_is_no_probe_is_named_and_costs_nothing(run, name):
    """A check can ask for the topic's public probes and the engine's; the helpers are neither."""
    checker = CHECKER.replace('probes.call("double", x), 2', f'probes.{name}("double", x), 2')
    check = run("def double(x):\n    return 2 * x\n", checker)["test_values"]
    assert (check.outcome, check.points) == ("broken", 2)
    if name == "cal":
        words = "no probe is called 'cal'; did you mean call? (there are: call, doubled, gradient,"
        assert check.message.startswith(words)


def test_a_topics_probes_are_a_module_of_their_own(run):
    """What a probe uses it imports; a name that it has not imported is not defined there."""
    checker = CHECKER.replace('probes.call("double", x), 2', "probes.doubled(x), 2")
    checks = run("def double(x):\n    return 2 * x\n", checker)
    assert checks["test_values"].outcome == "passed"
    checker = CHECKER.replace('probes.call("double", x), 2', "probes.unimported(x), 2")
    check = run("def double(x):\n    return 2 * x\n", checker)["test_values"]
    assert "name 'tf' is not defined" in check.message


def test_a_fault_after_an_answer_gives_no_points(run):
    """Once an answer has come, no failure of the check's code can earn anything."""
    checker = CHECKER.replace("2 * x)\n\n\n@points(1)", "2 * x)\n    1 / 0\n\n\n@points(1)")
    check = run("def double(x):\n    return 2 * x\n", checker)["test_values"]
    assert (check.outcome, check.points) == ("failed", 0)


LOOP = """    for part in probes.call("double", x):
        assert_close(part, 2.0)
"""


@pytest.mark.parametrize("answer", ["[]", "{}", "x[:0]"])
def test_a_pass_that_has_compared_nothing_earns_nothing(run, answer):
    """A check that loops over an empty answer has held it to nothing: failed, and not broken."""
    checker = CHECKER.replace('    assert_close(probes.call("double", x), 2 * x)\n', LOOP)
    checker = checker.replace("@after(test_shape)\n", "")
    check = run(f"def double(x):\n    return {answer}\n", checker)["test_values"]
    assert (check.outcome, check.points) == ("failed", 0)
    assert "nothing to compare: the answer holds no values" in check.message


def test_an_answer_that_has_to_be_empty_is_compared(run):
    """What the check wants empty, and is, was held to something."""
    checker = CHECKER.replace(
        'probes.call("double", x), 2 * x)', 'probes.call("double", x[:0]), x[:0])'
    )
    checks = run("def double(x):\n    return 2 * x\n", checker)
    assert (checks["test_values"].outcome, checks["test_values"].points) == ("passed", 2)


def test_a_check_that_asks_nothing_is_broken(run):
    """It is the kit's fault: told as such, and free."""
    checker = CHECKER.replace('    assert_close(probes.call("double", x), 2 * x)\n', "")
    check = run("def double(x):\n    return 2 * x\n", checker)["test_values"]
    assert (check.outcome, check.points) == ("broken", 2)
    assert "without asking anything of the answer" in check.message


def test_a_text_that_brings_a_reader_down_earns_nothing(run, monkeypatch):
    """Neither a chain of a thousand dots nor any other end of the look for loops is a pass."""
    text = f"def double(x):\n    0 and x{'.a' * 500}\n    return 0 * x\n"
    assert sum(check.points for check in run(text).values()) == 0
    monkeypatch.setattr("tensorkata.checking.plugin.find_forbidden", lambda *_: 1 / 0)
    check = run("def double(x):\n    return 2 * x\n")["test_shape"]
    assert (check.outcome, check.points) == ("error", 0)


def test_inputs_are_fresh_for_each_seed_and_the_same_for_one(run):
    """An answer learned by heart under one seed fails under another."""
    telling = CHECKER.replace(
        'assert_close(probes.call("double", x), 2 * x)', "raise ValueError(x.tolist())"
    )
    told = run("def double(x):\n    return 2 * x\n", telling, seed=3)["test_values"].message
    doubled = [2 * each for each in json.loads(re.search(r"\[.*\]", told)[0])]
    learned = f"def double(x):\n    return 0 * x + {doubled}\n"
    seen = [run(learned, seed=seed)["test_values"].outcome for seed in (3, 3, 4)]
    assert seen == ["passed", "passed", "failed"]
