"""An instructor's own cells and points beside the kit's, in a folder outside of the clone."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import types
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from tensorkata.course import Course
from tensorkata.errors import UsageError
from tensorkata.platforms.gradebook import booking
from tensorkata.platforms.nbgrader import own_cells
from tensorkata.platforms.nbgrader.judged import share
from tensorkata.results import CheckResult, ExerciseResult, RunResult, SubmissionResult

from . import nbgrader_class as made
from . import nbgrader_mixed as mixed
from .nbgrader_course import SEED, nbgrader

pytestmark = [pytest.mark.nbgrader, pytest.mark.timeout(1200)]
KATA = Path(sys.executable).with_name("kata")


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    """Grade one class with nbgrader autograde, and with kata grade; write the feedback of both."""
    place = tmp_path_factory.mktemp("twice")
    ours, kata = mixed.new_folder(place / "nbgrader"), place / "kata" / "mine"
    mixed.with_class(ours)
    shutil.copytree(ours, kata)
    feedback = ["generate_feedback", made.TOPIC]
    codes, log = nbgrader(ours, ["autograde", made.TOPIC, f"--Judged.seed={SEED}"], feedback)
    assert codes == [0, 0], log
    words = [made.TOPIC, kata / "submitted", "--out", place / "out", "--seed", SEED]
    command = [KATA, "grade", *words, "--gradebook", kata / "gradebook.db"]
    done = subprocess.run(
        map(str, command), cwd=mixed.ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    codes, said = nbgrader(kata, feedback)
    assert codes == [0], said
    return types.SimpleNamespace(ours=ours, kata=kata, log=log, said=done.stdout, command=command)


def page(course, student):
    """Return a feedback page, without the ids of cells, which are drawn."""
    path = course / "feedback" / student / made.TOPIC / f"{made.TOPIC}.html"
    return re.sub(r"(cell-id|id|href)=[^ >]*", "", path.read_text())


def grades(course, student):
    """Return the automatic scores of a student and whether each waits for the instructor."""
    found = mixed.everything(course)[student]["grades"]
    return {name: (auto, waits) for name, (auto, _, waits) in found.items()}


def test_own_tests_essays_and_tasks_are_graded_by_nbgrader(twice):
    """A test counts by what it did, hidden lines and all; an essay and a task wait for a grade."""
    right = grades(twice.ours, "right")
    assert right["answer-test"] == (2, False)
    assert right["length-test"] == (1, False)
    assert right["essay"] == right["plot"] == right["task"] == (None, True)
    untouched = grades(twice.ours, "untouched")
    assert untouched["answer-test"] == (0, False)
    assert untouched["length-test"] == (0, False)
    assert untouched["essay"] == untouched["plot"] == (0, False)
    assert untouched["task"] == (None, True)
    assert "MY PLOT" in page(twice.ours, "right")


@pytest.mark.parametrize(("student", "points"), [("edits", 0), ("drops", 2), ("kills", 0)])
def test_an_own_test_cannot_be_edited_or_left_out(twice, student, points):
    """It is put back and runs; if the notebook ends before it, it has failed, not passed."""
    assert grades(twice.ours, student)["answer-test"] == (points, False)


@pytest.mark.parametrize(
    ("student", "points"),
    [("deletes", (0, 0)), ("writes", (0, 1)), ("quits", (2, 1)), ("hangs", (0, 1))],
)
def test_what_one_cell_does_changes_no_other_s_points(twice, student, points):
    """All own cells deleted, points written everywhere, a kernel told to end, a test that hangs."""
    found = grades(twice.ours, student)
    assert (found["answer-test"][0], found["length-test"][0]) == points
    assert found["scale-check"] == grades(twice.ours, "right")["scale-check"]
    deleted = student == "deletes"
    assert found["essay"] == found["plot"] == ((0, False) if deleted else (None, True))
    assert found["task"] == (None, True)


def test_a_perfect_exercise_has_all_the_points_that_the_instructor_gave_it(twice):
    """The exercise of 3 is worth 10 here: all of it is 10, some of it a share."""
    assert grades(twice.ours, "right")["scale-check"] == (mixed.WORTH, False)
    found, _ = grades(twice.ours, "half")["scale-check"]
    assert 0 < found < mixed.WORTH
    assert found * 3 / mixed.WORTH == pytest.approx(round(found * 3 / mixed.WORTH))


def test_a_late_submission_has_its_penalty_and_every_one_its_timestamp(twice):
    """The plugin takes all points of who was half an hour late, and of nobody else."""
    for course in (twice.ours, twice.kata):
        found = mixed.everything(course)
        assert found["late"]["late"] == 1800
        assert found["late"]["penalty"] == found["late"]["score"] > 0
        assert found["right"]["timestamp"] == mixed.DUE.replace(hour=11, minute=59)
        assert found["right"]["penalty"] is None
        assert found["drops"]["timestamp"] is None


def test_kata_grade_leaves_the_gradebook_as_autograde_does(twice):
    """Each score, each mark for review, each comment, timestamp and penalty is the same."""
    assert mixed.everything(twice.kata) == mixed.everything(twice.ours)
    assert "nbgrader generate_feedback 05_custom_layers" in twice.said


@pytest.mark.parametrize(
    "student", ["right", "late", "half", "untouched", "kills", "edits", "aged"]
)
def test_feedback_after_kata_grade_is_as_after_autograde(twice, student):
    """Reports, prints, penalties and notes stand on the page, the same words in the same order."""
    assert page(twice.kata, student) == page(twice.ours, student)


def test_an_untouched_exercise_reads_not_written_yet(twice):
    """Each exercise of a notebook as it was released says so, and no check has failed."""
    text = page(twice.ours, "untouched")
    assert text.count("not written yet") >= 9
    assert "not passed" not in text


def test_a_notebook_of_another_version_says_so(twice):
    """The page and the log name the exercise that is gone and the points that are others."""
    for course in (twice.ours, twice.kata):
        text = page(course, "aged")
        assert "This notebook is of another version of the course" in text
        assert "Gone is no longer in the course" in text
        assert "Scale was worth 1 points and is now worth 3" in text
        assert "another version" not in page(course, "untouched")
    assert f"aged, {made.TOPIC}: Gone is no longer in the course" in twice.log


def test_a_manual_grade_stays_and_is_marked_for_review(twice, tmp_path):
    """Who graded an essay by hand finds the points again after another run of kata grade."""
    url = f"sqlite:///{twice.kata}/gradebook.db"
    shutil.copy(twice.kata / "gradebook.db", tmp_path / "before.db")
    with Gradebook(url) as book:
        book.find_grade("essay", made.TOPIC, made.TOPIC, "right").manual_score = 4.5
        book.db.commit()
    done = subprocess.run(map(str, twice.command), cwd=mixed.ROOT, capture_output=True, check=False)
    assert done.returncode == 1
    found = mixed.everything(twice.kata)["right"]["grades"]
    shutil.copy(tmp_path / "before.db", twice.kata / "gradebook.db")
    assert found["essay"] == (None, 4.5, True)
    assert found["scale-check"] == (mixed.WORTH, None, False)


@pytest.fixture
def folder(tmp_path):
    """Return a course folder with one student's untouched notebook and a gradebook."""
    folder = mixed.new_folder(tmp_path)
    codes, log = nbgrader(folder, ["generate_assignment", made.TOPIC])
    assert codes == [0], log
    made.write(folder, made.TOPIC, "ada", mixed.released(folder, made.TOPIC)[1])
    return folder


