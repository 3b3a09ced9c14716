"""A course as one table: a row a student, weights, no number without a verdict, and progress."""

from __future__ import annotations

import csv
import io

import pytest

from tensorkata.reporting import course_report
from tensorkata.reporting.course_table import Topic, table_of
from tensorkata.reporting.history import FILE, add_to_history, means_of, read_history
from tensorkata.reporting.pages import course_page
from tensorkata.results import RunResult, SubmissionResult

ABSENT = ("absent", 0.0, 0.0)
FAULT = ("fault", 0.0, 10.0)


def run(topic, finished="2027-02-01T10:00:00+00:00", **of):
    """Return a run from students to (status, points, max_points) and what a platform says."""
    entries = []
    for student, (status, points, most, *about) in of.items():
        said = about[0] if about else {}
        late = {"days_late": 2, "penalty": 1.0} if "late" in said else {}
        entries.append(
            SubmissionResult(
                *(student, f"{student}.py", "", status, points, most, 0.1, ()),
                platform=said,
                **late,
            )
        )
    return RunResult("0.1.0", topic, None, "none", finished, finished, entries)


def graded(points, most=10.0, **about):
    """Return what `run` takes for a graded submission."""
    return ("graded", points, most, about)


def table(*runs, weights=()):
    """Return the table of runs, with weights for the first of them."""
    each = [*weights, *[None] * len(runs)]
    return table_of("Spring", [Topic(one, [], w) for one, w in zip(runs, each, strict=False)])


def test_weights_share_the_total_out():
    """Without a weight a topic counts as many points as it has; with one, its share of that."""
    runs = (run("04_a", ada=graded(5.0)), run("05_b", ada=graded(20.0, 40.0)))
    (plain,) = table(*runs).rows
    assert (plain.points, plain.share) == (25.0, 0.5)
    found = table(*runs, weights=(30.0, 10.0))
    assert (found.rows[0].points, found.most, found.rows[0].share) == (20.0, 40.0, 0.5)


@pytest.mark.parametrize("without", [ABSENT, FAULT, None])
def test_no_verdict_no_number(without):
    """Who is absent, ungraded or not in a run has no share of the total, and it says why."""
    second = {"ada": without} if without else {"bo": graded(1.0)}
    row = table(run("04_a", ada=graded(5.0)), run("05_b", **second)).rows[0]
    assert (row.cells[1].points, row.points, row.share) == (None, 5.0, None)
    assert row.missing[0].startswith("05_b: ")
    assert table(run("04_a", ada=ABSENT)).rows[0].points is None


def test_an_absent_that_counts_as_zero_has_a_share():
    """--absent 0 is a number, so the total is whole."""
    import msgspec

    second = msgspec.structs.replace(run("05_b", ada=ABSENT, bo=graded(10.0)), absent=0.0)
    row = table(run("04_a", ada=graded(5.0)), second).rows[0]
    assert (row.points, row.share) == (5.0, 0.25)


def test_a_student_is_one_row_by_the_roster_a_number_or_the_name():
    """Different names at two doors are one person if the roster or Canvas says so."""
    one = run(
        "04_a", ada=graded(1.0, person="u1"), bo_4712=graded(2.0, canvas_id="4712"), cy=graded(3.0)
    )
    two = run(
        "05_b", CY=graded(6.0), lovelace=graded(4.0, person="u1"), b=graded(5.0, canvas_id="4712")
    )
    found = {row.student: [c.points for c in row.cells] for row in table(one, two).rows}
    assert found == {"ada": [1.0, 4.0], "bo_4712": [2.0, 5.0], "cy": [3.0, 6.0]}


