"""What the topic of Keras calls portable runs on another engine too: its references, under JAX."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
TOPIC = "13_keras_and_tf_keras"
WAYS = ["on arrays", "compiled", "in a model", "the gradient"]
# In half precision jax and numpy round alike, but not to the same bit.
ALLOWED = {"float32": {"rtol": 1e-4, "atol": 1e-6}, "float16": {"rtol": 1e-2, "atol": 1e-3}}


def softmax(x, axis=-1):
    """Return the softmax of x along an axis."""
    odds = np.exp(x.astype(float) - x.max(axis=axis, keepdims=True))
    return odds / odds.sum(axis=axis, keepdims=True)


def cosine(x, y):
    """Return the cosine of each pair of vectors; 0 beside a zero vector."""
    lengths = np.linalg.norm(x, axis=-1) * np.linalg.norm(y, axis=-1)
    return np.sum(x * y, axis=-1) / np.where(lengths > 0, lengths, 1)


def attention(query, key, mask=None):
    """Return the weights of the keys; the mask keeps some, or none of a sample."""
    odds = np.exp(np.einsum("bqd,bkd->bqk", query, key) / query.shape[-1] ** 0.5)
    odds = odds if mask is None else odds * mask[:, None]
    return odds / np.maximum(odds.sum(axis=-1, keepdims=True), 1e-30)


def normalized(x, epsilon):
    """Return each vector over its root mean square."""
    x = x.astype(float)
    return x / np.sqrt(np.mean(x * x, axis=-1, keepdims=True) + epsilon)


def questions():
    """Return name, arrays, config, settings and the wanted values of each question."""
    rng = np.random.default_rng(20)
    x, y, large = (rng.normal(size=(2, 3, 4)).astype("float32") for _ in range(3))
    x[1, 2], large = 0, large * 1e4
    key = rng.normal(size=(2, 5, 4)).astype("float32")
    mask = np.array([[True, True, False, True, False], [False] * 5])
    half = rng.uniform(1e3, 1e4, (3, 4)).astype("float16")
    return [
        ("softmax", [large], {}, {"axis": 1}, softmax(large, 1)),
        ("cosine_similarity", [x, y], {}, {}, cosine(x, y)),
        ("attention_scores", [x, key], {}, {}, attention(x, key)),
        ("attention_scores", [x, key, mask], {}, {}, attention(x, key, mask)),
        ("RMSNorm", [x], {"epsilon": 0.1}, {}, normalized(x, 0.1)),
        (
            "RMSNorm",
            [half],
            {"epsilon": 1e-6, "dtype": "float16"},
            {},
            normalized(half, 1e-6),
        ),
    ]


@pytest.fixture(scope="module")
def answers():
    """Return what the references answer in a process of their own."""
    asked = [
        (name, [{"values": a.tolist(), "dtype": a.dtype.name} for a in arrays], config, settings)
        for name, arrays, config, settings, _ in questions()
    ]
    script = Path(__file__).with_name("on_jax.py")
    done = subprocess.run(
        [sys.executable, script, ROOT / "solutions" / f"{TOPIC}.py"],
        input=json.dumps(asked) + "\n",
        env=os.environ | {"KERAS_BACKEND": "jax", "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.jax
@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(questions())))
def test_a_reference_gives_under_jax_what_the_oracle_says(answers, number):
    """On arrays, compiled by jax.jit and as a functional model; the gradient is finite."""
    name, arrays, _, _, want = questions()[number]
    answer = answers[number]
    assert list(answer) == WAYS
    for way in WAYS[:3]:
        got = np.array(answer[way])
        assert got.shape == want.shape, (name, way)
        np.testing.assert_allclose(got, want, **ALLOWED[arrays[0].dtype.name], err_msg=way)
    gradient = np.array(answer["the gradient"])
    assert gradient.shape == arrays[0].shape
    assert np.isfinite(gradient).all()
