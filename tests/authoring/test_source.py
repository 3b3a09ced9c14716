"""The source of a topic: its regions, its stub, its rules."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tensorkata.authoring import source as authored
from tensorkata.course import Course
from tensorkata.errors import CourseError
from tensorkata.points_of_checks import check_points, max_points


def test_stub_keeps_all_but_the_regions(source: str) -> None:
    """Each region gives way to one raise at its own indentation; all else stays."""
    text = authored.stub(source)
    assert text.count('    raise NotImplementedError("halve")\n') == 1
    assert text.count('raise NotImplementedError("RunningTotal")') == 3
    assert '            raise NotImplementedError("RunningTotal")\n        raise' in text
    assert "SOLUTION" not in text
    kept = [line for line in text.splitlines() if "NotImplementedError" not in line]
    assert set(kept) <= set(source.splitlines())
    assert "    # TODO: divide." in kept


def test_stub_is_formatted_as_ruff_would(source: str) -> None:
    """A formatted source gives a stub that the formatter leaves alone."""
    ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "100"]
    run = subprocess.run([*ruff, "-"], input=source, capture_output=True, text=True, check=True)
    stub = authored.stub(run.stdout)
    again = subprocess.run([*ruff, "-"], input=stub, capture_output=True, text=True, check=True)
    assert again.stdout == stub


def test_stub_of_a_stub_is_itself(source: str) -> None:
    """A text without regions comes back unchanged."""
    stub = authored.stub(source)
    assert authored.stub(stub) == stub


def test_a_region_may_be_the_whole_body_of_a_class() -> None:
    """The stub of such a class is its docstring, its TODO lines and one raise."""
    head = 'class Both:\n    """Two methods."""\n\n    # TODO: both.\n'
    body = "    ### BEGIN SOLUTION\n    def a(self): ...\n\n    def b(self): ...\n"
    stub = authored.stub(f"# %%\n{head}{body}    ### END SOLUTION\n")
    assert stub == f'# %%\n{head}    raise NotImplementedError("Both")\n'


def test_with_answer_replaces_one_cell(source: str) -> None:
    """Only the named exercise's cell changes, and the text still has its cells."""
    text = authored.with_answer(source, "halve", "def halve(x):\n    return 0.5 * x\n")
    assert "return 0.5 * x\n\n# %%\nclass RunningTotal" in text
    assert text.split("class RunningTotal")[1] == source.split("class RunningTotal")[1]
    assert text.split("# %%\ndef halve")[0] == source.split("# %%\ndef halve", maxsplit=1)[0]


def test_with_answer_at_the_end_of_the_file(source: str) -> None:
    """The last cell can be replaced too."""
    text = source.split("# %% [markdown]\n# Read on", maxsplit=1)[0]
    answer = "class RunningTotal:\n    pass\n"
    assert authored.with_answer(text, "RunningTotal", answer).endswith("# %%\n" + answer)


def test_with_answer_wants_a_known_exercise(source: str) -> None:
    """An exercise that the source does not have is a fault of the course."""
    with pytest.raises(CourseError, match="third"):
        authored.with_answer(source, "third", "third = 1")


def test_read_returns_the_text(course: Course, source: str) -> None:
    """A source that keeps the rules is returned as it stands."""
    assert authored.read(course, course.topic("01")) == source


