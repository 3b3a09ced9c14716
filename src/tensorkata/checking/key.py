"""The key of a run: 128 bits, known to the judge only, from which all its inputs are drawn.

What a check draws, and each seed that goes into a child, is a keyed one-way hash (BLAKE2b) of what
it is for. So whoever sees inputs and seeds learns neither the key nor any other number.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Self

import msgspec
import numpy as np

from tensorkata.errors import UsageError

BYTES = 16
SEED_BITS = 31  # what TensorFlow, NumPy and Python all take as a seed


class Key(msgspec.Struct, frozen=True):
    """The secret of a run, and the seed that it was made from if there is one."""

    secret: bytes
    seed: int | None = None

    @classmethod
    def drawn(cls) -> Self:
        """Draw a key that nobody can guess."""
        return cls(secrets.token_bytes(BYTES))

    @classmethod
    def of(cls, seed: int) -> Self:
        """Make the key of a seed: for tests and a student's own runs, since it can be guessed."""
        return cls(hashlib.blake2b(str(seed).encode(), digest_size=BYTES).digest(), seed)

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the key of a seed or of 32 hex digits; UsageError for anything else."""
        if re.fullmatch(f"[0-9a-fA-F]{{{2 * BYTES}}}", text):
            return cls(bytes.fromhex(text))
        if re.fullmatch(r"\d{1,18}", text, re.ASCII):
            return cls.of(int(text))
        raise UsageError(NO_KEY.format(text=text))

    def rng(self, *about: str) -> np.random.Generator:
        """Return a separate generator for whatever the words name."""
        return np.random.default_rng(int.from_bytes(self._digest("inputs", *about)))

    def number(self, *about: str) -> int:
        """Return the seed of whatever the words name, a question or a file: 31 bits."""
        return int.from_bytes(self._digest("seed", *about)) >> (8 * BYTES - SEED_BITS)

    def _digest(self, *about: str) -> bytes:
        words = "\0".join(about).encode()
        return hashlib.blake2b(words, key=self.secret, digest_size=BYTES).digest()


NO_KEY = "--seed {text}: type a number, or the 32 hex digits of a run's key"
