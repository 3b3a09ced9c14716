"""Checks of tokenize."""

import re
import string

import numpy as np

from tensorkata.checking import after, assert_equal, assert_true, points
from tensorkata.protocol.observation import Ragged

LETTERS = list("aeioubdkstvAEIRSTKMéøÄÖ0379")
BARE = str.maketrans("", "", string.punctuation)
ASCII = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
MARKS = f"[{re.escape(string.punctuation)}]"
PADDED = "a plain tensor, padded to rows of one length"
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
    """Return the results of common mistakes, by description."""
    lowered = [s.lower() for s in sentences]
    bare = [s.translate(BARE) for s in sentences]
    low = [s.lower() for s in bare]
    pieces = [[word.strip(string.punctuation) for word in s.split()] for s in lowered]
    return {
        "the words are not in lower case": split(bare),
        "only A to Z become lower case: pass the encoding": split(s.translate(ASCII) for s in bare),
        "punctuation becomes a space; just remove it": split(s.translate(SPACED) for s in lowered),
        "the punctuation stays": split(lowered),
        "only the ends of a word lose their punctuation": [[w for w in r if w] for r in pieces],
        "digits are removed too": split(without("[0-9]", low)),
        "letters beyond a to z are removed": split(without("[^a-z0-9\\s]", lowered)),
        "the underscore stays, but it is punctuation too": split(
            without("[^A-Za-z0-9_\\s]", lowered)
        ),
        "only commas, full stops and the like are removed": split(without("[.,!?;:]", lowered)),
        "signs like + and = stay, but they are in string.punctuation": split(
            without("[!-#%-*,-/:;?@\\[-\\]_{}]", lowered)
        ),
        "a word is empty: a sentence without words has one": [row or [""] for row in split(low)],
        "a word is empty: the split is at each single space": [s.split(" ") for s in low],
        "a word is empty: the split is at each piece of whitespace": [
            re.split("\\s", s) for s in low
        ],
        "a word is empty: it was only punctuation": [
            [word.translate(BARE) for word in s.split()] for s in lowered
        ],
        "only spaces separate the words; tabs and newlines should too": [
            [word for word in s.split(" ") if word] for s in low
        ],
        "a sentence without words has no row": [row for row in split(low) if row],
        "a word that occurs again is left out": [list(dict.fromkeys(row)) for row in split(low)],
        "the words are sorted; keep their order": [sorted(row) for row in split(low)],
        "these are letters, not words": [list(s) for s in low],
        "only the first mark of a sentence is removed": split(
            re.sub(MARKS, "", s, count=1) for s in lowered
        ),
        "an apostrophe separates words; just remove it": split(
            s.replace("'", " ").translate(BARE) for s in lowered
        ),
        "a hyphen separates words; just remove it": split(
            s.replace("-", " ").translate(BARE) for s in lowered
        ),
        "the words are in upper case": split(s.upper() for s in bare),
        "tabs and newlines are removed; they separate words": split(without("[\t\n]", low)),
    }


def split(sentences):
    return [sentence.split() for sentence in sentences]


def without(pattern, sentences):
    return [re.sub(pattern, "", sentence) for sentence in sentences]


def test_example(probes):
    """tokenize gives what the docstring's example shows"""
    sentences = ["Well, well!", "..."]
    got = probes.call("tokenize", np.array(sentences, dtype=object))
    cause = PADDED if isinstance(got, np.ndarray) else None
    assert_true(isinstance(got, Ragged), "this is not a tf.RaggedTensor", got=got, cause=cause)
    want = [["well", "well"], []]
    assert_equal(got.to_list(), want, what="the list of words", slips=mistakes(sentences))


@points(0.5)
@after(test_example)
def test_words(probes, rng):
    """the words are in lower case, without punctuation"""
    letters = [letter for letter in LETTERS if letter.isascii() and letter.isalpha()]
    rows = [[marked(rng, word) for word in words(rng, n, letters)] for n in (5, 2, 6)]
    sentences = [" ".join([*row, *more]) for row, more in zip(rows, SPECIMENS, strict=True)]
    got = probes.call("tokenize", np.array(sentences, dtype=object)).to_list()
    assert_equal(got, oracle(sentences), what="the list of words", slips=mistakes(sentences))


@points(0.5)
@after(test_example)
def test_alphabets(probes, rng):
    """digits and the letters of other alphabets stay, in lower case"""
    sentences = [" ".join(words(rng, n)) for n in (3, 5)] + ["Ärger É2 Øre 37", "СНЕГ и ЛЁД"]
    got = probes.call("tokenize", np.array(sentences, dtype=object)).to_list()
    assert_equal(got, oracle(sentences), what="the list of words", slips=mistakes(sentences))


@points(0.5)
@after(test_example)
def test_gaps(probes, rng):
    """no word is empty: runs of whitespace, words of punctuation only, a sentence without words"""
    a, b, c, d = words(rng, 4, list("abcdefgh"))
    sentences = [f"{a}  {b}\t{c}\n{d}", "", f" {c} - {a} ", "?! ...", "  \t", d]
    got = probes.call("tokenize", np.array(sentences, dtype=object)).to_list()
    assert_equal(got, oracle(sentences), what="the list of words", slips=mistakes(sentences))


@points(1)
@after(test_example)
def test_empty_rows(probes, rng):
    """a sentence without words is an empty row, wherever it stands"""
    a, b = words(rng, 2)
    for sentences in ([a, "?!", ""], ["", f"{b} {a}"], ["..", " "], [""], [a, "", "-", b]):
        got = probes.call("tokenize", np.array(sentences, dtype=object)).to_list()
        slips = mistakes(sentences)
        assert_equal(got, oracle(sentences), what="the list of words", slips=slips)


@points(0.5)
@after(test_example)
def test_graph(probes, rng):
    """tokenize works in tf.function, where n is unknown"""
    texts = [[" ".join([*words(rng, n), "it's"]) for n in rows] for rows in [(1,), (3, 2, 1)]]
    arrays = [np.array(sentences, dtype=object) for sentences in texts]
    for sentences, got in zip(texts, probes.tokenize_in_graph(arrays), strict=True):
        assert_equal(got.to_list(), oracle(sentences), what="the list of words")


EVERY = "".join(f"k{mark}" for mark in string.punctuation)
SPECIMENS = (["Didn't"], ["($x^y|_z=~`<>", EVERY], ["CO-op,", "End."])