def test_a_folder_outside_of_a_clone_stops_and_says_what_to_set(folder):
    """Without its course nbgrader grades nobody, keeps the gradebook and shows no traceback."""
    config = folder / "nbgrader_config.py"
    config.write_text(config.read_text().replace(f"c.Judged.course = {str(mixed.ROOT)!r}", ""))
    (codes, log) = nbgrader(folder, ["autograde", made.TOPIC])
    assert codes == [1]
    assert "set c.Judged.course in nbgrader_config.py to the folder of your clone" in log
    assert "Traceback" not in log
    assert not (folder / "autograded").exists()


@pytest.mark.filterwarnings("ignore:Object of type <Submitted")  # add_submission of nbgrader's
def test_an_instructor_s_other_notebook_keeps_its_grades(folder, course, topic, tmp_path):
    """A run books the kit's notebook; one of the instructor's own in the assignment stays."""
    path = folder / "gradebook.db"
    url = f"sqlite:///{path}"
    with Gradebook(url) as book:
        book.add_notebook("mine", made.TOPIC)
        book.add_grade_cell("q", "mine", made.TOPIC, max_score=4, cell_type="code")
        book.add_student("ada")
        book.add_submission(made.TOPIC, "ada")
        book.find_grade("q", "mine", made.TOPIC, "ada").auto_score = 3
        book.db.commit()
    check = CheckResult("test_x", 2, 2, hidden=False, outcome="passed")
    done = (ExerciseResult("Scale", 2, 4, (check,)),)
    entry = SubmissionResult("ada", "", "", "graded", 2, 4, 0.1, done)
    absent = SubmissionResult("bob", "", "", "absent", 0, 4, 0, (), "nothing was handed in")
    run = RunResult("", made.TOPIC, SEED, "none", "", "", (entry, absent))
    (handed,) = mixed.collect(topic, folder)
    with booking(course, topic, str(path), tmp_path / "run", hidden=True) as book:
        book.taken_in([handed])
        assert book.book(run) == 1
    with Gradebook(url) as book:
        assert book.find_grade("q", "mine", made.TOPIC, "ada").auto_score == 3
        assert book.find_grade("scale-check", made.TOPIC, made.TOPIC, "ada").auto_score == 5
        assert [one.id for one in book.students] == ["ada"]


