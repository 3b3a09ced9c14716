"""nbgrader's own commands over the course, on a class in which everything goes wrong that can."""

from __future__ import annotations

import contextlib
import csv
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import types
from pathlib import Path

import nbgrader_class as made
import psycopg
import pytest
from nbgrader_course import nbgrader, new_course, released
from postgres import server

from tensorkata.errors import KataError
from tensorkata.grading.judge import Job
from tensorkata.integrations.gradebook import check_gradebook
from tensorkata.running.submission import read

pytestmark = pytest.mark.timeout(1200)  # of which the first test has nearly all: the class itself
SEED = 7
SMALL = {"01_tensors": ("create", "combine"), "08_functional_api": ("feature_net",)}
GRADES = """
SELECT student.id, assignment.name, base_cell.name, grade.auto_score, grade.needs_manual_grade,
       grade_cells.max_score
FROM grade JOIN grade_cells ON grade.cell_id = grade_cells.id
JOIN base_cell ON base_cell.id = grade_cells.id
JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id
JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
JOIN student ON submitted_assignment.student_id = student.id
JOIN assignment ON submitted_assignment.assignment_id = assignment.id
"""


def graded_of(course):
    """Return {(student, topic): {exercise: points}}, and what waits for a manual grade."""
    scores, manual = {}, []
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as book:
        for student, topic, name, score, waits, _ in book.execute(GRADES):
            scores.setdefault((student, topic), {})[name.removesuffix("-check")] = score
            manual += [(student, name)] if waits else []
    return scores, manual


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """Release three topics, let the class submit, grade it, write feedback and the export."""
    course = new_course(tmp_path_factory.mktemp("nbgrader"))
    topics = (made.TOPIC, *SMALL)
    first, _ = nbgrader(course, *(["generate_assignment", topic] for topic in topics))
    due = made.write_class(course)
    for topic, names in SMALL.items():
        pair = released(course, topic)
        for student, notebook in zip(
            ("solved", "some", "stub"),
            (pair[0], made.partly(*pair, names), pair[1]),
            strict=True,
        ):
            made.write(course, topic, student, notebook)
    options = [f"--Judged.seed={SEED}", "--Judged.timeout=5"]
    second, log = nbgrader(
        course,
        *(["autograde", topic, *options] for topic in topics),
        *(["generate_feedback", topic] for topic in topics),
        ["export", "--to=grades.csv"],
    )
    scores, manual = graded_of(course)
    return types.SimpleNamespace(
        course=course, due=due, log=log, codes=first + second, scores=scores, manual=manual
    )


CHECK = re.compile(r'(?<=""").+?(?=""")|(?<=def )test_\w+')


def page_of(room, student, topic=made.TOPIC):
    """Return a student's feedback page."""
    return (room.course / "feedback" / student / topic / f"{topic}.html").read_text()


def test_every_command_ends_well(room):
    """No submission stops generate_assignment, autograde, generate_feedback or export."""
    assert room.codes == [0] * 10


def test_every_student_has_a_score_of_every_exercise(room):
    """Nobody is left out and nothing waits for a manual grade."""
    assert {student for student, topic in room.scores if topic == made.TOPIC} == {
        *room.due,
        "fraction",
    }
    assert room.manual == []
    assert not [key for key, found in room.scores.items() if None in found.values()]


@pytest.fixture(scope="module")
def most(room):
    """Return the most points of each exercise, from the gradebook."""
    with contextlib.closing(sqlite3.connect(room.course / "gradebook.db")) as book:
        return {
            (topic, name.removesuffix("-check")): points
            for _, topic, name, _, _, points in book.execute(GRADES)
        }


def test_each_case_has_what_its_right_answers_earn(room, most):
    """Right answers keep their points whatever happens beside them; a forgery earns nothing."""
    wrong = {}
    for student, solved in room.due.items():
        found = room.scores[student, made.TOPIC]
        wanted = {name: most[made.TOPIC, name] if name in solved else 0 for name in found}
        if found != wanted:
            wrong[student] = found
    assert wrong == {}


