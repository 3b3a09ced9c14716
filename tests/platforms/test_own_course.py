"""nbgrader's other commands in a course of one's own: db, validate, and the due date."""

from __future__ import annotations

import types

import pytest
from nbgrader.api import Gradebook

from tensorkata.commands import own_course

from .nbgrader_course import nbgrader

pytestmark = [pytest.mark.nbgrader, pytest.mark.timeout(1200)]
CLASS = "id,first_name,last_name,email\nada,Ada,Lovelace,ada@example.org\nbob,Bob,,\n"


@pytest.fixture(scope="module")
def signals(tmp_path_factory):
    """Make a course with a due date, release it, enrol a class and validate two notebooks."""
    place = tmp_path_factory.mktemp("own") / "signals"
    own_course.new(place)
    settings = place / "course.toml"
    due = 'name = "week1"\ndue = 2027-02-01T23:59:00+01:00'
    settings.write_text(settings.read_text().replace('name = "week1"', due, 1))
    course = place / "course"
    (course / "class.csv").write_text(CLASS)
    codes, log = nbgrader(
        course,
        ["generate_assignment", "week1"],
        ["db", "student", "import", "class.csv"],
        ["db", "student", "add", "eve", "--first-name=Eve"],
        ["db", "student", "remove", "bob"],
        ["db", "student", "list"],
        ["db", "assignment", "list"],
        ["validate", "source/week1/week1.ipynb"],
        ["validate", "release/week1/week1.ipynb"],
    )
    return types.SimpleNamespace(course=course, codes=codes, log=log)


def test_every_command_ends_well(signals):
    """The class and its assignment are in the gradebook, and nbgrader db lists them."""
    assert signals.codes == [0] * 8, signals.log
    assert "ada (Lovelace, Ada)" in signals.log
    with Gradebook(f"sqlite:///{signals.course}/gradebook.db") as book:
        assert {one.id for one in book.students} == {"ada", "eve"}
        assert [one.name for one in book.assignments] == ["week1"]


def test_validate_is_content_with_the_solutions_and_not_with_the_stubs(signals):
    """It finds the course's own checks, those of the own exercise as well."""
    before, _, after = signals.log.partition("Success! Your notebook passes all the tests.")
    assert "The following cell failed" not in before
    assert "The following cell failed" in after
    assert "signed_logistic_loss" in after


def test_the_due_date_of_course_toml_is_nbgrader_s(signals):
    """generate_assignment notes it, in UTC; without one the formgrader's date stays."""
    url = f"sqlite:///{signals.course}/gradebook.db"
    with Gradebook(url) as book:
        assert book.find_assignment("week1").duedate.isoformat() == "2027-02-01T22:59:00"
        book.update_or_create_assignment("week1", duedate="2027-03-01 12:00:00 UTC")
    settings = signals.course.parent / "course.toml"
    settings.write_text(settings.read_text().replace("due = 2027", "# due = 2027"))
    codes, log = nbgrader(signals.course, ["generate_assignment", "week1", "--force"])
    assert codes == [0], log
    with Gradebook(url) as book:
        assert book.find_assignment("week1").duedate.isoformat() == "2027-03-01T12:00:00"
