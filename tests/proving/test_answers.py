"""The answers file of an exercise: headers, preludes, faults."""

from __future__ import annotations

import pytest

from tensorkata.authoring.source import with_answer
from tensorkata.course import Course
from tensorkata.errors import CourseError
from tensorkata.proving import answers
from tensorkata.proving.answers import Equivalent, Right, Wrong, parse

TEXT = '''\
"""Answers to halve."""

import math

# %% right: times a half
def halve(x):
    return 0.5 * x

# %% [markdown]
# What students write.

# %% wrong: a third | test_values | differ
def third(x):
    return x / 3


halve = third

# %% wrong: rounds | test_values
def halve(x):
    return math.floor(x / 2)

# %% equivalent: constant-00112233 | both are a half
# of the same number

# %% equivalent: swap-44556677
# addition
# commutes
'''


def test_each_header_makes_a_record() -> None:
    """Right, wrong and equivalent come back in the order of the file, with their lines."""
    found = parse(TEXT, "halve")
    lead = '"""Answers to halve."""\n\nimport math\n\n\n'
    assert found.right == (Right("times a half", f"{lead}def halve(x):\n    return 0.5 * x\n", 5),)
    third, rounds = found.wrong
    assert (third.title, third.check, third.word) == ("a third", "test_values", "differ")
    assert third.source.endswith("halve = third\n")
    assert rounds == Wrong(
        "rounds", "test_values", "", f"{lead}def halve(x):\n    return math.floor(x / 2)\n", 19
    )
    assert found.equivalent == (
        Equivalent("constant-00112233", "both are a half of the same number", 23),
        Equivalent("swap-44556677", "addition commutes", 26),
    )


def test_a_prelude_may_stand_in_a_cell_of_its_own() -> None:
    """A plain cell before the first header goes with every answer."""
    text = "# %%\nimport math\n\n# %% right: by floor\ndef halve(x): ...\n"
    assert parse(text, "halve").right[0].source == "import math\n\n\ndef halve(x): ...\n"


def test_an_answer_takes_the_place_of_the_reference(source: str) -> None:
    """An answer with its prelude fits into the reference's text."""
    answer = parse(TEXT, "halve").right[0]
    text = with_answer(source, "halve", answer.source)
    names: dict[str, object] = {}
    exec(compile(text, "answer", "exec"), names)
    assert names["halve"](3) == 1.5  # type: ignore[operator]


def test_read_finds_the_file_of_the_exercise(course: Course) -> None:
    """tests/answers/NN_topic/<exercise in snake case>.py is read."""
    topic = course.topic("01")
    path = course.answers / "01_numbers" / "halve.py"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT)
    assert answers.read(course, topic, topic.find("halve")) == parse(TEXT, "halve")


BROKEN = {
    "no title": ("right: times a half", "right:", ":5: write `# %% right"),
    "a right answer with a check": ("times a half", "a | test_values", ":5: write `# %% right"),
    "no check": (" | test_values | differ", "", ":12: write `# %% wrong"),
    "a check by another name": ("| test_values | differ", "| values | x", ":12: write `# %% wrong"),
    "a field too many": ("| differ", "| differ | more", ":12: write `# %% wrong"),
    "an unknown kind": ("wrong: rounds | test_values", "bad: rounds", ":19: a cell without a"),
    "a plain cell": ("# %% wrong: rounds | test_values", "# %%", ":19: a cell without a header"),
    "a typing error in the first header": ("right: times", "rigth: times", ":5: a cell without"),
    "another name": (
        "def halve(x):\n    return 0.5",
        "def half(x):\n    return 0.5",
        ":5: .*halve",
    ),
    "not Python": ("return 0.5 * x", "return 0.5 *", ":5: not Python"),
    "a title twice": ("rounds", "a third", ":19: 'a third' is here twice"),
    "a mutant twice": ("swap-44556677", "constant-00112233", ":26: .* is here twice"),
    "no reason": ("# addition\n# commutes\n", "", ":26: write `# %% equivalent"),
    "code under a mutant": ("# addition", "addition = 1", ":26: write `# %% equivalent"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_malformed_cell_names_file_and_line(fault: str) -> None:
    """Every fault is told with the line of the header and how to write it."""
    old, new, message = BROKEN[fault]
    assert old in TEXT
    with pytest.raises(CourseError, match=f"^answers/halve.py{message}"):
        parse(TEXT.replace(old, new, 1), "halve", "answers/halve.py")
