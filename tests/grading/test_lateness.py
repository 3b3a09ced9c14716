"""Who is late by the due date, the extensions and the rule, and what it costs in every table."""

from __future__ import annotations

import csv

import pytest
from msgspec.structs import replace

from tensorkata.course_settings import Assignment, Late
from tensorkata.errors import UsageError
from tensorkata.grading.collect import Entry
from tensorkata.grading.lateness import UNKNOWN, with_due, without_time
from tensorkata.grading.roll import with_roster, with_times
from tensorkata.grading.roster import read_roster, read_times
from tensorkata.grading.store import Keyed
from tensorkata.reporting import exports
from tensorkata.results import RunResult, SubmissionResult
from tensorkata.times import moment

DUE = moment("2027-02-01T23:59:00+00:00")
RULE = Late(penalty=0.1)


@pytest.fixture
def handed_in(tmp_path):
    """Return a maker of entries that were handed in at a time."""
    file = tmp_path / "x.py"

    def make(student, when="", **more):
        return Entry(student, file, "x.py", submitted=when, clock=when and "the clock", **more)

    return make


def held(entry, rule=RULE, **extensions):
    """Return an entry held against the due date."""
    ((one,), _) = with_due([entry], Assignment("05", DUE, extensions), rule)
    return one


@pytest.mark.parametrize(
    ("when", "rule", "days", "share"),
    [
        ("2027-02-01T23:59:00+00:00", RULE, 0, 0.0),
        ("2027-02-02T00:59:00+02:00", RULE, 0, 0.0),
        ("2027-02-01T23:59:01+00:00", RULE, 1, 0.1),
        ("2027-02-02T23:59:00+00:00", RULE, 1, 0.1),
        ("2027-02-02T23:59:01+00:00", RULE, 2, 0.2),
        ("2027-02-20T00:00:00+00:00", RULE, 19, 1.0),
        ("2027-02-20T00:00:00+00:00", Late(penalty=0.1, most=0.5), 19, 0.5),
        ("2027-02-04T00:00:00+00:00", Late(penalty=0.1, days=3), 3, pytest.approx(0.3)),
        ("2027-02-05T00:00:00+00:00", Late(penalty=0.1, days=3, most=0.5), 4, 1.0),
        ("2027-02-02T00:09:00+00:00", Late(penalty=0.1, grace=10), 0, 0.0),
        ("2027-02-02T00:09:01+00:00", Late(penalty=0.1, grace=10), 1, 0.1),
        ("2027-02-05T00:00:00+00:00", Late(), 4, 0.0),
    ],
)
def test_each_day_begun_costs_its_share(handed_in, when, rule, days, share):
    """The rule has a share for each day, a most, a last day and minutes of grace."""
    found = held(handed_in("ada", when), rule)
    assert (found.days_late, found.share) == (days, share)
    assert ("handed in" in found.note) == (days > 0)


@pytest.mark.parametrize("name", ["ada", "u1", "ADA@uni.edu", "Lovelace, Ada", "red", "4711"])
def test_an_extension_is_found_by_any_name(handed_in, name):
    """By login, number, e-mail, name in either order, or the group; case does not matter."""
    about = {"login": "ada", "sis_id": "u1", "email": "ada@uni.edu", "name": "Ada Lovelace"}
    entry = handed_in("s1", "2027-02-03T10:00:00+00:00")
    entry = replace(entry, platform={**about, "group": "red", "canvas_id": "4711"})
    found = held(entry, **{name: moment("2027-02-03T23:59:00+00:00")})
    assert (found.days_late, found.due) == (0, "2027-02-03T23:59:00+00:00")
    assert held(entry, eve=DUE).days_late == 2


def test_an_extension_for_nobody_is_named(handed_in):
    """A name in course.toml that no student has comes back."""
    assignment = Assignment("05", DUE, {"adda": DUE, "ada": DUE})
    assert with_due([handed_in("ada")], assignment, RULE)[1] == ["adda"]


def test_a_time_that_is_not_known_is_told_and_not_late(handed_in):
    """Nothing is guessed; without a due date nothing is said."""
    found = held(handed_in("ada"))
    assert (found.days_late, found.note) == (0, UNKNOWN)
    assert without_time([found]) == 1
    ((plain,), _) = with_due([handed_in("ada")], Assignment("05"), RULE)
    assert not plain.note


def test_canvas_s_mark_is_no_number_of_days(handed_in):
    """Who is marked late costs nothing until a time is known; who is not is in time."""
    marked = replace(handed_in("ada"), platform={"canvas_id": "1", "late": "yes"})
    assert UNKNOWN in held(marked).note
    assert not held(replace(handed_in("bo"), platform={"canvas_id": "2"})).note


def test_the_roster_s_column_is_the_time(handed_in, tmp_path):
    """Moodle's worksheet says when each was modified last; `-` is no time."""
    (tmp_path / "class.csv").write_text(
        "Identifier,Full name,Last modified (submission)\n"
        'Participant 1,Ada,"Wednesday, 3 February 2027, 2:14 PM"\n'
        "Participant 2,Bo,-\nParticipant 3,Cy,gestern\n"
    )
    entries = [
        replace(handed_in(name), platform={"moodle_id": number})
        for name, number in (("Ada", "1"), ("Bo", "2"), ("Cy", "3"))
    ]
    ada, bo, cy = with_roster(read_roster(tmp_path / "class.csv"), entries)
    assert moment(ada.submitted) == moment("2027-02-03 14:14")
    assert (bo.submitted, bo.note) == ("", "")
    assert (cy.submitted, cy.note) == ("", "the roster says 'gestern', which is no time")


