"""What `make matrix` judges at a corner: which cases, over which carrier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from tensorkata.course import Course
from tensorkata.proving.cases import cases_of
from tensorkata.proving.matrix import EVERY, judged, slice_of

RIGHT = "# %% right: {0}\ndef halve(x):\n    return x / 2  # {0}\n\n"
WRONG = "# %% wrong: {0} | test_value | differ\ndef halve(x):\n    return x / 2 + {0}\n\n"


@pytest.fixture
def answered(course: Course) -> Callable[[int], Course]:
    """Return a function that writes two right answers and some wrong ones."""

    def write(wrong: int) -> Course:
        path = course.answers / "01_numbers" / "halve.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        wrongs = (WRONG.format(number) for number in range(3, wrong + 3))
        path.write_text("".join([RIGHT.format("a"), RIGHT.format("b"), *wrongs]))
        return course

    return write


@pytest.mark.parametrize(
    ("carrier", "kinds"),
    [
        ("sandbox", {"reference (sandbox)": 1, "stub": 1, "wrong": 3}),
        ("local", {"reference (local)": 1, "stub": 1, "right": 2}),
    ],
)
def test_a_carrier_sees_its_slice(
    answered: Callable[[int], Course], carrier: str, kinds: dict[str, int]
) -> None:
    """Every tenth wrong answer is for the sandbox, right answers are for students; no mutants."""
    course = answered(2 * EVERY + 1)
    topic = course.topic("01")
    cases = cases_of(course, topic, (topic.find("halve"),), 7, {"halve": []})
    found = Counter(case.title.partition(":")[0] for case in slice_of(cases, carrier))
    assert found == kinds


@pytest.mark.slow
def test_what_does_not_end_as_it_must_is_a_finding(answered: Callable[[int], Course]) -> None:
    """The made-up checks ask for nothing: right answers earn every point, but so does the stub."""
    course = answered(1)
    topic = course.topic("01")
    (proof,) = judged(course, topic, (topic.find("halve"),), sandbox=None, jobs=1)
    assert (proof.right, proof.wrong) == (2, 0)
    assert proof.findings[0] == "stub: test_kind is passed, not todo"
    assert all(text.startswith("stub: ") for text in proof.findings)
