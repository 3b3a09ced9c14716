"""The two carriers, local and sandbox, held to one behaviour."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest

from tensorkata.checking.reply import read_reply
from tensorkata.errors import CourseError, ProbeFailure
from tensorkata.limits import Limits
from tensorkata.protocol import observation
from tensorkata.protocol.cells import Cell
from tensorkata.protocol.records import (
    Ask,
    NoObservation,
    Raised,
    Returned,
    Start,
    Undefined,
    Unrun,
)
from tensorkata.student.local_carrier import LocalCarrier

PROBES = """
import keras
import numpy as np
import tensorflow as tf

def call(student, name, *inputs):
    return getattr(student, name)(*inputs)

def lucky(student):
    return [np.random.rand(3), tf.random.normal((2,)), keras.random.uniform((2,))]
"""

CELLS = (
    Cell(
        1,
        """import os
import random
import tempfile
import tensorflow as tf
import keras

drawn = random.random(), tf.random.normal((2,)).numpy().tolist()
calls = []

def double(x):
    print("doubling")
    calls.append(x)
    return tf.convert_to_tensor(x) * 2

def count():
    return len(calls)

def at_start():
    return drawn

def nested():
    return {"a": [1, 2.5, None, "text", b"bytes", True], 3: (tf.zeros((0, 2)), {"b": complex})}

def unwritten():
    raise NotImplementedError("unwritten")

def wrong():
    return 1 / 0

def misplaced():
    with tempfile.TemporaryDirectory() as folder:
        open(os.path.join(folder, "runs", "a.txt"))

def astray():
    open(os.path.abspath(os.path.join("nowhere", "a.txt")))

def leave():
    raise SystemExit("bye")

def endless():
    it = []
    it.append(it)
    return it

def train():
    model = keras.Sequential([keras.layers.Dense(1, use_bias=False)])
    model.compile("sgd", "mse")
    x = tf.ones((4, 2))
    return model.fit(x, x[:, :1], epochs=3, verbose=0).history["loss"]

@tf.function
def traced(x):
    if tf.reduce_sum(x) > 0:
        return x + 1
    return x - 1
""",
    ),
    Cell(
        60,
        """def half(x):
    return x / 2
lost = 1 / 0
def third(x):
    return x / 3
fourth = lost / 4
def by_lost(x):
    return x / fourth
def handed_on():
    return fourth
""",
    ),
    Cell(80, "def broken(:\n"),
    Cell(
        90,
        """import tensorkata
from tensorkata import check
graded = [check("Linear"), tensorkata.check("Linear")]

def regraded():
    return [*graded, check("Linear")]
""",
    ),
)
START = Start("topic.py", CELLS, PROBES, 11)
PATIENT = Limits(wall=60.0, total=300.0)


@pytest.fixture(params=["local", pytest.param("sandbox", marks=pytest.mark.sandbox)])
def carrier(request):
    """Return a carrier of each kind that holds the same submission."""
    if request.param == "local":
        made = LocalCarrier(START)
    else:
        made = request.getfixturevalue("sandbox").open(START, PATIENT)
    with contextlib.closing(made):
        yield made


def asked(carrier, name, *inputs, probe="call", seed=5):
    """Ask for what a function of the submission's returns."""
    args = [name, *inputs] if probe == "call" else []
    return carrier.ask(Ask(probe, observation.encode([args, {}]), seed))


def test_an_observation_comes_back(carrier):
    """An array goes to the student's function and a tensor comes back, with what was printed."""
    value, printed = read_reply(asked(carrier, "double", np.array([1.5, 2.0], np.float32)))
    assert (value.tolist(), value.dtype, value.kind) == ([3.0, 4.0], np.float32, "tensor")
    assert printed == "doubling\n"


def test_nested_data_comes_back(carrier):
    """Lists, dicts, scalars and empty arrays keep their structure; a class becomes opaque."""
    value, _ = read_reply(asked(carrier, "nested"))
    assert value["a"] == [1, 2.5, None, "text", b"bytes", True]
    assert value[3][0].shape == (0, 2)
    assert isinstance(value[3][1]["b"], observation.Opaque)


def test_state_lasts_from_probe_to_probe(carrier):
    """One submission is run once and keeps its state."""
    for _ in range(3):
        asked(carrier, "double", 1.0)
    assert read_reply(asked(carrier, "count"))[0] == 3


def test_a_trained_model_tells_its_losses(carrier):
    """A fit runs, and a graph."""
    losses, _ = read_reply(asked(carrier, "train"))
    assert len(losses) == 3
    assert read_reply(asked(carrier, "traced", np.ones(2, np.float32)))[0].tolist() == [2.0, 2.0]


def test_an_unwritten_exercise_says_so(carrier):
    """A stub's NotImplementedError is told from a crash."""
    assert asked(carrier, "unwritten").unwritten
    with pytest.raises(ProbeFailure) as failure:
        read_reply(asked(carrier, "unwritten"))
    assert failure.value.outcome == "todo"


