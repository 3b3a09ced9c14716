"""A topic with `devices = 2` has two logical CPU devices in every carrier, or says why not."""

from __future__ import annotations

import contextlib
import subprocess
import sys

import pytest

from tensorkata.checking.reply import read_reply
from tensorkata.course import Course
from tensorkata.protocol import observation
from tensorkata.protocol.cells import Cell
from tensorkata.protocol.records import Ask, Start

from ..small_course import CURRICULUM

PROBES = """
import tensorflow as tf

def devices(student):
    return len(tf.config.list_logical_devices("CPU"))
"""
CELLS = (Cell(1, "import tensorflow as tf\ntf.zeros(3)\n"),)
CHECK = """
from tensorkata.checking import assert_equal, points

@points(1)
def test_devices(probes):
    \"\"\"there are {count}\"\"\"
    assert_equal(probes.devices(), {count})
"""
SOLVED = "import tensorflow as tf\ntf.zeros(3)\n"
# What a process does with the course: it prints the points of each topic, and the note.
RUN = """
import sys
from pathlib import Path
from tensorkata.checking.local_run import run_locally
from tensorkata.course import Course
course = Course(Path(sys.argv[1]))
{before}
run = run_locally(course, {topics}, {work}, 1)
print([sum(e.points for e in found) for found in run.results.values()], run.note or "no note")
"""
LATE = "import tensorflow as tf; tf.zeros(3)"
SAID = "on 1 CPU device instead of 2: TensorFlow had run something before they could be made"


@pytest.mark.sandbox
@pytest.mark.parametrize("count", [1, 2])
def test_a_child_has_the_devices_that_its_start_asks_for(sandbox, count):
    """Two if the topic says so, before its cells run; else the one that TensorFlow makes."""
    start = Start("topic.py", CELLS, PROBES, 1, devices=count)
    with contextlib.closing(sandbox.open(start)) as carrier:
        reply = carrier.ask(Ask("devices", observation.encode([[], {}]), 1))
    assert read_reply(reply)[0] == count


@pytest.fixture
def twofold(tmp_path):
    """Write a course whose second topic asks for two devices; each topic counts them."""
    declared = CURRICULUM.replace('title = "Not written yet"', 'title = "Two"\ndevices = 2')
    assert declared != CURRICULUM
    files = {"course/curriculum.toml": declared}
    for topic, exercise in (("01_numbers", "halve"), ("02_later", "later")):
        files[f"checkers/{topic}/probes.py"] = PROBES
        files[f"checkers/{topic}/test_{exercise}.py"] = CHECK.format(count=2)
        files[f"exercises/{topic}.py"] = SOLVED
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Course(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "topics", "work", "said"),
    [
        ("", "course.topics", "course.exercises", "[1.0, 1.0] no note"),
        ("", "course.topics[1:]", "{}", "[1.0] no note"),
        (LATE, "course.topics[1:]", "course.exercises", f"[0.0] {SAID}"),
        (LATE, "course.topics[1:]", "{}", f"[0.0] {SAID}"),
        (LATE, "course.topics[:1]", "course.exercises", "[0.0] no note"),
    ],
)
def test_a_process_makes_the_devices_or_says_that_it_is_too_late(
    twofold, before, topics, work, said
):
    """Files and a notebook's names have them, whichever topic comes first; the note is one line."""
    program = RUN.format(before=before, topics=topics, work=work)
    command = [sys.executable, "-c", program, str(twofold.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0].startswith(said)
    assert len(done.stdout.splitlines()) == 1


WHOLE = """
import sys
from pathlib import Path
import tensorflow as tf
tf.zeros(3)
from tensorkata.checking.local_run import run_locally
from tensorkata.course import Course
course = Course(Path(sys.argv[1]))
topics = [topic for topic in course.topics if topic.devices > 1]
assert topics
run = run_locally(course, topics, course.solutions, 1, hidden=True)
for found in run.results.values():
    for exercise in found:
        for check in exercise.checks:
            if check.outcome != "passed":
                print(exercise.name, check.name, check.message)
print(run.note)
"""


@pytest.mark.slow
def test_one_device_costs_nothing(course):
    """A solution has every point where there is no second device, and the note says so."""
    command = [sys.executable, "-c", WHOLE, str(course.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == 1, done.stdout
    assert done.stdout.startswith(SAID)
