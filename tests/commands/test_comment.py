"""`kata comment`: written beside a run, shown in every report, kept by grading again."""

from __future__ import annotations

import csv
import json

import msgspec
import pytest
from typer.testing import CliRunner

from tensorkata.authoring import source
from tensorkata.cli import app
from tensorkata.errors import UsageError
from tensorkata.grading.comments import FILE, read_comments
from tensorkata.grading.store import Keyed, Store
from tensorkata.results import CheckResult, ExerciseResult, RunResult, SubmissionResult

TOPIC = "05_custom_layers"
PLAIN = RunResult("0.1.0", TOPIC, 5, "none", "2026-01-01T00:00:00+00:00", "then", (), "5eed" * 8)


def exercise(name, points, most):
    """Return an exercise with one check."""
    outcome = "passed" if points == most else "failed"
    check = CheckResult("test_a", points, most, hidden=False, outcome=outcome, claim="it holds")
    return ExerciseResult.of(name, [check])


def graded(student, linear, sha256="aa"):
    """Return a student's result: some points for Linear, none of 3 for Scale."""
    found = (exercise("Linear", linear, 5.0), exercise("Scale", 0.0, 3.0))
    return SubmissionResult(student, f"{student}.py", sha256, "graded", linear, 8.0, 0.1, found)


def unjudged(student, status):
    """Return the result of a student without a verdict."""
    result = SubmissionResult(student, "", "", status, 0.0, 0.0, 0.0, (), f"{student} is {status}")
    return msgspec.structs.replace(result, platform={"moodle_id": f"7{student}"})


def keep(folder, *results):
    """Write a run with these results, as grading a class leaves it."""
    folder.mkdir(exist_ok=True)
    with Store(folder) as store:
        keys = [f"{one.student} {one.sha256}" for one in results]
        store.note(
            PLAIN,
            [
                Keyed(one.student, one.path, key, platform=one.platform)
                for one, key in zip(results, keys, strict=True)
            ],
        )
        for one, key in zip(results, keys, strict=True):
            store.keep(key, one)
    return folder


@pytest.fixture
def folder(tmp_path):
    """Return the folder of a run: ada has all of Linear, ben none; cy was absent, dee left out."""
    results = [graded("ada", 5.0), graded("ben", 0.0), unjudged("cy", "absent")]
    return keep(tmp_path / "run", *results, unjudged("dee", "fault"))


def kata(*words):
    """Run a command; return what it prints, and raise what it raises."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def row_of(folder, student, file="results.csv"):
    """Return a student's row of a table."""
    with (folder / file).open(encoding="utf-8-sig") as table:
        return next(row for row in csv.DictReader(table) if row["student"] == student)


def result_of(folder, student):
    """Return a student's result as results.json has it."""
    run = json.loads((folder / "results.json").read_bytes())
    return next(entry for entry in run["submissions"] if entry["student"] == student)


def test_corrected_points_count_and_both_numbers_are_there(folder):
    """results.json says which is which; every table for a platform has the corrected number."""
    said = kata("comment", folder, "ben", "Linear", "the axis only", "--points", "3")
    assert "ben, Linear: 3 of 5 points by hand (the checks gave 0): the axis only" in said
    kata("report", folder, "--format", "html,feedback,gradescope,canvas,moodle,junit")
    ben = result_of(folder, "ben")
    assert (ben["points"], ben["judged_points"]) == (3.0, 0.0)
    linear = ben["exercises"][0]
    assert (linear["points"], linear["judged_points"]) == (3.0, 0.0)
    assert linear["comment"] == "the axis only"
    assert "judged_points" not in result_of(folder, "ada")
    row = row_of(folder, "ben")
    assert (row["points"], row["Linear"], row["judged_points"]) == ("3", "3", "0")
    assert json.loads((folder / "gradescope" / "ben.json").read_text())["score"] == 3.0
    for name in ("canvas.csv", "moodle.csv"):
        assert ",3" in next(x for x in (folder / name).read_text().splitlines() if "ben" in x)
    for name in (
        "class.html",
        "feedback/ben.html",
        "gradescope/ben.json",
        "junit.xml",
        "moodle.csv",
    ):
        assert "the axis only" in (folder / name).read_text(), name
    page = " ".join((folder / "feedback" / "ben.html").read_text().split())
    assert "3 of 5 points; the checks gave 0" in page
    assert "3 (0)" in (folder / "class.html").read_text()
    assert "the axis only" not in (folder / "feedback" / "ada.html").read_text()


def test_points_and_text_are_kept_until_they_are_written_anew(folder):
    """A second command changes what it names; the text that it replaces is shown once more."""
    kata("comment", folder, "ben", "Linear", "first")
    assert "3 of 5 points by hand (the checks gave 0): first" in kata(
        "comment", folder, "ben", "linear", "--points", "3"
    )
    said = kata("comment", folder, "BEN", "Linear", "second")
    assert "3 of 5 points by hand (the checks gave 0): second" in said
    assert "before, it was: first" in said
    assert len(read_comments(folder).comments) == 1


