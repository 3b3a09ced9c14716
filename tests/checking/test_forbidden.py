"""What `forbids` refuses and accepts: evasions, honest forms, and every answer of the course."""

from __future__ import annotations

import ast
import gc
import textwrap
import time

import pytest

from tensorkata.authoring import source
from tensorkata.checking.forbidden import find_forbidden
from tensorkata.protocol.cells import Cell, script_cells
from tensorkata.protocol.submission import from_text
from tensorkata.proving import answers

DENSE = ("keras.layers.Dense", "keras.layers.EinsumDense")
HEAD = """import keras
import tensorflow as tf


"""
PLAIN = """class Linear(keras.layers.Layer):
    def call(self, x):
        return x
"""


def refusal(text, name="Linear", constructs=DENSE, head=HEAD):
    """Return why a submission is refused."""
    return find_forbidden(from_text(head + textwrap.dedent(text), "s.py").cells, name, constructs)


def using(expression, before="", after=""):
    """Return a submission whose Linear is what an expression gives."""
    return f"""{before}


class Linear(keras.layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.inner = {expression}

    def call(self, x):
        return self.inner(x)


{after}
"""


USES = "uses keras.layers.Dense (line "
UNREAD = "cannot be read"
EVASIONS = {
    "the class itself": (using("keras.layers.Dense(units)"), USES),
    "a base class": ("class Linear(keras.layers.Dense): pass", USES),
    "tf.keras": (using("tf.keras.layers.Dense(units)"), USES),
    "tf.compat": (using("tf.compat.v1.keras.layers.Dense(units)"), USES),
    "an alias of the module": (using("L.Dense(units)", "import keras.layers as L"), USES),
    "an alias of the class": (using("D(units)", "from keras.layers import Dense as D"), USES),
    "two aliases in two cells": (
        using("D(units)", "import numpy as D", "# %%\nfrom keras.layers import Dense as D"),
        USES,
    ),
    "an import within the class": (
        "class Linear(keras.layers.Layer):\n    from keras.layers import Dense as d",
        USES,
    ),
    "a star import": (using("Dense(units)", "from keras.layers import *"), USES),
    "a variable": (using("D(units)", "D = keras.layers.Dense"), USES),
    "a chain of variables": (using("c.Dense(units)", "a = keras\nb = a.layers\nc = b"), USES),
    "a circle of variables": (using("b.Dense(1)", "a = keras\na = a.layers\nb = a\na = b"), USES),
    "a later variable": (using("D(units)", "D = None", "D = keras.layers.Dense"), USES),
    "two targets": (using("D(units)", "D, E = keras.layers.Dense, 1"), USES),
    "a walrus": (using("(D := keras.layers.Dense)(units)"), USES),
    "a module by walrus": (using("(k := keras).layers.Dense(units)"), UNREAD),
    "a module in a condition": (using("(keras if units else tf).layers.Dense(1)"), UNREAD),
    "a module in a list": (using("[keras][0].layers.Dense(1)"), UNREAD),
    "a module by a default": (
        using("make()", "def make(k=keras.layers):\n    return k.Dense(3)"),
        UNREAD,
    ),
    "a module from a helper": (
        using("lib().layers.Dense(1)", "def lib():\n    return keras"),
        UNREAD,
    ),
    "a module as a class attribute": (
        using("Box.k.Dense(1)", "class Box:\n    k = keras.layers"),
        UNREAD,
    ),
    "a module imported in a class": (
        using("Box.k.layers.Dense(1)", "class Box:\n    import keras as k"),
        UNREAD,
    ),
    "a class attribute": (using("Box.D(1)", "class Box:\n    D = keras.layers.Dense"), USES),
    "a helper": (using("made(units)", "def made(n):\n    return keras.layers.Dense(n)"), USES),
    "a lambda": (using("made(units)", "made = lambda n: keras.layers.Dense(n)"), USES),
    "a list filled elsewhere": (
        using("box[0](units)", "box = []", "box.append(keras.layers.Dense)"),
        USES,
    ),
    "a dict filled elsewhere": (
        using("box[0](1)", "box = {}", "def f():\n    box[0] = keras.layers.Dense"),
        USES,
    ),
    "getattr by name": (using('getattr(keras.layers, "Dense")(units)'), USES),
    "getattr of getattr": (using('getattr(getattr(keras, "layers"), "Dense")(units)'), USES),
    "getattr by parts": (using('getattr(keras.layers, "Den" + "se")(units)'), UNREAD),
    "getattr with a default": (using('getattr(keras, "layers", 0).Dense(units)'), UNREAD),
    "getattr as a value": (
        using("functools.reduce(getattr, ['x'], 0)", "import functools"),
        UNREAD,
    ),
    "attrgetter": (
        using('get("layers.Dense")(1)', "from operator import attrgetter as get"),
        UNREAD,
    ),
    "a private path": (using("keras.src.layers.core.dense.Dense(units)"), USES),
    "a private module": (
        using("d.x(units)", "from keras.src.layers.core import dense as d"),
        UNREAD,
    ),
    "import_module": (
        using('m("keras.layers")', "from importlib import import_module as m"),
        UNREAD,
    ),
    "__import__": (using('__import__("keras").layers.Dense(units)'), UNREAD),
    "sys.modules": (using('sys.modules["keras.layers"].Dense(1)', "import sys"), UNREAD),
    "os.sys.modules": (using('os.sys.modules["keras"].layers', "import os"), UNREAD),
    "globals": (using('globals()["keras"].layers.Dense(units)'), UNREAD),
    "vars": (using('vars(keras.layers)["De" + "nse"](units)'), UNREAD),
    "__dict__": (using('keras.layers.__dict__["De" + "nse"](units)'), UNREAD),
    "eval": (using('eval("keras.layers.Dense")(units)'), UNREAD),
    "a deserializer": (
        using('keras.layers.deserialize({"class_name": "Dense", "config": {"units": 3}})'),
        UNREAD,
    ),
    "activations.get of a dict": (using("keras.activations.get(dict(c=1))"), UNREAD),
    "a parameter overwritten": (
        PLAIN + "    def build(self, s):\n        s = made()\n        keras.activations.get(s)",
        UNREAD,
    ),
    "type()": ('Linear = type("Linear", (keras.layers.Layer,), {})', "is defined in a way"),
    "an assignment": ("Linear = keras.layers.Dense", "is defined in a way"),
    "an assignment afterwards": (PLAIN + "Linear = keras.layers.Layer", "is defined in a way"),
    "under a condition": (
        "if True:\n    class Linear(keras.layers.Layer): pass",
        "is defined in a way",
    ),
    "an import under its name": (
        PLAIN + "from keras.layers import Dense as Linear",
        "is defined in a way",
    ),
    "a star import afterwards": (PLAIN + "# %%\nfrom keras.layers import *", "`import *` in line"),
    "nothing but a star import": ("from keras.layers import *", "`import *` in line"),
    "a walrus under its name": (
        PLAIN + "print(Linear := keras.layers.Layer)",
        "is defined in a way",
    ),
    "a loop under its name": (PLAIN + "for Linear in [1]: pass", "is defined in a way"),
    "exec": (PLAIN + '# %%\nexec("Lin" + "ear = 1")', UNREAD),
    "exec under another name": (PLAIN + "run = exec", UNREAD),
    "builtins": (PLAIN + "from builtins import exec as run", UNREAD),
    "globals elsewhere": (PLAIN + 'def f():\n    globals()["Linear"] = 1', UNREAD),
    "global elsewhere": (
        PLAIN + "def f(x):\n    global Linear\n    Linear = x",
        "is defined in a way",
    ),
    "a frame": (PLAIN + "import sys\nsys._getframe().f_globals.update()", UNREAD),
    "a mock": (PLAIN + "from unittest import mock", UNREAD),
    "a method replaced": (PLAIN + "Linear.call = keras.layers.Layer.call", UNREAD),
    "a method replaced by setattr": (PLAIN + 'setattr(Linear, "call", tf.add)', UNREAD),
    "a method replaced by parts": (PLAIN + 'setattr(Linear, "ca" + "ll", tf.add)', UNREAD),
    "a method replaced by a function": (
        PLAIN + "def patch(c):\n    c.call = 1\npatch(Linear)",
        UNREAD,
    ),
    "a helper's code replaced": (
        using("h(units)", "def h(n):\n    return n", "h.__code__ = 1"),
        UNREAD,
    ),
    "a library changed": (using("tf.thing(1)", "tf.thing = keras.layers.Dense"), UNREAD),
    "a base changed": (PLAIN + "keras.layers.Layer.call = keras.layers.Dense.call", UNREAD),
    "a decorator": (
        "def swap(c):\n    return keras.layers.Dense\n\n@swap\n" + PLAIN,
        USES,
    ),
    "a metaclass": (
        (
            "class Meta(type):\n    def __call__(c, n):\n        return keras.layers.Dense(n)\n\n"
            "class Linear(metaclass=Meta): pass"
        ),
        USES,
    ),
    "a name with two underscores": (
        (
            "_Linear__K = keras.layers\n"
            "class Linear(keras.layers.Layer):\n    def f(self):\n        return __K.Dense(1)"
        ),
        UNREAD,
    ),
    "a comprehension that hides nothing": (
        using("[[keras for keras in 'a'], keras.layers.Dense(1)]"),
        USES,
    ),
    "nonlocal": (
        (
            "def f():\n    k = 1\n    def g():\n        nonlocal k\n        k = keras.layers\n"
            "    g()\n    return k.Dense(1)\n\ndef Linear(x):\n    return f()"
        ),
        USES,
    ),
    "a module that nobody knows": (using("mine.Layer(units)", "import mine"), UNREAD),
    "a relative import": (using("mine.Layer(units)", "from . import mine"), UNREAD),
    "a text": (using('keras.layers.get("Dense")'), USES),
    "thousands of dots": (using("a" + ".layers" * 40, "a = keras"), UNREAD),
    "a module shown by a print of its own": (
        using("M[0].layers.Dense(1)", "M = [0]\ndef print(m):\n    M[0] = m\nprint(keras)"),
        UNREAD,
    ),
    "a description that it keeps in itself": (
        using("0").replace(
            "self.inner = 0",
            "self.spec = {chr(99): 1}\n        self.inner = keras.activations.get(self.spec)",
        ),
        UNREAD,
    ),
    "a description given to a helper": (
        using("made(dict(c=1))", "def made(spec):\n    return keras.activations.get(spec)"),
        UNREAD,
    ),
    "a description as a default": (
        (
            "SPEC = dict(c=1)\nclass Linear(keras.layers.Layer):\n    def __init__(self, s=SPEC):\n"
            "        self.inner = keras.activations.get(s)"
        ),
        UNREAD,
    ),
    "a description given to itself": (
        (
            "class Linear(keras.layers.Layer):\n    def __init__(self, a=None):\n"
            "        self.inner = keras.activations.get(a) or type(self)(dict(c=1))"
        ),
        UNREAD,
    ),
    "a description in its keywords": (
        using("keras.activations.get(kwargs)").replace(
            "super(", "kwargs.update(c=1)\n        super("
        ),
        UNREAD,
    ),
    "a description given to a base of its own": (
        (
            "class Base(keras.layers.Layer):\n    def __init__(self, a=None):\n"
            "        self.inner = keras.activations.get(a)\nclass Linear(Base):\n"
            "    def __init__(self):\n        super().__init__(dict(c=1))"
        ),
        UNREAD,
    ),
    "a deserializer by partial": (
        using("functools.partial(keras.activations.get, dict(c=1))()", "import functools"),
        UNREAD,
    ),
    "a deserializer of an object": (using("keras.Sequential().from_config(dict(c=1))"), UNREAD),
    "a deserializer not called": (using("keras.Sequential().from_config"), UNREAD),
    "a module of deserializers passed on": (using("[keras.activations][0].get(dict(c=1))"), UNREAD),
    "the custom objects": (using("keras.utils.get_custom_objects()['x'](units)"), UNREAD),
    "TensorFlow through the kit": (
        using("probes.tf.keras.layers.Dense(1)", "from tensorkata.student import probes"),
        UNREAD,
    ),
    "Keras through tqdm": (using("tk.keras.layers.Dense(1)", "import tqdm.keras as tk"), UNREAD),
    "a name for pydoc": (using("pydoc.locate('keras.layers.Dense')", "import pydoc"), UNREAD),
    "a name in an annotation": (
        using(
            "typing.get_type_hints(f)['a'](1)", "import typing\ndef f(a: 'keras.layers.Dense'): 0"
        ),
        UNREAD,
    ),
    "a signature evaluated": (
        using("inspect.signature(f, eval_str=True)", "import inspect\ndef f(a: 'keras'): 0"),
        UNREAD,
    ),
    "a module of inspect": (
        using("inspect.getmodule(keras.layers.MultiHeadAttention).EinsumDense", "import inspect"),
        UNREAD,
    ),
    "the members of a function": (
        PLAIN + "import inspect\ndict(inspect.getmembers(Linear.call))['__globals__'] = 0",
        UNREAD,
    ),
    "a formatter": (
        using("string.Formatter().get_field('0.x', (1,), {})", "import string"),
        UNREAD,
    ),
    "a formatter of its own": (PLAIN + "import string\nclass F(string.Formatter): pass", UNREAD),
    "a star import of sys": (using("modules['keras'].layers", "from sys import *"), UNREAD),
    "a star import of operator": (using("attrgetter('x')(1)", "from operator import *"), UNREAD),
    "a module of Python that is seldom needed": (using("ast.x", "import ast"), UNREAD),
    "a text that is timed": (PLAIN + "import timeit\ntimeit.timeit('import submission')", UNREAD),
    "a variable that is timed": (PLAIN + "import timeit as t\ns = ''\nt.Timer(s).timeit()", UNREAD),
    "a timer passed on": (PLAIN + "import timeit\nlist(map(timeit.timeit, ['']))", UNREAD),
    "a text that is profiled": (PLAIN + "import cProfile\ncProfile.run('')", UNREAD),
    "docstrings that are run": (
        PLAIN + "import doctest\ndoctest.run_docstring_examples(f, {})",
        UNREAD,
    ),
    "docstrings with names": (PLAIN + "import doctest\ndoctest.testmod(extraglobs={})", UNREAD),
    "a text that NumPy runs": (PLAIN + "import numpy as np\nnp.testing.runstring('', {})", UNREAD),
    "methods copied over": (
        PLAIN + "import functools\nfunctools.update_wrapper(Linear, f, assigned=('call',))",
        UNREAD,
    ),
    "methods copied by wraps": (
        PLAIN + "import functools\nfunctools.wraps(f, assigned=('call',))(Linear)",
        UNREAD,
    ),
    "a library changed by a computed name": (
        PLAIN + "setattr(keras.layers.Layer, 'ca' + 'll', f)",
        UNREAD,
    ),
    "a list changed through a parameter": (
        using("box[0](1)", "box = []\ndef put(b):\n    b.append(keras.layers.Dense)\nput(box)"),
        USES,
    ),
    "a list changed by operator": (
        using("box[0](1)", "import operator\nbox = []", "operator.iadd(box, [keras.layers.Dense])"),
        USES,
    ),
    "a list with two names": (
        using("box[0](1)", "box = other = [0]", "other[0] = keras.layers.Dense"),
        USES,
    ),
    "a list by another name": (
        using("box[0](1)", "box = [0]\nother = box", "other[0] = keras.layers.Dense"),
        USES,
    ),
    "a list in a list": (
        using("box[0](1)", "box = [0]\nother = [box]", "other[0].append(keras.layers.Dense)"),
        USES,
    ),
    "a function for each type": (
        using(
            "made(1)",
            "import functools\n@functools.singledispatch\ndef made(x): pass",
            "@made.register(int)\ndef _(x):\n    return keras.layers.Dense(x)",
        ),
        USES,
    ),
}
HONEST = {
    "an activation that it keeps in itself": using("0").replace(
        "self.inner = 0",
        "self.activation = activation\n        self.inner = keras.activations.get(self.activation)",
    ),
    "an activation got twice": using("0").replace(
        "self.inner = 0",
        "self.f = keras.activations.get(activation)"
        "\n        self.g = keras.activations.get(self.f)",
    ),
    "an activation or a default": using("keras.activations.get(activation or 'relu')"),
    "an activation in a base of its own": "class Base(keras.layers.Layer):\n"
    "    def __init__(self, a=None, **kwargs):\n        super().__init__(**kwargs)\n"
    "        self.inner = keras.activations.get(a)\n\nclass Linear(Base):\n"
    "    def call(self, x):\n        return self.inner(x)",
    "a function timed": PLAIN + "import timeit\ntimeit.timeit(lambda: 1, number=3)",
    "docstrings tried": PLAIN + "import doctest\ndoctest.testmod()",
    "a list that others read": using(
        "NAMES[0]",
        "NAMES = ['a', 'b']",
        "def net():\n    return [keras.layers.Dense(len(n)) for n in NAMES], NAMES[0], len(NAMES)",
    ),
    "log messages": "import logging\nlog = logging.getLogger('a')\n" + using("log.info('made')"),
    "a source shown": PLAIN + "import inspect\nprint(inspect.getsource(Linear))",
    "types of typing": "from typing import Any\nimport typing\n" + PLAIN,
    "plain": PLAIN,
    "an activation by name": using("keras.activations.get(activation)"),
    "an activation by attribute": using("getattr(keras.activations, activation or 'relu')"),
    "from_config": PLAIN
    + "    @classmethod\n    def from_config(cls, config):\n"
    + "        config['a'] = keras.saving.deserialize_keras_object(config['a'])\n"
    + "        return cls(**config)",
    "Dense in another exercise": PLAIN
    + "def net():\n    return keras.Sequential([keras.layers.Dense(3)])",
    "Dense imported and unused": "from keras.layers import Dense, Layer\n" + PLAIN,
    "a star import on top": "from tensorflow.keras.layers import *\n" + PLAIN,
    "its own name imported first": "from keras.layers import Dense as Linear\n" + PLAIN,
    "its own name in super": "from keras.layers import Dense as Linear\n"
    "class Linear(keras.layers.Layer):\n    def call(self, x):\n"
    "        return super(Linear, self).call(x)",
    "two versions of it": PLAIN + "# %%\n" + PLAIN,
    "a helper": "def product(a, b):\n    return tf.matmul(a, b)\n\n" + PLAIN,
    "a constant": "SIZE = 3\n" + using("tf.ones([SIZE])", after="def net():\n    return SIZE"),
    "a local that is named as a module": PLAIN
    + "    def f(self, keras):\n        return keras.layers.Dense(3)",
    "decorated": "@keras.saving.register_keras_serializable()\n" + PLAIN,
    "tried out": PLAIN + "layer = Linear()\nprint(layer(tf.ones([2, 3])))\nprint(tf.__version__)",
    "help": PLAIN + "help(keras.layers)\ndir(tf)",
    "a broken cell": PLAIN + "# %%\ndef other(:\n    Linear Dense exec\n",
    "setattr of itself in another": PLAIN
    + "class Net(keras.Model):\n    def __init__(self):\n        for i in range(3):\n"
    + "            setattr(self, f'd{i}', keras.layers.Dense(i))\n"
    + "        self.d = getattr(self, f'd{i}')",
    "getattr in another": PLAIN + "def make(kind):\n    return getattr(keras.layers, kind)(3)",
    "a frozen layer": PLAIN + "def freeze(layer):\n    layer.trainable = False",
    "sys and inspect": "import sys, inspect, types, itertools\n" + PLAIN + "print(sys.version)",
    "a test of it": PLAIN + "assert isinstance(Linear(), keras.layers.Layer)",
    "a compile argument": PLAIN
    + "    def f(self, compile=True, vars=()):\n        return compile, vars",
    "a model compiled": PLAIN + "model = keras.Sequential()\nmodel.compile(loss='mse')",
    "a docstring": 'class Linear(keras.layers.Layer):\n    """keras.layers.Dense by hand."""',
}


