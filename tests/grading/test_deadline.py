"""A class with hostile files among honest ones: each has a stored result, and the class an end."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tensorkata.commands.grade import grade_class
from tensorkata.grading import grader
from tensorkata.grading.grader import Order
from tensorkata.limits import Limits
from tensorkata.reporting.exports import from_json

pytestmark = [pytest.mark.sandbox, pytest.mark.slow, pytest.mark.timeout(600)]
CURRICULUM = """\
[[topic]]
name = "01_deeds"
title = "Deeds"

[[topic.exercise]]
name = "halve"
title = "Half of a number"

[[topic.exercise]]
name = "deed"
title = "What a checker may do with an answer"

[[topic.exercise]]
name = "double"
title = "Twice a number"
"""
HALVE = '''\
from tensorkata.checking.assertions import assert_equal
from tensorkata.checking.marks import points


@points(1)
def test_halve(probes):
    """halve(3) is 1.5"""
    assert_equal(probes.call("halve", 3), 1.5)
'''
DEED = '''\
import os
import signal

import numpy as np

from tensorkata.checking.assertions import assert_close, assert_equal
from tensorkata.checking.marks import points


def loop():
    """Be quadratic, and worse."""
    while True:
        pass


def swallow():
    """Hold off the first end that is made of a check."""
    try:
        loop()
    except BaseException:
        held = True
    loop()


def hold():
    """Be where no signal's handler is run."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    loop()


def fill():
    """Ask for more memory than there is."""
    held = [bytearray(2**26) for _ in range(2**10)]


def recurse():
    """Recurse without end."""
    recurse()


DEEDS = {
    **{"loop": loop, "swallow": swallow, "hold": hold, "fill": fill, "recurse": recurse},
    "fork": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "judge": lambda: os.kill(os.getppid(), signal.SIGKILL),
    "none": lambda: None,
}


@points(2)
def test_deed(probes):
    """deed() is none"""
    deed = probes.call("deed")
    DEEDS[deed]()
    assert_equal(deed, "none")
'''
DOUBLE = HALVE.replace("halve", "double").replace("1.5", "6").replace("points(1)", "points(4)")
FILE = """\
def halve(x):
    return x / 2


# %%
def deed():
    return {deed!r}


# %%
def double(x):
    return 2 * x
"""
# The outcomes of the three checks, and the points.
ENDS = {
    "none": (("passed", "passed", "passed"), 7),
    "loop": (("passed", "timeout", "timeout"), 1),
    "swallow": (("passed", "timeout", "timeout"), 1),
    "hold": (("timeout", "timeout", "timeout"), 0),
    "fill": (("passed", "crashed", "passed"), 5),
    "recurse": (("passed", "failed", "passed"), 5),
    "fork": (("crashed", "crashed", "crashed"), 0),
    "judge": (("crashed", "crashed", "crashed"), 0),
}


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Write a course whose checks do what an answer says, and go there."""
    files = {
        "course/curriculum.toml": CURRICULUM,
        "checkers/01_deeds/probes.py": '"""Probes."""\n',
        "checkers/01_deeds/test_halve.py": HALVE,
        "checkers/01_deeds/test_deed.py": DEED,
        "checkers/01_deeds/test_double.py": DOUBLE,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(grader, "SLACK", 1.0)
    return tmp_path


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_hostile_file_has_a_stored_result_and_honest_ones_keep_their_points(
    course, jobs, capsys
):
    """Exit 1 and not 3, for one judge and for two; the second run grades nothing again."""
    files, wanted = [], {}
    for number, deed in enumerate(ENDS):
        for student, what in ((f"s{number}_{deed}", deed), (f"s{number}_honest", "none")):
            path = course / "handed_in" / f"{student}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"# {student}\n" + FILE.format(deed=what))
            files.append(path)
            wanted[student] = ENDS[what]
    order = Order(jobs=jobs, limits=Limits(wall=5.0, total=5.0))

    def graded():
        code = grade_class("01_deeds", [course / "handed_in"], Path("out"), order)
        return code, from_json(Path("out/results.json").read_bytes()).submissions

    code, entries = graded()
    found = {
        entry.student: (
            tuple(check.outcome for one in entry.exercises for check in one.checks),
            entry.points,
        )
        for entry in entries
    }
    assert found == wanted
    assert code == 1
    assert {entry.status for entry in entries} == {"graded"}
    assert {entry.max_points for entry in entries} == {7}
    messages = {
        entry.student.partition("_")[2]: entry.exercises[1].checks[0].message for entry in entries
    }
    assert messages["loop"] == messages["hold"] == "judging this file took more than 6 s"
    assert messages["fill"] == "the judge ran out of memory on this answer"
    assert messages["fork"] == messages["judge"] == "the judge crashed on this file"
    before = msgspec.json.encode(list(entries))
    capsys.readouterr()
    code, entries = graded()
    assert (code, msgspec.json.encode(list(entries))) == (1, before)
    assert "again" not in capsys.readouterr().err
