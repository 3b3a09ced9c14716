"""Grades find the way back: a class as a platform hands it out is matched by its own import."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tensorkata.grading.collect import collect
from tensorkata.grading.roll import with_roster
from tensorkata.grading.roster import column_of, read_roster
from tensorkata.reporting import exports
from tensorkata.results import CheckResult, ExerciseResult, RunResult, SubmissionResult

from .class_files import TOPIC, laid_out, zipped
from .importers import CanvasCourse, MoodleAssignment, RefusedError, php_rows
from .test_handed_in import CLASSES, MOODLE

COURSE = CanvasCourse(
    people={
        4711: ("Ada Lovelace", "Lovelace, Ada"),
        4712: ("Emmy Noether", "Noether, Emmy"),
        4713: ("Sean O'Brien", "O'Brien, Sean"),
        4714: ("Jan van den Berg", "van den Berg, Jan"),
        4715: ("Grace Hopper", "Hopper, Grace"),
        4716: ("Nobody Here", "Here, Nobody"),
    },
    sis_ids={"007": 4714},
    logins={"emmy": 4712},
    assignments={99001: ("Custom layers", 40.0), 99002: ("Callbacks", 30.0)},
)
EXPORT = """\
Student,ID,SIS User ID,SIS Login ID,Section,Callbacks (99002),Custom layers (99001),Final Score
,,,,,Manual Posting,,
    Points Possible,,,,,30,40,(read only)
"Lovelace, Ada",4711,u1,ada,A,12,,
"Noether, Emmy",4712,u2,emmy,A,,,
"O'Brien, Sean",4713,,sean,B,,,
"van den Berg, Jan",4714,007,jan,B,,33,
"Hopper, Grace",4715,u5,grace,A,,,
"Here, Nobody",4716,u6,nobody,A,,21,
"Student, Test",4999,,,A,,,
"""


def graded(topic, tmp_path, names, roster=None, points=7.5):
    """Collect a class and give every file that could be graded these points, with no judge."""
    source = names if isinstance(names, Path) else zipped(tmp_path / "class.zip", names)
    entries = collect(topic, [source], tmp_path / "out")
    columns = {}
    if roster:
        (tmp_path / "roster.csv").write_bytes(roster)
        people = read_roster(tmp_path / "roster.csv")
        entries = with_roster(people, entries)
        columns = column_of(people, topic.name, topic.title)
    check = CheckResult("test", points, 40.0, hidden=False, outcome="failed")
    results = [
        SubmissionResult(
            student=one.student,
            path=one.path,
            sha256="",
            status="graded" if one.file else "absent",
            points=points if one.file else 0.0,
            max_points=40.0 if one.file else 0.0,
            seconds=0.0,
            exercises=(ExerciseResult.of("Linear", [check]),) if one.file else (),
            found=one.found,
            note=one.note,
            platform=one.platform,
        )
        for one in entries
    ]
    return RunResult("0.1.0", TOPIC, 7, "none", "", "", results, columns=columns)


def table(made, run):
    """Return the text of a format with one file."""
    [(_, parts)] = made(run)
    return "".join(parts)


CANVAS = CLASSES["R03 Canvas"]


@pytest.mark.parametrize("form", ["export", "semicolons", "windows"])
def test_canvas_takes_every_grade_for_its_own_assignment(topic, tmp_path, form):
    """The numbers of the zip and the head of the export bring each grade to its student."""
    text = EXPORT.replace(",", ";").replace("; ", ", ") if form == "semicolons" else EXPORT
    roster = text.encode("utf-16" if form == "windows" else "utf-8-sig")
    run = graded(topic, tmp_path, CANVAS, roster)
    found = COURSE.imported(table(exports.as_canvas, run))
    assert found.grades == {n: {99001: "7.5"} for n in (4711, 4712, 4713, 4714)}
    assert found.possible == {99001: "40"}


def test_canvas_clears_no_grade_of_whom_nobody_graded(topic, tmp_path):
    """An empty field would take away the 21 that stand there: who has no verdict has no row."""
    run = graded(topic, tmp_path, CANVAS, EXPORT.encode())
    assert {one.student for one in run.submissions if one.status == "absent"}
    found = COURSE.imported(table(exports.as_canvas, run))
    assert not {4715, 4716} & found.grades.keys()
    zero = msgspec.structs.replace(run, absent=0.0)
    assert COURSE.imported(table(exports.as_canvas, zero)).grades[4716] == {99001: "0"}


def test_canvas_finds_students_without_a_roster(topic, tmp_path):
    """The zip's own numbers are enough; the assignment is found by its title or is new."""
    found = COURSE.imported(table(exports.as_canvas, graded(topic, tmp_path, CANVAS)))
    assert set(found.grades) == {4711, 4712, 4713, 4714}


