"""The probes that every topic shares."""

from types import SimpleNamespace

import numpy as np
import pytest
import tensorflow as tf

from tensorkata.student import probes


def rows(x):
    total = tf.zeros(x.shape[1:])
    for row in range(tf.shape(x)[0]):
        total += x[row]
    return total


def by_condition(x):
    return x if tf.reduce_sum(x) > 0 else -x


def by_loop(x):
    total = tf.zeros(x.shape[1:])
    for row in x:
        total += row
    return total


@pytest.mark.parametrize("function", [rows, by_condition, by_loop, tf.abs])
def test_a_graph_takes_python_over_tensors(function):
    """A function in a graph may use range, if and for with a tensor, as under tf.function."""
    x = np.arange(6, dtype="float32").reshape(3, 2)
    got = probes.graph(SimpleNamespace(f=function), "f", x)
    np.testing.assert_array_equal(got, function(tf.constant(x)))


def test_a_graph_tells_the_students_own_error():
    """What a function raises in a graph is what the student's code has raised."""

    def refuse(x):
        raise TypeError("only pairs")

    with pytest.raises(TypeError, match="only pairs"):
        probes.graph(SimpleNamespace(f=refuse), "f", np.zeros(3, "float32"))
