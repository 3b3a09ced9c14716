"""The diagnosis names a mistake if it is certain, and says nothing of everything else."""

from __future__ import annotations

import time
import warnings
from typing import Any

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tensorkata.diagnosis.diagnose import diagnose


def drawn(seed: int) -> dict[str, Any]:
    """Return what the cases are made of, by name."""
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal((2, 6, 5))
    return {
        "np": np,
        "softmax": softmax,
        "x": x,
        "y": y,
        "p": rng.uniform(0.1, 3.0, (6, 5)),
        "v": rng.standard_normal(5),
        "rate": np.array(0.37),
        "mask": rng.random((6, 5)) > 0.4,
        "square": rng.standard_normal((4, 4)),
        "cube": rng.standard_normal((2, 4, 3)),
    }


def softmax(z: Any) -> Any:
    """Return exp(z) over its sum along the last axis."""
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


# the phrase, yours, expected, and the inputs that the call is said to have had
TABLE = """
all zeros | 0 * x | x
all values are the same | 0 * x + 0.37 | x
x is returned unchanged | x | x * 2 + 1 | x
every row is v, and nothing else | 0 * x + v | x | v
computed in lower precision (float16) | x.astype("f2").astype("f4") | x
some values are zero but should not be | x * mask | x
some values should be zero but are not | x | x * mask
only the first entry along axis 0 is wrong, the others are right | np.vstack([y[:1], x[1:]]) | x
only the last entry along axis 1 is wrong, the others are right | np.c_[x[:, :-1], y[:, 0]] | x
the same for every entry along axis 0 | np.broadcast_to(x[2], x.shape) | x

a square root is missing, or a square is taken | p | p**0.5
a square root too many, or a square is missing | p**0.5 | p
the reciprocal of the expected value | 1 / x | x
one minus the expected value (1 - p for p) | 1 - x | x
kept and dropped are swapped (the mask is inverted) | x <= 0 | x > 0
tanh is missing | x | np.tanh(x)
tanh is applied once too often | np.tanh(x) | x
sigmoid is missing: these are logits | x | 1 / (1 + np.exp(-x))
softmax is missing: these are logits | x | softmax(x)
probabilities instead of logits (sigmoid) | 1 / (1 + np.exp(-x)) | x
probabilities instead of logits (softmax) | softmax(x) | x
the absolute value is missing | x | np.abs(x)
negative values are cut off at 0 | x.clip(0) | x
negative values are not cut off at 0 (ReLU is missing) | x | x.clip(0)
clipped: small values are cut off | x.clip(-0.4) | x
clipped: large values are cut off | x.clip(None, 0.4) | x

the sign is flipped | -x | x
twice the expected value: a factor 1/2 is missing | 2 * x | x
half the expected value: a factor 2 is missing | x / 2 | x
a division by 255 is missing | x * 255 | x
divided by 255 once too often | x / 255 | x
a sum instead of a mean (30 = size of x) | 30 * x | x | x
a mean instead of a sum (5 = axis 1 of x) | x / 5 | x | x
a division by the square root of 5 is missing (5 = axis 1 of x) | x * 5**0.5 | x | x
divided by the square root of 6 once too often (6 = axis 0 of x) | x / 6**0.5 | x | x
multiplied by rate twice, or not divided by it | x * rate | x | rate
not multiplied by rate, or divided by it twice | x / rate | x | rate
every value is 3.7 times the expected one | 3.7 * x | x
every value is too large by 0.3 | x + 0.3 | x
every value is too small by 1 | x - 1 | x
rate is not added | x | x + rate | rate
rate is not subtracted, or added twice | x | x - rate | rate
the change of y has the wrong sign | y + x | y - x | y
the change of y is 3.3 times the expected one | y + 3.3 * x | y + x | y

the result is transposed | square.T | square
the result is transposed | x.T | x
axes 1 and 2 are swapped | cube.swapaxes(1, 2) | cube
the axes are in the wrong order | cube.transpose(1, 2, 0) | cube
transposed instead of reshaped | x.T | x.reshape(5, 6)
the two entries along axis 1 are swapped | x[:, [1, 0]] | x[:, :2]
reversed along axis 0 | x[::-1] | x
rolled by one step along axis 1 (one step late) | np.roll(x, 1, 1) | x
one step early along axis 0 | np.pad(x, ((0, 1), (0, 0)))[1:] | x
the two halves along axis 0 are swapped | np.roll(x, 3, 0) | x
interleaved instead of concatenated along axis 0 | x[[0, 3, 1, 4, 2, 5]] | x
rows are mixed up (permuted along axis 0) | x[[3, 1, 5, 0, 2, 4]] | x
the right values in the wrong order | np.roll(x, 7) | x

an axis of size 1 is missing (axis 1) | x[:, 0] | x[:, :1]
an extra axis of size 1 (axis 1): is keepdims on? | v[:, None] | v
the axis of size 1 is in the wrong place | x[:, :1].T | x[:, :1]
the batch axis is missing | x[0] | x[:1]
flattened | x.ravel() | x
flattened for each sample | cube.reshape(2, 12) | cube
the right values in the wrong shape (only a reshape is wrong) | x.reshape(3, 10) | x
only the last entry along axis 1 is returned | x[:, -1] | x
the last entry along axis 0 is missing | x[:-1] | x
the first 2 entries along axis 1 are missing | x[:, 2:] | x
the first entry along axis 0 is extra | np.pad(x, ((1, 0), (0, 0))) | x
averaged over all axes, but should not be | x.mean() | x
summed over axis 1, but should not be | x.sum(1) | x
not averaged over axis 1 | x | x.mean(1)
not summed over all axes | x | x.sum()

v is not added | x | x + v | v
v is not subtracted, or added twice | x + 2 * v | x + v | v
v is added instead of subtracted | x + v | x - v | v
not multiplied by v, or divided by it twice | x**3 | x**3 * v | v
multiplied by v twice, or not divided by it | x**3 | x**3 / v | v
mask is not applied | x | x * mask | mask
the absolute error instead of the squared error | abs(x - y).mean() | ((x - y) ** 2).mean() | x y
the plain error instead of the squared error | (x - y).mean(1) | ((x - y) ** 2).mean(1) | x y
"""
CASES = [tuple(row.split(" | ")) for row in TABLE.splitlines() if row]
Case = tuple[str, ...]