@pytest.mark.parametrize("way", EVASIONS)
def test_an_evasion_is_refused(way):
    """What is forbidden, or may be, is refused, and the reason says which."""
    text, words = EVASIONS[way]
    assert words in (refusal(text) or "accepted")


@pytest.mark.parametrize("way", HONEST)
def test_an_honest_form_is_accepted(way):
    """What students write who do the exercise costs them nothing."""
    assert refusal(HONEST[way]) is None


@pytest.mark.parametrize(
    "body",
    [
        "for a in x: pass",
        "while x: pass",
        "return [a for a in x]",
        "return {a for a in x}",
        "return {a: a for a in x}",
        "return sum(a for a in x)",
        "return other(x)",
    ],
)
def test_a_loop_is_refused_in_the_exercise_and_its_helpers(body):
    """Statements and comprehensions are loops; a loop of another exercise is none of this one."""
    text = f"def other(x):\n    for a in x: pass\n\ndef f(x):\n    {body}"
    assert "uses a Python loop" in refusal(text, "f", ("loop",))
    assert refusal(text.replace(body, "return x"), "f", ("loop",)) is None


def test_what_stands_below_a_name_is_forbidden_with_it():
    """keras.losses forbids keras.losses.huber and a loss that is asked for by its text."""
    losses = ("keras.losses", "tf.nn.softplus")
    for line in (
        "tf.keras.losses.huber(x)",
        "keras.losses.get('huber')",
        "keras.layers.losses.huber(x)",
        "tf.math.softplus(x)",
        "tf.act('softplus')",
    ):
        assert "this exercise forbids" in refusal(f"def f(x):\n    return {line}", "f", losses), (
            line
        )
    assert refusal("def f(x):\n    return tf.nn.relu(x)", "f", losses) is None


