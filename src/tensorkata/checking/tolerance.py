"""The room around the oracle's value in which an answer passes."""

from __future__ import annotations

from typing import Any

import ml_dtypes  # noqa: F401 - registers bfloat16 with NumPy
import numpy as np

Room = tuple[float, float]  # relative, absolute

# Relative and absolute room by dtype: a few hundred roundings (2^-24 for float32) in sums of up to
# a few hundred terms; float64 leaves room for oracles that use central differences (1e-10).
TOLERANCES = {
    "float64": (1e-7, 1e-9),
    "float32": (1e-4, 1e-6),
    "complex128": (1e-7, 1e-9),
    "complex64": (1e-4, 1e-6),
    "float16": (1e-2, 1e-3),
    "bfloat16": (5e-2, 1e-2),
}


# How coarse a floating dtype is: bytes, with bfloat16 (8 bits of mantissa) below float16 (11 bits).
_COARSE = {"float16": 2, "bfloat16": 1}
_USUAL = {"f": "float32", "c": "complex64"}  # wanted if a check names no dtype


def wanted_dtype(want: np.dtype[Any], dtype: str | None) -> str:
    """Return the dtype that an answer must have.

    It is the dtype that the check names. If it names none, it is float32 for a float (complex64 for
    a complex number), although oracles compute in float64; for an oracle in float16 or bfloat16 it
    is the oracle's; for whole numbers and bools it is their own.
    """
    if dtype is not None or want.name in _COARSE:
        return dtype or want.name
    return _USUAL.get(sort_of(want), want.name)


def sort_of(dtype: np.dtype[Any]) -> str:
    """Return the sort of a dtype: f, c, i (unsigned too), b, or NumPy's letter for the rest."""
    return {"u": "i", "V": "f"}.get(dtype.kind, dtype.kind)


def is_coarser(got: np.dtype[Any], wanted: str) -> bool:
    """Return whether values of one dtype are coarser than those of the wanted dtype."""
    return got.name in _COARSE and _COARSE[got.name] < _COARSE.get(wanted, 4)


def room_of(dtype: str, rtol: float | None, atol: float | None) -> Room:
    """Return the room of a dtype, unless the check sets its own."""
    default = TOLERANCES.get(dtype, (0.0, 0.0))
    return default[0] if rtol is None else rtol, default[1] if atol is None else atol


def is_near(got: Any, want: Any, room: Room) -> Any:
    """Return a mask: got is within the room of want; equal infinities and two nans are near."""
    if want.dtype.kind in "biu" and got.dtype.kind in "biu" and room == (0.0, 0.0):
        return got == want
    wide = np.complex128 if "c" in (got.dtype.kind, want.dtype.kind) else np.float64
    a, b = np.asarray(got).astype(wide), np.asarray(want).astype(wide)
    with np.errstate(all="ignore"):
        near = np.isfinite(b) & (np.abs(a - b) <= room[1] + room[0] * np.abs(b))
    return near | (a == b) | (np.isnan(a) & np.isnan(b))