def marks(**cells):
    """Return graded code cells as the gradebook knows them, by name."""
    mark = {"grade": True, "solution": False, "cell_type": "code"}
    return {name: (mark, text) for name, text in cells.items()}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('check("Scales")', r'asks for check\("Scales"\), which 05_custom_layers of this course'),
        ('check("Scale")\nassert True', r"cell q calls check\(\) and does more"),
        ("points = float(check('Scale'))", r"cell q calls check\(\) and does more"),
    ],
)
def test_a_cell_that_would_get_wrong_points_stops_the_run(course, topic, text, words):
    """An exercise that the course does not know, and a test that leans on check(), are refused."""
    with pytest.raises(UsageError, match=words):
        own_cells.refuse_unfit(course, topic, marks(q=text), hidden=True, cure="")
    fine = marks(a='check("Scale")  # mine', b="assert True")
    own_cells.refuse_unfit(course, topic, fine, hidden=True, cure="")
    assert own_cells.own_tests(fine) == ["b"]


def test_the_installed_course_is_refused_as_it_has_no_hidden_checks(course, topic, monkeypatch):
    """A perfect notebook would lose what hidden checks are worth; without them it may be graded."""
    monkeypatch.setattr(own_cells, "INSTALLED", course.root)
    with pytest.raises(UsageError, match=r"has no hidden checks.*set this"):
        own_cells.refuse_unfit(course, topic, {}, hidden=True, cure="set this")
    own_cells.refuse_unfit(course, topic, {}, hidden=False, cure="set this")
    assert own_cells.aged(course, topic, {"points": {"Gone": 1}}) == []


def test_a_record_of_any_form_is_no_error(course: Course, topic):
    """What a student writes into a notebook's metadata breaks nothing and fills no page."""
    many = {f"n{number}": 1 for number in range(999)}
    for points in (7, [], "x", {"<b>": 1}, {"Scale": "3"}, {"Scale": None}, many):
        text = json.dumps({"metadata": {"tensorkata": {"points": points, "more": 1}}})
        assert own_cells.record_of(text) == {}, points
    for text in ("", "[]", "{}", '{"metadata": 3}', '{"metadata": {"tensorkata": []}}'):
        assert own_cells.record_of(text) == {}
    assert own_cells.aged(course, topic, {}) == []


def test_a_share_is_of_the_cell_s_points():
    """All is all, nothing is nothing, and an exercise without checks has nothing."""
    assert share(ExerciseResult("f", 6, 6, ()), 10) == 10
    assert share(ExerciseResult("f", 3, 6, ()), 10) == 5
    assert share(ExerciseResult("f", 0, 0, ()), 10) == 0
    assert share(None, 10) == 0
