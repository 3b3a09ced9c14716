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


def oracle(length, dim, base=10000.0, first=0, step=2, whole=False):
    """Return the table (length, dim); the arguments with a default are mistakes."""
    table = np.zeros((length, dim))
    for i in range(dim // 2):
        exponent = step * i // dim if whole else step * i / dim
        angle = (np.arange(length) + first) / base**exponent
        table[:, 2 * i], table[:, 2 * i + 1] = np.sin(angle), np.cos(angle)
    return table


def slips_of(x, max_length):
    batch, length, dim = x.shape
    table = oracle(length, dim)
    sines, cosines = table[:, ::2], table[:, 1::2]
    return {
        "the exponent is rounded to a whole number": x + oracle(length, dim, whole=True),
        "the positions run backwards": x + table[::-1],
        "the positions run along the batch axis": x + oracle(batch, dim)[:, np.newaxis],
        "the exponent is divided by dim / 2: the rates fall too fast": (
            x + oracle(length, dim, step=4)
        ),
        "another base: 1000": x + oracle(length, dim, base=1000.0),
        "the last rows of the table, not the first": x + oracle(max_length, dim)[-length:],
        "build keeps only the rows that the first inputs need": x + table[:1],
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


def test_example(probes):
    """PositionalEmbedding gives what the docstring's example shows"""
    x, want = np.zeros((1, 2, 4), "float32"), [[[0, 1, 0, 1], [0.8415, 0.5403, 0.01, 0.99995]]]
    got = probes.layer("PositionalEmbedding", config=config_of(10, 4), x=x)
    assert_close(got, want, dtype="float32", atol=1e-4, slips=slips_of(x, 10))  # four digits


def test_output_shape(probes, rng):
    """PositionalEmbedding keeps the shape of its inputs and returns float32"""
    for batch, length, max_length, dim in [*SIZES[:2], (0, 3, 5, 2)]:
        x = draw(rng, (batch, length, dim))
        got = probes.layer("PositionalEmbedding", config=config_of(max_length, dim), x=x)
        assert_shape(got, x.shape, dtype="float32")


@points(1)
@after(test_output_shape)
def test_values(probes, rng):
    """sine and cosine of every position are added to the inputs, of one length after another"""
    for batch, length, max_length, dim in SIZES:
        x = draw(rng, (batch, length, dim))
        xs = [x[:, :1], x, x[:, : max(length - 1, 1)]]
        outputs = probes.in_turn(CALLED, config=config_of(max_length, dim), xs=xs)
        for given, got in zip(xs, outputs, strict=True):
            want, slips = given + oracle(given.shape[1], dim), slips_of(given, max_length)
            assert_close(got, want, **ANGLES, slips=slips, dtype="float32")


@points(1)
@after(test_example)
def test_limits(probes, rng):
    """an odd dim and a sequence longer than max_length are refused; length max_length is fine"""
    for batch, length, dim in [(2, 6, 4), (1, 11, 6), (8, 1, 2)]:
        x = draw(rng, (batch, length, dim))
        got = probes.layer("PositionalEmbedding", config=config_of(length, dim), x=x)
        assert_close(got, x + oracle(length, dim), **ANGLES)
        longer, config = np.concatenate([x, x[:, :1]], axis=1), {"max_length": length, "dim": dim}
        assert_raises(ValueError, probes.layer, "PositionalEmbedding", config=config, x=longer)
        config["dim"] -= 1
        assert_raises(ValueError, probes.only_made, "PositionalEmbedding", config=config)


@points(0.5)
@after(test_values)
def test_precision(probes, rng):
    """far positions in a float64 layer are right to float64's precision"""
    x = draw(rng, (2, 700, 8), dtype="float64")
    got = probes.layer("PositionalEmbedding", config=config_of(700, 8, "float64"), x=x)
    slips = {ROUNDED: x + oracle(700, 8).astype(np.float32)}
    assert_close(got, x + oracle(700, 8), dtype="float64", slips=slips)


@points(0.5)
@after(test_example)
def test_graph(probes, rng):
    """one graph works for every batch size and every length"""
    xs = draw(rng, (2, 7, 6), (5, 9, 6), (1, 3, 6), (4, 1, 6))
    got = probes.in_turn("PositionalEmbedding", config=config_of(9, 6), xs=xs, unknown=2)
    for x, output in zip(xs, got, strict=True):
        slips = slips_of(x, 9)
        assert_close(output, x + oracle(x.shape[1], 6), **ANGLES, slips=slips, dtype="float32")


@points(0.5)
@after(test_values)
def test_save(probes, rng):
    """a saved model has no weights and adds the same positions when it is loaded again"""
    x, config = draw(rng, (2, 8, 6), dtype="float64"), config_of(9, 6, "float64")
    got = probes.weights("PositionalEmbedding", config=config, x=x)
    numbers = {kind: len(got[kind]) for kind in ("trained", "others")}
    slips = {TABLE: {"trained": 1, "others": 0}, TABLE_TOO: {"trained": 0, "others": 1}}
    assert_equal(numbers, {"trained": 0, "others": 0}, what="the number of weights", slips=slips)
    got = probes.saved("PositionalEmbedding", config=config, x=x)
    assert_close(got, x + oracle(8, 6), what="the output of the loaded model", dtype="float64")
    assert_equal(probes.settings_kept(CALLED, config=config), WANT, what=KEPT, slips=LOST)


CALLED = "PositionalEmbedding"
TABLE = "the table is a weight, so training would change it"
TABLE_TOO = "the table is a weight"
ROUNDED = "the table, or what it is made of, went through float32"
KEPT = "the table of what from_config keeps"
WANT = {"name": "the same", "dtype": "float64", "trainable": False}
LOST = {
    "get_config leaves trainable out; super().get_config() has it": WANT | {"trainable": True},
    "get_config leaves the name out; super().get_config() has it": WANT | {"name": "another"},
    "get_config leaves the dtype out; super().get_config() has it": WANT | {"dtype": "float32"},
    "get_config leaves out what super().get_config() has": {
        "name": "another",
        "dtype": "float32",
        "trainable": True,
    },
}
