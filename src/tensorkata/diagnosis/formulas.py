"""Recomputations: a formula that makes `want` of the inputs, and a neighbour that makes `got`.

Both must fit, which is more certain than a quotient, and the only way to tell one axis from
another. The formulas: errors and cross-entropies under a reduction, and normalisations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, combinations, permutations, product
from typing import NamedTuple

import numpy as np

from tensorkata.diagnosis.evidence import Array, Gauge, Guess, distinct

RANK = 4
MOST_INPUTS = 6
MOST_ELEMENTS = 20_000
SEVERAL = 3
SAMPLE = 256
ERRORS = "the squared error", "the absolute error", "the plain error"
Axes = tuple[int, ...]


class _Made(NamedTuple):
    """A value made of the inputs: which term, which reduction, over which axes."""

    term: str
    kind: str
    axes: Axes
    value: Array


def reductions(
    got: Array, want: Array, inputs: Mapping[str, Array], gauge: Gauge
) -> Iterator[Guess]:
    """Guess at the wrong axis, the wrong reduction or the wrong term."""
    wanted: list[_Made] = []
    gotten: list[_Made] = []
    for term, array in _terms(inputs):
        for made in _reduced(term, array, {_squeezed(got), _squeezed(want)}):
            for target, found in ((want, wanted), (got, gotten)):
                value = made.value.reshape(-1)
                if _squeezed(made.value) == _squeezed(target) and gauge.close(
                    value, target.reshape(-1)
                ):
                    found.append(made)
    for right in wanted:
        for wrong in gotten:
            phrase = _difference(wrong, right)
            if phrase and gauge.holds(Guess("", right.value, right.value)):
                yield Guess(phrase, got.reshape(-1), wrong.value.reshape(-1))


def _terms(inputs: Mapping[str, Array]) -> Iterator[tuple[str, Array]]:
    arrays = [(n, a) for n, a in inputs.items() if 0 < a.size <= MOST_ELEMENTS and a.ndim > 0]
    arrays = arrays[:MOST_INPUTS]
    yield from arrays
    for (_, a), (_, b) in combinations(arrays, 2):
        if a.shape == b.shape:
            yield from zip(ERRORS, ((a - b) ** 2, np.abs(a - b), b - a), strict=True)
    for (_, y), (_, p) in permutations(arrays, 2):
        if y.shape == p.shape and np.all((p > 0) & (p < 1)) and np.all((y >= 0) & (y <= 1)):
            hit, miss = -y * np.log(p), -(1 - y) * np.log1p(-p)
            yield "the cross-entropy of both outcomes", hit + miss
            yield "the positive term alone", hit
            yield "the negative term alone", miss


def _reduced(term: str, array: Array, shapes: set[Axes]) -> Iterator[_Made]:
    axes_all = range(min(array.ndim, RANK))
    for axes in chain.from_iterable(combinations(axes_all, n) for n in range(array.ndim + 1)):
        if any(array.shape[axis] == 1 for axis in axes):
            continue
        rest = tuple(n for k, n in enumerate(array.shape) if k not in axes and n > 1)
        if rest not in shapes:
            continue
        if not axes:
            yield _Made(term, "value", (), array)
            continue
        yield from _kinds(term, array, axes, rest)


def _kinds(term: str, array: Array, axes: Axes, rest: Axes) -> Iterator[_Made]:
    n = array.size // max(1, int(np.prod(rest)))
    variance, squares = array.var(axis=axes), np.sum(array * array, axis=axes)
    kinds = {
        "mean": array.mean(axis=axes),
        "sum": array.sum(axis=axes),
        "maximum": array.max(axis=axes),
        "minimum": array.min(axis=axes),
        "median": np.median(array, axis=axes),
        "variance": variance,
        "standard deviation": np.sqrt(variance),
        "sample variance": variance * n / (n - 1),
        "Euclidean norm": np.sqrt(squares),
    }
    if term not in ERRORS:
        kinds["sum of squares"] = squares
        kinds["mean of squares"] = squares / n
        kinds["sum of absolute values"] = np.abs(array).sum(axis=axes)
    for kind, value in kinds.items():
        yield _Made(term, kind, axes if len(axes) < array.ndim else (-1,), np.asarray(value))


def _difference(wrong: _Made, right: _Made) -> str:
    same = (wrong.term == right.term, wrong.kind == right.kind, wrong.axes == right.axes)
    if wrong.kind == "value" and right.kind != "value" and same[0]:
        return f"not reduced: the {right.kind} over {_over(right.axes)} is missing"
    match same:
        case (False, True, True):
            return f"{wrong.term} where {right.term} belongs"
        case (True, False, True):
            return f"the {wrong.kind} where the {right.kind} belongs"
        case (True, True, False):
            taken = f"the {wrong.kind} is taken"
            verb = {"mean": "averaged", "sum": "summed"}.get(wrong.kind, taken)
            belongs = "belongs" if len(right.axes) == 1 and right.axes != (-1,) else "belong"
            return f"{verb} over {_over(wrong.axes)} where {_over(right.axes)} {belongs}"
    return ""


def _over(axes: Axes) -> str:
    if axes == (-1,):
        return "all axes"
    return f"axis {axes[0]}" if len(axes) == 1 else f"axes {' and '.join(map(str, axes))}"


def _squeezed(array: Array) -> Axes:
    return tuple(n for n in array.shape if n > 1)


class _Moments(NamedTuple):
    """A mean and a variance, and over how many values they were taken."""

    label: str
    mean: Array
    variance: Array
    over: int


def normalisations(
    got: Array, want: Array, inputs: Mapping[str, Array], gauge: Gauge
) -> Iterator[Guess]:
    """Guess at what is wrong in gamma * (x - mean) / sqrt(variance + epsilon) + beta."""
    for x in inputs.values():
        if x.shape != want.shape or x.ndim == 0 or not SEVERAL <= x.size <= MOST_ELEMENTS:
            continue
        known = list(_moments(x, inputs))
        for (gamma, beta), right in product(_affine(want, inputs), known):
            epsilon = _epsilon(x, want, gamma, beta, right)
            made = (x - right.mean) / np.sqrt(right.variance + epsilon) * gamma + beta
            if not gauge.close(made, want) or distinct(want) < SEVERAL:
                continue
            yield from _slips(got, x, gamma, beta, right, epsilon)
            for other in known:
                z = (x - other.mean) / np.sqrt(other.variance + epsilon)
                phrase = f"normalised over {other.label} where {right.label} belongs"
                if other is not right:
                    yield Guess(phrase, got, z * gamma + beta)


def _epsilon(x: Array, want: Array, gamma: Array, beta: Array, moments: _Moments) -> float:
    """Return the epsilon that the expected value was made with, 0 where it cannot be seen."""
    scale = (x - moments.mean) * gamma / (want - beta)
    seen = (scale**2 - moments.variance)[np.isfinite(scale)]
    seen = seen[:: max(1, seen.size // SAMPLE)]
    epsilon = max(float(np.median(seen)), 0.0) if seen.size else 0.0
    return epsilon if epsilon < float(np.mean(moments.variance)) else 0.0


def _slips(
    got: Array, x: Array, gamma: Array, beta: Array, moments: _Moments, epsilon: float
) -> Iterator[Guess]:
    _, mean, variance, n = moments
    scale = np.sqrt(variance + epsilon)
    yield Guess(
        "an epsilon is missing, or too small for these values",
        got,
        (x - mean) / np.sqrt(variance) * gamma + beta,
    )
    outside = np.sqrt(variance) + epsilon
    phrase = "the epsilon is added outside the square root"
    yield Guess(phrase, got, (x - mean) / outside * gamma + beta)
    phrase = "divided by the variance where the standard deviation belongs"
    yield Guess(phrase, got, (x - mean) / (variance + epsilon) * gamma + beta)
    if n > 1:
        sample = np.sqrt(variance * n / (n - 1) + epsilon)
        phrase = "divided by n - 1 where n belongs (sample for population variance)"
        yield Guess(phrase, got, (x - mean) / sample * gamma + beta)
    yield Guess("not divided by the standard deviation", got, (x - mean) * gamma + beta)
    yield Guess("the mean is not subtracted", got, x / scale * gamma + beta)
    phrase = "the mean is added where it should be subtracted"
    yield Guess(phrase, got, (x + mean) / scale * gamma + beta)
    phrase = "multiplied by the standard deviation where it should be divided by"
    yield Guess(phrase, got, (x - mean) * scale * gamma + beta)
    z = (x - mean) / scale
    if distinct(beta) > 1 and distinct(gamma) > 1:
        phrase = "divided by the scale where it should be multiplied in"
        yield Guess(phrase, got, z / gamma + beta)
        yield Guess("the scale is not multiplied in", got, z + beta)
        phrase = "the offset is added before the scale is multiplied in"
        yield Guess(phrase, got, (z + beta) * gamma)


def _moments(x: Array, inputs: Mapping[str, Array]) -> Iterator[_Moments]:
    whole = tuple(range(x.ndim))
    for over in {(axis,) for axis in whole} | {whole, whole[1:], whole[:-1]} - {()}:
        n = int(np.prod([x.shape[axis] for axis in over]))
        if n > 1 and all(x.shape[axis] > 1 for axis in over):
            mean, variance = x.mean(axis=over, keepdims=True), x.var(axis=over, keepdims=True)
            label = "all axes" if len(over) == x.ndim > 1 else _over(over)
            yield _Moments(label, mean, variance, n)
    means = {n: a for n, a in inputs.items() if "mean" in n and a.shape == x.shape[-1:]}
    variances = {n: a for n, a in inputs.items() if "var" in n and a.shape == x.shape[-1:]}
    if len(means) == len(variances) == 1:
        (name, mean), (other, variance) = *means.items(), *variances.items()
        yield _Moments(f"{name} and {other}", mean, variance, 1)


def _affine(want: Array, inputs: Mapping[str, Array]) -> Iterator[tuple[Array, Array]]:
    """Return every scale and offset that the inputs allow, none of either among them."""
    one, zero = np.ones(()), np.zeros(())
    yield one, zero
    last = want.shape[-1:]
    vectors = [a for a in inputs.values() if a.shape == last and distinct(a) > 1][:4]
    for vector in vectors:
        yield vector, zero
        yield one, vector
    yield from permutations(vectors, 2)
