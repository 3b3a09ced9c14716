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
    (
        r"references an 'untracked' resource",
        "what the saved function uses is no attribute of what is saved: keep it there",
    ),
    (r"[Dd]ict' object is not callable", "a config is used as a layer: deserialize it first"),
    (r"not JSON serializable", "get_config holds something that JSON cannot: serialize it"),
    (
        r"convert elements of [\[\(].*None|partially known TensorShape",
        "a size that is unknown in a graph: use tf.shape(inputs), or -1 in tf.reshape",
    ),
    (r"missing (?:\d+|a) required .*argument", "it was given fewer arguments than it needs"),
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
    (
        r"KerasTensor (cannot be used as a boolean|is symbolic: it's)|over a symbolic KerasTensor",
        "Python or NumPy asks a symbolic Keras tensor for values, and it has none",
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
    (
        r"numpy\(\) is only available when eager execution|symbolic tf\.Tensor .* to a numpy array",
        "NumPy inside a graph, where a tensor has no value yet: compute with tf operations",
    ),
    (
        r"Iterating over a symbolic `?tf\.Tensor",
        "a Python loop over a tensor inside a graph: compute on the whole tensor at once",
    ),
    (r"must have the same dtype, got", "two dtypes in one operation: tf.cast one of them"),
    (
        r"Cannot convert \S+ to EagerTensor of dtype",
        "a Python number meets a tensor whose dtype cannot hold it: tf.cast the tensor first",
    ),
    (
        r"Value for attr 'T' of bool is not in the list",
        "an operation for numbers is given bools: tf.cast them first",
    ),
    (r"EagerPyFunc", "Python code inside a compiled graph: compute with tf operations"),
    (
        r"slice index -?\d+ of dimension 0 out of bounds",
        "an index beyond the end: the tensor is empty, or has fewer axes than you think",
    ),
    (
        r"Invalid reduction dimension",
        "an axis is reduced that the input does not have: count the axes from its rank",
    ),
    (
        r"indices\[.*\] = -?\d+ is not in \[0, \d+\)",
        "tf.gather looks for an entry that is not there",
    ),
    (
        r"Expected dimension \d+ at axis \d+ of the input shaped",
        "one letter of tf.einsum's equation stands for two sizes",
    ),
    (
        r"ConcatOp : Dimension \d+ in both shapes must be equal",
        "the parts to be joined differ in another axis than the one they are joined on",
    ),
    (
        r"OOM when allocating tensor",
        "a tensor with a place for everything does not fit into the memory",
    ),
    (
        r"No loss to compute\. Provide a `loss`",
        "Keras's own step asks for a loss: train_step and test_step both have to be yours",
    ),
    (
        r"You must call `compile\(\)` before",
        "the model is not compiled: if it was loaded, its settings of compile were not kept",
    ),
    (r"must override `get_config\(\)`", "get_config is missing"),
    (
        r"Unable to revive model from config",
        "get_config leaves out an argument of `__init__`, or `__init__` does not take **kwargs",
    ),
    (
        r"cannot add new elements of state",
        "a variable is made after `__init__`: make it there, and assign to it later",
    ),
    (
        r"expected min_ndim=2, found ndim=1",
        "a layer is given one sample, not a batch: the first entry of a tensor is one row",
    ),
    (
        r"attribute name must be string, not 'function'",
        "a function comes where your code takes a name only",
    ),
    (
        r"is out of scope",
        "a tensor of a graph is used outside of it: tf.TensorArray or tf.Variable",
    ),
    (r"before the loop, but .* after one", "a loop changes the dtype or the shape of a variable"),
    (r"Can not cast \w*Tensor", "the signature does not fit: dtype, axes, None for any size"),
    (r"unsupported operations when trying to compile", "XLA cannot compile an operation of it"),
    (r"cannot access local variable", "a name is read before it is set: is `nonlocal` missing?"),
)
_NONE = re.compile(
    r"not 'NoneType'|'NoneType' and|and 'NoneType'|'NoneType' object cannot be|None values not"
    r"|for unary -: 'NoneType'"
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


def of_unknown_size(raised: Raised | None) -> str:
    """Return that a None is a size, for code that looks at a static shape."""
    return UNKNOWN_SIZE if raised and _NONE.search(raised.message[:MOST_TOLD]) else ""


def of_refusal(raised: Raised, wanted: str) -> str:
    """Return why another error came than the wanted one."""
    if raised.error == "AssertionError" or "assert" in raised.code:
        return ASSERTED.format(wanted=wanted)
    if raised.code.startswith("raise "):
        return RAISED.format(error=raised.error, wanted=wanted)
    return STUMBLED.format(wanted=wanted)


def of_none(printed: str) -> str:
    """Return the likely mistake of a function without a `return` that has printed this."""
    return PRINTED if printed else NO_RETURN


def of_value(rung: str, problem: str, got: Any, want: Any) -> str:
    """Return what a symbolic tensor, or the wrong number of traces, most likely means."""
    if isinstance(got, Opaque) and got.type == "KerasTensor":
        return SYMBOLIC
    if rung == "kind" and problem.endswith("a NumPy array instead of a tensor"):
        return NUMPY
    if rung == "equal" and re.search(r"\btrac(es|ings?)\b", problem):
        more = isinstance(got, int) and got > want
        return RETRACED if more else ""
    return ""


UNKNOWN_SIZE = "a size that is unknown in a graph is None: use tf.shape(inputs), or -1"
ASSERTED = "an assertion raises another error: use `if`, and raise {wanted}"
RAISED = "{error} is raised where {wanted} is wanted"
STUMBLED = "nothing is checked first, so the code stumbles later: check it, and raise {wanted}"
NUMPY = "computed with NumPy, or `.numpy()` at the end: return a tensor"
PRINTED = "it prints its answer: `return` it instead"
NO_RETURN = "the `return` is missing"
SYMBOLIC = "a symbolic Keras tensor from keras.Input: compute with the arguments themselves"
RETRACED = "traced again on every call: tf.function is made inside the call, or gets Python numbers"
