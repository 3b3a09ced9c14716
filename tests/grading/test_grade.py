"""`kata grade` as an instructor types it: exit codes, results, unreadable files, determinism."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import jupytext
import msgspec
import pytest

from tensorkata.authoring import source
from tensorkata.checking.key import Key
from tensorkata.proving import answers
from tensorkata.reporting.exports import from_json
from tensorkata.results import without_times

ROOT = Path(__file__).parents[2]
TOPIC = "05_custom_layers"
pytestmark = pytest.mark.sandbox
STUDENTS = ["ada", "ben", "cy", "dee", "eve", "fay", "gil", "hal"]


def kata(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would."""
    command = [str(Path(sys.executable).with_name("kata")), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def run_of(folder: Path):
    """Return the run that results.json holds."""
    return from_json((folder / "results.json").read_bytes())


@pytest.fixture(scope="module")
def class_run(tmp_path_factory, solution):
    """Grade one flat folder with every kind of file that is no submission, and honest ones."""
    folder = tmp_path_factory.mktemp("class")
    (folder / "ada.py").write_text(solution)
    (folder / "ben.py").write_text(source.stub(solution))
    (folder / "cy.py").write_text(
        "import keras\n\n# %%\nclass Linear(keras.layers.Layer:\n    pass\n"
    )
    (folder / "dee.py").write_bytes(os.urandom(4000))
    (folder / "eve.py").write_text("")
    (folder / "fay.py").write_text("#" * 5_000_000)
    (folder / "gil.py").symlink_to("/etc/hostname")
    (folder / "hal.py").write_text("(" * 5000)
    out = folder / "out"
    done = kata("grade", TOPIC, folder, "--out", out, "--seed", 11)
    return done, out, run_of(out)


def test_a_class_with_missing_points_exits_with_one_and_a_table(class_run):
    """Exit 1, nothing like a traceback, a line and a row for every student."""
    done, _, run = class_run
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert [entry.student for entry in run.submissions] == STUDENTS
    for entry in run.submissions:
        assert entry.student in done.stdout


def test_the_reference_earns_every_point_and_the_stub_none(class_run, topic):
    """The reference has all points in every exercise; the stub's checks all say todo."""
    _, _, run = class_run
    ada, ben = run.submissions[:2]
    assert ada.points == ada.max_points > 0
    assert [exercise.name for exercise in ada.exercises] == [e.name for e in topic.exercise]
    assert {check.outcome for e in ada.exercises for check in e.checks} == {"passed"}
    assert (ben.points, ben.max_points) == (0, ada.max_points)
    assert {check.outcome for e in ben.exercises for check in e.checks} == {"todo"}


def test_a_syntax_error_costs_its_cell(class_run):
    """Broken Python is told as what it is, with its line, for what its cell defines."""
    cy = class_run[2].submissions[2]
    assert cy.status == "graded"
    first = cy.exercises[0].checks[0]
    assert first.outcome == "error"
    assert "SyntaxError" in first.message
    assert "line 4" in first.message


def test_who_handed_in_nothing_is_absent(tmp_path, solution):
    """A name of the roster without a file has a row with that status, and is no fault."""
    (tmp_path / "ada.py").write_text(solution)
    (tmp_path / "class.csv").write_text("student\nada\nbo\n")
    words = ["--out", tmp_path / "out", "--seed", 11, "--roster", tmp_path / "class.csv"]
    done = kata("grade", TOPIC, tmp_path / "ada.py", *words)
    assert done.returncode == 1, done.stderr
    ada, bo = run_of(tmp_path / "out").submissions
    assert (ada.status, bo.status) == ("graded", "absent")
    assert (bo.student, bo.path, bo.message) == ("bo", "", "nothing was handed in")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (3, "not UTF-8"),
        (4, "empty"),
        (5, "bytes; the most is"),
        (6, "not a regular file"),
        (7, "nested deeper"),
    ],
)
def test_what_cannot_be_read_says_why(class_run, number, words):
    """Random bytes, an empty file, 5 MB, a link and 5,000 brackets are unreadable, in one line."""
    entry = class_run[2].submissions[number]
    assert entry.status == "unreadable"
    assert words in entry.message
    assert "\n" not in entry.message


