"""Hidden checks of tokenize."""

import string

import numpy as np

from tensorkata.checking import after, assert_equal, points


@points(1)
@after("test_ragged")
def test_in_a_graph(probes, rng):
    """tokenize works inside tf.function, for one sentence and for many"""
    for count in (1, 12):
        rows = [rng.choice(list("aBcD\u00c9 ,.'_+\t" + string.punctuation), 30) for _ in range(count)]
        sentences = ["".join(row) for row in rows]
        bare = [s.translate(str.maketrans("", "", string.punctuation)) for s in sentences]
        got = probes.graph("tokenize", np.array(sentences, dtype=object))
        assert_equal(got, [s.lower().split() for s in bare], what="the rows of words")
