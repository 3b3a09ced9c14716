"""nbgrader's own commands over the course, on a class in which everything goes wrong that can."""

from __future__ import annotations

import csv
import html
import json
import re
import subprocess
import sys
import types
from pathlib import Path

import pytest

from tensorkata.errors import UnreadableError
from tensorkata.protocol.submission import read
from tensorkata.reporting.exports import from_json
from tensorkata.text import clean

from . import nbgrader_class as made
from .nbgrader_cases import BROKEN, cell, code, mark
from .nbgrader_course import SEED, booked, nbgrader, new_course, released

# The first test has nearly all of the time: it makes the class, or waits for the worker that does.
pytestmark = [pytest.mark.nbgrader, pytest.mark.timeout(1200)]
CHECK = re.compile(r'(?<=""").+?(?=""")|(?<=def )test_\w+')


def page_of(room, student, topic=made.TOPIC):
    """Return a student's feedback page."""
    return (room.course / "feedback" / student / topic / f"{topic}.html").read_text()


def test_every_command_ends_well(room):
    """No submission stops generate_assignment, autograde, generate_feedback or export."""
    assert set(room.codes) == {0}


def test_every_topic_is_released(room, course):
    """The gradebook knows each exercise of each topic; what students get holds no solution."""
    stems = {topic.name: {one.stem for one in topic.exercise} for topic in course.topics}
    assert {topic: set(worth) for topic, worth in room.most.items()} == stems
    for topic in stems:
        text = (room.course / "release" / topic / f"{topic}.ipynb").read_text()
        assert "NotImplementedError" in text
        assert "SOLUTION" not in text


def test_every_student_has_a_score_of_every_exercise(room):
    """Nobody of three classes of a dozen is left out and nothing waits for a manual grade."""
    for topic, due in room.due.items():
        assert {student for student, graded in room.scores if graded == topic} == due.keys()
        assert len(due) >= 12
    assert room.manual == []
    assert not [key for key, found in room.scores.items() if None in found.values()]


def only(worth, names):
    """Return the points of an answer in which these exercises are solved."""
    return {name: points if name in names else 0 for name, points in worth.items()}


@pytest.mark.parametrize("topic", made.CLASSES)
def test_each_case_has_what_its_right_answers_earn(room, topic):
    """Right answers keep their points whatever happens beside them; a forgery earns nothing."""
    wrong = {}
    for student, solved in room.due[topic].items():
        found = room.scores[student, topic]
        if solved is not None and found != only(room.most[topic], solved):
            wrong[student] = found
    assert wrong == {}


@pytest.mark.parametrize("topic", made.CLASSES)
def test_partial_credit_is_a_fraction(room, topic):
    """An answer that passes some checks has some points, between none and all."""
    found, worth = room.scores["fraction", topic], room.most[topic]
    solved, partly = made.CLASSES[topic].solved, made.CLASSES[topic].partly
    assert 0 < found[partly] < worth[partly]
    assert found | {partly: 0} == only(worth, solved)


