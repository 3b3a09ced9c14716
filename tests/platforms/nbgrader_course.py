"""A course folder as an instructor's clone has it, and nbgrader's own commands in it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SEED = 7
# nbgrader calls alembic by its name, as an activated environment has it.
WITH_ALEMBIC = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
COMMANDS = """
import json, sys
from jupyter_core.application import NoStart
from nbgrader.apps.nbgraderapp import NbGraderApp
codes = []
for words in json.loads(sys.argv[1]):
    app = NbGraderApp.instance()
    try:
        app.initialize(words)
        app.start()
    except NoStart:  # a command of nbgrader's own has ended
        codes.append(0)
    except SystemExit as end:
        codes.append(end.code or 0)
    finally:
        app.reset()
print("CODES", codes)
"""
GRADES = """
SELECT student.id, assignment.name, base_cell.name, grade.auto_score, grade.needs_manual_grade
FROM grade JOIN base_cell ON base_cell.id = grade.cell_id
JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id
JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
JOIN student ON submitted_assignment.student_id = student.id
JOIN assignment ON submitted_assignment.assignment_id = assignment.id
"""
WORTH = """
SELECT assignment.name, base_cell.name, grade_cells.max_score
FROM grade_cells JOIN base_cell ON base_cell.id = grade_cells.id
JOIN notebook ON base_cell.notebook_id = notebook.id
JOIN assignment ON notebook.assignment_id = assignment.id
"""


def nbgrader(course, *commands):
    """Run nbgrader's commands in one process, as an instructor would in the course's folder."""
    done = subprocess.run(
        [sys.executable, "-c", COMMANDS, json.dumps(commands)],
        cwd=course,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1", "PATH": WITH_ALEMBIC},
    )
    codes = re.search(r"^CODES (.*)$", done.stdout, re.MULTILINE)
    assert codes, done.stderr[-3000:]
    return json.loads(codes[1]), done.stdout + done.stderr


def new_course(root):
    """Copy what an instructor's clone has into a folder, and return nbgrader's course in it."""
    for name in ("course", "checkers"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    return root / "course"


def released(course, topic):
    """Return the notebooks of a topic as the author and as the students have them."""
    paths = (course / place / topic / f"{topic}.ipynb" for place in ("source", "release"))
    return [json.loads(path.read_text()) for path in paths]


def booked(course):
    """Return from the gradebook scores, what waits for a manual grade, and the most points.

    Scores are {(student, topic): {exercise: points}}, the most {topic: {exercise: points}}.
    """
    scores, manual, most = {}, [], {}
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as book:
        for student, topic, name, score, waits in book.execute(GRADES):
            scores.setdefault((student, topic), {})[name.removesuffix("-check")] = score
            manual += [(student, name)] if waits else []
        for topic, name, points in book.execute(WORTH):
            most.setdefault(topic, {})[name.removesuffix("-check")] = points
    return {"scores": scores, "manual": manual, "most": most}
