"""The diagnosis names a mistake where it is certain, and says nothing everywhere else."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from typing import Any

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tensorkata.diagnosis.diagnose import diagnose

Case = tuple[Any, Any, dict[str, Any]]
Rng = np.random.Generator
CASES: dict[str, list[Callable[[Rng], Case]]] = {}


def names(phrase: str) -> Callable[[Callable[[Rng], Case]], Callable[[Rng], Case]]:
    """Register a mistake under the phrase that names it."""

    def register(make: Callable[[Rng], Case]) -> Callable[[Rng], Case]:
        CASES.setdefault(phrase, []).append(make)
        return make

    return register


def simple(
    phrase: str, got: Callable[[Any], Any], want: Callable[[Any], Any] = lambda x: x
) -> None:
    """Register a mistake that is a function of one (6, 5) standard normal array."""

    def make(rng: Rng) -> Case:
        x = rng.standard_normal((6, 5))
        return got(x), want(x), {"x": rng.standard_normal((6, 5))}

    names(phrase)(make)


def positive(
    phrase: str, got: Callable[[Any], Any], want: Callable[[Any], Any] = lambda x: x
) -> None:
    """Register a mistake that is a function of one (6, 5) array of positive values."""

    def make(rng: Rng) -> Case:
        x = rng.uniform(0.1, 3.0, (6, 5))
        return got(x), want(x), {"x": rng.standard_normal((6, 5))}

    names(phrase)(make)


def softmax(z: Any, axis: int = -1) -> Any:
    """Return exp(z) over its sum."""
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def sigmoid(z: Any) -> Any:
    """Return the logistic function."""
    return 1 / (1 + np.exp(-z))


def ask(got: Any, want: Any, inputs: dict[str, Any], rtol: float = 1e-4, atol: float = 1e-6) -> Any:
    """Diagnose under the tolerances that a float32 check has."""
    return diagnose(got, want, inputs, rtol=rtol, atol=atol)


def shape_simple(phrase: str, shape: tuple[int, ...], mistake: Callable[[Any], Any]) -> None:
    """Register a mistake whose result has another shape than the array it was made of."""

    def make(rng: Rng) -> Case:
        x = rng.standard_normal(shape)
        return mistake(x), x, {}

    names(phrase)(make)


# one value after the other
simple("all zeros", np.zeros_like)
simple("all values the same", lambda x: np.full_like(x, 0.37))
simple("the sign is flipped", lambda x: -x)
simple("twice the expected value: a factor 1/2 is missing", lambda x: 2 * x)
simple("half the expected value: a factor 2 is missing", lambda x: x / 2)
simple("every value is 3.7 times the expected one", lambda x: 3.7 * x)
simple("every value is too large by 0.3", lambda x: x + 0.3)
simple("every value is too small by one", lambda x: x - 1)
simple("a sum where a mean belongs (30 = size of x)", lambda x: 30 * x)
simple("a mean where a sum belongs (5 = axis 1 of x)", lambda x: x / 5)
simple("a division by the square root of 5 is missing (5 = axis 1 of x)", lambda x: x * 5**0.5)
simple("divided by the square root of 6 once too often (6 = axis 0 of x)", lambda x: x / 6**0.5)
simple("divided by n - 1 where n belongs (sample for population variance)", lambda x: x * 30 / 29)
simple("divided by n where n - 1 belongs (population for sample variance)", lambda x: x * 29 / 30)
simple("base-2 logarithm instead of natural", lambda x: x / np.log(2))
simple("natural logarithm instead of base 2", lambda x: x * np.log(2))
simple("base-10 logarithm instead of natural", lambda x: x / np.log(10))
simple("degrees where radians belong", lambda x: x * 180 / np.pi)
simple("a percentage where a fraction belongs", lambda x: x * 100)
simple("a division by 255 is missing", lambda x: x * 255)
simple("one minus the expected value (1 - p for p)", lambda x: 1 - x)
simple("the reciprocal of the expected value", lambda x: 1 / x)
simple("the absolute value is taken: the signs are lost", np.abs)
simple("the absolute value is missing", lambda x: x, np.abs)
simple("negative values are cut off at 0", lambda x: np.maximum(x, 0))
simple("negative values are not cut off at 0 (ReLU is missing)", lambda x: x, lambda x: x.clip(0))
simple("clipped: large and small values are cut off", lambda x: x.clip(-0.5, 0.5))
simple(
    "not clipped: large and small values should be cut off",
    lambda x: x,
    lambda x: x.clip(-0.5, 0.5),
)
simple("clipped: large values are cut off", lambda x: x.clip(None, 0.4))
simple("not clipped: small values should be cut off", lambda x: x, lambda x: x.clip(-0.4))
simple("tanh is missing", lambda x: x, np.tanh)
simple("tanh is applied once too often", np.tanh)
simple("sigmoid is missing: these are logits", lambda x: x, sigmoid)
simple("probabilities where logits belong (sigmoid)", sigmoid)
simple("sigmoid is applied twice", lambda x: sigmoid(sigmoid(x)), sigmoid)
simple("rounded to whole numbers", lambda x: np.round(9 * x), lambda x: 9 * x)
simple("integer division: rounded down to whole numbers", lambda x: 9 * x // 1, lambda x: 9 * x)
simple("rounded up to whole numbers", lambda x: np.ceil(9 * x), lambda x: 9 * x)
simple("cut to whole numbers (a cast to int)", lambda x: (9 * x).astype(int), lambda x: 9 * x)
positive("a square root is missing, or a square is taken", lambda x: x, np.sqrt)
positive("a square root where none belongs, or a square is missing", np.sqrt)
positive("the logarithm of the expected value", np.log)
positive("the logarithm is missing", lambda x: x, np.log)
positive("log(1 + x) where log(x) belongs", np.log1p, np.log)
positive("log(x) where log(1 + x) belongs", np.log, np.log1p)
simple(
    "computed in lower precision (bfloat16)", lambda x: x.astype(ml_dtypes.bfloat16).astype("f4")
)
simple("computed in lower precision (float16)", lambda x: x.astype("f2").astype("f4"))

# along an axis
simple("softmax is missing: these are logits", lambda x: x, softmax)
simple("softmax is applied twice", lambda x: softmax(softmax(x)), softmax)
simple("probabilities where logits belong (softmax)", softmax)
simple("log-softmax is missing: these are logits", lambda x: x, lambda x: np.log(softmax(x)))
simple("log-probabilities where logits belong", lambda x: np.log(softmax(x)))
simple("log-probabilities where probabilities belong", lambda x: np.log(softmax(x)), softmax)
simple("probabilities where log-probabilities belong", softmax, lambda x: np.log(softmax(x)))
simple("softmax over axis 0 where axis 1 belongs", lambda x: softmax(x, 0), softmax)
simple("sigmoid where softmax belongs", sigmoid, softmax)
simple("does not sum to 1 along axis 1: a division by the sum is missing", np.exp, softmax)
simple(
    "the logits are 2.236 times the expected ones before the softmax",
    lambda x: softmax(5**0.5 * x),
    softmax,
)
simple("not centred: the mean along axis 0 should be 0", lambda x: x, lambda x: x - x.mean(0))
simple(
    "the mean along axis 1 is subtracted, and should not", lambda x: x - x.mean(1, keepdims=True)
)
simple(
    "not normalised to mean 0 and variance 1 along axis 1",
    lambda x: x,
    lambda x: (x - x.mean(1, keepdims=True)) / x.std(1, keepdims=True),
)
simple(
    "not divided by the standard deviation along axis 0",
    lambda x: x - x.mean(0),
    lambda x: (x - x.mean(0)) / x.std(0),
)
simple(
    "not scaled to length 1 along axis 1",
    lambda x: x,
    lambda x: x / np.linalg.norm(x, axis=1, keepdims=True),
)
simple("reversed along axis 0", lambda x: x[::-1])
simple("rolled by one step along axis 1 (one step late)", lambda x: np.roll(x, 1, 1))
simple("one step late along axis 1", lambda x: np.pad(x, ((0, 0), (1, 0)))[:, :-1])
simple("one step early along axis 0", lambda x: np.pad(x, ((0, 1), (0, 0)))[1:])
simple("the two halves along axis 0 are swapped", lambda x: np.roll(x, 3, 0))
simple("even and odd positions along axis 0 are swapped", lambda x: x[[1, 0, 3, 2, 5, 4]])
simple("concatenated where interleaved belongs along axis 0", lambda x: x[[0, 2, 4, 1, 3, 5]])
simple("interleaved where concatenated belongs along axis 0", lambda x: x[[0, 3, 1, 4, 2, 5]])
simple("the cumulative sum is taken once too often along axis 1", lambda x: x.cumsum(1))
simple("not accumulated along axis 0", lambda x: x, lambda x: x.cumsum(0))
simple(
    "accumulated from the wrong end along axis 0",
    lambda x: x[::-1].cumsum(0)[::-1],
    lambda x: x.cumsum(0),
)
simple("one step late along axis 0", lambda x: x.cumsum(0) - x, lambda x: x.cumsum(0))
simple("sorted along axis 1, and should not be", lambda x: np.sort(x, 1))
simple("not sorted along axis 0", lambda x: x, lambda x: np.sort(x, 0))
simple("rows are mixed up (permuted along axis 0)", lambda x: x[[3, 1, 5, 0, 2, 4]])
simple("the right values in the wrong order", lambda x: np.roll(x.ravel(), 7).reshape(x.shape))
simple("reshaped where a transpose belongs", lambda x: x.reshape(5, 6), lambda x: x.T)
simple("transposed where a reshape belongs", lambda x: x.T, lambda x: x.reshape(5, 6))
simple("the same for every entry along axis 0", lambda x: np.broadcast_to(x[2], x.shape))
simple(
    "only the last entry along axis 1 is wrong, the others are right",
    lambda x: np.concatenate([x[:, :-1], x[:, :1] + 2], 1),
)
simple(
    "only the first entry along axis 0 is wrong, the others are right",
    lambda x: np.concatenate([x[5:] * x[1:2], x[1:]]),
)
simple(
    "zero where it should not be",
    lambda x: x * (np.arange(30).reshape(6, 5) % 7 > 2),
)
simple(
    "not zero where it should be",
    lambda x: x,
    lambda x: x * (np.arange(30).reshape(6, 5) % 7 > 2),
)
simple(
    "kept and dropped are swapped (the mask is inverted)",
    lambda x: x <= 0.2,
    lambda x: x > 0.2,
)

# shapes
shape_simple("the result is transposed", (6, 5), lambda x: x.T)
shape_simple("the result is transposed", (5, 5), lambda x: x.T)
shape_simple("axes 1 and 2 are swapped", (2, 4, 4), lambda x: x.swapaxes(1, 2))
shape_simple("axes 0 and 1 are swapped", (2, 4, 3), lambda x: x.swapaxes(0, 1))
shape_simple("the axes are in the wrong order", (2, 4, 3), lambda x: x.transpose(1, 2, 0))
shape_simple(
    "channels come first where they belong last", (2, 5, 4, 3), lambda x: x.transpose(0, 3, 1, 2)
)
shape_simple(
    "channels come last where they belong first", (2, 5, 4, 3), lambda x: x.transpose(0, 2, 3, 1)
)
shape_simple("an axis of size 1 is missing (axis 1)", (6, 1), lambda x: x[:, 0])
shape_simple("an axis of size 1 too many (axis 1): is keepdims on?", (6,), lambda x: x[:, None])
shape_simple("the batch axis is missing", (1, 5), lambda x: x[0])
shape_simple("the axis of size 1 is in the wrong place", (6, 1), lambda x: x.T)
shape_simple("flattened", (6, 5), np.ravel)
shape_simple("not flattened", (30,), lambda x: x.reshape(6, 5))
shape_simple("flattened for each sample", (6, 5, 2), lambda x: x.reshape(6, 10))
shape_simple(
    "the right values in the wrong shape (only a reshape is wrong)",
    (6, 5),
    lambda x: x.reshape(3, 10),
)
shape_simple("averaged over all axes, and should not be", (6, 5), np.mean)
shape_simple("summed over axis 1, and should not be", (6, 5), lambda x: x.sum(1))
shape_simple("averaged over axis 0, and should not be", (6, 5), lambda x: x.mean(0, keepdims=True))
shape_simple("reduced to the maximum over axis 0, and should not be", (6, 5), lambda x: x.max(0))
shape_simple("averaged over the axis, and should not be", (6,), np.mean)
shape_simple("the last entry along axis 0 is missing", (6, 5), lambda x: x[:-1])
shape_simple("the first 2 entries along axis 1 are missing", (6, 5), lambda x: x[:, 2:])
shape_simple(
    "the last entry along axis 0 is too many", (6, 5), lambda x: np.pad(x, ((0, 1), (0, 0)))
)
shape_simple(
    "the border is missing: valid padding where same belongs",
    (2, 6, 5, 3),
    lambda x: x[:, 1:-1, 1:-1],
)
shape_simple("a border too many: same padding where valid belongs", (6, 5), lambda x: np.pad(x, 1))
shape_simple("only the last entry along axis 1 is returned", (6, 5, 3), lambda x: x[:, -1])
shape_simple(
    "all entries along axis 1 where only the last belongs",
    (6, 3),
    lambda x: np.stack([x + 1, x * 2, x], 1),
)
shape_simple(
    "broadcast to a matrix: (n, 1) against (n,) gives (n, n)",
    (6,),
    lambda x: x[:, None] + np.linspace(0, 3, 6)[None] - np.linspace(0, 3, 6)[:, None],
)


@names("an axis is left at size 1: it is not broadcast to the full size")
def _(rng: Rng) -> Case:
    x = rng.standard_normal((6, 1))
    return x, np.broadcast_to(x, (6, 5)), {}


@names("not averaged over axis 1")
def _(rng: Rng) -> Case:
    x = rng.standard_normal((6, 5))
    return x, x.mean(1), {}


@names("not summed over all axes")
def _(rng: Rng) -> Case:
    x = rng.standard_normal((6, 5))
    return x, x.sum(), {}


@names("scores where the index of the largest belongs (argmax is missing)")
def _(rng: Rng) -> Case:
    x = rng.standard_normal((12, 5))
    return x, x.argmax(-1), {}


@names("one-hot rows where class numbers belong (argmax is missing)")
def _(rng: Rng) -> Case:
    labels = rng.integers(0, 5, 12)
    return np.eye(5)[labels], labels, {}


@names("class numbers where one-hot rows belong")
def _(rng: Rng) -> Case:
    labels = rng.integers(0, 5, 12)
    return labels, np.eye(5)[labels], {}


@names("the two entries along axis 1 are swapped")
def _(rng: Rng) -> Case:
    x = rng.standard_normal((6, 2))
    return x[:, ::-1], x, {}


@names("interleaved and concatenated are mixed up along axis 1")
def _(rng: Rng) -> Case:
    x = rng.standard_normal((6, 4))
    return x[:, [0, 2, 1, 3]], x, {}


# the inputs
def dense(rng: Rng) -> tuple[Any, Any, dict[str, Any]]:
    """Return x @ kernel, the bias, and the inputs of a dense layer."""
    kernel, bias, x = (
        rng.standard_normal((3, 4)),
        rng.standard_normal(4),
        rng.standard_normal((8, 3)),
    )
    return x @ kernel, bias, {"kernel": kernel, "bias": bias, "x": x}


@names("bias is not added")
def _(rng: Rng) -> Case:
    product, bias, inputs = dense(rng)
    return product.astype("f4"), product + bias, inputs


@names("bias is subtracted where it should be added")
def _(rng: Rng) -> Case:
    product, bias, inputs = dense(rng)
    return product - bias, product + bias, inputs


@names("bias is not subtracted, or added twice")
def _(rng: Rng) -> Case:
    product, bias, inputs = dense(rng)
    return product + 2 * bias, product + bias, inputs


@names("every row is bias, and nothing else")
def _(rng: Rng) -> Case:
    product, bias, inputs = dense(rng)
    return np.broadcast_to(bias, product.shape), product + bias, inputs


@names("x is returned unchanged")
def _(rng: Rng) -> Case:
    x = rng.standard_normal((8, 3))
    return x, x * 2 + 1, {"x": x}


@names("bias is added along the wrong axis")
def _(rng: Rng) -> Case:
    x, bias = rng.standard_normal((4, 4)), rng.standard_normal(4)
    return x + bias[:, None], x + bias, {"bias": bias}


@names("gamma is not multiplied in, or divided by twice")
def _(rng: Rng) -> Case:
    x, gamma = rng.standard_normal((8, 3)), rng.standard_normal(3)
    return x**3, x**3 * gamma, {"x": x, "gamma": gamma}


@names("gamma is multiplied in twice, or not divided by")
def _(rng: Rng) -> Case:
    x, gamma = rng.standard_normal((8, 3)), rng.standard_normal(3)
    return x**3, x**3 / gamma, {"x": x, "gamma": gamma}


@names("multiplied by scale where it should be divided by")
def _(rng: Rng) -> Case:
    x, scale = rng.standard_normal((8, 3)), rng.uniform(1, 3, 3)
    return x**3 * scale, x**3 / scale, {"scale": scale}


@names("a division by the square root of variance is missing")
def _(rng: Rng) -> Case:
    x, variance = rng.standard_normal((8, 3)), rng.uniform(1, 3, 3)
    return x, x / np.sqrt(variance), {"variance": variance}


@names("divided by the square root of variance once too often")
def _(rng: Rng) -> Case:
    x, variance = rng.standard_normal((8, 3)), rng.uniform(1, 3, 3)
    return x / variance, x / np.sqrt(variance), {"variance": variance}


@names("mask is not applied")
def _(rng: Rng) -> Case:
    x, mask = rng.standard_normal((8, 3)), rng.random((8, 3)) > 0.4
    return x, x * mask, {"mask": mask}


@names("sample_weight is not multiplied in, or divided by twice")
def _(rng: Rng) -> Case:
    loss, weight = rng.standard_normal((8, 3)), rng.uniform(0.2, 2, 8)
    return loss, loss * weight[:, None], {"sample_weight": weight}


@names("gamma and beta are swapped")
def _(rng: Rng) -> Case:
    z, gamma, beta = rng.standard_normal((8, 3)), rng.uniform(1, 2, 3), rng.standard_normal(3)
    return z * beta + gamma, z * gamma + beta, {"gamma": gamma, "beta": beta}


@names("momentum and 1 - momentum are swapped")
def _(rng: Rng) -> Case:
    old, x = rng.standard_normal(7), rng.standard_normal((9, 7)) + 2
    mean = x.mean(0)
    got, want = 0.1 * old + 0.9 * mean, 0.9 * old + 0.1 * mean
    return got, want, {"old": old, "x": x, "momentum": np.array(0.9)}


@names("the two weights of an average are swapped (m and 1 - m)")
def _(rng: Rng) -> Case:
    a, b = rng.standard_normal((2, 4, 5))
    return 0.3 * a + 0.7 * b, 0.7 * a + 0.3 * b, {"a": a, "b": b}


@names("a and b are swapped (the condition is inverted)")
def _(rng: Rng) -> Case:
    a, b = rng.standard_normal((2, 4, 5))
    mask = rng.random((4, 5)) > 0.5
    return np.where(mask, b, a), np.where(mask, a, b), {"mask": mask, "a": a, "b": b}


@names("the minimum where the maximum belongs")
def _(rng: Rng) -> Case:
    a, b = rng.standard_normal((2, 4, 5))
    return np.minimum(a, b), np.maximum(a, b), {"a": a, "b": b}


@names("the change of w has the wrong sign")
def _(rng: Rng) -> Case:
    w, gradient = rng.standard_normal((2, 4, 5))
    return w + 0.1 * gradient, w - 0.1 * gradient, {"w": w}


@names("rate is not multiplied into the change of w")
def _(rng: Rng) -> Case:
    w, gradient = rng.standard_normal((2, 4, 5))
    gradient = np.sign(gradient) + gradient
    return w - gradient, w - 0.03 * gradient, {"w": w, "rate": 0.03}


@names("the change of w is 3.3 times the expected one")
def _(rng: Rng) -> Case:
    w, gradient = rng.standard_normal((2, 4, 5))
    return w - 0.33 * gradient, w - 0.1 * gradient, {"w": w}


@names("not divided by 1 - rate")
def _(rng: Rng) -> Case:
    x, kept = rng.standard_normal((8, 3)), rng.random((8, 3)) > 0.3
    return x * kept, x * kept / 0.7, {"rate": np.array(0.3)}


@names("epsilon is not added")
def _(rng: Rng) -> Case:
    x = rng.uniform(0.01, 0.1, (4, 3))
    return x, x + 0.013, {"epsilon": 0.013}


@names("a sum where a mean belongs (12 = size of y_true)")
def _(rng: Rng) -> Case:
    y_true, y_pred = rng.standard_normal((2, 4, 3)).astype("f4")
    got = 2 * (y_pred - y_true)
    return got, (got / 12).astype("f4"), {"y_true": y_true, "y_pred": y_pred}


@names("a sum where a mean belongs (12 = size of y_true)")
def _(rng: Rng) -> Case:
    y_true, y_pred = rng.standard_normal((2, 4, 3)).astype("f4")
    squares = (y_pred - y_true) ** 2
    return squares.sum(), squares.mean(), {"y_true": y_true, "y_pred": y_pred}


@names("averaged over axis 0 where axis 1 belongs")
def _(rng: Rng) -> Case:
    x = rng.standard_normal((5, 5))
    return x.mean(0), x.mean(1), {"x": x}


@names("averaged over axis 0 where axis 1 belongs")
def _(rng: Rng) -> Case:
    y_true, y_pred = rng.standard_normal((2, 6, 5))
    squares = (y_true - y_pred) ** 2
    return squares.mean(0), squares.mean(1), {"y_true": y_true, "y_pred": y_pred}


@names("the absolute error where the squared error belongs")
def _(rng: Rng) -> Case:
    y_true, y_pred = rng.standard_normal((2, 6, 5))
    error = y_true - y_pred
    return np.abs(error).mean(), (error**2).mean(), {"y_true": y_true, "y_pred": y_pred}


@names("the positive term alone where the cross-entropy of both outcomes belongs")
def _(rng: Rng) -> Case:
    y, p = (rng.random((6, 5)) > 0.5).astype(float), rng.uniform(0.05, 0.95, (6, 5))
    term = -y * np.log(p)
    return term.mean(1), (term - (1 - y) * np.log1p(-p)).mean(1), {"y_true": y, "y_pred": p}


@names("the maximum where the mean belongs")
def _(rng: Rng) -> Case:
    x = rng.standard_normal((6, 4, 4, 3))
    return x.max((1, 2)), x.mean((1, 2)), {"x": x}


@names("the standard deviation where the sample variance belongs")
def _(rng: Rng) -> Case:
    x = 3 * rng.standard_normal((6, 4))
    return x.std(0), x.var(0, ddof=1), {"x": x}


def normal(x: Any, axis: int, epsilon: float = 1e-3) -> Any:
    """Return x with mean 0 and variance 1 along an axis."""
    mean, variance = x.mean(axis, keepdims=True), x.var(axis, keepdims=True)
    return (x - mean) / np.sqrt(variance + epsilon)


def layer(rng: Rng) -> tuple[Any, dict[str, Any]]:
    """Return an x and the inputs of a layer normalisation."""
    x = rng.standard_normal((6, 5)) * 1.5 + 1
    return x, {"x": x, "gamma": rng.uniform(1, 2, 5), "beta": rng.standard_normal(5)}


@names("an epsilon is missing, or too small for these values")
def _(rng: Rng) -> Case:
    x, _ = layer(rng)
    return normal(x, 1, 0), normal(x, 1), {"x": x}


@names("the epsilon is added outside the square root")
def _(rng: Rng) -> Case:
    x, inputs = layer(rng)
    got = (x - x.mean(1, keepdims=True)) / (x.std(1, keepdims=True) + 1e-3)
    return got * inputs["gamma"], normal(x, 1) * inputs["gamma"], inputs


@names("normalised over axis 0 where axis 1 belongs")
def _(rng: Rng) -> Case:
    x, inputs = layer(rng)
    gamma, beta = inputs["gamma"], inputs["beta"]
    return normal(x, 0) * gamma + beta, normal(x, 1) * gamma + beta, inputs


@names("normalised over moving_mean and moving_variance where axis 0 belongs")
def _(rng: Rng) -> Case:
    x, _ = layer(rng)
    mean, variance = rng.standard_normal(5), rng.uniform(1, 2, 5)
    got = (x - mean) / np.sqrt(variance + 1e-3)
    return got, normal(x, 0), {"x": x, "moving_mean": mean, "moving_variance": variance}


@names("divided by n - 1 where n belongs (sample for population variance)")
def _(rng: Rng) -> Case:
    x, inputs = layer(rng)
    got = (x - x.mean(0)) / np.sqrt(x.var(0, ddof=1) + 1e-3)
    return (
        got * inputs["gamma"] + inputs["beta"],
        normal(x, 0) * inputs["gamma"] + inputs["beta"],
        inputs,
    )


@names("divided by the variance where the standard deviation belongs")
def _(rng: Rng) -> Case:
    x, _ = layer(rng)
    return (x - x.mean(0)) / (x.var(0) + 1e-3), normal(x, 0), {"x": x}


@names("not divided by the standard deviation")
def _(rng: Rng) -> Case:
    x, inputs = layer(rng)
    beta = inputs["beta"]
    return x - x.mean(0) + beta, normal(x, 0) + beta, inputs


@names("the mean is not subtracted")
def _(rng: Rng) -> Case:
    x, inputs = layer(rng)
    gamma, beta = inputs["gamma"], inputs["beta"]
    got = x / np.sqrt(x.var(1, keepdims=True) + 1e-3) * gamma + beta
    return got, normal(x, 1) * gamma + beta, inputs


@names("the mean is added where it should be subtracted")
def _(rng: Rng) -> Case:
    x, inputs = layer(rng)
    z = (x + x.mean(0)) / np.sqrt(x.var(0) + 1e-3)
    return z * inputs["gamma"], normal(x, 0) * inputs["gamma"], inputs


@names("multiplied by the standard deviation where it should be divided by")
def _(rng: Rng) -> Case:
    x, _ = layer(rng)
    return (x - x.mean(0)) * np.sqrt(x.var(0) + 1e-3), normal(x, 0), {"x": x}


@names("divided by the scale where it should be multiplied in")
def _(rng: Rng) -> Case:
    x, inputs = layer(rng)
    z, gamma, beta = normal(x, 1), inputs["gamma"], inputs["beta"]
    return z / gamma + beta, z * gamma + beta, inputs


@names("the scale is not multiplied in")
def _(rng: Rng) -> Case:
    x, inputs = layer(rng)
    z, gamma, beta = normal(x, 1), inputs["gamma"], inputs["beta"]
    return z + beta, z * gamma + beta, inputs


@names("the offset is added before the scale is multiplied in")
def _(rng: Rng) -> Case:
    x, inputs = layer(rng)
    z, gamma, beta = normal(x, 1), inputs["gamma"], inputs["beta"]
    return (z + beta) * gamma, z * gamma + beta, inputs


@names("computed in lower precision (float32)")
def _(rng: Rng) -> Case:
    x = rng.standard_normal((6, 5))
    return np.exp(x.astype("f4")), np.exp(x), {"x": x}


@pytest.mark.parametrize(
    ("phrase", "make"),
    [pytest.param(phrase, make, id=phrase) for phrase, makes in CASES.items() for make in makes],
)
def test_each_mistake_has_its_name(phrase: str, make: Callable[[Rng], Case]) -> None:
    """Every mistake is named on random data, in float64 and with the noise of float32."""
    for seed in range(5):
        got, want, inputs = make(np.random.default_rng(seed))
        tight = "lower precision (float32)" in phrase
        assert ask(got, want, inputs, rtol=1e-10 if tight else 1e-4, atol=1e-12) == phrase
        if np.asarray(got).dtype == np.float64 and not tight:
            assert ask(got.astype("f4"), want.astype("f4"), inputs) == phrase


# mistakes that leave some elements free, so that one may be broken without any contradiction
FREE = {
    "only the last entry along axis 1 is wrong, the others are right",
    "only the first entry along axis 0 is wrong, the others are right",
    "all entries along axis 1 where only the last belongs",
    "mask is not applied",
    "broadcast to a matrix: (n, 1) against (n,) gives (n, n)",
}

SHAPES = [(), (2,), (5,), (2, 2), (1, 4), (3, 4), (4, 4), (2, 3, 4), (6, 1), (8, 3)]


def unrelated(rng: Rng, shape: tuple[int, ...]) -> Any:
    """Return continuous values of one of the kinds that exercises return."""
    kinds = [rng.standard_normal, rng.random, lambda s: np.exp(rng.standard_normal(s))]
    kinds += [lambda s: rng.standard_normal(s) * 1e-5, lambda s: rng.standard_normal(s) * 1e3]
    if shape and shape[-1] > 1:
        kinds.append(lambda s: softmax(rng.standard_normal(s)))
    return np.asarray(kinds[rng.integers(len(kinds))](shape)).astype(rng.choice(["f4", "f8"]))


def test_unrelated_values_have_no_diagnosis() -> None:
    """Nothing is said of continuous values that have nothing to do with each other."""
    rng = np.random.default_rng(0)
    for _ in range(600):
        want, other = SHAPES[rng.integers(len(SHAPES))], SHAPES[rng.integers(len(SHAPES))]
        got = want if rng.random() < 0.8 else other
        inputs = {name: unrelated(rng, SHAPES[rng.integers(len(SHAPES))]) for name in "abcd"}
        inputs["rate"] = np.array(rng.random())
        assert ask(unrelated(rng, got), unrelated(rng, want), inputs) is None


def test_a_few_wrong_elements_are_no_rule() -> None:
    """Nothing is said where a mistake explains all elements but one."""
    rng = np.random.default_rng(1)
    for phrase, makes in CASES.items():
        if phrase in FREE:
            continue
        for make in makes:
            got, want, inputs = make(rng)
            broken = np.array(got, dtype=np.float64)
            if broken.size < 5 or np.array_equal(np.asarray(want).round(), want):
                continue
            broken.flat[broken.size // 2 + 2] += 731.0581
            assert ask(broken, want, inputs) != phrase


symmetric = np.array([[1.37, 2.91], [2.91, -0.43]])
ramp = np.linspace(0.313, 4.717, 12)[:, None] * np.ones(3)


@pytest.mark.parametrize(
    ("got", "want", "inputs"),
    [
        pytest.param(symmetric, symmetric, {}, id="nothing is wrong"),
        pytest.param(3.0, 4.0, {"x": np.ones((4, 3))}, id="small whole numbers"),
        pytest.param([1, 0, 1], [0, 1, 0], {}, id="three booleans"),
        pytest.param([2, 1, 3], [1, 3, 2], {}, id="three small integers"),
        pytest.param(0.25, 0.5, {}, id="two simple fractions"),
        pytest.param(0.01, 0.08, {"x": np.ones((8, 2))}, id="two numbers of few digits"),
        pytest.param(np.roll(ramp, 1, 0)[1:], ramp[1:], {}, id="a step late, or too small by 0.4"),
        pytest.param(
            -np.array([[0.0, 1.37], [-1.37, 0.0]]),
            np.array([[0.0, 1.37], [-1.37, 0.0]]),
            {},
            id="transposed, or the sign is flipped",
        ),
        pytest.param(
            [1.37, -2.11, 0.77],
            [1.61, -1.81, 1.16],
            {"a": np.array([0.24, 0.3, 0.39]), "b": np.array([0.24, 0.3, 0.39])},
            id="a is not added, or b is not added",
        ),
    ],
)
def test_what_has_two_causes_or_no_evidence_has_no_name(got: Any, want: Any, inputs: Any) -> None:
    """Nothing is said where two mistakes explain the values, or chance does."""
    assert ask(np.asarray(got), np.asarray(want), inputs) is None


@pytest.mark.parametrize(
    ("factor", "inputs", "phrase"),
    [
        (2, {"x": np.ones((2, 7))}, "twice the expected value"),
        (
            4,
            {"x": np.ones((3, 4)), "kernel": np.ones((4, 5))},
            "a sum where a mean belongs (a factor of 4)",
        ),
        (4, {"x": np.ones((4, 3)), "rate": 4.0}, "every value is 4 times the expected one"),
        (0.5, {"rate": 0.5}, "half the expected value"),
        (
            12,
            {"a": np.ones((4, 3)), "b": np.ones((4, 3))},
            "a sum where a mean belongs (12 = size of a)",
        ),
    ],
)
def test_a_factor_of_several_names_is_told_plainly(factor: float, inputs: Any, phrase: str) -> None:
    """A factor is a fact; where it may stand for several things it is given none of their names."""
    want = np.random.default_rng(3).standard_normal((9, 11, 1))
    assert ask(factor * want, want, inputs) == phrase


@pytest.mark.parametrize(
    ("got", "phrase"),
    [
        (1.23457 * 12, "a sum where a mean belongs (12 = size of x)"),
        (-1.23457, "the sign is flipped"),
        (1.23457**0.5, "a square root where none belongs, or a square is missing"),
        (1.23457 / np.log(2), "base-2 logarithm instead of natural"),
        (1.23457 * 1.1, None),
        (0.0, None),
    ],
)
def test_a_single_number_is_told_by_strong_evidence_alone(got: float, phrase: str | None) -> None:
    """A loss is one number: only named factors and functions explain it."""
    assert ask(np.float32(got), np.float64(1.23457), {"x": np.ones((4, 3))}) == phrase


def test_masked_scores_may_be_infinite() -> None:
    """Infinities agree with themselves and with nothing else."""
    rng = np.random.default_rng(5)
    want = np.where(np.tri(5, 5, 0) > 0, rng.standard_normal((5, 5)), -np.inf)
    assert ask(want[::-1], want, {}) == "reversed along axis 0"
    assert ask(rng.standard_normal((5, 5)), want, {}) is None


ODD = [
    np.array([]),
    np.zeros((0, 3)),
    np.full((2, 2), np.nan),
    np.array([np.inf, -np.inf, 1.5]),
    np.array(["a", "b"]),
    np.array([None, 1], dtype=object),
    np.array([1 + 2j, 3.0]),
    np.array([1e308, -1e308, 1e-320]),
    np.array([2**63 - 1, -(2**63)], dtype=np.int64),
    np.zeros((1,) * 40),
    np.zeros(300_000),
    np.array(0.0),
    np.ones((), dtype=bool),
    np.array([1.5, 2.5], dtype=ml_dtypes.bfloat16),
    np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]),
    np.array(["2020-01-01"], dtype="datetime64[D]"),
    None,
    "text",
    [[1.0], [1.0, 2.0]],
    {"a": 1},
]


@pytest.mark.parametrize("inputs", [{}, {"odd": ODD[6], "x": ODD[3], "y": [[1], [1, 2]], 3: 2.0}])
def test_odd_arrays_never_raise_and_never_warn(inputs: Any) -> None:
    """Whatever comes over the wire, the answer is a phrase or None."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for got in ODD:
            for want in ODD:
                said = diagnose(got, want, inputs, rtol=1e-4, atol=1e-6)
                assert said is None or said