def ask(got: Any, want: Any, inputs: dict[str, Any], rtol: float = 1e-4, atol: float = 1e-6) -> Any:
    """Diagnose under the tolerances that a float32 check has."""
    return diagnose(got, want, inputs, rtol=rtol, atol=atol)


def made(case: Case, seed: int) -> tuple[Any, Any, dict[str, Any]]:
    """Return yours, expected and the inputs of a case."""
    known = drawn(seed)
    got, want = (eval(expression, known) for expression in case[1:3])
    return got, want, {name: known[name] for name in " ".join(case[3:]).split()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_each_mistake_has_its_name(case: Case) -> None:
    """Every mistake is named on random data, in float64 and with the noise of float32."""
    for seed in range(5):
        got, want, inputs = made(case, seed)
        assert ask(got, want, inputs) == case[0]
        if np.asarray(got).dtype == np.float64:
            assert ask(got.astype("f4"), want.astype("f4"), inputs) == case[0]


def test_float32_in_the_place_of_float64_has_a_name() -> None:
    """A lower precision is named if the check allows less than it resolves."""
    x = drawn(0)["x"]
    got, want = np.exp(x.astype("f4")), np.exp(x)
    told = ask(got, want, {}, rtol=1e-10, atol=1e-12)
    assert told == "computed in lower precision (float32)"


SHAPES = [(), (2,), (5,), (2, 2), (1, 4), (3, 4), (4, 4), (2, 3, 4), (6, 1), (8, 3)]


def unrelated(rng: np.random.Generator, shape: tuple[int, ...]) -> Any:
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


# these leave some elements free: one of them may be anything without any contradiction
FREE = ("only the", "mask is not applied", "some values should")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_a_few_wrong_elements_are_no_rule(case: Case) -> None:
    """Nothing is said if a mistake explains all elements but one."""
    got, want, inputs = made(case, 1)
    broken = np.array(got, dtype=np.float64)
    if not case[0].startswith(FREE) and broken.size > 1 and broken.dtype == np.asarray(want).dtype:
        broken.flat[broken.size // 2 + 2] += 731.0581
        assert ask(broken, want, inputs) != case[0]


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
    """Nothing is said if two mistakes explain the values, or chance does."""
    assert ask(np.asarray(got), np.asarray(want), inputs) is None


@pytest.mark.parametrize(
    ("factor", "inputs", "phrase"),
    [
        (2, {"x": np.ones((2, 7))}, "twice the expected value"),
        (
            4,
            {"x": np.ones((3, 4)), "kernel": np.ones((4, 5))},
            "a sum instead of a mean (a factor of 4)",
        ),
        (4, {"x": np.ones((4, 3)), "rate": 4.0}, "every value is 4 times the expected one"),
        (0.5, {"rate": 0.5}, "half the expected value"),
        (
            12,
            {"a": np.ones((4, 3)), "b": np.ones((4, 3))},
            "a sum instead of a mean (12 = size of a)",
        ),
    ],
)
def test_a_factor_of_several_names_is_told_plainly(factor: float, inputs: Any, phrase: str) -> None:
    """A factor is a fact; if it may stand for several things it is given none of their names."""
    want = np.random.default_rng(3).standard_normal((9, 11, 1))
    assert ask(factor * want, want, inputs) == phrase


@pytest.mark.parametrize(
    ("got", "phrase"),
    [
        (1.23457 * 12, "a sum instead of a mean (12 = size of x)"),
        (-1.23457, "the sign is flipped"),
        (1.23457**0.5, "a square root too many, or a square is missing"),
        (1.23457 * 1.1, None),
        (0.0, None),
    ],
)
def test_a_single_number_needs_strong_evidence(got: float, phrase: str | None) -> None:
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


def test_read_only_arrays_are_diagnosed() -> None:
    """Arrays off the wire cannot be written to, and need not be."""
    x, v = drawn(0)["x"], drawn(0)["v"]
    for array in (x, v):
        array.flags.writeable = False
    assert ask(x, x + v, {"v": v}) == "v is not added"


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