def test_a_list_of_times_counts_by_topic_and_the_latest_row(handed_in, tmp_path):
    """A row of another topic is not this one's; who is listed twice has the later time."""
    (tmp_path / "times.csv").write_text(
        "student;submitted;topic\nada;2027-02-02T10:00Z;05\nada;2027-02-03T10:00Z;05\n"
        "ada;2027-02-09T10:00Z;04\nbo;2027-02-02T10:00Z;05\nzoe;2027-02-02T10:00Z;05\n"
    )
    times = read_times(tmp_path / "times.csv", lambda text: text == "05")
    red = [handed_in("ada"), handed_in("bo", "2027-01-01T00:00:00+00:00")]
    told, unmet = with_times(times, red, "times.csv")
    assert [one.submitted[:10] for one in told] == ["2027-02-03", "2027-02-02"]
    assert unmet == ["zoe"]


def test_a_member_has_the_time_of_the_group_s_file(handed_in, tmp_path):
    """One file has one time, whoever of the group is in the list."""
    (tmp_path / "times.csv").write_text("student,submitted\nada,2027-02-03T10:00Z\n")
    times = read_times(tmp_path / "times.csv", lambda _: True)
    told, _ = with_times(times, [handed_in("ada"), handed_in("bo")], "times.csv")
    assert told[1].submitted == told[0].submitted != ""


@pytest.mark.parametrize("cell", ["soon", "", "01/02/2027 10:00"])
def test_a_wrong_time_in_the_list_is_one_line(tmp_path, cell):
    """The line names the file, the person and what to write."""
    (tmp_path / "times.csv").write_text(f"student,submitted\nada,{cell}\n")
    with pytest.raises(UsageError, match=r"--times .*times\.csv: ada, submitted: .* is no time"):
        read_times(tmp_path / "times.csv", lambda _: True)


def run_of(*entries):
    """Return a run of two points out of four, with the lateness of each entry."""
    graded = SubmissionResult("", "", "", "graded", 3.0, 4.0, 0.1, ())
    absent = SubmissionResult("", "", "", "absent", 0.0, 0.0, 0.0, (), "nothing was handed in")
    results = [
        Keyed(
            *(e.student, e.path, "k", e.found, e.note, e.platform),
            *(e.submitted, e.due, e.days_late, e.share),
        ).of(graded if e.file else absent)
        for e in entries
    ]
    about = ("0.1.0", "05_custom_layers", None, "none", "", "")
    return RunResult(*about, results, due="2027-02-01T23:59:00+00:00")


def test_every_table_has_the_points_after_the_penalty(handed_in, tmp_path):
    """results.csv has both numbers and the days, Canvas and Moodle the one that counts."""
    late = held(handed_in("ada", "2027-02-03T10:00:00+00:00"))
    very = held(handed_in("bo", "2027-03-03T10:00:00+00:00"))
    gone = held(Entry("cy", None, ""))
    exports.write(run_of(late, very, gone), tmp_path, ("json", "csv", "canvas", "moodle"))
    rows = list(csv.DictReader((tmp_path / "results.csv").read_text("utf-8-sig").splitlines()))
    ada, bo, cy = rows[1:]
    assert (ada["points"], ada["points_before_penalty"], ada["days_late"]) == ("2.2", "3", "2")
    assert ada["submitted"] == "2027-02-03T10:00:00+00:00"
    assert "2 days late: 3 - 0.8 points" in ada["message"]
    assert (bo["points"], bo["points_before_penalty"]) == ("0", "3")
    assert (cy["points"], cy["points_before_penalty"], cy["days_late"]) == ("", "", "")
    for name, column, rows in (
        ("canvas.csv", "05_custom_layers", ["2.2", "0"]),  # an empty field would clear a grade
        ("moodle.csv", "Grade", ["2.2", "0", ""]),
    ):
        table = list(csv.DictReader((tmp_path / name).read_text("utf-8-sig").splitlines()))
        assert [row[column] for row in table[-len(rows) :]] == rows
    again = exports.from_json((tmp_path / "results.json").read_bytes())
    assert [one.penalty for one in again.submissions] == [0.8, 3.0, 0.0]
    assert again.submissions[0].submitted == ada["submitted"]


def test_results_of_before_are_still_read():
    """results.json without times has none, and costs nothing."""
    ada = b'"points": 2.0, "max_points": 3.0, "seconds": 0.1, "exercises": []'
    old = (
        b'{"schema": 2, "kit": "0.1.0", "topic": "t", "seed": 1, "isolation": "none",'
        b' "started": "", "finished": "", "submissions": [{"student": "ada", "path": "",'
        b' "sha256": "", "status": "graded", ' + ada + b"}]}"
    )
    (ada,) = exports.from_json(old).submissions
    assert (ada.submitted, ada.days_late, ada.kept, ada.lateness) == ("", 0, 2.0, "")