values = st.floats(width=32) | st.sampled_from([0.0, 1.0, -1.0, 1e30, 1e-30, np.inf, np.nan])
arrays = hnp.arrays(
    st.sampled_from(["f4", "f8"]),
    hnp.array_shapes(min_dims=0, max_dims=4, max_side=4),
    elements=values,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(arrays, arrays, st.dictionaries(st.text(max_size=3), arrays, max_size=3), st.integers(0, 1))
def test_hostile_floats_never_raise_and_never_warn(
    got: Any, want: Any, inputs: dict[str, Any], same: int
) -> None:
    """Arrays of extreme numbers in any shapes give a phrase or None."""
    if same:
        got = np.resize(got, want.shape)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        said = diagnose(got, want, inputs, rtol=0.0, atol=0.0)
    assert said is None or len(said) < 120


def test_inputs_are_left_as_they_were() -> None:
    """The arrays may be read-only, as those off the wire are."""
    got, want, inputs = CASES["gamma and beta are swapped"][0](np.random.default_rng(0))
    for array in (got, want, *inputs.values()):
        array.flags.writeable = False
    assert ask(got, want, inputs) == "gamma and beta are swapped"


def test_a_diagnosis_takes_milliseconds() -> None:
    """The budget is 20 ms for ordinary sizes; the bound leaves room for a busy machine."""
    rng = np.random.default_rng(0)
    got, want, x = rng.standard_normal((3, 16, 8, 4))
    seconds = []
    for _ in range(5):
        start = time.process_time()
        ask(got, want, {"x": x, "gamma": x[0, 0], "beta": x[0, 1]})
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.1