@pytest.mark.parametrize(
    ("construct", "line"),
    [
        ("keras.metrics.AUC", "tf.metrics.AUC()"),
        ("keras.optimizers.schedules", "tf.optimizers.schedules.CosineDecay(1, 2)"),
        ("keras.layers.Dropout", "keras.layers.SpatialDropout1D(0.5)"),
    ],
)
def test_what_is_the_same_thing_elsewhere_is_forbidden_too(construct, line):
    """Another address, and a class that only extends it."""
    text = f"def f(x):\n    return {line}"
    assert f"uses {construct}" in refusal(text, "f", (construct,))
    assert refusal(text, "f", ("keras.callbacks.History",)) is None


def test_a_cell_that_only_the_judge_cannot_parse_refuses_every_exercise():
    """Where the parser gives up, another process might not; broken Python runs nowhere."""
    deep = "x = y" + ".real" * 20_000
    assert UNREAD in refusal(f"{PLAIN}# %%\n{deep}\n")
    assert refusal(f"{PLAIN}# %%\nx = (\n") is None


def test_the_reason_is_one_line_and_counts_the_lines_of_the_file():
    """The line is the submission's own, whichever cell it stands in."""
    text = PLAIN + "\n\n# %%\nLinear.call = 1\n"
    assert refusal(text) == (
        "Linear cannot be read, because line 11 changes Linear.call: write it without that"
    )