def test_partial_credit_is_a_fraction(room, most):
    """An answer that passes some checks has some points, between none and all."""
    found = room.scores["fraction", made.TOPIC]
    assert 0 < found["linear"] < most[made.TOPIC, "linear"]
    assert found["scale"] == most[made.TOPIC, "scale"]
    assert found["residual"] == 0


@pytest.mark.parametrize("topic", [*SMALL])
def test_solved_partly_solved_and_stub(room, most, topic):
    """On further topics a solution has every point, a part its part, a stub none."""
    solved, some, stub = (room.scores[who, topic] for who in ("solved", "some", "stub"))
    assert solved == {name: most[topic, name] for name in solved}
    assert some == {name: most[topic, name] if name in SMALL[topic] else 0 for name in some}
    assert set(stub.values()) == {0}


def test_kata_grade_gives_the_same_points(room, course, judges):
    """The judge gives the gradebook's points for each notebook, and for its cells as a script."""
    jobs, scripts = [], ("solved", "fraction", "raises", "uses_ipython")
    for student in [*room.due, "fraction"]:
        path = room.course / "submitted" / student / made.TOPIC / f"{made.TOPIC}.ipynb"
        jobs.append(((student, "ipynb"), Job(str(path), SEED)))
        if student in scripts:
            text = "\n\n".join(f"# %%\n{one.source}" for one in read(path).cells)
            jobs.append(((student, "py"), Job(f"{made.TOPIC}.py", SEED, text)))
    stems = {exercise.name: exercise.stem for exercise in course.topic(made.TOPIC).exercise}
    differing = {}
    for (student, kind), verdict in judges.run(jobs):
        assert not verdict.fault
        found = {stems[one.name]: one.points for one in verdict.exercises}
        booked = room.scores[student, made.TOPIC]
        if {name: found.get(name, 0) for name in booked} != booked:
            differing[student, kind] = found
    assert differing == {}


def test_hidden_checks_count_and_stay_hidden(room, course, most):
    """The points hold the hidden checks; no page or notebook holds their claims or their code."""
    hidden = sorted((course.checkers / made.TOPIC / "hidden").glob("test_*.py"))
    assert hidden
    words, seen = (
        {word for path in paths for word in re.findall(CHECK, path.read_text())}
        for paths in (hidden, (course.checkers / made.TOPIC).glob("test_*.py"))
    )
    words -= seen
    assert words
    for path in [*room.course.rglob("feedback/**/*.html"), *room.course.rglob("autograded/**/*")]:
        if path.is_file():
            text = path.read_text(errors="replace")
            assert not [word for word in words if word in text], path
    assert "hidden check" in page_of(room, "fraction")


def test_feedback_tells_what_is_wrong(room):
    """The page holds each check's claim, the message with both values, the cause and the hint."""
    page = page_of(room, "fraction")
    for words in (
        "the output is inputs @ kernel + bias",
        "looks like: the bias is missing",
        "expected",
        f"kata hint {made.TOPIC}::Linear",
        "not written yet",
    ):
        assert words in page.replace("&#64;", "@"), words


def test_feedback_shows_what_the_cells_showed(room):
    """Prints, values and errors of the student's own cells stand on the page."""
    page = page_of(room, "warns")
    for words in ("MY PRINT", "42", "MY VALUE", "to stderr"):
        assert words in page
    assert "ZeroDivisionError" in page_of(room, "raises")
    assert "CellTimeout" in page_of(room, "loops")
    assert "SystemExit" in page_of(room, "exits")
    assert len(page_of(room, "floods")) < 2 * 10**6