def test_a_listing_and_taking_back(folder):
    """The list has a line each; what is removed is shown, and the points are the checks' again."""
    assert "nothing is written" in kata("comment", folder)
    kata("comment", folder, "ben", "Linear", "hm", "--points", "3")
    kata("comment", folder, "ada", "Scale", "nice try")
    lines = kata("comment", folder).splitlines()
    assert lines[0] == "ada, Scale: nice try"
    assert lines[1].startswith("ben, Linear: 3 of 5")
    assert kata("comment", folder, "ben").splitlines() == lines[1:]
    assert "3 of 5" in kata("comment", folder, "ben", "Linear", "--remove")
    kata("report", folder)
    assert result_of(folder, "ben")["points"] == 0.0
    assert kata("comment", folder).splitlines() == lines[:1]
    with pytest.raises(UsageError, match="nothing is written about ben, Linear"):
        kata("comment", folder, "ben", "Linear", "--remove")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["bne", "Linear", "x"], "'bne'; did you mean ben"),
        (["ben", "Linaer", "x"], "did you mean Linear"),
        (["ben", "Linear", "--points", "5.5"], "Linear is worth 5; name 0 to 5"),
        (["ben", "Linear", "--points", "-1"], "name 0 to 5"),
        (["ben", "Linear", "--points", "nan"], "name 0 to 5"),
        (["ben", "--points", "3"], "name whose"),
        (["--points", "3"], "name whose"),
        (["ben", "Linear", "x", "--remove"], "takes no text"),
    ],
)
def test_wrong_usage_is_one_line_and_writes_nothing(folder, words, told):
    """A name that is not there has the nearest beside it; points stay between 0 and the maximum."""
    with pytest.raises(UsageError, match=told) as error:
        kata("comment", folder, *words)
    assert error.value.exit_code == 2
    assert not (folder / FILE).exists()


@pytest.mark.parametrize("student", ["cy", "dee"])
def test_who_has_no_verdict_can_be_given_points(folder, student):
    """A number stands in the exports, with the status as it was, and is told to be by hand."""
    kata("report", folder, "--format", "moodle,feedback")
    assert row_of(folder, student)["points"] == ""
    said = kata("comment", folder, student, "Scale", "shown to me in class", "--points", "2")
    assert f"{student}, Scale: 2 of 3 points by hand: shown to me in class" in said
    kata("report", folder, "--format", "moodle,feedback,gradescope")
    row, result = row_of(folder, student), result_of(folder, student)
    assert (row["points"], row["max_points"], row["judged_points"]) == ("2", "8", "")
    assert row["status"] == {"cy": "absent", "dee": "fault"}[student]
    assert (result["points"], result["judged_points"]) == (2.0, None)
    assert json.loads((folder / "gradescope" / f"{student}.json").read_text())["score"] == 2.0
    assert "shown to me in class" in (folder / "feedback" / f"{student}.html").read_text()


def test_what_changed_since_is_marked_until_it_is_written_anew(folder):
    """Other bytes: the points still count, and terminal, class page and student's page say so."""
    kata("comment", folder, "ben", "Linear", "hm", "--points", "3")
    kata("comment", folder, "ada", "Linear", "well done")
    keep(folder, graded("ada", 5.0), graded("ben", 1.0, "bb"))
    said = kata("report", folder, "--format", "html,feedback")
    assert "changed since your comment: ben, Linear;" in said
    ben = result_of(folder, "ben")
    assert (ben["points"], ben["judged_points"], ben["exercises"][0]["review"]) == (3.0, 1.0, True)
    assert "review" not in result_of(folder, "ada")["exercises"][0]
    assert "changed since your comment on Linear" in (folder / "class.html").read_text()
    page = (folder / "feedback" / "ben.html").read_text()
    assert "written about another version of the submission" in page
    kata("comment", folder, "ben", "Linear", "--points", "3")
    assert "changed since" not in kata("report", folder)


@pytest.mark.sandbox
def test_grading_again_keeps_comments_and_says_what_changed(tmp_path, solution):
    """The file beside the run is the same; the table has both numbers; the change is told."""
    work, out = tmp_path / "class", tmp_path / "out"
    work.mkdir()
    (work / "ada.py").write_text(source.stub(solution))
    (work / "ben.py").write_text(source.stub(solution))
    asked = ("grade", TOPIC, work, "--out", out, "--seed", "7", "--jobs", "1")
    kata(*asked)
    kata("comment", out, "ben", "Linear", "hm", "--points", "3")
    before = (out / FILE).read_bytes()
    (work / "ben.py").write_text(source.stub(solution) + "\n# %%\nMINE = 1\n")
    said = kata(*asked)
    assert (out / FILE).read_bytes() == before
    assert "3 (0)" in said
    assert "changed since your comment: ben, Linear;" in " ".join(said.split())
    assert result_of(out, "ben")["points"] == 3.0


def test_a_comment_on_someone_who_is_no_longer_there_is_kept(folder):
    """Another selection of students loses nothing: the list says that one is not in this run."""
    kata("comment", folder, "ben", "Linear", "hm", "--points", "3")
    keep(folder, graded("ada", 5.0))
    assert kata("comment", folder).strip() == "ben, Linear: hm (not in this run)"
    kata("comment", folder, "ben", "Linear", "--remove")
    assert read_comments(folder).comments == ()


def test_a_file_that_cannot_be_read_is_one_line(folder):
    """What was written by hand and is not JSON is named, and stays as it is."""
    (folder / FILE).write_text("{oops")
    with pytest.raises(UsageError, match=r"comments\.json: .*correct the file"):
        kata("comment", folder)
    with pytest.raises(UsageError, match=r"comments\.json"):
        kata("report", folder)
    assert (folder / FILE).read_text() == "{oops"


def test_the_folder_of_a_course_says_which_run_to_name(folder):
    """`kata grade all` writes a folder for each topic: a comment is about one of them."""
    done = CliRunner().invoke(app, ["comment", str(folder.parent), "ada", "Linear", "good"])
    assert str(done.exception) == f"{folder.parent} holds no run: name a topic's, as {folder}"


def test_the_next_command_names_the_reports_that_are_there(folder):
    """Whoever has written feedback pages is told how to write them again."""
    kata("report", folder, "--format", "feedback,moodle")
    said = kata("comment", folder, "ada", "Linear", "well done")
    assert f"kata report {folder} --format feedback,moodle" in said
