"""The right values in the wrong place: order, axes, shape, extra or missing entries."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations

import numpy as np

from tensorkata.diagnosis.evidence import SAMPLE, Array, Guess, axes_of, distinct

RANK = 4
PAIR = 2


def order(got: Array, want: Array) -> Iterator[Guess]:
    """Guess at a wrong order of axes or entries in two arrays of one shape."""
    for axes in permutations(range(want.ndim)) if 1 < want.ndim <= RANK else ():
        turned = want.transpose(axes)
        if turned.shape == want.shape:
            yield Guess(_turn(axes), got, turned)
        else:
            yield Guess(TRANSPOSED, got.transpose(axes).reshape(want.shape), want)
    for axis in axes_of(want):
        yield from _along(np.moveaxis(got, axis, 0), np.moveaxis(want, axis, 0), axis)


def _turn(axes: tuple[int, ...]) -> str:
    moved = [k for k, axis in enumerate(axes) if k != axis]
    if len(axes) == PAIR:
        return "the result is transposed"
    if len(moved) == PAIR:
        return f"axes {moved[0]} and {moved[1]} are swapped"
    return "the axes are in the wrong order"


def _along(got: Array, want: Array, axis: int) -> Iterator[Guess]:
    """Guess at a wrong order of entries along the first axis, which messages call `axis`."""
    n = len(want)
    if n == PAIR:
        yield Guess(f"the two entries along axis {axis} are swapped", got, want[::-1])
        return
    yield Guess(f"reversed along axis {axis}", got, want[::-1])
    for name, step in (("late", 1), ("early", -1)):
        rolled = np.roll(want, step, axis=0)  # got[k] = want[k - step]
        kept = slice(1, None) if step == 1 else slice(None, -1)
        edge = 0 if step == 1 else -1
        if np.allclose(got[edge], rolled[edge], rtol=1e-4):
            yield Guess(f"rolled by one step along axis {axis} (one step {name})", got, rolled)
        elif not np.allclose(want[kept], rolled[kept], rtol=1e-4):
            yield Guess(f"one step {name} along axis {axis}", got[kept], rolled[kept])
    if n % PAIR == 0:
        half = n // PAIR
        woven = np.stack([want[:half], want[half:]], axis=1).reshape(want.shape)
        halves = f"the two halves along axis {axis} are swapped"
        yield Guess(halves, got, np.roll(want, half, axis=0))
        yield Guess(f"interleaved instead of concatenated along axis {axis}", got, woven)


def rows_mixed_up(got: Array, want: Array) -> Iterator[Guess]:
    """Guess that slices have changed places along an axis: equal when sorted."""
    for axis in axes_of(want) if _unlike(want) else ():
        if want.ndim > 1 and want.shape[axis] > PAIR:
            rows, wanted = (_sorted_rows(np.moveaxis(a, axis, 0)) for a in (got, want))
            yield Guess(f"rows are mixed up (permuted along axis {axis})", rows, wanted)


def values_mixed_up(got: Array, want: Array) -> Iterator[Guess]:
    """Guess that the values are right and their order is wrong: equal when sorted."""
    if want.size > PAIR**2 and _unlike(want):
        yield Guess("the right values in the wrong order", np.sort(got, None), np.sort(want, None))


def _unlike(array: Array) -> bool:
    """Return whether most values are distinct; if not, equal sorted values prove nothing."""
    return distinct(array) > min(array.size, SAMPLE) * 0.8


def _sorted_rows(array: Array) -> Array:
    rows = array.reshape(len(array), -1)
    return np.asarray(rows[np.argsort(rows[:, 0], kind="stable")])


def reshaped(got: Array, want: Array) -> Iterator[Guess]:
    """Guess that the values are all there but in another shape."""
    if got.size != want.size:
        return
    if phrase := _size_one(got, want):
        yield Guess(phrase, got.reshape(-1), want.reshape(-1))
        return
    for axes in permutations(range(want.ndim)) if got.ndim == want.ndim <= RANK else ():
        turned = want.transpose(axes)
        if turned.shape == got.shape and axes != tuple(range(want.ndim)):
            yield Guess(_turn(axes), got, turned)
    phrase = "the right values in the wrong shape (only a reshape is wrong)"
    if got.ndim == 1:
        phrase = "flattened"
    elif want.ndim > got.ndim == PAIR and got.shape[0] == want.shape[0]:
        phrase = "flattened for each sample"
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
    return f"an extra axis of size 1{where}: is keepdims on?"


def cut(got: Array, want: Array) -> Iterator[Guess]:
    """Guess that entries at one end of an axis are missing or extra, or are all that is there."""
    if got.ndim == want.ndim - 1:
        for axis in axes_of(want):
            for which, place in (("first", 0), ("last", -1)):
                phrase = f"only the {which} entry along axis {axis} is returned"
                yield Guess(phrase, got, np.asarray(want.take(place, axis)))
    unlike = [k for k in range(got.ndim) if got.ndim == want.ndim and got.shape[k] != want.shape[k]]
    if len(unlike) != 1:
        return
    (axis,), (small, large) = unlike, sorted((got, want), key=np.size)
    gap = large.shape[axis] - small.shape[axis]
    entry, verb = ("entry", "is") if gap == 1 else (f"{gap} entries", "are")
    for end, start in (("last", 0), ("first", gap)):
        kept = large.take(range(start, start + small.shape[axis]), axis)
        name = f"the {end} {entry} along axis {axis} {verb}"
        yield Guess(f"{name} {'missing' if small is got else 'extra'}", kept, small)


def reduced(got: Array, want: Array) -> Iterator[Guess]:
    """Guess that one of two shapes is a mean or a sum of the other."""
    for large, small, verb, after in (
        (want, got, "", ", but should not be"),
        (got, want, "not ", ""),
    ):
        for count in range(1, min(large.ndim, RANK) + 1):
            for axes in combinations(axes_of(large), count):
                rest = [n for k, n in enumerate(large.shape) if k not in axes and n > 1]
                if rest != [n for n in small.shape if n > 1] or not np.ptp(large, axis=axes).any():
                    continue
                for name, function in (("averaged", np.mean), ("summed", np.sum)):
                    value = function(large, axis=axes).reshape(small.shape)
                    yield Guess(f"{verb}{name} over {_name(axes, large.ndim)}{after}", value, small)


def _name(axes: tuple[int, ...], rank: int) -> str:
    if len(axes) == rank:
        return "all axes" if rank > 1 else "the only axis"
    return f"axis {axes[0]}" if len(axes) == 1 else f"axes {', '.join(map(str, axes))}"


TRANSPOSED = "transposed instead of reshaped"