def test_feedback_runs_nothing_of_a_student_s(room):
    """Scripts and handlers of a student's are text on the page."""
    page = page_of(room, "scripts")
    assert "EVIL" in page
    assert not re.search(r"<script>\s*alert|<img[^>]*onerror|javascript:alert", page)


def test_what_was_changed_is_told(room):
    """A page names each of the course's cells that was put back; an untouched one has no note."""
    for student, words in [
        ("edited", "linear-check</code> was edited"),
        ("deleted", "linear-check</code> was deleted"),
        ("duplicated", "scale</code> was there more than once"),
        ("retyped", "scale</code> was turned into another kind of cell"),
    ]:
        assert words in page_of(room, student), student
    assert "Cells of the course were changed" not in page_of(room, "solved")


@pytest.mark.parametrize("student", made.BROKEN)
def test_what_is_no_notebook_says_why(room, student):
    """A file that cannot be read has a page with the reason."""
    assert made.BROKEN[student][1] in page_of(room, student)


def test_no_link_is_followed(room):
    """Nothing that a link leads to arrives in autograded/ or feedback/; a note says so."""
    for place in ("autograded", "feedback"):
        for path in (room.course / place).rglob("*"):
            assert not path.is_symlink()
            assert not path.is_file() or b"TOP SECRET" not in path.read_bytes()
            assert path.name != "gradebook.db"
    assert "was a link to" in next((room.course / "autograded/links").rglob("data*")).read_text()
    assert "class Linear" not in page_of(room, "copies_by_link")
    assert "class Linear" not in page_of(room, "is_a_link")


def test_a_cell_sees_neither_gradebook_nor_course(room):
    """A cell finds no gradebook to write, no neighbour and no checker."""
    assert "SEEN None None []" in page_of(room, "edits_the_gradebook")
    assert "OperationalError" in page_of(room, "edits_the_gradebook")


def test_the_export_has_the_gradebook_s_points(room):
    """The file of `nbgrader export` holds the same sums."""
    with (room.course / "grades.csv").open() as file:
        rows = {
            (row["student_id"], row["assignment"]): float(row["score"])
            for row in csv.DictReader(file)
        }
    for key, found in room.scores.items():
        assert rows[key] == sum(found.values())


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Grade two notebooks with nbgrader's own Execute, and validate them as a student would."""
    course = new_course(tmp_path_factory.mktemp("plain"))
    config = course / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nfrom nbgrader.preprocessors import Execute\n{STOCK}")
    nbgrader(course, ["generate_assignment", made.TOPIC])
    pair = released(course, made.TOPIC)
    some = made.partly(*pair, ("linear",))
    some["cells"].insert(2, made.code("import tensorflow as tf, warnings\nwarnings.warn('w')"))
    made.write(course, made.TOPIC, "some", some)
    some["cells"] = [c for c in some["cells"] if "-check" not in made.mark(c).get("grade_id", "")]
    some["cells"].append(made.cell(pair[1], "linear-check"))
    (course / "right.ipynb").write_text(json.dumps(some))
    some["cells"].append(made.cell(pair[1], "scale-check"))
    (course / "todo.ipynb").write_text(json.dumps(some))
    codes, log = nbgrader(
        course,
        ["autograde", made.TOPIC],
        ["generate_feedback", made.TOPIC],
        ["validate", "right.ipynb"],
        ["validate", "todo.ipynb"],
    )
    return types.SimpleNamespace(course=course, codes=codes, log=log, scores=graded_of(course)[0])


STOCK = "c.Autograde.autograde_preprocessors[0] = Execute\n"


def test_with_its_own_execute_nbgrader_gives_the_same_points(plain, room, most):
    """In a kernel the check's result is a plain float that counts hidden checks, and no warning."""
    found = plain.scores["some", made.TOPIC]
    assert found.pop("linear") == most[made.TOPIC, "linear"]
    assert set(found.values()) == {0}


