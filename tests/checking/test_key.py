"""The key of a run: what is drawn from it, and what nobody learns of it."""

from __future__ import annotations

import numpy as np
import pytest

from tensorkata.checking.key import Key
from tensorkata.errors import UsageError


def test_a_key_draws_the_same_for_the_same_check_and_nothing_else():
    """Another key, exercise, visibility or name draws other inputs; so do the seeds."""
    key, path = Key.of(7), ("05_custom_layers", "Linear", "visible", "test_values")
    others = [
        (Key.of(8), path),
        (Key.drawn(), path),
        (key, ("05_custom_layers", "Scale", *path[2:])),
        (key, (*path[:2], "hidden", path[3])),
        (key, (*path[:3], "test_shape")),
    ]
    drawn, seed = key.rng(*path).random(4), key.number(*path, "1")
    assert np.array_equal(drawn, Key.of(7).rng(*path).random(4))
    assert seed == Key.of(7).number(*path, "1") != key.number(*path, "2")
    for other, about in others:
        assert not np.array_equal(drawn, other.rng(*about).random(4))
        assert seed != other.number(*about, "1")


def test_a_drawn_key_is_128_bits_and_never_the_same():
    """No search finds it, and it was made of no seed."""
    keys = {Key.drawn() for _ in range(100)}
    assert len(keys) == 100
    assert {(len(key.secret), key.seed) for key in keys} == {(16, None)}


def test_seeds_of_questions_fit_every_library():
    """TensorFlow, NumPy and Python take 31 bits; all of them are used."""
    seeds = [Key.of(1).number("question", str(n)) for n in range(2000)]
    assert min(seeds) >= 0
    assert 2**30 < max(seeds) < 2**31


def test_a_key_is_read_from_a_seed_or_from_its_hex():
    """What `--seed` takes: a number, or what results.json has as `key`."""
    key = Key.drawn()
    assert Key.read(key.secret.hex()) == key
    assert Key.read("7") == Key.of(7)
    for text in ("", "seven", "-1", key.secret.hex()[:-1], key.secret.hex() + "0", "7.0"):
        with pytest.raises(UsageError, match="32 hex digits"):
            Key.read(text)
