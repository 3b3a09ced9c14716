"""Evidence: when two arrays agree, and when their agreement is worth anything.

Agreement on 0, 1 and 2 proves nothing, agreement on 0.73519 does: values are weighed in bits. Knows
nothing of what a guess means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MIN_BITS = 12.0
CONTINUOUS_BITS = 14.0
SAMPLE = 4096
SIMPLE_DENOMINATOR = 60
SIMPLE_BOUND = 1e4
FEW = 4
RTOL_FLOOR, RTOL_FEW, RTOL_CAP = 1e-5, 3e-5, 1e-3
ATOL_FLOOR, ATOL_CAP = 1e-6, 1e-4


class Guess(NamedTuple):
    """A mistake and the two arrays that coincide if it was made."""

    phrase: str
    left: Array
    right: Array


@dataclass(frozen=True)
class Gauge:
    """Compare arrays under a check's tolerance, held within what a guess may rest on."""

    rtol: float
    atol: float

    def close(self, left: Array, right: Array) -> bool:
        """Return whether shapes are equal and every element is within tolerance."""
        if left.shape != right.shape or left.size == 0:
            return False
        left, right = left.reshape(-1), right.reshape(-1)
        size = np.abs(right)
        # 32 elements refuse nearly every wrong guess; the tolerance is that of the whole
        atol = self._atol(size)
        few = RTOL_FEW if left.size < FEW else RTOL_CAP
        rtol = min(max(self.rtol, RTOL_FLOOR), few)
        head = slice(0, None, max(1, left.size // 32))
        return _within(left[head], right[head], size[head], rtol, atol) and _within(
            left, right, size, rtol, atol
        )

    def _atol(self, size: Array) -> float:
        """Return the absolute tolerance, scaled to the small among the values and not to 1."""
        known = size[:: max(1, size.size // SAMPLE)]
        known = np.sort(known[(known > 0) & np.isfinite(known)])
        scale = float(known[known.size // 10]) if known.size else 0.0
        return min(max(self.atol, ATOL_FLOOR * scale), ATOL_CAP * scale)

    def holds(self, guess: Guess) -> bool:
        """Return whether a guess agrees everywhere, on values that chance would not agree on."""
        return self.close(guess.left, guess.right) and bits(guess.right) >= MIN_BITS


def _within(left: Array, right: Array, size: Array, rtol: float, atol: float) -> bool:
    return bool(np.all((left == right) | (np.abs(left - right) <= atol + rtol * size)))


def bits(values: Array) -> float:
    """Return a rough measure of how much it takes to agree with these values by chance."""
    known = values.reshape(-1)[:: max(1, values.size // SAMPLE)]
    known, counts = np.unique(known[np.isfinite(known)].astype(np.float32), return_counts=True)
    if known.size == 0:
        return 0.0
    size = np.abs(known.astype(np.float64))
    fraction = size * SIMPLE_DENOMINATOR
    simple = (np.abs(fraction - np.round(fraction)) < 1e-5 * (1 + size)) & (size < SIMPLE_BOUND)
    whole = size == np.round(size)
    each = np.where(whole, np.log2(1 + size), np.log2(1 + fraction))
    each = np.minimum(np.where(simple | whole, each, CONTINUOUS_BITS), CONTINUOUS_BITS)
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
    """Return a value as float64; None where it is no array of real numbers or too large."""
    array = np.asarray(value)
    if array.dtype.kind not in "biuf" and array.dtype.name != "bfloat16":
        return None
    return array.astype(np.float64) if array.size <= limit else None
