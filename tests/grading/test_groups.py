"""A group's one submission is each member's result; of several one is graded, and rows say so."""

from __future__ import annotations

import csv

import pytest
from msgspec.structs import replace

from tensorkata.grading.collect import Entry
from tensorkata.grading.roll import with_roster
from tensorkata.grading.roster import read_roster
from tensorkata.reporting import exports
from tensorkata.reporting.course_table import Topic, table_of
from tensorkata.results import RunResult, SubmissionResult

CLASS = "student,group,email\nada,red,ada@uni.edu\nbo,red,bo@uni.edu\ncy,blue,\ndee,,\n"


@pytest.fixture
def met(tmp_path):
    """Return a function that holds entries against a class with a group of two."""
    (tmp_path / "class.csv").write_text(CLASS)
    roster = read_roster(tmp_path / "class.csv")

    def hold(*entries, unsolved=lambda _: False):
        return {one.student: one for one in with_roster(roster, list(entries), unsolved)}

    return hold


@pytest.fixture
def entry(tmp_path):
    """Return a maker of entries with a file of their own."""

    def make(student, when="", **more):
        path = f"{student}.py"
        return Entry(student, tmp_path / path, path, path, submitted=when, **more)

    return make


def test_who_did_not_upload_has_the_others_result(met, entry):
    """Each member has a row with the same file, and with their own address and number."""
    found = met(entry("ada"), Entry("bo", None, ""))
    assert sorted(found) == ["ada", "bo", "cy", "dee"]
    assert found["bo"].file == found["ada"].file
    assert found["bo"].note == "handed in by ada for the group red"
    assert found["bo"].platform["email"] == "bo@uni.edu"
    assert (found["ada"].note, found["cy"].file, found["dee"].file) == ("", None, None)


def test_a_submission_under_the_group_s_name_is_its_members(met, entry):
    """The group is no student of its own: its members have rows, and nobody else."""
    found = met(entry("red"))
    assert sorted(found) == ["ada", "bo", "cy", "dee"]
    assert found["ada"].file == found["bo"].file is not None


def test_of_two_the_latest_is_graded_for_both(met, entry):
    """Both rows say which is graded, why, and which is not."""
    found = met(entry("ada", "2027-02-01T22:00:00+00:00"), entry("bo", "2027-02-01T22:30:00+01:00"))
    assert found["ada"].path == found["bo"].path == "ada.py"
    want = "the group red handed in 2: graded the latest, of 2027-02-01 22:00; not graded: bo"
    assert want in found["ada"].note
    assert want in found["bo"].note


def test_a_stub_or_nothing_that_can_be_graded_does_not_hide_the_answer(met, entry):
    """The stub that came later, or a PDF, is told and not graded."""
    ada, bo = entry("ada", "2027-02-01T22:00:00+00:00"), entry("bo", "2027-02-02T22:00:00+00:00")
    found = met(ada, bo, unsolved=lambda one: one.student == "bo")
    assert found["bo"].path == "ada.py"
    assert "graded the only one that is more than the stub; not graded: bo" in found["bo"].note
    found = met(ada, replace(bo, file=None, why="handed in bo.pdf: not a .py or .ipynb"))
    assert found["bo"].path == "ada.py"
    assert "graded the only one that can be" in found["ada"].note


def test_without_times_the_first_in_the_roster_is_graded(met, entry):
    """The row says that it was the roster's order."""
    found = met(entry("bo"), entry("ada"))
    assert found["bo"].path == found["ada"].path == "ada.py"
    assert "graded the first of them, by the roster; not graded: bo (bo.py)" in found["bo"].note


def test_moodle_s_groups_are_no_teams(tmp_path, entry):
    """A person may be in several of those, so nobody gets another's result by them."""
    (tmp_path / "class.csv").write_text("student,Groups\nada,Monday\nbo,Monday\n")
    found = with_roster(read_roster(tmp_path / "class.csv"), [entry("ada")])
    assert [one.file is None for one in found] == [False, True]


def test_each_member_is_in_every_export_and_the_course(met, entry, tmp_path):
    """Canvas, Moodle, results.csv, a page each, and one row each in the course's table."""
    entries = [one for name, one in met(entry("ada")).items() if name in {"ada", "bo"}]
    graded = [
        SubmissionResult(
            *(one.student, one.path, "", "graded", 3.0, 4.0, 0.1, ()), platform=one.platform
        )
        for one in entries
    ]
    run = RunResult("0.1.0", "05_custom_layers", None, "none", "", "", graded)
    exports.write(run, tmp_path, ("csv", "canvas", "moodle", "html", "feedback", "gradescope"))
    for name, column in (
        ("results.csv", "points"),
        ("canvas.csv", "05_custom_layers"),
        ("moodle.csv", "Grade"),
    ):
        rows = list(csv.DictReader((tmp_path / name).read_text("utf-8-sig").splitlines()))
        assert [row[column] for row in rows[-2:]] == ["3", "3"], name
    for name in ("feedback/bo.html", "gradescope/bo.json"):
        assert (tmp_path / name).is_file()
    assert ">bo<" in (tmp_path / "class.html").read_text()
    table = table_of("", [Topic(run, [])])
    assert [(row.student, row.points) for row in table.rows] == [("ada", 3.0), ("bo", 3.0)]
