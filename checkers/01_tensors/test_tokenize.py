"""Checks of tokenize."""

import re
import string

import numpy as np

from tensorkata.checking import after, assert_equal, assert_true, points
from tensorkata.running.observation import Ragged

LETTERS = list("aeioubdkstvAEIRSTKMéøÄÖ0379")
BARE = str.maketrans("", "", string.punctuation)
SPACED = str.maketrans(dict.fromkeys(string.punctuation, " "))


def oracle(sentences):
    """Return the lower-case words of each sentence, without punctuation."""
    return [sentence.translate(BARE).lower().split() for sentence in sentences]


def words(rng, count, letters=LETTERS):
    """Draw words of two to seven letters."""
    return ["".join(rng.choice(letters, rng.integers(2, 8))) for _ in range(count)]


def marked(rng, word):
    """Put a mark somewhere before the last letter of a word."""
    place, mark = rng.integers(0, len(word)), rng.choice(list(string.punctuation))
    return f"{word[:place]}{mark}{word[place:]}"


def mistakes(sentences):
    """Return what the usual mistakes give, by the words that tell them."""
    ascii_lower = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
    bare = [sentence.translate(BARE) for sentence in sentences]
    return {
        "the words are not in lower case": [row.split() for row in bare],
        "only a to z become lower case: say which encoding": [row.translate(ascii_lower).split() for row in bare],
        "a space takes the place of punctuation; nothing does": [s.translate(SPACED).lower().split() for s in sentences],
        "the punctuation stays": [s.lower().split() for s in sentences],
        "only the ends of a word lose their punctuation": [
            [w for word in s.lower().split() if (w := word.strip(string.punctuation))] for s in sentences
        ],
        "digits are taken out, too": [re.sub("[0-9]", "", row).lower().split() for row in bare],
        "letters beyond a to z are taken out": [re.sub("[^a-z0-9\\s]", "", r.lower()).split() for r in bare],
        "the underscore is punctuation, too": [
            re.sub("[^\\w\\s]", "", s, flags=re.ASCII).lower().split() for s in sentences
        ],
        "only commas, full stops and the like are taken out": [re.sub("[.,!?;:]", "", s).lower().split() for s in sentences],
        "a word is empty: two spaces, or a mark on its own": [re.split("\\s", r.lower()) for r in bare],
        "only spaces part the words; tabs and newlines do, too": [
            [w for w in r.lower().split(" ") if w] for r in bare
        ],
        "these are letters, not words": [list(row.lower()) for row in bare],
    }


def test_ragged(probes, rng):
    """tokenize returns a tf.RaggedTensor with a row of strings for each sentence"""
    for rows in [(3, 1, 4), (2,)]:
        got = probes.call("tokenize", np.array([" ".join(words(rng, n)) for n in rows], dtype=object))
        assert_true(isinstance(got, Ragged), "this is not a tf.RaggedTensor", got=got)
        assert_equal(len(got.to_list()), len(rows), what="the number of rows")


@points(1)
@after(test_ragged)
def test_words(probes, rng):
    """the words are in lower case, without punctuation"""
    letters = [letter for letter in LETTERS if letter.isascii() and letter.isalpha()]
    rows = [[marked(rng, word) for word in words(rng, n, letters)] for n in (5, 2, 6)]
    rows[0].append("Didn't")
    rows[2].insert(2, "CO-op,")
    rows[1].insert(0, "($x^y|_z=~`<>")
    sentences = [" ".join(row) for row in rows]
    assert_equal(probes.call("tokenize", np.array(sentences, dtype=object)), oracle(sentences),
                 what="the rows of words", slips=mistakes(sentences))


@points(1)
@after(test_ragged)
def test_alphabets(probes, rng):
    """digits and the letters of other alphabets stay, in lower case"""
    sentences = [" ".join(words(rng, n)) for n in (3, 5)] + ["Ärger É2 Øre 37", "ΔΟΞΑ и МИР"]
    assert_equal(probes.call("tokenize", np.array(sentences, dtype=object)), oracle(sentences),
                 what="the rows of words", slips=mistakes(sentences))


@points(1)
@after(test_ragged)
def test_gaps(probes, rng):
    """no word is empty: runs of whitespace, lone marks, a sentence without words"""
    a, b, c, d = words(rng, 4, list("abcdefgh"))
    sentences = [f"{a}  {b}\t{c}\n{d}", "", f" {c} - {a} ", "?! ...", "  \t", d]
    assert_equal(probes.call("tokenize", np.array(sentences, dtype=object)), oracle(sentences),
                 what="the rows of words", slips=mistakes(sentences))
