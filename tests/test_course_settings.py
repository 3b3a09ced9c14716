"""course.toml is found, read and refused in one line."""

from __future__ import annotations

import datetime as dt

import pytest

from tensorkata.course import find_course
from tensorkata.course_settings import Late, Settings, read_settings
from tensorkata.errors import UsageError

COURSE = """
packages = ["pandas"]
[late]
days = 3
penalty = 0.1
[[assignment]]
name = "05_custom_layers"
due = 2027-02-01T23:59:00+01:00
files = ["penguins.csv"]
[assignment.extensions]
ada = 2027-02-03T23:59:00+01:00
"""


def test_a_course_toml_is_read(tmp_path):
    """Due dates, extensions, packages and files come out as they were written."""
    (tmp_path / "course.toml").write_text(COURSE)
    settings = read_settings(tmp_path)
    assert settings.packages == ("pandas",)
    assert settings.late == Late(days=3, penalty=0.1)
    due = settings.of("05_custom_layers").due
    assert due == dt.datetime.fromisoformat("2027-02-01T22:59:00+00:00")
    assert settings.of("05_custom_layers").extensions["ada"] > due
    assert settings.of("01_tensors").due is None


def test_times_without_a_zone_and_dates_are_this_machine_s(new_york, tmp_path):
    """A naive time is local, a date means the end of that day, and both may be strings."""
    forms = ["2027-02-01T23:59:59", "2027-02-01", '"2027-02-01 23:59:59"', '"2027-02-01"']
    for form in forms:
        text = f'[[assignment]]\nname = "05"\ndue = {form}\nextensions = {{ada = {form}}}'
        (tmp_path / "course.toml").write_text(text)
        found = read_settings(tmp_path).of("05")
        want = dt.datetime.fromisoformat("2027-02-01T23:59:59-05:00")
        assert found.due == found.extensions["ada"] == want


def test_without_one_nothing_is_set(tmp_path):
    """A folder without course.toml has the defaults."""
    assert read_settings(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("packages = pandas", "Invalid value"),
        ("[late]\npenalty = 'much'", "Expected `float`, got `str`"),
        ("packges = []", "unknown field `packges`"),
        ('[[assignment]]\nname = "05_custom_layer"', "did you mean 05_custom_layers?"),
        (
            '[[assignment]]\nname = "05_custom_layers"\ndue = "soon"',
            "05_custom_layers, due: 'soon'",
        ),
        (
            '[[assignment]]\nname = "05_custom_layers"\nextensions = {ada = 7}',
            "extension of ada: 7 is no time",
        ),
        ("[late]\npenalty = 10", "a share, from 0 to 1"),
        ("[late]\ngrace = -5", "0 or more"),
        ('[[assignment]]\nname = "05_custom_layers"\nweight = -1', "weight is 0 or more"),
        ("assignment = [1]", "Expected `object`, got `int`"),
    ],
)
def test_a_fault_is_told_with_its_file(tmp_path, text, told):
    """A wrong key, type or topic is one line that names the file."""
    (tmp_path / "course.toml").write_text(text)
    course = find_course()
    course.home = tmp_path
    with pytest.raises(UsageError, match=r"course\.toml: .*") as caught:
        _ = course.settings
    assert told in str(caught.value)
