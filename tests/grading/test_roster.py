"""A roster is a list of people that a spreadsheet or a platform has written."""

from __future__ import annotations

import pytest

from tensorkata.errors import UsageError
from tensorkata.grading.collect import Entry
from tensorkata.grading.roll import UNKNOWN, with_roster
from tensorkata.grading.roster import column_of, read_roster

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Layers (99),06 Callbacks (98),Final Score\n"
    ",,,,,Manual Posting,,\n"
    "    Points Possible,,,,,40.0,12,(read only)\n"
    '"Lovelace, Ada",4711,u1,ada,A,,,\n'
    '"Lovelace, Ada",4711,u1,ada,B,,,\n'
    '"Hopper, Grace",4712,u2,grace,B,,,\n'
    '"Student, Test",4799,,x,A,,,\n'
)


def roster(tmp_path, text, encoding="utf-8"):
    """Write a roster as some program would, and read it."""
    (tmp_path / "class.csv").write_bytes(text.encode(encoding))
    return read_roster(tmp_path / "class.csv")


def met(roster, *students):
    """Return the entries of a class that holds a roster against what it handed in."""
    told = with_roster(roster, [Entry(name, None, "", why="x") for name in students])
    return {entry.student: entry for entry in told}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_encoding_and_separator_are_the_file_s_own(tmp_path, encoding, mark):
    """Whatever spreadsheet saved it, the names are whole."""
    rows = ["Username,Name,Section", 'josé,"Martín, José",A', "zoé,Zoé,B"]
    if mark != ",":
        rows = [
            rows[0].replace(",", mark),
            f"josé{mark}Martín, José{mark}A",
            f"zoé{mark}Zoé{mark}B",
        ]
    people = roster(tmp_path, "\r\n".join(rows), encoding).people
    assert [one.about["login"] for one in people] == ["josé", "zoé"]
    assert people[0].about["name"] == "Martín, José"


@pytest.mark.parametrize(
    ("head", "row", "student"),
    [
        ("student,name", "ada,Ada", "ada"),
        ("Username;First name;Surname", "ada;Ada;One", "ada"),
        ("First name,Last name,ID number,Email address", "Ada,One,17,ada@uni.edu", "17"),
        ("Full Name,Email,SID,Role", "Ada One,ada@uni.edu,17,Student", "17"),
        ("name", "Ada One", "Ada One"),
        ("E-Mail-Adresse\tVorname\tNachname", "ada@uni.edu\tAda\tOne", "ada@uni.edu"),
        ("sep=;\nID;Vollständiger Name", "Participant 3;Ada One", "3"),
        ("ada", "bo", "ada"),
    ],
)
def test_columns_are_known_by_their_heads(tmp_path, head, row, student):
    """A list without a head has the students in its first column."""
    assert roster(tmp_path, f"{head}\n{row}\n").people[0].key == student


def test_canvas_s_own_export_is_a_roster(tmp_path):
    """Rows that are about columns are nobody, two sections are one person, columns have numbers."""
    found = roster(tmp_path, CANVAS)
    assert [one.about["name"] for one in found.people] == ["Lovelace, Ada", "Hopper, Grace"]
    assert found.people[0].about["section"] == "A, B"
    assert column_of(found, "05_layers", "Custom layers") == {
        "canvas": "Layers (99)",
        "canvas_points": "40.0",
    }
    assert column_of(found, "06_callbacks", "")["canvas"] == "06 Callbacks (98)"
    assert column_of(found, "09_data", "Data") == {}


@pytest.mark.parametrize(
    ("text", "student"),
    [
        ("student\nada\n", "ada"),
        ("student\nJose\u0301\n", "josé"),
        ("Username\nADA\n", "ada"),
        ("email\nada@uni.edu\n", "ada"),
        ('name\n"Lovelace, Ada"\n', "Ada Lovelace"),
        ("name\nMáire O'Neil\n", "O'Neil, Máire"),
        ("First name,Surname\nIPEK,ŞAHİN\n", "İpek Şahin"),
        ("student\n7\n", "007"),
        ("student\n0042\n", "42"),
    ],
)
def test_a_student_is_found_in_the_roster(tmp_path, text, student):
    """Case, the form of an accent, a name's order and Excel's lost zeros do not make a stranger."""
    found = met(roster(tmp_path, text), student)
    assert list(found) == [student]
    assert not found[student].note


def test_lost_zeros_that_fit_two_are_not_guessed(tmp_path):
    """Both are graded, and told not to be in the roster."""
    found = met(roster(tmp_path, "student\n7\n"), "007", "07")
    assert found["007"].note == found["07"].note == UNKNOWN


def test_two_of_one_name_are_told_apart_by_number_or_not_at_all(tmp_path):
    """A platform's number decides; without one neither gets the other's, and nobody is absent."""
    numbers = roster(tmp_path, "Identifier,Full name\nParticipant 1,Ada\nParticipant 2,Ada\n")
    entries = [Entry(f"Ada_{n}", None, "", why="x", platform={"moodle_id": n}) for n in "12"]
    told = with_roster(numbers, entries)
    assert [one.platform["moodle_id"] for one in told] == ["1", "2"]
    told = with_roster(roster(tmp_path, "name\nAda\n"), entries)
    assert len(told) == 2
    assert all("more than one fits" in one.note for one in told)


def test_who_is_missing_and_who_is_a_stranger(tmp_path):
    """The missing have an entry without a file, the stranger is graded and told."""
    found = met(roster(tmp_path, "student,name\nada,Ada\nbo,Bo\nbo,Bo\n"), "ada", "eve")
    assert list(found) == ["ada", "eve", "bo"]
    assert found["eve"].note == UNKNOWN
    assert not found["bo"].why
    assert found["bo"].platform["name"] == "Bo"


def test_one_submission_of_a_group_is_that_of_each_member(tmp_path):
    """The row of a member who did not upload says who did."""
    people = roster(tmp_path, "student,group\nada,red\nbo,red\ncy,blue\ndee,blue\n")
    found = met(people, "ada", "cy", "dee")
    assert found["bo"].why == "x"
    assert found["bo"].note == "handed in by ada for the group red"
    assert sorted(found) == ["ada", "bo", "cy", "dee"]


WORKBOOKS = [b"PK\x03\x04\x14\0\6\0\x08\0\0\0", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0"]


@pytest.mark.parametrize("data", [b"", b"\n,\n", *WORKBOOKS, b"name\n"])
def test_what_is_no_roster_is_one_line(tmp_path, data):
    """The line says what to give."""
    (tmp_path / "class.csv").write_bytes(data)
    with pytest.raises(UsageError, match=r"--roster .*class\.csv"):
        read_roster(tmp_path / "class.csv")
    with pytest.raises(UsageError, match="name a CSV file"):
        read_roster(tmp_path / "none.csv")
