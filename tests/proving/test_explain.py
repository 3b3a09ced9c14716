"""`kata verify --explain` counts, phrase by phrase, what the diagnosis says beside the slips."""

from __future__ import annotations

import pytest

from tensorkata.checking.outcome import Said
from tensorkata.course import Course
from tensorkata.proving import explain

TEMPLATES = {
    "y_true is returned unchanged": "INPUT is returned unchanged",
    "a sum where a mean belongs (5 = axis 1 of y_true)": "a sum where a mean belongs (n = a size)",
    "every value is 3.7 times the expected one": "every value is n times the expected one",
    "summed over axes 0 and 1, and should not be": "summed over axes n and n, and should not be",
    "cut at line 3, `y.numpy()`: NumPy": "cut at line n, `...`: NumPy",
    "not divided by 1 - rate": "not divided by 1 - INPUT",
    "negative values are cut off at 0": "negative values are cut off at 0",
}


@pytest.mark.parametrize("phrase", TEMPLATES)
def test_what_is_filled_into_a_phrase_is_left_out_of_its_template(phrase: str) -> None:
    """Names of inputs, axes, sizes, numbers and code make no phrase of their own."""
    assert explain.template(phrase, ("y_true", "y", "rate", "a")) == TEMPLATES[phrase]


def test_a_phrase_that_says_what_the_slip_says_agrees() -> None:
    """Each failed check counts once: with the slip, against it, or where there is none."""
    said = [
        Said("the offset is missing", "bias is not added", ("bias",)),
        Said("", "bias is not added", ("bias",)),
        Said("all zeros", "all zeros"),
        Said("something else", ""),
    ]
    assert explain.table(said)[2:] == [
        "| INPUT is not added | 2 | 0 | 1 | 1 |",
        "| all zeros | 1 | 1 | 0 | 0 |",
        "",
        "4 failed checks: a slip names 3, the diagnosis names 3.",
    ]


def test_a_judge_says_what_the_diagnosis_says_without_the_slip(course: Course) -> None:
    """Both come back for a failed check that has slips, and the check's inputs with them."""
    topic = course.topic("04_custom_losses")
    said = list(explain.ask(course, topic, (topic.find("mse"),), sandbox=None, jobs=1, seed=7))
    slip = "the absolute error where the square belongs"
    both = [(one.diagnosis, one.inputs) for one in said if one.slip == slip]
    assert ("the absolute error where the squared error belongs", ("y_true", "y_pred")) in both
