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
    """Has a property without a setter, layers in a list, dropout and a seed."""

    @property
    def kind(self):
        return "named"

    def __init__(self, **config):
        super().__init__(**config)
        self.rate, self.parts = 0.5, [keras.layers.Dense(2), keras.layers.Dropout(0.5, seed=4)]
        self.dense = keras.layers.Dense(3, kernel_initializer=keras.initializers.HeNormal(seed=1))

    def call(self, x):
        for part in self.parts:
            x = part(self.dense(x) if part is self.parts[0] else x, training=True)
        self.add_loss(tf.reduce_sum(x))
        return self.rate * x


def model_of():
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
    return [loss, [w.numpy().tolist() for w in loaded.weights], paths, refused, len(inner.losses)]


def numbers_of():
    """Return random numbers under seeds that come again, and what graphs and XLA make."""
    found = []
    for seed in (1, 2, 1, 1):
        keras.utils.set_random_seed(seed)
        found += [tf.random.normal((2,)).numpy().tolist(), np.random.rand()]
        found += [tf.random.uniform((2,), seed=7).numpy().tolist()]
    for jit in (False, True):
        made = tf.function(lambda x: x * 2 + tf.reduce_sum(x), jit_compile=jit)(tf.range(4.0))
        found.append(made.numpy().tolist())
    return found


def seen():
    return [model_of(), numbers_of()]


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