def test_results_follow_the_contract(class_run):
    """results.json has the contract's fields, results.csv a row of maxima and one a student."""
    _, out, run = class_run
    data = msgspec.json.decode((out / "results.json").read_bytes())
    assert {
        "schema",
        "kit",
        "topic",
        "seed",
        "key",
        "isolation",
        "started",
        "finished",
        "submissions",
    } == set(data)
    assert (data["schema"], data["topic"], data["seed"]) == (2, TOPIC, 11)
    assert data["key"] == Key.of(11).secret.hex()
    check = data["submissions"][0]["exercises"][0]["checks"][0]
    assert {"name", "points", "max_points", "hidden", "outcome", "message", "seconds"} <= set(check)
    rows = list(csv.DictReader((out / "results.csv").read_text("utf-8-sig").splitlines()))
    assert [row["student"] for row in rows] == ["(maximum)", *(e.student for e in run.submissions)]
    assert float(rows[1]["points"]) == float(rows[0]["points"]) == run.submissions[0].max_points


def test_the_reference_alone_exits_with_zero(tmp_path):
    """One submission with every point: exit 0."""
    done = kata("grade", TOPIC, ROOT / "solutions" / f"{TOPIC}.py", "--out", tmp_path, "--seed", 11)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((TOPIC, "nowhere.py", "--out", "o"), "there is no file or folder"),
        (("99_magic", "x.py", "--out", "o"), "no topic is called '99_magic'"),
        ((TOPIC, "solutions", "--out", "/proc/nowhere"), "--out"),
        ((TOPIC, "solutions", "--out", "o", "--isolation", "prayer"), "--isolation"),
        ((TOPIC, "solutions", "--out", "o", "--format", "docx"), "--format docx"),
        ((TOPIC, "docs", "--out", "o"), "no submission of"),
        ((TOPIC, "solutions", "--out", "o", "--seed", "5eed"), "32 hex digits of a run's key"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_two(arguments, words, tmp_path):
    """What was asked for wrongly is told in one line that says what to type instead."""
    (tmp_path / "docs").mkdir()
    arguments = [tmp_path / word if word in {"o", "docs"} else word for word in arguments]
    done = kata("grade", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.strip().count("\n") == 0


def test_same_submission_seed_and_kit_give_the_same_result(
    class_run, judges, local_judges, solution
):
    """Twice in the sandbox, once locally: identical but for the times, right or wrong."""
    from tensorkata.grading.messages import Graded, Job
    from tensorkata.results import SubmissionResult

    half = source.stub_of(solution, ["BatchNorm", "Residual"]).replace(
        "self.bias", "0.5 * self.bias"
    )
    texts = {"reference": solution, "half": half, "stub": source.stub(solution)}

    def results(pool):
        found = {}
        for name, verdict in pool.run(
            (name, Job(f"{TOPIC}.py", Key.of(5), text)) for name, text in texts.items()
        ):
            assert isinstance(verdict, Graded)
            entry = SubmissionResult(
                "s", "p", verdict.sha256, "graded", 0, 0, verdict.seconds, verdict.exercises
            )
            found[name] = without_times(entry)
        return found

    first = results(judges)
    assert (
        0 < sum(e.points for e in first["half"].exercises) < class_run[2].submissions[0].max_points
    )
    assert first == results(judges) == results(local_judges)


def test_a_notebook_has_the_results_of_the_script(judges, course, topic, solution, tmp_path):
    """Right and wrong answers are graded alike as .py and as .ipynb, to the last message."""
    from tensorkata.grading.messages import Job
    from tensorkata.results import ExerciseResult, SubmissionResult

    exercise = next(one for one in topic.exercise if one.name == "Scale")
    known = answers.read(course, topic, exercise)
    jobs = []
    for number, answer in enumerate([*known.right[:1], *known.wrong[:3]]):
        script = tmp_path / f"{number}.py"
        script.write_text(source.with_answer(solution, exercise.name, answer.source))
        jupytext.write(jupytext.read(script), script.with_suffix(".ipynb"))
        for suffix in (".py", ".ipynb"):
            path = script.with_suffix(suffix)
            jobs.append(((number, suffix), Job(str(path), Key.of(5), exercises=(exercise.name,))))
    seen: dict[tuple[int, str], tuple[ExerciseResult, ...]] = {}
    for key, verdict in judges.run(jobs):
        entry = SubmissionResult("", "", "", "graded", 0, 0, 0, verdict.exercises)
        seen[key] = without_times(entry).exercises
    scripts, notebooks = ([seen[n, suffix] for n in range(4)] for suffix in (".py", ".ipynb"))
    assert scripts == notebooks
    assert [sum(e.points for e in one) == 3 for one in scripts] == [True, False, False, False]