@pytest.mark.slow
def test_every_right_answer_is_accepted_and_wrong_ones_are_still_caught(course):
    """References, stubs and right answers of the course pass; the ready-made ones do not."""
    refused = 0
    for topic in course.topics:
        reference = source.read(course, topic)
        stub = (course.exercises / topic.filename).read_text("utf-8")
        for exercise in topic.exercise:
            constructs = forbidden_of(course, topic, exercise)
            known = answers.read(course, topic, exercise)
            if not constructs:
                continue
            texts = {"the reference": reference, "the stub": stub}
            texts |= {
                a.title: source.with_answer(reference, exercise.name, a.source) for a in known.right
            }
            for title, text in texts.items():
                found = find_forbidden(from_text(text, "s.py").cells, exercise.name, constructs)
                assert found is None, f"{exercise.name}, {title}: {found}"
            for wrong in (a for a in known.wrong if a.word == "this exercise forbids"):
                text = source.with_answer(reference, exercise.name, wrong.source)
                found = find_forbidden(from_text(text, "s.py").cells, exercise.name, constructs)
                assert found, wrong.title
                refused += 1
    assert refused >= 3


def forbidden_of(course, topic, exercise):
    """Return what the checkers of an exercise forbid."""
    found = set()
    for path in course.checker_files(topic.name, hidden=True):
        calls = ast.walk(ast.parse(path.read_text("utf-8")))
        for node in calls if path.stem == f"test_{exercise.stem}" else ():
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "forbids":
                found |= {argument.value for argument in node.args}
    return tuple(sorted(found))


