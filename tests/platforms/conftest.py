"""An nbgrader class that is graded once for all tests of this room."""

from __future__ import annotations

import fcntl
import json
import shutil
import types
from pathlib import Path

import pytest

from . import nbgrader_class as made
from .nbgrader_course import SEED, booked, nbgrader, new_course


@pytest.fixture(scope="session")
def room(tmp_path_factory, worker_id, course):
    """Release every topic, let three classes submit, grade them, write feedback and export.

    Of several workers the first that needs the class grades it, for all of them.
    """
    place = tmp_path_factory.getbasetemp()
    place = place if worker_id == "master" else place.parent
    told = place / "class.json"
    with (place / "class.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            told.write_text(json.dumps(_class_graded(place / "class", course.topics)))
    done = json.loads(told.read_text())
    done |= {"course": Path(done["course"]), "handed_in": Path(done["handed_in"])}
    return types.SimpleNamespace(**done, **booked(done["course"]))


def _class_graded(root, topics):
    """Run nbgrader's commands over the classes; return the folders, what is due, codes and log."""
    root.mkdir()
    course = new_course(root)
    first, _ = nbgrader(course, *(["generate_assignment", topic.name] for topic in topics))
    due = {topic: made.write_class(course, topic) for topic in made.CLASSES}
    handed_in = shutil.copytree(course / "submitted", root / "handed_in", symlinks=True)
    options = [f"--Judged.seed={SEED}", "--Judged.timeout=5"]
    second, log = nbgrader(
        course,
        *(["autograde", topic, *options] for topic in due),
        *(["generate_feedback", topic] for topic in due),
        ["export", "--to=grades.csv"],
    )
    places = {"course": str(course), "handed_in": str(handed_in)}
    return {**places, "due": due, "codes": first + second, "log": log}
