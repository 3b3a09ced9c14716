"""Checks of PositionalEmbedding."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_raises,
    assert_shape,
    draw,
    points,
)

# batch, length, max_length, dim
SIZES = [(2, 7, 10, 6), (1, 5, 12, 4), (3, 1, 9, 2), (4, 20, 33, 10)]
# In float32 an angle of up to 20 is known to a few times 20 / 2 ** 24, and its sine as well.
ANGLES = {"rtol": 1e-6, "atol": 1e-5}


def oracle(length, dim, base=10000.0, first=0, step=2):
    """Return the table (length, dim); the arguments with a default are mistakes."""
    table = np.zeros((length, dim))
    for i in range(dim // 2):
        angle = (np.arange(length) + first) / base ** (step * i / dim)
        table[:, 2 * i], table[:, 2 * i + 1] = np.sin(angle), np.cos(angle)
    return table


def slips_of(x, max_length):
    length, dim = x.shape[1:]
    table = oracle(length, dim)
    sines, cosines = table[:, ::2], table[:, 1::2]
    return {
        "another base: 1000": x + oracle(length, dim, base=1000.0),
        "the last rows of the table, not the first": x + oracle(max_length, dim)[-length:],
        "the positions start at 1": x + oracle(length, dim, first=1),
        "the exponent is i / dim instead of 2 * i / dim": x + oracle(length, dim, step=1),
        "sine and cosine are swapped": x + np.stack([cosines, sines], -1).reshape(length, dim),
        "all sines come before all cosines": x + np.concatenate([sines, cosines], -1),
        "the inputs are missing: add the positions to them": np.broadcast_to(table, x.shape),
        "the positions are multiplied, not added": x * table,
        "the inputs are multiplied by the root of dim": x * dim**0.5 + table,
    }


def config_of(max_length, dim, dtype="float32"):
    return {"max_length": max_length, "dim": dim, "dtype": dtype}


def test_output_shape(probes, rng):
    """PositionalEmbedding keeps the shape of its inputs and returns float32"""
    for batch, length, max_length, dim in SIZES[:2]:
        x = draw(rng, (batch, length, dim))
        got = probes.layer("PositionalEmbedding", config=config_of(max_length, dim), x=x)
        assert_shape(got, x.shape, dtype="float32")


@points(1)
@after(test_output_shape)
def test_values(probes, rng):
    """sine and cosine of every position, in turn, are added to the inputs"""
    for batch, length, max_length, dim in SIZES:
        x = draw(rng, (batch, length, dim))
        got = probes.layer("PositionalEmbedding", config=config_of(max_length, dim), x=x)
        slips = slips_of(x, max_length)
        assert_close(got, x + oracle(length, dim), **ANGLES, slips=slips)


@points(1)
@after(test_values)
def test_limits(probes, rng):
    """an odd dim and a sequence longer than max_length are refused; length max_length is fine"""
    for batch, length, dim in [(2, 6, 4), (1, 11, 6)]:
        x = draw(rng, (batch, length, dim))
        for max_length, size, given in [(length - 1, dim, x), (length, dim - 1, x[..., 1:])]:
            config = config_of(max_length, size)
            assert_raises(ValueError, probes.layer, "PositionalEmbedding", config=config, x=given)
        got = probes.layer("PositionalEmbedding", config=config_of(length, dim), x=x)
        assert_close(got, x + oracle(length, dim), **ANGLES)


@points(1)
@after(test_values)
def test_save(probes, rng):
    """a saved model has no weights and adds the same positions when it is loaded again"""
    x = draw(rng, (2, 8, 6), dtype="float64")
    got = probes.saved("PositionalEmbedding", config=config_of(9, 6, "float64"), x=x)
    count, slips = len(got["weights"]), {"the table is a weight": 1}
    assert_equal(count, 0, what="the number of weights", slips=slips)
    assert_close(got["output"], x + oracle(8, 6), dtype="float64", **ANGLES)
