"""Checks of Residual."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_gradient,
    assert_raises,
    assert_shape,
    draw,
    points,
)

SHAPES = [((8, 3), "float32"), ((1, 4, 5), "float64")]
SHAPES_NORMALIZED = [(1, 4, 5), (5,), (5,)]  # of the inputs, gamma and beta
EPSILON = 1e-3  # of keras.layers.BatchNormalization


def oracle(x, kernel, bias):
    """Return x + Dense(x)."""
    return x + x.astype(float) @ kernel + bias


def normalized(x, gamma, beta, training):
    """Return BatchNormalization(x), with the moving statistics of a new layer."""
    axes = tuple(range(x.ndim - 1))
    mean, variance = (x.mean(axes), x.var(axes)) if training else (0, 1)
    return gamma * (x - mean) / np.sqrt(variance + EPSILON) + beta


def drawn(rng, shape, dtype="float32"):
    return draw(rng, shape, shape[-1:] * 2, shape[-1:], dtype=dtype)


def slips_of(x, inner, twice):
    """Return the wrong sums of the inputs, inner(inputs) and inner(inner(inputs))."""
    return {
        "the inputs are missing": inner,
        "the inner layer is missing": x,
        "multiplied, not added": x * inner,
        "the inner layer is subtracted": x - inner,
        "the average of both, not the sum": (x + inner) / 2,
        "a relu after the sum": np.maximum(x + inner, 0),
        "a relu before the sum, on the inner layer's output": x + np.maximum(inner, 0),
        "a relu before the sum, on the inputs": np.maximum(x, 0) + inner,
        "the inner layer is applied twice": x + twice,
    }


def test_example(probes):
    """Residual gives what the docstring's example shows"""
    x = np.float32([[1, -1]])
    got = probes.around("Residual", inner="Rescaling", x=x)
    assert_close(got, [[3, -3]], dtype="float32", slips=slips_of(x, 2 * x, 4 * x))


def test_output_shape(probes, rng):
    """Residual keeps the shape of its inputs and returns the layer's dtype"""
    for shape, dtype in SHAPES:
        got = probes.around_dense("Residual", **given(drawn(rng, shape, dtype)))
        assert_shape(got, shape, dtype=dtype)


@points(1)
@after(test_output_shape)
def test_values(probes, rng):
    """the output of the inner layer, or of a whole model, is added to the inputs"""
    for is_model, (shape, dtype) in zip((True, False), SHAPES, strict=True):
        x, kernel, bias = drawn(rng, shape, dtype)
        got = probes.around_dense("Residual", **given((x, kernel, bias)), is_model=is_model)
        inner = oracle(x, kernel, bias) - x
        slips = slips_of(x, inner, inner @ kernel + bias)
        assert_close(got, x + inner, slips=slips, dtype=dtype)


@points(0.5)
@after(test_output_shape)
def test_training(probes, rng):
    """the inner layer runs in training or in inference as this layer does"""
    for training in (True, False, None):
        x, gamma, beta = draw(rng, *SHAPES_NORMALIZED)
        call = {"xs": [x], "gamma": gamma, "beta": beta, "training": training}
        (got,) = probes.around_normalization("Residual", **call)
        inner = normalized(x, gamma, beta, training)
        slips = {WAYS[bool(training)]: x + normalized(x, gamma, beta, not training)}
        slips |= slips_of(x, inner, normalized(inner, gamma, beta, training))
        assert_close(got, x + inner, slips=slips)


@points(0.5)
@after(test_output_shape)
def test_weights(probes, rng):
    """the inner layer's weights are listed, and the gradient flows both around and through it"""
    x, gamma, beta, upstream = draw(rng, *SHAPES_NORMALIZED, (1, 4, 5), dtype="float64")
    call = {"x": x, "gamma": gamma, "beta": beta, "upstream": upstream}
    got = probes.around_normalization_gradient("Residual", **call)
    slips = {UNTRACKED: {"trained": 0, "others": 0}, FROZEN: {"trained": 0, "others": 4}}
    slips |= {MORE: {"trained": 3, "others": 2}, MORE_TOO: {"trained": 2, "others": 3}}
    assert_equal(got["counts"], {"trained": 2, "others": 2}, what=COUNTS, slips=slips)
    inner = upstream * gamma / np.sqrt(1 + EPSILON)
    slips = {"no gradient flows around the inner layer": inner}
    slips["no gradient flows through the inner layer"] = upstream
    assert_gradient(got["x"], upstream + inner, slips=slips)


@points(0.5)
@after(test_example)
def test_mismatch(probes, rng):
    """an inner layer whose output has another shape is refused, even if it could be broadcast"""
    for inner, shape in OTHER_SHAPES:
        assert_raises(ValueError, probes.around, "Residual", inner=inner, x=draw(rng, shape))
    x = draw(rng, (2, 3, 3))
    got = probes.around("Residual", inner="Permute", x=x)
    assert_close(got, x + x.transpose(0, 2, 1))


@points(0.5)
@after(test_training)
def test_graph(probes, rng):
    """one graph works for every batch size"""
    gamma, beta, *xs = draw(rng, (3,), (3,), (4, 2, 3), (1, 2, 3), (7, 2, 3))
    call = {"gamma": gamma, "beta": beta, "training": True, "unknown": 1}
    got = probes.around_normalization("Residual", xs=xs, **call)
    for x, output in zip(xs, got, strict=True):
        assert_close(output, x + normalized(x, gamma, beta, training=True))


@points(0.5)
@after(test_output_shape)
def test_save(probes, rng):
    """from_config gives the same kind of inner layer, and a loaded model predicts the same"""
    for is_model, (shape, dtype) in zip((True, False), SHAPES, strict=True):
        x, kernel, bias = drawn(rng, shape, dtype)
        got = probes.around_dense_saved("Residual", **given((x, kernel, bias)), is_model=is_model)
        want, slips = oracle(x, kernel, bias), {NO_INNER: x}
        assert_close(got, want, dtype=dtype, what="the output of the loaded model", slips=slips)


def given(case):
    return dict(zip(("x", "kernel", "bias"), case, strict=True))


OTHER_SHAPES = [
    ("Dense(1)", (5, 3)),
    ("Dense(4)", (5, 1)),
    ("Dense(4)", (2, 4, 3)),
    ("GlobalAveragePooling1D(keepdims=True)", (2, 4, 3)),
    ("GlobalAveragePooling1D", (4, 4, 3)),
    ("GlobalAveragePooling1D", (4, 4, 4)),
    ("Cropping1D", (2, 3, 4)),
    ("Permute", (2, 1, 4)),
]
COUNTS = "the number of weights around a BatchNormalization"
UNTRACKED = "the inner layer is not kept as an attribute, so Keras does not see it"
FROZEN = "the inner layer is frozen"
MORE = "there is a trained weight besides the inner layer's"
MORE_TOO = "there is a weight besides the inner layer's"
NO_INNER = "the inner layer is lost in saving"
WAYS = {
    True: "the inner layer runs in inference though this is training",
    False: "the inner layer runs in training though this is inference",
}
