"""The patches of TensorFlow and Keras: when they are applied, and that they change nothing."""

import importlib.metadata
import os
import subprocess
import sys

import pytest

from tensorkata.student import tensorflow_patches

SAME = '''
import os, tempfile
import keras
import numpy as np
import tensorflow as tf
from tensorflow.python import pywrap_tfe
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
options = pywrap_tfe.TFE_ContextOptionsSetRunEagerOpAsFunction
tensorflow_patches.apply()
print(options is pywrap_tfe.TFE_ContextOptionsSetRunEagerOpAsFunction)
keras.backend.clear_session()
assert before == seen(), (before, seen())
print("the same")
'''


def run(**environment: str) -> list[str]:
    """Return what SAME prints: whether TensorFlow is still stock, and the verdict."""
    done = subprocess.run(
        [sys.executable, "-c", SAME],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.splitlines()


@pytest.mark.slow
def test_the_same_model() -> None:
    """Weights, losses, names, refusals and a saved model are the same before and after."""
    assert run() == ["False", "the same"]


@pytest.mark.slow
def test_stock_replaces_nothing() -> None:
    """KATA_STOCK=1 leaves TensorFlow and Keras as they come."""
    assert run(KATA_STOCK="1") == ["True", "the same"]


@pytest.mark.parametrize(
    ("versions", "environment", "why"),
    [
        ({}, {}, ""),
        ({}, {"KATA_STOCK": ""}, ""),
        ({}, {"KATA_STOCK": "0"}, ""),
        ({}, {"KATA_STOCK": "1"}, "KATA_STOCK=1"),
        ({"keras": "3.12.0"}, {}, ""),
        ({"keras": "3.16.0"}, {}, "keras 3.16.0 was not tested with them (3.12 to 3.15 were)"),
        ({"keras": "4.0.0rc1"}, {}, "keras 4.0.0rc1 was not tested with them (3.12 to 3.15 were)"),
        ({"tensorflow": "2.9.1"}, {}, "tensorflow 2.9.1 was not tested with them (2.21 was)"),
        ({"tensorflow": None}, {}, "tensorflow is not installed"),
    ],
)
def test_only_tested_versions_are_patched(monkeypatch, versions, environment, why) -> None:
    """What speaks against the patches is the switch, or a version outside the tested ones."""
    known = {"tensorflow": "2.21.0", "keras": "3.15.1"} | versions

    def version(name: str) -> str:
        if known[name] is None:
            raise importlib.metadata.PackageNotFoundError(name)
        return known[name]

    monkeypatch.setattr(importlib.metadata, "version", version)
    assert tensorflow_patches.why_not(environment) == why


@pytest.mark.parametrize("patch", tensorflow_patches.PATCHES, ids=lambda patch: patch.__name__)
def test_a_patch_says_what_it_does_and_why_it_may(patch) -> None:
    """Its docstring says what is replaced, what that gains, and why no value changes."""
    words = [line.strip().split(":")[0] for line in patch.__doc__.splitlines()]
    assert [word for word in words if word in SAID] == list(SAID)


SAID = ("Replaces", "Gains", "Changes no value")
