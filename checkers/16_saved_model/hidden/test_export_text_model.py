"""Hidden checks of export_text_model."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_moved")
def test_many_words(probes, rng):
    """a vocabulary of 300 words in an order of its own, moved"""
    words = [f"w{k}" for k in rng.permutation(300)]
    vectors, rows = draw(rng, (300, 4)), rng.integers(0, 300, (6, 9))
    batch = [" ".join(words[k].upper() for k in row) + " unknown" for row in rows]
    [result] = probes.sentences_served(words, vectors, [batch])
    want = vectors.astype(np.float64)[rows].mean(axis=1)
    assert_close(result["vectors"], want, dtype="float32", what="the vectors")
