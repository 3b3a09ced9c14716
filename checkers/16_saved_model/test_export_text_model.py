"""Checks of export_text_model."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

WORDS = ["tide", "sand", "gull", "and", "reef", "wave"]


def vector(sentence, words, vectors, *, lower=True, distinct=False, among=False):
    """Return the mean of a sentence's known words; or, among all of its words."""
    spoken = (sentence.lower() if lower else sentence).split()
    spoken = list(dict.fromkeys(spoken)) if distinct else spoken
    known = [vectors[words.index(word)] for word in spoken if word in words]
    count = len(spoken) if among else len(known)
    return np.sum([np.zeros(vectors.shape[1]), *np.float64(known)], axis=0) / max(count, 1)


def oracle(batch, words, vectors, **settings):
    rows = [vector(sentence, words, vectors, **settings) for sentence in batch]
    return np.reshape(rows, (len(batch), vectors.shape[1]))


def slips(batch, words, vectors):
    """Return the results of common mistakes."""
    counts = [[sum(w in words for w in s.lower().split())] for s in batch]
    shifted = np.concatenate([0 * vectors[:1], vectors])[: len(words)]
    first = [" ".join(sentence.split()[:1]) for sentence in batch]
    return {
        "the sum, not the mean": oracle(batch, words, vectors) * counts,
        "unknown words count as vectors of 0": oracle(batch, words, vectors, among=True),
        "capital letters make other words": oracle(batch, words, vectors, lower=False),
        "a word that occurs twice counts once": oracle(batch, words, vectors, distinct=True),
        "the row before: line numbers begin with 0": oracle(batch, words, shifted),
        "only the first word": oracle(first, words, vectors),
    }


def compare(results, batches, words, vectors):
    """Hold the vectors of each batch of sentences."""
    for batch, result in zip(batches, results, strict=True):
        got = sorted(result) if isinstance(result, dict) else result
        what = f"the list of outputs for {len(batch)} sentences"
        assert_equal(got, ["vectors"], what=what, slips=MISFITS)
        want, wrong = oracle(batch, words, vectors), slips(batch, words, vectors)
        told = f"the vectors of {batch}"
        assert_close(result["vectors"], want, dtype="float32", slips=wrong, what=told)


def spoken(rng, count, unknown=()):
    """Return sentences of one to six words."""
    return [" ".join(rng.choice([*WORDS, *unknown], rng.integers(1, 7))) for _ in range(count)]


def test_example(probes):
    """export_text_model gives what the docstring's example shows"""
    words, vectors = ["good", "bad"], np.float32([[4], [-2]])
    batch = ["Good good BAD film", "film"]
    got = probes.sentences_served(words, vectors, [batch], changed=False)
    compare(got, [batch], words, vectors)


@points(2)
@after(test_example)
def test_mean(probes, rng):
    """each sentence has the mean of its known words, in batches of every size"""
    vectors = draw(rng, (6, 3))
    batches = [spoken(rng, 5), ["gull AND Gull", "a reef of   sand\tthere "], ["Tide"]]
    batches.append(["wave wave xyz", "", "nothing known", "the sand sand\ntide", "wave! sand,"])
    got = probes.sentences_served(WORDS, vectors, batches, changed=False)
    compare(got, batches, WORDS, vectors)


@points(1.5)
@after(test_example)
def test_moved(probes, rng):
    """the folder works after it was moved, and without the vocabulary file"""
    vectors, batches = draw(rng, (6, 2)), [spoken(rng, 4, ["buoy"]), spoken(rng, 1)]
    got = probes.sentences_served(WORDS, vectors, batches)
    compare(got, batches, WORDS, vectors)


MISFITS = {
    "the vocabulary file is not in the folder: it reads the old path": "the file is gone",
    "there is no signature of this name": "no signature",
    "its input has another name": "another input",
    "the sentences do not fit: the batch size is fixed, or the dtype": "does not fit",
}