def test_two_of_one_name_stay_two_and_nobody_s_result_is_lost():
    """Another number in the roster is another person; Moodle's number is of one assignment."""
    one = run("04_a", ada=graded(1.0, person="u1"), bo=graded(3.0, moodle_id="7"))
    two = run("05_b", ada=graded(2.0, person="u2"), cy=graded(4.0, moodle_id="7"))
    found = [[c.points for c in row.cells] for row in table(one, two).rows]
    assert found == [[1.0, None], [None, 2.0], [3.0, None], [None, 4.0]]
    twice = run("05_b", ada=graded(2.0, login="a"), eve=graded(5.0, login="a"))
    rows = table(run("04_a", ada=graded(1.0, login="a")), twice).rows
    assert sorted(c.points for row in rows for c in row.cells if c.points) == [1.0, 2.0, 5.0]


def test_the_csv_has_a_column_a_topic_and_no_formula(tmp_path):
    """Maxima, weights, a row a student; a hostile name is text; days late are added up."""
    bad = run("04_a", **{"=HYPERLINK(0)": graded(5.0, late="yes", section="A")})
    course_report.write(table(bad, run("05_b", ada=graded(1.0)), weights=(1.0,)), tmp_path)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "course.csv").read_text("utf-8-sig"))))
    assert list(rows[0]) == [
        *("student", "name", "section", "04_a", "05_b"),
        *("total", "percent", "days_late", "missing"),
    ]
    assert (rows[0]["04_a"], rows[1]["04_a"], rows[1]["total"]) == ("10", "1", "11")
    assert rows[2]["student"] == "'=HYPERLINK(0)"
    assert (rows[2]["04_a"], rows[2]["05_b"], rows[2]["days_late"]) == ("4", "", "2")
    assert (rows[2]["percent"], rows[2]["missing"]) == ("", "05_b: not in this run")


def test_the_page_escapes_what_students_wrote():
    """A name is text on the page, a late cell says so, and a topic leads to its class page."""
    page = "".join(course_page(table(run("04_a", **{"<script>": graded(5.0, late="yes")}))))
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "2 d late" in page
    assert 'href="04_a/class.html"' in page


def test_the_terminal_has_a_row_a_student(capsys):
    """Names, points, the total and what to look at."""
    course_report.show_course(table(run("04_a", ada=graded(5.0, late="yes"), bo=ABSENT)))
    ada, bo = capsys.readouterr().out.splitlines()[2:4]
    assert ada.split() == [
        "ada",
        "4",
        "4",
        "40",
        "04:",
        "2",
        "days",
        "late:",
        "5",
        "-",
        "1",
        "points",
    ]
    assert bo.split() == ["bo"]


def test_history_has_a_row_for_each_change(tmp_path):
    """The same run again adds nothing; other points add a row; no verdict adds none."""
    add_to_history(run("04_a", "t1", ada=graded(2.0), bo=graded(4.0), cy=ABSENT), tmp_path)
    add_to_history(run("04_a", "t2", ada=graded(2.0), bo=graded(4.0)), tmp_path)
    add_to_history(run("04_a", "t3", ada=graded(8.0), bo=graded(4.0), cy=graded(6.0)), tmp_path)
    steps = read_history(tmp_path)
    assert [(s.graded, s.student, s.points) for s in steps] == [
        *(("t1", "ada", 2.0), ("t1", "bo", 4.0), ("t3", "ada", 8.0), ("t3", "cy", 6.0)),
    ]
    assert means_of(steps) == [("t1", 3.0), ("t3", 6.0)]
    last = run("04_a", ada=graded(8.0), bo=graded(4.0))
    rows = table_of("", [Topic(last, steps)]).rows
    assert [row.cells[0].steps for row in rows] == [(2.0, 8.0), (4.0,)]


def test_a_torn_history_costs_nothing(tmp_path):
    """A row cut off, or a file that is none, is left out."""
    (tmp_path / FILE).write_text("graded,student,points,max_points\nt1,ada,2,3\nt2,ad")
    assert [step.points for step in read_history(tmp_path)] == [2.0]
    (tmp_path / FILE).write_bytes(b"\xff\x00")
    assert read_history(tmp_path) == []
