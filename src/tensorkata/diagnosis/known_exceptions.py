"""The most common accidents: what an exception, or a useless value, most likely means.

An exception is recognized by words of its message; any other exception gets no explanation.
"""

from __future__ import annotations

import re
from typing import Any

from tensorkata.errors import MOST_TOLD
from tensorkata.protocol.observation import Opaque
from tensorkata.protocol.records import Raised

OUTSIDE = "the loss was computed or changed outside the tape, or does not use the weights"
_MODULES = {"tf": "tensorflow as tf", "np": "numpy as np", "keras": "keras", "math": "math"}
_RAISED = (
    (r"takes .* positional arguments? but", "it was given more arguments than it takes"),
    (
        r"__init__\(\) missing \d+ required .*argument",
        "`__init__` was not given an argument that it needs: does get_config leave it out?",
    ),
    (
        r"forgot to call `super\(\).__init__\(\)`|no attribute '_parent_path'",
        "`super().__init__(**kwargs)` is missing in `__init__`",
    ),
    (
        r"interpret activation function identifier",
        "Keras knows no function by that name: keras.activations.serialize keeps your own",
    ),
    (r"Expected input \d+ to have rank", "the equation of tf.einsum is for another number of axes"),
    (r"[Dd]ict' object is not callable", "a config is used as a layer: deserialize it first"),
    (r"not JSON serializable", "get_config holds something that JSON cannot: serialize it"),
    (
        r"convert elements of [\[\(].*None|partially known TensorShape",
        "a size that is unknown in a graph: use tf.shape(inputs), or -1 in tf.reshape",
    ),
    (r"missing \d+ required .*argument", "it was given fewer arguments than it needs"),
    (r"got an unexpected keyword argument", "it was given a keyword argument that it lacks"),
    (
        r"(Symbolic|Keras)Tensor'? object has no attribute 'numpy'",
        "`.numpy()` inside a graph, where a tensor has no value yet: compute with tf operations",
    ),
    (
        r"[Uu]sing a symbolic `?tf\.Tensor`? as a Python `?bool",
        "a Python `if` or `and` on a tensor inside a graph: use tf.where or tf.cond",
    ),
    (
        r"KerasTensor cannot be used as input to a TensorFlow function",
        "a tf operation on a symbolic Keras tensor: use keras.ops or a layer",
    ),
    (r"No gradients provided for any variable", OUTSIDE),
    (
        r"expected to be an? \w+ tensor but is an? \w+ tensor|requested dtype \w+ for Tensor with",
        "two dtypes in one operation: tf.cast one of them to match the other",
    ),
    (
        r"[Cc]ould not satisfy (explicit )?device specification|unknown device",
        "it names a device that this machine does not have: let TensorFlow choose",
    ),
    (
        r"`Concatenate` layer requires inputs with matching shapes",
        'the parts to be joined have different sizes: is padding="same" or strides=1 missing?',
    ),
    (
        r"is used \d+ times in the model\. All operation names should be unique",
        "two layers have the same name: give them none, so that Keras makes up unique ones",
    ),
    (
        r"tf\.function.*decorated function tried to create variables on non-first call",
        "variables are created on every call of a graph: create them once, before the call",
    ),
)


def of_exception(raised: Raised | None) -> str:
    """Return what an exception most likely means; nothing if it may mean many things."""
    if raised is None:
        return ""
    message = raised.message[:MOST_TOLD]
    name = re.match(r"name '(\w+)' is not defined", message)
    if raised.error == "NameError" and name and name[1] in _MODULES:
        return f"`import {_MODULES[name[1]]}` is missing at the top of the file"
    return next((words for text, words in _RAISED if re.search(text, message)), "")


def of_none(printed: str) -> str:
    """Return the likely mistake of a function without a `return` that has printed this."""
    return PRINTED if printed else NO_RETURN


def of_value(rung: str, problem: str, got: Any, want: Any) -> str:
    """Return what a symbolic tensor, or the wrong number of traces, most likely means."""
    if isinstance(got, Opaque) and got.type == "KerasTensor":
        return SYMBOLIC
    if rung == "equal" and re.search(r"\btrac(es|ings?)\b", problem):
        more = isinstance(got, int) and got > want
        return RETRACED if more else ""
    return ""


PRINTED = "it prints its answer: `return` it instead"
NO_RETURN = "the `return` is missing"
SYMBOLIC = "a symbolic Keras tensor from keras.Input: compute with the arguments themselves"
RETRACED = "traced again on every call: tf.function is made inside the call, or gets Python numbers"
