"""Evidence: whether two arrays agree, and whether their agreement proves anything.

Agreement on 0, 1 and 2 proves nothing, agreement on 0.73519 does: values are weighed in bits. Knows
nothing of the meaning of a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

NOTHING = np.zeros(0)
SEVERAL = 3  # different values; an array with fewer proves no more than one number
MIN_BITS = 12.0  # one chance in 4,000
CONTINUOUS_BITS = 14.0  # the worth of one float that is not a round number
SAMPLE = 4096  # values that are weighed in a large array
SCALE_SAMPLE = 256
DENOMINATORS = 1, 60, 1000  # whole numbers, small fractions, numbers of few digits
FEW = 4  # values; with fewer, a guess must agree to RTOL_FEW
HEAD = 32
ROUNDING = 2e-7
RTOL_FLOOR, RTOL_FEW, RTOL_CAP = 1e-5, 5e-6, 1e-3
ATOL_FLOOR, ATOL_CAP = 1e-6, 1e-4


class Guess(NamedTuple):
    """A mistake and the two arrays that agree if it was made; a certain guess needs no proof."""

    phrase: str
    left: Array = NOTHING
    right: Array = NOTHING
    certain: bool = False


@dataclass(frozen=True)
class Gauge:
    """Compare arrays under a check's tolerance, within the limits that a guess needs."""

    rtol: float
    atol: float

    def close(self, left: Array, right: Array) -> bool:
        """Return whether shapes are equal and every element is within tolerance."""
        if left.shape != right.shape or left.size == 0:
            return False
        left, right = left.reshape(-1), right.reshape(-1)
        atol = self._atol(right)
        rtol = RTOL_FEW if left.size < FEW else min(max(self.rtol, RTOL_FLOOR), RTOL_CAP)
        # a few elements rule out nearly every wrong guess, under the tolerance of the whole
        head = slice(0, None, max(1, left.size // HEAD))
        return all(_within(left[part], right[part], rtol, atol) for part in (head, slice(None)))

    def _atol(self, values: Array) -> float:
        """Return the absolute tolerance, scaled to the smaller of the values and not to 1."""
        known = np.abs(values[:: max(1, values.size // SCALE_SAMPLE)])
        known = np.sort(known[(known > 0) & np.isfinite(known)])
        scale = float(known[known.size // 10]) if known.size else 0.0
        return min(max(self.atol, ATOL_FLOOR * scale), ATOL_CAP * scale)

    def holds(self, guess: Guess) -> bool:
        """Return whether a guess agrees everywhere, on values that do not agree by chance."""
        if guess.certain:
            return True
        return self.close(guess.left, guess.right) and bits(guess.right) >= MIN_BITS


def _within(left: Array, right: Array, rtol: float, atol: float) -> bool:
    room = atol + rtol * np.where(np.isfinite(right), np.abs(right), 0.0)
    return bool(np.all((left == right) | (np.abs(left - right) <= room)))


def bits(values: Array) -> float:
    """Return a rough measure, in bits, of how unlikely it is to match these values by chance."""
    known = values.reshape(-1)[:: max(1, values.size // SAMPLE)]
    known, counts = np.unique(known[np.isfinite(known)].astype(np.float32), return_counts=True)
    if known.size == 0:
        return 0.0
    size = np.abs(known.astype(np.float64))
    each = np.full(size.shape, CONTINUOUS_BITS)
    for denominator in DENOMINATORS:
        fraction = size * denominator
        simple = np.abs(fraction - np.round(fraction)) <= ROUNDING * fraction
        each = np.where(simple, np.minimum(each, np.log2(1 + fraction)), each)
    share = counts / counts.sum()
    entropy = -float(np.sum(share * np.log2(share))) * float(counts.sum())
    return max(float(each.sum()), entropy)


def distinct(values: Array) -> int:
    """Return the number of different finite values, among a sample of a large array."""
    known = values.reshape(-1)[:: max(1, values.size // SAMPLE)]
    known = known[np.isfinite(known)]
    if known.size == 0:
        return 0
    spread = float(np.max(np.abs(known))) * 1e-6 or 1.0
    return int(np.unique(np.round(known / spread)).size)


def numbers(value: Any, limit: int) -> Array | None:
    """Return a value as float64; None if it is not an array of real numbers or is too large."""
    array = np.asarray(value)
    if array.dtype.kind not in "biuf" and array.dtype.name != "bfloat16":
        return None
    return array.astype(np.float64) if array.size <= limit else None


def axes_of(array: Array) -> list[int]:
    """Return the axes that hold more than one entry."""
    return [axis for axis, size in enumerate(array.shape) if size > 1]
