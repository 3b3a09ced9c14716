"""What a question is called, and which inputs a student is told."""

from types import SimpleNamespace

import pytest

from tensorkata.checking.probes_fixture import Questions
from tensorkata.protocol import observation
from tensorkata.protocol.cells import script_cells
from tensorkata.protocol.records import Returned

STUDENT = "def scale(values, factor):\n    return values * factor\n\n\nclass Scale: ...\n"
PROBES = """\
def fitted(student, called, matrix=None, goal=None, steps=1): ...

def scale(student, data, times): ...

def scale_in_fit(student, data):
    return student.scale
"""
CARRIER = SimpleNamespace(ask=lambda _: Returned(observation.encode(1.0)))


@pytest.mark.parametrize(
    ("probe", "args", "title", "inputs"),
    [
        (
            "call",
            ("scale", [1.0], None),
            "scale(values, factor)",
            {"values": [1.0], "factor": None},
        ),
        ("fitted", ("scale", None, 2), "scale(values, factor)", {"goal": 2}),
        ("fitted", ("Scale", [2.0], 3), "Scale()", {"matrix": [2.0], "goal": 3}),
        ("layer", ("Scale", {"factor": 2}, 3), "Scale()", {"config": {"factor": 2}, "x": 3}),
        ("scale", ([1.0], 3), "scale(values, factor)", {"data": [1.0], "times": 3}),
        ("scale_in_fit", ([1.0],), "scale, in fit", {"data": [1.0]}),
    ],
)
def test_a_question_is_told_as_the_students_own_call(probe, args, title, inputs):
    """Never by a probe's name; what a check leaves out of a probe's inputs is not told."""
    calls = []
    questions = Questions(CARRIER, PROBES, script_cells(STUDENT), lambda _: 0, calls)
    getattr(questions, probe)(*args)
    assert (calls[0].title, calls[0].inputs) == (title, inputs)