@pytest.mark.parametrize("topic", made.CLASSES)
def test_kata_grade_gives_the_same_points_and_messages(room, course, tmp_path, topic):
    """Notebooks as handed in, and their cells as scripts, earn what the gradebook has.

    What the command says of a student's notebook, visible checks alone, stands on the student's
    page. It has more rows than the gradebook, by design: one without points for each student of
    whom there are notebooks of other topics only.
    """
    write_scripts(room, topic, tmp_path / "scripts")
    command = [Path(sys.executable).with_name("kata"), "grade", topic]
    options = ["--seed", SEED, "--timeout", 5, "--out", tmp_path / "out"]
    words = map(str, [*command, room.handed_in, tmp_path / "scripts", *options])
    done = subprocess.run(words, cwd=room.course, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    with (tmp_path / "out" / "results.csv").open(encoding="utf-8-sig") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    del rows["(maximum)"]
    exercises = course.topic(topic).exercise
    everyone = {name for due in room.due.values() for name in due}
    absent = [rows.pop(name) for name in everyone - room.due[topic].keys()]
    assert all(row["status"] == "absent" for row in absent)
    assert not any(row[name] for row in absent for name in ("points", *(e.name for e in exercises)))
    assert rows.keys() == {f"{name}{end}" for name in room.due[topic] for end in ("", "-script")}
    differing = {}
    for student, row in rows.items():
        wanted = room.scores[student.removesuffix("-script"), topic]
        found = {one.stem: float(row[one.name]) for one in exercises}
        if found != wanted or float(row["points"]) != sum(wanted.values()):
            differing[student] = found, wanted
    assert differing == {}
    run = from_json((tmp_path / "out" / "results.json").read_bytes())
    due = [one for one in run.submissions if one.student in room.due[topic]]
    lost = {one.student: missing(room, topic, one) for one in due}
    assert lost.keys() == room.due[topic].keys()
    assert not {student: words for student, words in lost.items() if words}


def write_scripts(room, topic, folder):
    """Write the cells of each notebook, or what it has in their place, as a script."""
    folder.mkdir()
    for student in room.due[topic]:
        path = room.handed_in / student / topic / f"{topic}.ipynb"
        linked = path.is_symlink() or path.parent.is_symlink()
        try:
            cells = [] if linked else read(path).cells
            data = "\n\n".join(f"# %%\n{one.source}" for one in cells).encode()
        except UnreadableError:
            data = path.read_bytes()
        (folder / f"{student}-script.py").write_bytes(data)


def missing(room, topic, entry):
    """Return what was said of a notebook and does not stand on its page.

    The page is one file's, so it has the reason why a link is not read without the link's name.
    """
    page = html.unescape(re.sub("<[^>]*>", "", page_of(room, entry.student, topic)))
    checks = [check for one in entry.exercises for check in one.checks if not check.hidden]
    why = entry.message.removeprefix(f"handed in {entry.path.removeprefix(f'{entry.student}/')}: ")
    said = [why, *(word for one in checks for word in (one.claim, one.message))]
    return [words for words in said if clean(words) not in page]


@pytest.mark.parametrize("topic", made.CLASSES)
def test_hidden_checks_stay_hidden(room, course, topic):
    """No page and no graded notebook of a class holds the hidden checks' claims or code."""
    hidden = sorted((course.checkers / topic / "hidden").glob("test_*.py"))
    assert hidden
    words, seen = (
        {word for path in paths for word in re.findall(CHECK, path.read_text())}
        for paths in (hidden, (course.checkers / topic).glob("test_*.py"))
    )
    words -= seen
    assert words
    for place in ("feedback", "autograded"):
        for path in room.course.glob(f"{place}/*/{topic}/**/*"):
            text = path.read_text(errors="replace") if path.is_file() else ""
            assert not [word for word in words if word in text], path


@pytest.mark.parametrize("topic", made.CLASSES)
def test_feedback_says_how_many_checks_are_hidden(room, topic):
    """A page has the report of each exercise, and tells how many checks are hidden."""
    page = page_of(room, "solved", topic)
    assert "hidden check" in page
    for points in room.most[topic].values():
        assert f"{points:g} of {points:g} points" in page


@pytest.mark.parametrize("topic", made.CLASSES)
def test_feedback_tells_what_is_wrong(room, course, topic):
    """The page holds the likely mistake, the hint and what is not written yet."""
    page = page_of(room, "fraction", topic)
    (name,) = [e.name for e in course.topic(topic).exercise if e.stem == made.CLASSES[topic].partly]
    for words in (made.CLASSES[topic].told, f"kata hint {topic}::{name}", "not written yet"):
        assert words in page, words


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
        ("edited", "scale-check</code> was edited"),
        ("deleted", "scale-check</code> was deleted"),
        ("duplicated", "make_lambda_layer</code> was there more than once"),
        ("retyped", "make_lambda_layer</code> was turned into another kind of cell"),
    ]:
        assert words in page_of(room, student), student
    assert "Cells of the course were changed" not in page_of(room, "solved")


@pytest.mark.parametrize("student", BROKEN)
def test_what_is_no_notebook_says_why(room, student):
    """A file that cannot be read has a page with the reason."""
    assert BROKEN[student][1] in page_of(room, student)


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
    some["cells"].insert(2, code("import tensorflow as tf, warnings\nwarnings.warn('w')"))
    made.write(course, made.TOPIC, "some", some)
    some["cells"] = [c for c in some["cells"] if "-check" not in mark(c).get("grade_id", "")]
    some["cells"].append(cell(pair[1], "linear-check"))
    (course / "right.ipynb").write_text(json.dumps(some))
    some["cells"].append(cell(pair[1], "residual-check"))
    (course / "todo.ipynb").write_text(json.dumps(some))
    codes, log = nbgrader(
        course,
        ["autograde", made.TOPIC],
        ["generate_feedback", made.TOPIC],
        ["validate", "right.ipynb"],
        ["validate", "todo.ipynb"],
    )
    return types.SimpleNamespace(course=course, codes=codes, log=log, **booked(course))


STOCK = "c.Autograde.autograde_preprocessors[0] = Execute\n"


def test_with_its_own_execute_nbgrader_gives_the_same_points(plain):
    """In a kernel the check's result is a plain float that counts hidden checks, and no warning."""
    assert plain.scores["some", made.TOPIC] == only(plain.most[made.TOPIC], ["linear"])


def test_its_feedback_holds_the_report_and_no_hidden_check(plain):
    """The kernel's own output is the report; of hidden checks it says how many."""
    page = page_of(plain, "some")
    assert "Linear: {0:g} of {0:g} points".format(plain.most[made.TOPIC]["linear"]) in page
    assert "hidden check" in page


def test_validate_is_content_where_every_visible_check_passes(plain):
    """A student who validates hears of success, though the cell is worth hidden points as well."""
    assert plain.codes == [0] * 4
    assert plain.log.count("Success! Your notebook passes all the tests.") == 1


def test_validate_says_what_is_missing(plain):
    """A cell that fails comes with the report, not with `partial credit` alone."""
    after = plain.log.partition("Success!")[2]
    assert "The following cell failed" in after
    assert "not written yet" in after or "Residual: 0 of" in after
    assert 'check("Linear")' not in after
