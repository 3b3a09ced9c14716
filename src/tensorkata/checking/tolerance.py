"""The room that a value has around the oracle's."""

from __future__ import annotations

from typing import Any

import ml_dtypes  # noqa: F401 - registers bfloat16 with NumPy
import numpy as np

Room = tuple[float, float]  # relative, absolute

# Relative and absolute room per dtype: a few hundred roundings (2^-24 for float32) in sums of up to
# a few hundred terms; float64 leaves room for oracles made by central differences (1e-10).
TOLERANCES = {
    "float64": (1e-7, 1e-9),
    "float32": (1e-4, 1e-6),
    "complex128": (1e-7, 1e-9),
    "complex64": (1e-4, 1e-6),
    "float16": (1e-2, 1e-3),
    "bfloat16": (5e-2, 1e-2),
}


def room_of(dtype: Any, rtol: float | None, atol: float | None) -> Room:
    """Return the room of a dtype, with what a check gives in the place of it."""
    default = TOLERANCES.get(dtype.name, (0.0, 0.0))
    return default[0] if rtol is None else rtol, default[1] if atol is None else atol


def is_near(got: Any, want: Any, room: Room) -> Any:
    """Return where got is within the room of want; equal infinities and two nans are near."""
    if want.dtype.kind in "biu" and got.dtype.kind in "biu" and room == (0.0, 0.0):
        return got == want
    wide = np.complex128 if "c" in (got.dtype.kind, want.dtype.kind) else np.float64
    a, b = np.asarray(got).astype(wide), np.asarray(want).astype(wide)
    with np.errstate(all="ignore"):
        near = np.isfinite(b) & (np.abs(a - b) <= room[1] + room[0] * np.abs(b))
    return near | (a == b) | (np.isnan(a) & np.isnan(b))
