"""The commonest accidents by name: what an exception, or a value of no use, most likely means.

An exception is known by words of its message; what is not listed has no name.
"""

from __future__ import annotations

import re
from typing import Any

from tensorkata.errors import MOST_TOLD
from tensorkata.protocol.observation import Opaque
from tensorkata.protocol.records import Raised

OUTSIDE = "the loss was made or changed outside the tape, or never reached the weights"
_MODULES = {"tf": "tensorflow as tf", "np": "numpy as np", "keras": "keras", "math": "math"}
_RAISED = (
    (r"takes .* positional arguments? but", "it takes fewer arguments than it is given"),
    (
        r"__init__\(\) missing \d+ required .*argument",
        "`__init__` needs an argument that it is not given: does get_config leave it out?",
    ),
    (r"missing \d+ required .*argument", "it needs more arguments than it is given"),
    (r"got an unexpected keyword argument", "it lacks a parameter that is given by name"),
    (
        r"(Symbolic|Keras)Tensor'? object has no attribute 'numpy'",
        "`.numpy()` inside a graph, where a tensor has no value yet: compute with tf operations",
    ),
    (
        r"[Uu]sing a symbolic `?tf\.Tensor`? as a Python `?bool",
        "a Python `if` or `and` on a tensor inside a graph: tf.where or tf.cond choose there",
    ),
    (
        r"KerasTensor cannot be used as input to a TensorFlow function",
        "a tf operation on a symbolic Keras tensor: keras.ops, or a layer, takes it",
    ),
    (r"No gradients provided for any variable", OUTSIDE),
    (
        r"expected to be an? \w+ tensor but is an? \w+ tensor|requested dtype \w+ for Tensor with",
        "two dtypes meet in one operation: tf.cast one of them to the other's",
    ),
    (
        r"[Cc]ould not satisfy (explicit )?device specification|unknown device",
        "a device is asked for by name that is not here: TensorFlow finds a place by itself",
    ),
    (
        r"tf\.function.*decorated function tried to create variables on non-first call",
        "variables made in each call of a graph: make them once, before",
    ),
)


def of_exception(raised: Raised | None) -> str:
    """Return what an exception most likely means; nothing if it may mean many things."""
    if raised is None:
        return ""
    message = raised.message[:MOST_TOLD]
    name = re.match(r"name '(\w+)' is not defined", message)
    if raised.error == "NameError" and name and name[1] in _MODULES:
        return f"`import {_MODULES[name[1]]}` at the top of the file is gone"
    return next((words for text, words in _RAISED if re.search(text, message)), "")


def of_none(printed: str) -> str:
    """Return what it means that a function without a `return` has printed this."""
    return PRINTED if printed else NO_RETURN


def of_value(rung: str, problem: str, got: Any, want: Any) -> str:
    """Return what a symbolic tensor, or the wrong number of traces, most likely means."""
    if isinstance(got, Opaque) and got.type == "KerasTensor":
        return SYMBOLIC
    if rung == "equal" and re.search(r"\btrac(es|ings?)\b", problem):
        more = isinstance(got, int) and got > want
        return RETRACED if more else ""
    return ""


PRINTED = "it prints its answer; the caller needs `return`"
NO_RETURN = "the `return` is missing"
SYMBOLIC = "a symbolic Keras tensor, made with keras.Input: compute with the arguments themselves"
RETRACED = (
    "traced anew from call to call: tf.function is made within the call, or gets Python numbers"
)
