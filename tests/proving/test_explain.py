"""`kata verify --explain` counts, phrase by phrase, what the diagnosis says beside the slips."""

from __future__ import annotations

import pytest

from tensorkata.course import Course
from tensorkata.proving import explain
from tensorkata.proving.trials import Said

TEMPLATES = {
    "y_true is returned unchanged": "INPUT is returned unchanged",
    "a sum instead of a mean (5 = axis 1 of y_true)": "a sum instead of a mean (n = a size)",
    "every value is 3.7 times the expected one": "every value is n times the expected one",
    "summed over axes 0 and 1, but should not be": "summed over axes n and n, but should not be",
    "cut at line 3, `y.numpy()`: NumPy": "cut at line n, `...`: NumPy",
    "not divided by 1 - rate": "not divided by 1 - INPUT",
    "negative values are cut off at 0": "negative values are cut off at 0",
}


@pytest.mark.parametrize("phrase", TEMPLATES)
def test_what_is_filled_into_a_phrase_is_left_out_of_its_template(phrase: str) -> None:
    """Names of inputs, axes, sizes, numbers and code make no phrase of their own."""
    assert explain.template(phrase, ("y_true", "y", "rate", "a")) == TEMPLATES[phrase]


def test_a_phrase_agrees_with_the_slip_or_states_a_fact_or_contradicts_it() -> None:
    """Each failed check counts once: in its relation to the slip, or where there is none."""
    said = [
        Said("the inputs are missing", "x is not added", ("x",)),
        Said("the order is wrong", "bias is not added", ("bias",)),
        Said("", "bias is not added", ("bias",)),
        Said("all zeros", "all zeros"),
        Said("nothing is trained", "all zeros"),
        Said("something else", ""),
    ]
    assert explain.table(said)[2:] == [
        "| INPUT is not added | 3 | 1 | 0 | 1 | 1 |",
        "| all zeros | 2 | 1 | 1 | 0 | 0 |",
        "",
        "6 failed checks: a slip names 5, the diagnosis names 5.",
    ]


@pytest.mark.slow
def test_a_judge_says_what_the_diagnosis_says_without_the_slip(course: Course) -> None:
    """Both come back for a failed check that has slips, and the check's inputs with them."""
    topic = course.topic("01_numbers")
    (course.checkers / topic.name / "test_halve.py").write_text(CHECKER)
    (course.checkers / topic.name / "hidden" / "test_halve.py").unlink()
    (course.answers / topic.name).mkdir(parents=True)
    (course.answers / topic.name / "halve.py").write_text(ANSWERS)
    said = list(explain.ask(course, topic, (topic.find("halve"),), sandbox=None, jobs=1, seed=7))
    wanted = Said("a third", "every value is 0.6667 times the expected one", ("x",))
    assert wanted in said


CHECKER = '''\
from tensorkata.checking import assert_close, draw, points


@points(2)
def test_values(probes, rng):
    """halve(x) is x / 2"""
    x = draw(rng, (4, 3))
    assert_close(probes.call("halve", x), x / 2, slips={"a third": x / 3})
'''
ANSWERS = """\
# %% wrong: a third | test_values | differ
def halve(x):
    return x / 3
"""
