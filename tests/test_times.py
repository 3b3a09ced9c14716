"""Points in time are read as people and platforms write them, and nothing is guessed."""

from __future__ import annotations

import datetime as dt

import pytest

from tensorkata.errors import UsageError
from tensorkata.times import due_time, moment


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("2027-02-01T23:59:00Z", "2027-02-01T23:59:00+00:00"),
        ("2027-02-01T23:59:00+01:00", "2027-02-01T22:59:00+00:00"),
        ("2027-02-01 23:59:00 UTC", "2027-02-01T23:59:00+00:00"),
        ("2021-02-08 21:53:37.482180000 Z", "2021-02-08T21:53:37.482180+00:00"),
        ("2023-09-14 22:15:27.119126000 -07:00", "2023-09-15T05:15:27.119126+00:00"),
        ("2015-02-02 15:58:23.948203 America/Los_Angeles", "2015-02-02T23:58:23.948203+00:00"),
    ],
)
def test_a_time_with_a_zone_is_that_moment(text, want):
    """RFC 3339, Canvas's and Gradescope's forms and nbgrader's timestamp.txt are read."""
    assert moment(text) == dt.datetime.fromisoformat(want)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("2027-02-01 23:59", "2027-02-01T23:59:00-05:00"),
        ("2027-02-01", "2027-02-01T00:00:00-05:00"),
        ("Wednesday, 10 June 2026, 2:14 PM", "2026-06-10T14:14:00-04:00"),
        ("Wednesday, September 23, 2020, 9:00 PM", "2020-09-23T21:00:00-04:00"),
        ("01.02.2027 23:59", "2027-02-01T23:59:00-05:00"),
    ],
)
def test_a_time_without_a_zone_is_this_machine_s(new_york, text, want):
    """What people type, Moodle's worksheet and a German spreadsheet are local times."""
    assert moment(text) == dt.datetime.fromisoformat(want)


@pytest.mark.parametrize(
    "text", ["tomorrow", "", "5", "01/02/2027 23:59", "20270201", "2027-13-01"]
)
def test_what_is_no_time_or_two_is_refused(text):
    """A date that means two days, depending on the country, is not guessed."""
    with pytest.raises(ValueError, match="is no time: write 2027-02-01 23:59"):
        moment(text)


def test_a_date_is_due_until_its_end(new_york):
    """A due date without a time lasts until the last second of the day."""
    end = dt.datetime.fromisoformat("2027-02-01T23:59:59-05:00")
    assert due_time("2027-02-01", "--due") == due_time(dt.date(2027, 2, 1), "--due") == end


@pytest.mark.parametrize("value", ["soon", 20270201, dt.time(23, 59)])
def test_a_wrong_due_date_is_one_line(value):
    """The line says which option or key, and what to write."""
    with pytest.raises(UsageError, match=r"^--due: .* is no time: write 2027"):
        due_time(value, "--due")