BROKEN = {
    "unclosed": (
        "    return x / 2\n    ### END SOLUTION\n",
        "    return x / 2\n",
        ":15: ### BEGIN SOLUTION without",
    ),
    "an end alone": (
        "    # TODO: divide.\n    ### BEGIN SOLUTION\n",
        "    # TODO: divide.\n",
        ":18: ### END SOLUTION without",
    ),
    "a marker with other words": (
        "    ### BEGIN SOLUTION\n    if",
        "    # BEGIN SOLUTION\n    if",
        ":15: a marker must be the only text",
    ),
    "a region at top level": (
        "import math\n",
        "### BEGIN SOLUTION\nimport math\n### END SOLUTION\n",
        ":6: a solution region outside an exercise",
    ),
    "a region in a lesson": (
        "# A number and",
        "### BEGIN SOLUTION\n# x\n### END SOLUTION\n# A number and",
        ":3: a solution region outside an exercise",
    ),
    "a region across cells": (
        "    ### END SOLUTION\n\n# %%\nclass",
        "\n# %%\n    ### END SOLUTION\nclass",
        ":15: a solution region outside an exercise",
    ),
    "a region in no body": (
        "def halve",
        "if True:\n    ### BEGIN SOLUTION\n    y = 1\n    ### END SOLUTION\n\ndef halve",
        ":13: a solution region outside an exercise",
    ),
    "a region beside the body": (
        "    ### END SOLUTION\n\n# %%\nclass",
        (
            "    ### END SOLUTION\n\nwith x:\n    ### BEGIN SOLUTION\n    pass\n"
            "    ### END SOLUTION\n"
            "\n# %%\nclass"
        ),
        ":22: a solution region outside an exercise",
    ),
    "no TODO": ("    # TODO: divide.\n", "", ":12: halve has no `# TODO` line"),
    "a second name": ("# %%\ndef halve", "# %%\nHALF = 0.5\ndef halve", ":12: .*move HALF"),
    "a stranger": ("def halve", "def third", ":12: third has a solution region but"),
    "not Python": ("def halve(x: float)", "def halve(x: float", ":12: not Python"),
    "a stub that is not Python": (
        "    ### BEGIN SOLUTION\n    if x",
        "      ### BEGIN SOLUTION\n    if x",
        ":15: the stub is not Python",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_rule_names_file_and_line(course: Course, source: str, fault: str) -> None:
    """Every rule of a source says where it is broken."""
    old, new, message = BROKEN[fault]
    assert old in source
    (course.solutions / "01_numbers.py").write_text(source.replace(old, new, 1))
    with pytest.raises(CourseError, match=f"^solutions/01_numbers.py{message}"):
        authored.read(course, course.topic("01"))


def test_an_exercise_without_a_region_is_named(course: Course, source: str) -> None:
    """An exercise of the curriculum whose cell has no region is a fault, with the cell's line."""
    plain = "\n".join(line for line in source.splitlines() if "SOLUTION" not in line)
    (course.solutions / "01_numbers.py").write_text(plain)
    with pytest.raises(CourseError, match=r"01_numbers.py:12: exercise halve of the curriculum"):
        authored.read(course, course.topic("01"))


def test_two_cells_of_one_exercise_are_a_fault(course: Course, source: str) -> None:
    """An exercise that is written twice would be graded by chance."""
    cell = "# %%\ndef halve" + source.split("# %%\ndef halve")[1].split("# %%\n", maxsplit=1)[0]
    (course.solutions / "01_numbers.py").write_text(source + cell)
    with pytest.raises(CourseError, match="halve has a cell already"):
        authored.read(course, course.topic("01"))


def test_a_missing_source_is_a_fault_of_the_course(course: Course) -> None:
    """No traceback where the file is not there."""
    with pytest.raises(CourseError, match="02_later"):
        authored.read(course, course.topic("02"))


def test_points_come_from_the_text_of_the_checks(course: Course) -> None:
    """Decorators are read, not run; hidden checks count where they are asked for."""
    topic = course.topic("01")
    halve = topic.find("halve")
    assert max_points(course, topic, halve, hidden=False) == 3.5
    assert max_points(course, topic, halve, hidden=True) == 6.5
    assert check_points(course, topic, halve, hidden=False) == {
        "test_kind": 0.0,
        "test_values": 2.0,
        "test_negative": 1.5,
    }


def test_points_must_be_a_number(course: Course) -> None:
    """What cannot be read without running is refused, with its line."""
    path = course.checkers / "01_numbers" / "test_halve.py"
    path.write_text("@points(1 + 1)\ndef test_x(probes): ...\n")
    topic = course.topic("01")
    with pytest.raises(CourseError, match=r"checkers/01_numbers/test_halve.py:1: @points"):
        max_points(course, topic, topic.find("halve"), hidden=False)