def test_canvas_finds_who_handed_in_under_a_login(topic, tmp_path):
    """A tree of logins is matched by SIS Login ID, by SIS User ID, or by the name."""
    names = {f"{who}/{TOPIC}.py": who for who in ("emmy", "007", "Ada Lovelace")}
    for roster in (EXPORT.encode(), None):
        found = COURSE.imported(table(exports.as_canvas, graded(topic, tmp_path, names, roster)))
        known = {4711, 4712, 4714} if roster else {4711, 4712}
        assert known <= set(found.grades)
        assert {grade for n in known for grade in found.grades[n].values()} == {"7.5"}


WORKSHEET = """\
Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,\
Last modified (submission),Last modified (grade),Feedback comments
Participant 70001,Anna Meyer,anna1@uni.edu,Submitted,,40.00,Yes,"Monday, 1 Feb 2027, 10:00 AM",-,
Participant 70002,Anna Meyer,anna2@uni.edu,Submitted,3.00,40.00,Yes,-,"Tuesday, 2 Feb 2027, 9 AM",
Participant 70003,Zoë Żak,zoe@uni.edu,Submitted,,40.00,Yes,-,-,
Participant 70004,Hands Nothing,hands@uni.edu,No submission,5.00,40.00,Yes,-,-,
"""
TAKE_PART = {
    "70001": (None, 0),
    "70002": (3.0, 1_801_558_800),
    "70003": (None, 0),
    "70004": (5.0, 1_801_558_800),
}


@pytest.mark.parametrize("decimal", [".", ","])
@pytest.mark.parametrize("roster", [True, False])
def test_moodle_takes_every_grade(topic, tmp_path, decimal, roster):
    """Two of one name get their own; the time of an earlier grade lets it be changed."""
    names = CLASSES["R04 Moodle, two of one name"]
    run = graded(topic, tmp_path, names, WORKSHEET.encode() if roster else None)
    text = table(exports.as_moodle, run)
    found = MoodleAssignment(TAKE_PART, 40.0, decimal).imported(text)
    # without the worksheet Moodle cannot know that the grade of 70002 was seen
    mine = ("70001", "70002", "70003") if roster else ("70001", "70003")
    assert found == dict.fromkeys(mine, 7.5)


def test_moodle_refuses_no_file_for_what_a_student_called_theirs(topic, tmp_path):
    """A backslash before a quote would join fields for PHP, and lose the whole class."""
    folder = f"Zoë Żak_70003{MOODLE}"
    source = laid_out(tmp_path / "class", [f'{folder}/b,\\".py', f"{folder}/x.py"])
    text = table(exports.as_moodle, graded(topic, tmp_path, source, WORKSHEET.encode()))
    assert MoodleAssignment(TAKE_PART, 40.0).imported(text) == {"70003": 7.5}
    assert "also handed in" in text


def test_the_readers_refuse_what_the_platforms_refuse():
    """A missing head, a missing column, rows of unlike length: nothing is imported."""
    for text in ("Name,ID,Section,x\n", "Student,ID,SIS Login ID,x\n", "a\n"):
        with pytest.raises(RefusedError):
            COURSE.imported(text)
    for text in ("Identifier,Grade\n", WORKSHEET + "a,b\n", WORKSHEET.replace("Grade,", "Note,")):
        with pytest.raises(RefusedError):
            MoodleAssignment(TAKE_PART, 40.0).imported(text)
    assert php_rows('a,"b,\\"c",d"\n') != [["a", 'b,\\"c', "d"]]
    comma = "Student;ID;SIS Login ID;Section;Custom layers (99001)\nx;4711;ada;A;1.234,5\n"
    assert COURSE.imported(comma).grades == {4711: {99001: "1234.5"}}
