"""The probes that every topic can use, and the helpers for a topic's own probes.py.

A probe is a public function whose first parameter is `student`; the others (tensors, weighted,
built, compiled, ...) are helpers. Probes run beside the student's code, in the sandbox or locally,
and return the observation.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf


def tensors(value: Any) -> Any:
    """Turn the arrays in plain data into tensors; Python numbers and strings stay."""
    if isinstance(value, np.ndarray):
        return tf.constant(value.tolist() if value.dtype == object else value, shape=value.shape)
    if isinstance(value, list):
        return [tensors(item) for item in value]
    if isinstance(value, dict):
        return {key: tensors(item) for key, item in value.items()}
    return value


def call(student: Any, name: str, *args: Any, **kwargs: Any) -> Any:
    """Call a function of the student's and return its result.

    name: the function's name.
    args, kwargs: its arguments. Arrays arrive as tensors; numbers and strings stay.
    """
    return getattr(student, name)(*tensors(list(args)), **tensors(kwargs))


def graph(student: Any, name: str, *args: Any, **kwargs: Any) -> Any:
    """Call a function of the student's inside tf.function; the arrays are the graph's inputs.

    name, args, kwargs: as in call.
    """
    return compiled(getattr(student, name), args, kwargs, jit=False)


def compiled(function: Any, args: Any, kwargs: Any = None, *, jit: bool) -> Any:
    """Trace and run a function; the arrays among the inputs are the graph's inputs."""
    given, named = tensors(list(args)), tensors(kwargs or {})

    def run(*, autograph: bool) -> Any:
        return tf.function(function, autograph=autograph, jit_compile=jit)(*given, **named)

    return spared(run)


def spec_of(array: Any, unknown: int = 1) -> Any:
    """Return the signature of a tensor like this one, with its first axes of unknown size."""
    return tf.TensorSpec([None] * unknown + list(array.shape)[unknown:], array.dtype)


def spared(trace: Any) -> Any:
    """Return trace(autograph=False), or trace(autograph=True) if Python stumbled over a tensor.

    Rewriting a function by AutoGraph takes several times as long as tracing it, and few functions
    need it: an `if`, a `while`, a `for`, a `range` or a `len` of a tensor.
    """
    try:
        return trace(autograph=False)
    except (TypeError, RuntimeError):
        return trace(autograph=True)


def gradient(
    student: Any, name: str, *args: Any, wrt: Any = 0, upstream: Any = None, **kwargs: Any
) -> Any:
    """Return the gradient of sum(upstream * f(args)) in some of the inputs.

    Each gradient has its input's shape; it is None if the path to it is cut.

    name, args, kwargs: as in call.
    wrt: the number of the input, counted from 0, or a list of numbers for a list of gradients.
    upstream: the weights of the sum, in the result's shape; by default all are 1.
    """
    function = getattr(student, name)
    inputs = tensors(list(args))
    sources = [inputs[index] for index in (wrt if isinstance(wrt, list) else [wrt])]
    with tf.GradientTape() as tape:
        tape.watch(sources)
        result = weighted(function(*inputs, **tensors(kwargs)), upstream)
    gradients = tape.gradient(result, sources)
    return gradients if isinstance(wrt, list) else gradients[0]


def weighted(result: Any, upstream: Any = None) -> Any:
    """Return sum(upstream * result), or just the sum."""
    result = tf.convert_to_tensor(result)
    if upstream is None:
        return tf.reduce_sum(result)
    return tf.reduce_sum(tf.cast(upstream, result.dtype) * result)


def built(make: Any, config: dict[str, Any], x: Any, weights: Any = None) -> Any:
    """Make a layer with make(**config), call it once, and give it weights."""
    layer = make(**config)
    layer(tensors(x))
    if weights is not None:
        layer.set_weights(weights)
    return layer


def layer(
    student: Any,
    name: str,
    config: dict[str, Any],
    x: Any,
    weights: Any = None,
    training: Any = None,
) -> Any:
    """Make a layer of the student's, build it on x, and return its output for x.

    name: the class's name.
    config: the keyword arguments of its constructor, {"units": 4}.
    x: the input, an array or a list of arrays.
    weights: arrays for set_weights, in the order of get_weights; without them the layer keeps
        its own.
    training: True or False is passed to the call; None passes nothing.
    """
    made = built(getattr(student, name), config, x, weights)
    keywords = {} if training is None else {"training": training}
    return made(tensors(x), **keywords)


def layer_gradient(
    student: Any,
    name: str,
    config: dict[str, Any],
    x: Any,
    weights: Any = None,
    upstream: Any = None,
    training: Any = None,
) -> Any:
    """Return the gradients of sum(upstream * layer(x)): {"x": ..., "weights": [...]}.

    "x" is the gradient in x, "weights" has one gradient for each of trainable_weights, in their
    order. Each is None if the path to it is cut.

    name, config, x, weights, training: as in layer.
    upstream: as in gradient.
    """
    made = built(getattr(student, name), config, x, weights)
    keywords = {} if training is None else {"training": training}
    value = tensors(x)
    with tf.GradientTape() as tape:
        tape.watch(value)
        result = weighted(made(value, **keywords), upstream)
    in_x, in_weights = tape.gradient(result, (value, [w.value for w in made.trainable_weights]))
    return {"x": in_x, "weights": in_weights}