def test_its_feedback_holds_the_report_and_no_hidden_check(plain):
    """The kernel's own output is the report; of hidden checks it says how many."""
    page = page_of(plain, "some")
    assert "Linear: 6 of 6 points" in page
    assert "hidden check" in page


def test_validate_is_content_where_every_visible_check_passes(plain):
    """A student who validates hears of success, though the cell is worth hidden points as well."""
    assert plain.codes == [0] * 4
    assert plain.log.count("Success! Your notebook passes all the tests.") == 1


def test_validate_says_what_is_missing(plain):
    """A cell that fails comes with the report, not with `partial credit` alone."""
    after = plain.log.partition("Success!")[2]
    assert "The following cell failed" in after
    assert "not written yet" in after or "Scale: 0 of" in after
    assert 'check("Linear")' not in after


@pytest.fixture(scope="module")
def postgres():
    """Hold a PostgreSQL server; return its URL."""
    with server() as url:
        yield url


BOOKED = ("fraction", "edited", "deleted", "empty")


def rows_of(connection):
    """Return the scores of some students on the class's topic, in a fixed order."""
    with contextlib.closing(connection):
        return sorted(
            row
            for row in connection.execute(GRADES).fetchall()
            if row[0] in BOOKED and row[1] == made.TOPIC
        )


def test_kata_grade_books_what_autograde_books(room, tmp_path, postgres):
    """In SQLite, the first time and again, and in PostgreSQL; a manual grade stays, for review."""
    for student in BOOKED:
        shutil.copytree(room.course / "submitted" / student, tmp_path / "class" / student)
    book = tmp_path / "gradebook.db"
    shutil.copy(room.course / "gradebook.db", book)
    with contextlib.closing(sqlite3.connect(book)) as db, db:
        for table in ("grade", "comment", "submitted_notebook", "submitted_assignment", "student"):
            db.execute(f"DELETE FROM {table}")
    course = new_course(tmp_path)
    codes, log = nbgrader(course, ["generate_assignment", made.TOPIC, f"--db={postgres}"])
    assert codes == [0], log
    due = rows_of(sqlite3.connect(room.course / "gradebook.db"))
    assert len(due) == 9 * len(BOOKED)
    words = ["grade", made.TOPIC, "class", "--out", "out", "--seed", str(SEED), "--timeout", "5"]

    def kata(url):
        command = [Path(sys.executable).with_name("kata"), *words, "--gradebook", url]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stderr
        assert f"gradebook: {len(BOOKED)} students" in done.stdout

    kata("gradebook.db")
    assert rows_of(sqlite3.connect(book)) == due
    with contextlib.closing(sqlite3.connect(book)) as db, db:
        db.execute("UPDATE grade SET manual_score = 1, needs_manual_grade = 0, auto_score = 0")
    kata("gradebook.db")
    assert rows_of(sqlite3.connect(book)) == [(*row[:4], 1, row[5]) for row in due]
    kata(postgres)
    assert rows_of(psycopg.connect(postgres.replace("+psycopg", ""))) == due


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nowhere.db", r"there is no file nowhere.db; type: nbgrader generate_assignment 05_"),
        ("magic://nowhere", "name it as in course/gradebook.db or postgresql"),
        ("other.db", "does not know 05_custom_layers; type: nbgrader generate_assignment 05_"),
        ("postgresql+psycopg://me:secret@127.0.0.1:1/x", r"me:\*\*\*@.*what is graded is kept"),
    ],
)
def test_a_gradebook_that_is_none_is_told_before_grading(url, words, topic, tmp_path, monkeypatch):
    """One line for a missing file, another URL, another database, no server; no password in it."""
    monkeypatch.chdir(tmp_path)
    with contextlib.closing(sqlite3.connect("other.db")) as db:
        db.execute("CREATE TABLE mine (x)")
    with pytest.raises(KataError, match=words) as told:
        check_gradebook(url, topic)
    assert "\n" not in str(told.value)
    assert not Path("nowhere.db").exists()