def test_an_exception_tells_its_line(carrier):
    """An exception brings its name, its bases and the line of the student's file."""
    reply = asked(carrier, "wrong")
    assert isinstance(reply, Raised)
    assert (reply.error, reply.code) == ("ZeroDivisionError", "return 1 / 0")
    assert "ArithmeticError" in reply.bases


@pytest.mark.parametrize(("name", "path"), [("misplaced", "runs"), ("astray", "nowhere")])
def test_a_message_names_no_folder_of_the_run(carrier, name, path):
    """A private or temporary folder, another one in each run, is told as a dot."""
    message = asked(carrier, name).message
    assert message == f"[Errno 2] No such file or directory: './{path}/a.txt'"


def test_leaving_the_interpreter_is_an_exception(carrier):
    """A SystemExit ends the probe, not the carrier."""
    assert asked(carrier, "leave").error == "SystemExit"
    assert isinstance(asked(carrier, "count"), Returned)


def test_a_missing_name_has_neighbours(carrier):
    """A name that is not there comes with the nearest that are."""
    assert asked(carrier, "doubles") == Undefined("doubles", ("double",))


@pytest.mark.parametrize(
    ("name", "error", "line"),
    [
        ("lost", "ZeroDivisionError", 62),
        ("fourth", "ZeroDivisionError", 62),
        ("by_lost", "NameError", 62),
        ("handed_on", "NameError", 62),
        ("broken", "SyntaxError", 80),
    ],
)
def test_a_statement_that_fails_costs_what_comes_of_it(carrier, name, error, line):
    """A name that could not be bound is told with the first cause; the rest of the cell stands."""
    reply = asked(carrier, name, *([1.0] if name == "by_lost" else []))
    assert isinstance(reply, Unrun)
    assert (reply.error, reply.line) == (error, line)
    assert f"(line {line})" in reply.message
    assert read_reply(asked(carrier, "half", 3.0))[0] == 1.5
    assert read_reply(asked(carrier, "third", 3.0))[0] == 1.0


def test_an_endless_structure_is_unreadable(carrier):
    """What cannot be an observation is told as such."""
    assert isinstance(asked(carrier, "endless"), NoObservation)


def test_the_carriers_give_the_same_replies(sandbox):
    """The same submission and seeds give the same replies byte by byte, random numbers too."""
    calls = ["at_start", "nested", "wrong", "unwritten", "leave", "endless", "lost", "nowhere"]
    calls += ["misplaced", "astray"]
    replies = []
    opened_twice = [sandbox.open(START, PATIENT) for _ in range(2)]
    for made in [LocalCarrier(START), *opened_twice]:
        with contextlib.closing(made):
            said = [asked(made, name) for name in calls]
            said += [asked(made, "", probe="lucky", seed=seed) for seed in (1, 2, 1)]
            replies.append(said)
    assert replies[0] == replies[1] == replies[2]
    assert replies[0][-1] == replies[0][-3] != replies[0][-2]


def test_broken_probes_are_the_course_s_fault(sandbox):
    """Probes that do not run are no failure of the submission's."""
    start = Start("topic.py", CELLS, "import nothing_of_this_name", 1)
    with (
        contextlib.closing(sandbox.open(start, PATIENT)) as made,
        pytest.raises(CourseError, match="nothing_of_this_name"),
    ):
        asked(made, "count")
    with pytest.raises(ImportError):
        asked(LocalCarrier(start), "count")


def test_a_notebook_s_own_graded_cells_ask_nothing(carrier):
    """`check` answers None in a cell and in a function, however it was imported."""
    assert read_reply(asked(carrier, "regraded"))[0] == [None, None, None]


@pytest.mark.sandbox
def test_nobody_can_type_into_the_sandbox(sandbox):
    """A raised interrupt costs its statement; what waits for somebody to type is named."""
    text = "raise KeyboardInterrupt\nimport pdb\n"
    waits = {
        "stops": "breakpoint()",
        "debugger": "pdb.set_trace()",
        "asks": "input('name? ')",
    }
    for name, code in waits.items():
        text += f"def {name}():\n    {code}\n    return 1\n"
    start = Start("topic.py", (Cell(1, text),), PROBES, 1)
    with contextlib.closing(sandbox.open(start, PATIENT)) as made:
        replies = [asked(made, name) for name in waits]
    assert [(one.line, one.code) for one in replies] == [
        (4, "breakpoint()"),
        (7, "pdb.set_trace()"),
        (10, "input('name? ')"),
    ]
    assert [one.message for one in replies] == [
        f"{call}() is left in: delete that line"
        for call in ("breakpoint", "pdb.set_trace", "input")
    ]
    assert replies[2].error == "EOFError"  # as an answer may expect that has no keyboard


@pytest.mark.sandbox
def test_matplotlib_draws_in_the_sandbox(sandbox):
    """A submission may plot: nothing is shown, and nothing is missing."""
    text = """import matplotlib.pyplot as plt
def drawn():
    figure, axes = plt.subplots()
    axes.plot([1, 2])
    plt.show()
    return len(axes.lines)
"""
    start = Start("topic.py", (Cell(1, text),), PROBES, 1)
    with contextlib.closing(sandbox.open(start, PATIENT)) as made:
        assert read_reply(asked(made, "drawn"))[0] == 1
