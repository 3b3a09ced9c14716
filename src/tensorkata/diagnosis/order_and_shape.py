"""Arrangements: the right values in the wrong place, order or shape."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations

import numpy as np

from tensorkata.diagnosis.elementwise import axes_of
from tensorkata.diagnosis.evidence import SAMPLE, Array, Guess, distinct

RANK = 4
PAIR = 2


def order(got: Array, want: Array) -> Iterator[Guess]:
    """Guess at an order of axes or entries, both arrays being of one shape."""
    for axes in permutations(range(want.ndim)) if 1 < want.ndim <= RANK else ():
        turned = want.transpose(axes)
        if turned.shape == want.shape:
            yield Guess(_swap(axes), got, turned)
        else:
            yield Guess(RESHAPED, got, turned.reshape(want.shape))
            yield Guess(TRANSPOSED, got.transpose(axes).reshape(want.shape), want)
    for axis in axes_of(want):
        yield from _along(np.moveaxis(got, axis, 0), np.moveaxis(want, axis, 0), axis)


def _swap(axes: tuple[int, ...]) -> str:
    moved = [k for k, axis in enumerate(axes) if k != axis]
    if len(axes) == PAIR:
        return "the result is transposed"
    if len(moved) == PAIR:
        return f"axes {moved[0]} and {moved[1]} are swapped"
    return "the axes are in the wrong order"


def _along(got: Array, want: Array, axis: int) -> Iterator[Guess]:
    """Guess at the order of the entries along the first axis; `axis` is what it is called."""
    n = len(want)
    if n == PAIR:
        yield Guess(f"the two entries along axis {axis} are swapped", got, want[::-1])
        return
    yield Guess(f"reversed along axis {axis}", got, want[::-1])
    for name, step in (("late", 1), ("early", -1)):
        rolled = np.roll(want, step, axis=0)
        kept = slice(1, None) if step == 1 else slice(None, -1)
        edge = 0 if step == 1 else -1
        if np.allclose(got[edge], rolled[edge], rtol=1e-4):
            yield Guess(f"rolled by one step along axis {axis} (one step {name})", got, rolled)
        elif not np.allclose(want[kept], rolled[kept], rtol=1e-4):
            yield Guess(f"one step {name} along axis {axis}", got[kept], rolled[kept])
    totals = np.cumsum(want, axis=0)
    yield Guess(f"the cumulative sum is taken once too often along axis {axis}", got, totals)
    yield Guess(f"not accumulated along axis {axis}", np.cumsum(got, axis=0), want)
    steps = np.diff(want, axis=0, prepend=np.zeros_like(want[:1]))
    backward = np.cumsum(steps[::-1], axis=0)[::-1]
    yield Guess(f"accumulated from the wrong end along axis {axis}", got, backward)
    if n % PAIR == 0:
        half = n // PAIR
        parted = np.concatenate([want[::2], want[1::2]])
        woven = np.stack([want[:half], want[half:]], axis=1).reshape(want.shape)
        swapped = want.reshape(half, PAIR, *want.shape[1:])[:, ::-1].reshape(want.shape)
        halves = f"the two halves along axis {axis} are swapped"
        yield Guess(halves, got, np.roll(want, half, axis=0))
        yield Guess(f"even and odd positions along axis {axis} are swapped", got, swapped)
        for phrase, value in ((PARTED, parted), (WOVEN, woven)):
            yield Guess((MIXED if n == PAIR**2 else phrase).format(axis=axis), got, value)


def sorting(got: Array, want: Array) -> Iterator[Guess]:
    """Guess at a sort too much or too few."""
    for axis in axes_of(want) if _unlike(want) else ():
        mine, theirs = np.sort(got, axis=axis), np.sort(want, axis=axis)
        yield Guess(f"sorted along axis {axis}, and should not be", got, theirs)
        yield Guess(f"not sorted along axis {axis}", mine, want)


def disorder(got: Array, want: Array) -> Iterator[Guess]:
    """Guess at slices that have changed places along an axis."""
    for axis in axes_of(want) if _unlike(want) else ():
        if want.ndim > 1 and want.shape[axis] > PAIR:
            rows, wanted = (_sorted_rows(np.moveaxis(a, axis, 0)) for a in (got, want))
            yield Guess(f"rows are mixed up (permuted along axis {axis})", rows, wanted)


def jumble(got: Array, want: Array) -> Iterator[Guess]:
    """Guess that the values are right, whatever their order."""
    if want.size > PAIR**2 and _unlike(want):
        yield Guess("the right values in the wrong order", np.sort(got, None), np.sort(want, None))


def _unlike(array: Array) -> bool:
    """Return whether most values differ: else equal counts of equal values prove nothing."""
    return distinct(array) > min(array.size, SAMPLE) * 0.8


def _sorted_rows(array: Array) -> Array:
    rows = array.reshape(len(array), -1)
    return np.asarray(rows[np.argsort(rows[:, 0], kind="stable")])


def shape(got: Array, want: Array) -> Iterator[Guess]:
    """Guess at what makes one shape of the other."""
    if got.size == want.size:
        yield from _same_size(got, want)
    yield from _sliced(got, want)
    square = got.ndim == PAIR and got.shape[0] == got.shape[1]
    if square and max(want.shape, default=0) == want.size == len(got) > 1:
        phrase = "broadcast to a matrix: (n, 1) against (n,) gives (n, n)"
        yield Guess(phrase, np.diagonal(got), want.reshape(-1))


def broadcasting(got: Array, want: Array) -> Iterator[Guess]:
    """Guess that an axis of size 1 was to be repeated, or was not."""
    for large, small, phrase in ((want, got, LEFT_AT_ONE), (got, want, REPEATED)):
        pairs = list(zip(small.shape, large.shape, strict=False))
        if small.ndim == large.ndim and all(n in {1, m} for n, m in pairs):
            yield Guess(phrase, np.broadcast_to(small, large.shape), large)


def _same_size(got: Array, want: Array) -> Iterator[Guess]:
    same = Guess(_size_one(got, want), got.reshape(-1), want.reshape(-1))
    if same.phrase:
        yield same
        return
    if got.ndim == want.ndim <= RANK:
        for axes in permutations(range(want.ndim)):
            turned = want.transpose(axes)
            if turned.shape == got.shape and axes != tuple(range(want.ndim)):
                phrase = _swap(axes)
                if want.ndim == RANK and axes == (0, 3, 1, 2):
                    phrase = "channels come first where they belong last"
                elif want.ndim == RANK and axes == (0, 2, 3, 1):
                    phrase = "channels come last where they belong first"
                yield Guess(phrase, got, turned)
    if got.ndim == 1 or want.ndim == 1:
        phrase = "flattened" if got.ndim == 1 else "not flattened"
    elif got.shape[0] == want.shape[0] and got.ndim == PAIR < want.ndim:
        phrase = "flattened for each sample"
    else:
        phrase = "the right values in the wrong shape (only a reshape is wrong)"
    yield Guess(phrase, got.reshape(-1), want.reshape(-1))


def _size_one(got: Array, want: Array) -> str:
    if np.squeeze(got).shape != np.squeeze(want).shape:
        return ""
    small, large = sorted((got.shape, want.shape), key=len)
    places = [k for k in range(len(large)) if large[:k] + large[k + 1 :] == small and large[k] == 1]
    if len(small) == len(large):
        return "the axis of size 1 is in the wrong place"
    where = f" (axis {places[0]})" if len(places) == 1 else ""
    if got.ndim < want.ndim:
        batch = where == " (axis 0)"
        return "the batch axis is missing" if batch else f"an axis of size 1 is missing{where}"
    return f"an axis of size 1 too many{where}: is keepdims on?"


def _sliced(got: Array, want: Array) -> Iterator[Guess]:
    """Guess that entries along one axis, or the border, are missing or too many."""
    if got.ndim == want.ndim > 0:
        yield from _cut(got, want)
    elif got.ndim == want.ndim - 1:
        for axis in axes_of(want):
            for which, place in ENDS:
                value = np.asarray(want.take(place, axis))
                yield Guess(f"only the {which} entry along axis {axis} is returned", got, value)
    elif got.ndim == want.ndim + 1:
        for axis in axes_of(got):
            for which, place in ENDS:
                value = np.asarray(got.take(place, axis))
                phrase = f"all entries along axis {axis} where only the {which} belongs"
                yield Guess(phrase, value, want)


def _cut(got: Array, want: Array) -> Iterator[Guess]:
    less = [k for k in range(got.ndim) if got.shape[k] != want.shape[k]]
    large, small = (want, got) if got.size < want.size else (got, want)
    gaps = [large.shape[k] - small.shape[k] for k in less]
    if min(gaps, default=0) <= 0:
        return
    if len(less) == 1:
        axis, gap = less[0], gaps[0]
        entry, verb = ("entry", "is") if gap == 1 else (f"{gap} entries", "are")
        for end, start in (("last", 0), ("first", gap)):
            cut = large.take(range(start, start + small.shape[axis]), axis)
            name = f"the {end} {entry} along axis {axis} {verb}"
            yield Guess(f"{name} {'missing' if small is got else 'too many'}", cut, small)
    elif all(gap % PAIR == 0 for gap in gaps):
        inner = tuple(
            slice((big - few) // PAIR, (big - few) // PAIR + few)
            for big, few in zip(large.shape, small.shape, strict=True)
        )
        yield Guess(VALID if small is got else SAME, large[inner], small)


def reduction(got: Array, want: Array) -> Iterator[Guess]:
    """Guess that one of two shapes is a reduction of the other."""
    for large, small, verb in ((want, got, ""), (got, want, "not ")):
        for count in range(1, min(large.ndim, RANK) + 1):
            for axes in combinations(axes_of(large), count):
                rest = tuple(n for k, n in enumerate(large.shape) if k not in axes)
                if tuple(n for n in rest if n > 1) != tuple(n for n in small.shape if n > 1):
                    continue
                if not np.ptp(large, axis=axes).any():
                    continue
                where = _where(axes, large.ndim)
                for name, function in REDUCTIONS:
                    value = function(large, axis=axes).reshape(small.shape)
                    after = "" if verb else ", and should not be"
                    yield Guess(f"{verb}{name} over {where}{after}", value, small)


def _where(axes: tuple[int, ...], rank: int) -> str:
    if len(axes) == rank:
        return "all axes" if rank > 1 else "the axis"
    return f"axis {axes[0]}" if len(axes) == 1 else f"axes {', '.join(map(str, axes))}"


ENDS = ("first", 0), ("last", -1)
REDUCTIONS = (
    ("averaged", np.mean),
    ("summed", np.sum),
    ("reduced to the maximum", np.max),
    ("reduced to the minimum", np.min),
)
VALID = "the border is missing: valid padding where same belongs"
SAME = "a border too many: same padding where valid belongs"
LEFT_AT_ONE = "an axis is left at size 1: it is not broadcast to the full size"
REPEATED = "an axis is repeated where it should have size 1"
RESHAPED = "reshaped where a transpose belongs"
TRANSPOSED = "transposed where a reshape belongs"
PARTED = "concatenated where interleaved belongs along axis {axis}"
WOVEN = "interleaved where concatenated belongs along axis {axis}"
MIXED = "interleaved and concatenated are mixed up along axis {axis}"
