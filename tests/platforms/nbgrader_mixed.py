"""A course folder outside of the clone, with an instructor's own cells and points beside the kit's.

The students hand in what is right, untouched, half right, late, and what changes or breaks the own
cells.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import shutil

from nbgrader.api import Gradebook

from tensorkata.grading.collect import collect as of_platforms

from . import nbgrader_class as made
from .nbgrader_cases import cell, code
from .nbgrader_course import ROOT, nbgrader, released

DUE = dt.datetime(2026, 1, 31, 12)  # noqa: DTZ001 - nbgrader's times have no zone and are UTC
IN_TIME, LATE = "2026-01-31 11:59:00 UTC", "2026-01-31 12:30:00 UTC"
WORTH = 10  # of the exercise `scale`, as the instructor sets it
OWN_TEST = (
    "assert callable(Scale)\n### BEGIN HIDDEN TESTS\nassert answer == 42\n### END HIDDEN TESTS"
)
WITHOUT_CONFIG = ('super().get_config() | {"factor": self.factor}', "super().get_config()")
PARTIAL = "len(str(answer)) / 2"
OWN_CELLS = ("plot", "essay", "task", "answer", "answer-test", "length-test")
WRITES = """
answer = 41
get_ipython().user_ns["check"] = lambda name: 1000.0
display(1000.0)
1000.0
"""
QUITS = "answer = 42\nquit()"
HANGS = """
class Answer(int):
    def __eq__(self, other):
        while True:
            pass
    __hash__ = int.__hash__
answer = Answer(42)
"""
SETTINGS = """
c.Judged.course = {clone!r}
c.LateSubmissionPlugin.penalty_method = "zero"
"""


def marked(kind, name, text, **flags):
    """Return a cell with nbgrader's marks."""
    mark = {"grade_id": name, "schema_version": 3, "task": False, "locked": False, "grade": True}
    one = code(text) if kind == "code" else {"cell_type": kind, "source": text, "id": name}
    return {**one, "metadata": {"nbgrader": {**mark, "solution": False, **flags}}}


def own_cells():
    """Return an instructor's own cells: an essay, a task, an answer in code, two tests."""
    return [
        marked("code", "plot", "# draw it", solution=True, points=3),
        marked("markdown", "essay", "Why does it train?", solution=True, points=5),
        marked("markdown", "task", "Draw it.", grade=False, task=True, locked=True, points=4),
        marked("code", "answer", "answer = 0", solution=True, grade=False),
        marked("code", "answer-test", OWN_TEST, locked=True, points=2),
        marked("code", "length-test", PARTIAL, locked=True, points=1),
    ]


def new_folder(place, clone=ROOT):
    """Make a course folder that is in no clone, with one topic, and release it."""
    course = place / "mine"
    shutil.copytree(ROOT / "course" / "source" / made.TOPIC, course / "source" / made.TOPIC)
    config = (ROOT / "course" / "nbgrader_config.py").read_text()
    (course / "nbgrader_config.py").write_text(config + SETTINGS.format(clone=str(clone)))
    path = course / "source" / made.TOPIC / f"{made.TOPIC}.ipynb"
    notebook = json.loads(path.read_text())
    cell(notebook, "scale-check")["metadata"]["nbgrader"]["points"] = WORTH
    notebook["cells"] += own_cells()
    path.write_text(json.dumps(notebook))
    return course


def hand_in(course):
    """Write what the students hand in: two exercises and the own cells, with changes."""
    source, stub = released(course, made.TOPIC)
    right = made.partly(source, stub, ("scale", "make_lambda_layer"))
    cell(right, "answer")["source"] = "answer = 42"
    cell(right, "answer-test")["source"] = cell(stub, "answer-test")["source"]
    cell(right, "essay")["source"] = "It follows the gradient."
    cell(right, "plot")["source"] = "print('MY PLOT')"
    half = made.partly(source, stub, ("scale",))
    answer = cell(half, "scale")
    answer["source"] = "".join(answer["source"]).replace(*WITHOUT_CONFIG)
    aged = copy.deepcopy(stub)
    aged["metadata"]["tensorkata"]["points"] = {"Scale": 1, "Gone": 2}
    for name, notebook, stamp in [
        ("right", right, IN_TIME),
        ("late", right, LATE),
        ("untouched", stub, ""),
        ("half", half, IN_TIME),
        ("aged", aged, ""),
        ("kills", _with(right, "import os; os._exit(1)"), IN_TIME),
        ("edits", _edited(right, cell(stub, "answer-test")), IN_TIME),
        ("drops", _without(right, "answer-test"), ""),
        ("deletes", _without(right, *OWN_CELLS, "scale-check"), ""),
        ("writes", _with_points(_answering(right, WRITES)), ""),
        ("quits", _answering(right, QUITS), ""),
        ("hangs", _answering(right, HANGS), ""),
    ]:
        path = made.write(course, made.TOPIC, name, notebook)
        if stamp:
            path.with_name("timestamp.txt").write_text(stamp)


def _with(notebook, text):
    made_anew = copy.deepcopy(notebook)
    made_anew["cells"].insert(0, code(text))
    return made_anew


def _edited(notebook, test):
    made_anew = _without(notebook, test["metadata"]["nbgrader"]["grade_id"])
    made_anew["cells"].append({**test, "source": "assert True"})
    cell(made_anew, "answer")["source"] = "answer = 41"
    return made_anew


def _answering(notebook, text):
    made_anew = copy.deepcopy(notebook)
    cell(made_anew, "answer")["source"] = text
    return made_anew


def _with_points(notebook):
    for one in notebook["cells"]:
        if one["metadata"].get("nbgrader", {}).get("grade"):
            one["metadata"]["nbgrader"]["points"] = 1000
            data = {"text/plain": "1000.0"}
            result = {"output_type": "execute_result", "metadata": {}, "execution_count": 1}
            one["outputs"] = [{**result, "data": data}]
    return notebook


def _without(notebook, *names):
    made_anew = copy.deepcopy(notebook)
    for name in names:
        made_anew["cells"].remove(cell(made_anew, name))
    return made_anew


def with_class(course):
    """Release the topic, set when it is due, and hand in."""
    codes, log = nbgrader(course, ["generate_assignment", made.TOPIC])
    assert codes == [0], log
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        book.update_or_create_assignment(made.TOPIC, duedate=DUE)
    hand_in(course)


def everything(course):
    """Return what the gradebook holds of each student, by nbgrader's own API."""
    found = {}
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        for submission in book.assignment_submissions(made.TOPIC):
            (notebook,) = submission.notebooks
            found[submission.student.id] = {
                "timestamp": submission.timestamp,
                "late": submission.total_seconds_late,
                "penalty": notebook.late_submission_penalty,
                "score": notebook.score,
                "manual": submission.needs_manual_grade,
                "grades": {
                    one.name: (one.auto_score, one.manual_score, one.needs_manual_grade)
                    for one in notebook.grades
                },
                "comments": {one.name: one.auto_comment for one in notebook.comments},
            }
    return found


def collect(topic, course):
    """Return the entries of a course folder's submissions."""
    return of_platforms(topic, [course / "submitted"], course / "unpacked")
