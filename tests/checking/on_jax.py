"""Run a solution's functions under JAX: on arrays, compiled, in a functional model, differentiated.

It has a process of its own (test_on_jax.py starts it): Keras keeps one engine for a whole process.
It is given the path of a solution, and questions as a line of JSON. It answers each in such a line.
"""

from __future__ import annotations

import json
import runpy
import sys

import jax
import keras
import numpy as np


def answers_of(function, arrays, settings):
    """Return what a function gives in each way, and its gradient in the first array."""

    def call(*inputs):
        return function(*inputs, **settings)

    inputs = [jax.numpy.asarray(array) for array in arrays]
    symbols = [keras.Input(x.shape[1:], dtype=x.dtype.name) for x in inputs]
    model = keras.Model(symbols, call(*symbols))
    return {
        "on arrays": call(*inputs),
        "compiled": jax.jit(call)(*inputs),
        "in a model": model(inputs),
        "the gradient": jax.grad(lambda *given: call(*given)[0].sum())(*inputs),
    }


def main(path, questions):
    """Answer each question with plain lists."""
    assert keras.config.backend() == "jax"
    solution = runpy.run_path(path)
    for name, arrays, config, settings in questions:
        function = solution[name]
        if isinstance(function, type):
            function = function(**config)
        given = [np.array(array["values"], array["dtype"]) for array in arrays]
        found = answers_of(function, given, settings)
        plain = {way: np.asarray(value).tolist() for way, value in found.items()}
        sys.stdout.write(f"{json.dumps(plain)}\n")


main(sys.argv[1], json.loads(sys.stdin.readline()))