GIVEN = frozenset({"my_layers"})
OF_THE_COURSE = {
    "a helper": ("my_layers.scale(units)", None),
    "a constant in a class": ("my_layers.Sizes.LARGE", None),
    "Keras behind it": ("my_layers.keras.layers.Dense(units)", "my_layers"),
    "a layer behind another name": ("my_layers.K.layers.Dense(units)", "my_layers"),
    "TensorFlow behind it": ("my_layers.tf.nn.relu(units)", "my_layers"),
    "another module": ("your_layers.scale(units)", "your_layers"),
}


@pytest.mark.parametrize("case", OF_THE_COURSE)
def test_a_module_of_the_course_s_own_may_be_used(case):
    """What course.toml hands out is read as a library, but not what it has imported itself."""
    expression, what = OF_THE_COURSE[case]
    text = HEAD + using(expression, "import my_layers\nimport your_layers")
    cells = from_text(text, "s.py").cells
    found = find_forbidden(cells, "Linear", DENSE, given=GIVEN)
    assert (found is None) == (what is None)
    assert what is None or f"uses {what}: write it without that" in found
    assert find_forbidden(cells, "Linear", DENSE) is not None


SHAPES = {
    "statements": lambda n: "x = tf.add(1, 2)\n" * n + PLAIN,
    "one name, many meanings": lambda n: "".join(f"k = keras.a{i}\n" for i in range(n)) + PLAIN,
    "a chain of aliases": lambda n: (
        "k0 = keras\n" + "".join(f"k{i + 1} = k{i}\n" for i in range(n)) + using(f"k{n}.x")
    ),
    "aliases crossed": lambda n: "k = keras\n" + "j = k.a\nk = j\n" * n + using("k.x"),
    "helpers": lambda n: (
        "".join(f"def h{i}(x):\n    return h{i + 1}(x)\n" for i in range(n)) + using("h0(1)")
    ),
    "attributes": lambda n: ("x" + ".a" * 40 + "\n") * (n // 10) + PLAIN,
    "changes": lambda n: "box = []\n" + "box.append(1)\n" * n + using("box"),
    "cells": lambda n: "# %%\nx = [keras.layers for _ in '']\n" * n,
    "broken cells": lambda n: "# %%\nx = (\n" * n + "# %%\n" + PLAIN,
    "functions": lambda n: "def f(x):\n    global y\n    y = x\n" * n + PLAIN,
    "a long table": lambda n: f"T = [{'keras.nn, ' * n}]\n" + using("T"),
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_reading_is_linear_in_the_size_of_the_text(shape):
    """Four times the text costs at most eight times the time, whatever it is made of."""
    small, large = (seconds(HEAD + SHAPES[shape](n)) for n in (1_000, 4_000))
    assert large <= 8 * small, f"{small:.4f} s, {large:.4f} s"


def seconds(text):
    """Return the least time of three that reading a text takes, in CPU time."""
    least = float("inf")
    gc.disable()  # what it costs grows with all that the process holds
    for _ in range(3):
        find_forbidden.cache_clear()
        cells = script_cells(f"{text}\n# %%\ny = {time.perf_counter_ns()}\n")
        start = time.process_time()
        find_forbidden(cells, "Linear", DENSE)
        least = min(least, time.process_time() - start)
    gc.enable()
    return least


def test_a_cell_is_read_from_the_line_on_which_it_starts():
    """Cells of a notebook carry their line."""
    cells = (Cell(40, "import keras\n\nclass Linear(keras.layers.Dense):\n    pass\n"),)
    assert "(line 42)" in (find_forbidden(cells, "Linear", DENSE) or "")
