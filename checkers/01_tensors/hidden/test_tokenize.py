"""Hidden checks of tokenize."""

import string

import numpy as np

from tensorkata.checking import after, assert_equal, points

BARE = str.maketrans("", "", string.punctuation)
SIGNS = list("aBcD\u00c9 ,.'_+\t" + string.punctuation)


@points(1)
@after("test_example")
def test_in_a_graph(probes, rng):
    """tokenize works inside tf.function, for one sentence and for many"""
    many = ["".join(rng.choice(SIGNS, 30)) for _ in range(12)]
    texts = [np.array(sentences, dtype=object) for sentences in (["Aa, b"], many)]
    for sentences, got in zip(texts, probes.tokenize_in_graph(texts), strict=True):
        want = [sentence.translate(BARE).lower().split() for sentence in sentences]
        assert_equal(got.to_list(), want, what="the list of words")
