"""The cells of a submission, statement by statement: what fails, what stands, and what is said."""

from __future__ import annotations

import contextlib
import sys
from importlib.metadata import version

import pytest

from tensorkata.checking.reply import read_reply
from tensorkata.errors import ProbeFailure
from tensorkata.protocol import observation
from tensorkata.protocol.cells import script_cells
from tensorkata.protocol.records import CELLS, Ask, Start, Undefined
from tensorkata.student.local_carrier import LocalCarrier

PROBES = "def call(student, name, *inputs):\n    return getattr(student, name)(*inputs)\n"


@pytest.fixture
def student():
    """Return a function that runs a script and gives the way to ask its functions."""
    with contextlib.ExitStack() as stack:

        def of(text, **more):
            start = Start("05_custom_layers.py", script_cells(text), PROBES, 1, **more)
            carrier = stack.enter_context(contextlib.closing(LocalCarrier(start)))

            def ask(name, *inputs):
                probe, args = (CELLS, []) if name == CELLS else ("call", [name, *inputs])
                return carrier.ask(Ask(probe, observation.encode([args, {}]), 1))

            return ask

        yield of


def told(reply):
    """Return what a student reads of a reply that is no observation."""
    with pytest.raises(ProbeFailure) as failure:
        read_reply(reply)
    return failure.value.outcome, failure.value.message


NOT_THERE = "No module named my_layers (line 1): only 05_custom_layers is handed in"
SEABORN = (
    "seaborn is not installed where this is graded (line 1): do without it, or ask your instructor"
)
SKIMAGE = SEABORN.replace("seaborn", "skimage")
DIVIDED = "ZeroDivisionError: division by zero (line 1)"


@pytest.mark.parametrize(
    ("line", "use", "words"),
    [
        (
            "import seaborn as s",
            "s.set()",
            f"{SEABORN} for --packages seaborn",
        ),
        (
            "from google.colab import drive",
            "drive.mount('/content')",
            "google.colab is only there in Colab (line 1): do without it",
        ),
        (
            "from skimage import io",
            "io.imread",
            f"{SKIMAGE} for --packages scikit-image",
        ),
        (
            "from tensorflow.contrib import layers",
            "layers.Dense",
            f"there is no tensorflow.contrib in tensorflow {version('tensorflow')} (line 1)",
        ),
        (
            "from tensorflow.keras.layers import Dnse",
            "Dnse(2)",
            "ImportError: cannot import name 'Dnse' from 'tensorflow.keras.layers' (line 1)",
        ),
        ("import my_layers", "my_layers.Scale", NOT_THERE),
        ("from my_layers import Scale, Linear", "Linear(2)", NOT_THERE),
        ("from my_layers import *", "Scale(2)", NOT_THERE),
        (
            "data = open('train.csv').read()",
            "data + ''",
            "train.csv is not there (line 1): only 05_custom_layers is handed in",
        ),
        ("broken = 1 / 0", "broken[0]", DIVIDED),
        ("broken = 1 / 0", "[*broken]", DIVIDED),
        ("broken = 1 / 0", "1 + broken", DIVIDED),
        ("broken = 1 / 0", "tf.constant(broken)", DIVIDED),
        ("broken = 1 / 0", "np.array(broken)", DIVIDED),
        ("broken = 1 / 0", "broken", DIVIDED),
        (
            "with open('a') as file: broken = 1",
            "broken",
            "a is not there (line 1): only 05_custom_",
        ),
    ],
)
def test_a_line_that_fails_costs_what_comes_of_it(student, line, use, words):
    """What stands beside it works; what uses it says what failed first, and on which line."""
    rest = "import numpy as np\nimport tensorflow as tf\ndef fine():\n    return 1\n"
    ask = student(f"{line}\n{use}\n{rest}def using():\n    return {use}\n")
    assert read_reply(ask("fine"))[0] == 1
    outcome, message = told(ask("using"))
    assert outcome == "error"
    assert message.partition(" is not there: ")[2].startswith(words)


@pytest.mark.parametrize(
    "line",
    [
        "assert tf.config.list_physical_devices('GPU'), 'no GPU'",
        "raise SystemExit",
        "os.chdir('/content/drive')",
        "weights = np.load('weights.npy')",
        "import json, my_layers, math",
        "from os import nothing, sep",
        "drive.mount('/content')",
    ],
)
def test_a_line_that_nothing_depends_on_costs_nothing(student, line):
    """What only makes sense at the student's own machine is let go."""
    imports = "import os\nimport numpy as np\nimport tensorflow as tf\n"
    uses = "    return [os.sep, json.dumps(1)]\n" if "json" in line else "    return 1\n"
    read_reply(student(f"{imports}{line}\ndef using():\n{uses}")("using"))


def test_the_first_cause_is_told_through_what_stands_between(student):
    """A class on a value on an import says what happened to the import."""
    ask = student("# %%\nimport torch\n# %%\nBase = torch.nn.Module\nclass A(Base):\n    pass\n")
    words = "A is not there: torch is not installed where this is graded (line 2)"
    outcome, message = told(ask("A"))
    assert (outcome, message.partition(":")[0]) == ("error", "A is not there")
    assert message.startswith(words)


