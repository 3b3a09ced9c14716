"""What makes a fork quick changes nothing that a student's code can see."""

import subprocess
import sys

import pytest

SAME = '''
import os, tempfile
import keras
import numpy as np
import tensorflow as tf
from tensorkata.student import tensorflow_patches


class Named(keras.layers.Layer):
    """Sets a property that has no setter to what it is."""

    @property
    def kind(self):
        return "named"

    def __init__(self, **config):
        super().__init__(**config)
        self.kind = self.kind
        self.rate, self.dense, self.parts = 0.5, None, [keras.layers.Dense(2)]
        self.dense = keras.layers.Dense(3, kernel_initializer=keras.initializers.HeNormal(seed=1))

    def call(self, x):
        return self.rate * self.parts[0](self.dense(x))


class Booked(keras.layers.Layer):
    """Keeps its layers and losses where Keras keeps its own."""

    def __init__(self):
        super().__init__()
        self._layers = []
        self._layers.append(keras.layers.Dense(2))
        self._losses = [tf.constant(1.0)]

    def call(self, x):
        self.add_loss(tf.reduce_sum(x))
        return self._layers[0](x)

    def kept(self, data):
        """Return how many weights and losses it has after a call, and after another."""
        counts = []
        for _ in range(2):
            self(data)
            counts += [len(self.weights), len(self.losses)]
        return counts


def seen():
    """Return what a model built by its first call is, learns and is after saving."""
    keras.utils.set_random_seed(3)
    inner = Named(name="mine")
    x = keras.Input((4,))
    model = keras.Model(x, inner(x))
    model.compile("sgd", "mse")
    data = np.arange(8.0).reshape(2, 4)
    loss = model.fit(data, np.ones((2, 2)), verbose=0).history["loss"]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.keras")
        model.save(path)
        loaded = keras.models.load_model(path, custom_objects={"Named": Named})
    try:
        inner.kind = "other"
    except AttributeError as error:
        refused = str(error)
    paths = [weight.path for weight in model.weights]
    books = [len(inner._layers), len(inner._inbound_nodes), Booked().kept(data)]
    return [loss, loaded(data).numpy().tolist(), paths, refused, books]


before = seen()
tensorflow_patches.settle()
keras.backend.clear_session()
assert before == seen(), (before, seen())
print("the same")
'''


@pytest.mark.slow
def test_the_same_model() -> None:
    """Weights, losses, names, refusals and a saved model are the same before and after."""
    done = subprocess.run([sys.executable, "-c", SAME], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "the same", done.stderr[-3000:]