def test_a_file_that_came_along_is_opened_without_a_folder(student):
    """A path of the student's own machine is told how the file is called here."""
    text = "rows = open('/content/data/penguins.csv').read()\n"
    ask = student(text, files={"penguins.csv": b"a,b"})
    words = (
        "rows is not there: /content/data/penguins.csv is not there (line 1):"
        " penguins.csv is in the same folder, so open it as penguins.csv"
    )
    assert told(ask("rows")) == ("error", words)


def test_keras_and_autograph_hide_no_cause(student):
    """The cause is told if a framework has raised another exception of it."""
    ask = student(
        """import my_layers
import keras, tensorflow as tf
class Mine(keras.layers.Layer):
    def call(self, x):
        return my_layers.scale(x)
def layer():
    return Mine()(tf.ones((2, 3)))
@tf.function
def graph():
    return my_layers.scale(tf.ones(2))
"""
    )
    for name in ("layer", "graph"):
        assert NOT_THERE in told(ask(name))[1]


def test_a_later_definition_mends_a_name(student):
    """What failed first and was defined again is what it was defined as."""
    ask = student("f = 1 / 0\n# %%\ndef f():\n    return 3\n")
    assert read_reply(ask("f"))[0] == 3


def test_a_definition_that_fails_takes_the_place_of_an_earlier_one(student):
    """The last thing that a student wrote of an exercise is judged, and not one before it."""
    ask = student("def f():\n    return 3\n@nothing\ndef f():\n    return 4\n")
    assert "NameError: name 'nothing' is not defined (line 3)" in told(ask("f"))[1]


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("from __future__ import barry_as_FLUFL", "x = 1 <> 2"),
        ("import sys\nsys.set_int_max_str_digits(0)", f"x = {'1' * 5000}"),
    ],
)
def test_no_cell_changes_how_a_later_one_is_read(student, before, line):
    """The judge reads the cells without running any, so the child parses them before it does."""
    text = f"def f():\n    return 1\n# %%\n{before}\n# %%\n{line}\ndef f():\n    return 2\n"
    limit = sys.get_int_max_str_digits()
    try:
        outcome, message = told(student(text)("f"))
    finally:
        sys.set_int_max_str_digits(limit)
    assert outcome == "error"
    assert "f cannot be run before the file can be read: SyntaxError: " in message


def test_what_the_future_brings_holds_for_later_cells(student):
    """`from __future__ import annotations` at the top is for the file, as Python means it."""
    text = "from __future__ import annotations\n# %%\ndef f(x: Unknown = 1) -> Unknown:\n"
    assert read_reply(student(f"{text}    return x\n")("f"))[0] == 1


def test_the_last_expression_is_shown_beside_an_error(student):
    """A cell's outputs have its errors, and the value of its last line."""
    shown = read_reply(student("1 / 0\nx = 2\nx\n", show=True)(CELLS))[0]
    assert [one["output_type"] for one in shown[0]] == ["error", "execute_result"]


def test_an_export_of_a_notebook_runs_its_cells(student):
    """Jupyter's calls of the shell are let go; a command that is listed prints nothing."""
    ask = student(
        "get_ipython().run_line_magic('matplotlib', 'inline')\n"
        "files = get_ipython().getoutput('ls')\ndef f():\n    return files\n"
    )
    assert read_reply(ask("f"))[0] == []


def test_a_left_over_raise_is_told_from_a_stub(student):
    """An answer above the stub's own raise names the line to delete, and is no stub."""
    stub = '# %%\ndef f(x):\n    """Docs."""\n    raise NotImplementedError("f")\n'
    answer = stub.replace("    raise", "    y = x + 1\n    raise")
    words = "line 5 still raises NotImplementedError: delete that line"
    assert told(student(stub)("f", 1))[0] == "todo"
    assert told(student(answer)("f", 1)) == ("error", words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "def f():\n<<<<<<< HEAD\n    return 1\n=======\n    return 2\n>>>>>>> main\n",
            "line 2: <<<<<<<, a merge that was not finished",
        ),
        (
            "def f():\n    return max(1,\n",
            "SyntaxError: '(' was never closed (line 2): is the end of it missing?",
        ),
        ("import keras\ndef f():\n", "is the end of it missing?"),
    ],
)
def test_what_is_no_python_says_what_it_is(student, text, words):
    """Marks of a merge and a paste that was not finished are named."""
    outcome, message = told(student(text)("f"))
    assert outcome == "error"
    assert message.startswith("f cannot be run before the file can be read: ")
    assert message.endswith(words)


def test_a_name_that_nothing_would_bind_is_missing(student):
    """An exercise that is not in the file is told so, whatever else failed."""
    assert student("x = 1 / 0\n")("nowhere") == Undefined("nowhere")


@pytest.mark.parametrize(
    ("last", "kind"), [("1 / 0", "error"), ("0.5", "execute_result"), ("None", "display_data")]
)
def test_a_cell_that_shows_too_much_keeps_its_error_and_its_result(student, last, kind):
    """Without them nbgrader would give an instructor's test all its points."""
    ask = student(f"for n in range(100):\n    display(n)\n{last}\n", show=True)
    (shown,), _ = read_reply(ask(CELLS))
    assert shown[-1]["output_type"] == kind
    assert len(shown) == 40 + (kind != "display_data")
