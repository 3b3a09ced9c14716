"""Answers to tokenize."""

import re
import string

import keras


# %% right: split first, then clean the words and drop the empty ones
def tokenize(sentences):
    rows = tf.strings.split(sentences)
    words = tf.strings.regex_replace(rows.flat_values, r"[!-/:-@\[-`{-~]", "")
    words = tf.strings.lower(words, encoding="utf-8")
    clean = tf.RaggedTensor.from_row_splits(words, rows.row_splits)
    return tf.ragged.boolean_mask(clean, tf.not_equal(clean, ""))


# %% right: a pattern made of Python's list
def tokenize(sentences):
    bare = tf.strings.regex_replace(sentences, f"[{re.escape(string.punctuation)}]+", "")
    gaps = tf.strings.regex_replace(tf.strings.lower(bare, "utf-8"), r"\s+", " ")
    return tf.strings.split(tf.strings.strip(gaps))


# %% wrong: no lower case | test_words | not in lower case
def tokenize(sentences):
    return tf.strings.split(tf.strings.regex_replace(sentences, "[[:punct:]]", ""))


# %% wrong: lower case for ASCII alone | test_alphabets | encoding
def tokenize(sentences):
    lowered = tf.strings.lower(sentences)
    return tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", ""))


# %% wrong: a space in the place of punctuation | test_words | becomes a space
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", " "))


# %% wrong: the punctuation stays | test_words | stays
def tokenize(sentences):
    return tf.strings.split(tf.strings.lower(sentences, encoding="utf-8"))


# %% wrong: the ends of words alone are cleaned | test_words | ends of a word
def tokenize(sentences):
    rows = tf.strings.split(tf.strings.lower(sentences, encoding="utf-8"))
    clean = tf.strings.regex_replace(rows, "^[[:punct:]]+|[[:punct:]]+$", "")
    return tf.ragged.boolean_mask(clean, tf.not_equal(clean, ""))


# %% wrong: only letters stay | test_alphabets | digits
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, r"[^\pL\s]", ""))


# %% wrong: only a to z and digits stay | test_alphabets | beyond a to z
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, r"[^a-z0-9\s]", ""))


# %% wrong: what is no word character goes, in ASCII | test_words | underscore
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, r"[^\w\s]", ""))


# %% wrong: Unicode's punctuation, which has no signs like + and = | test_words | signs
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, r"\pP", ""))


# %% wrong: commas and full stops alone | test_words | full stops
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, "[.,!?;:]", ""))


# %% wrong: splits at each space | test_gaps | each single space
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", ""), sep=" ")


# %% wrong: splits at each piece of whitespace | test_gaps | piece of whitespace
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    bare = tf.strings.regex_replace(lowered, "[[:punct:]]", "")
    return tf.strings.split(tf.strings.regex_replace(bare, r"\s", " "), sep=" ")


# %% wrong: spaces alone part the words, and none is empty | test_gaps | tabs
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    rows = tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", ""), sep=" ")
    return tf.ragged.boolean_mask(rows, tf.not_equal(rows, ""))


# %% wrong: cleans after the split and keeps what is left of a lone mark | test_gaps | only punctuation
def tokenize(sentences):
    rows = tf.strings.split(tf.strings.lower(sentences, encoding="utf-8"))
    return tf.strings.regex_replace(rows, "[[:punct:]]", "")


# %% wrong: letters for words | test_words | letters
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    bare = tf.strings.regex_replace(lowered, "[[:punct:]]", "")
    return tf.strings.unicode_split(bare, "UTF-8")


# %% wrong: a padded tensor | test_ragged | RaggedTensor
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", "")).to_tensor()


# %% wrong: sentences without words are left out | test_gaps | has no row
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    rows = tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", ""))
    return tf.ragged.boolean_mask(rows, rows.row_lengths() > 0)


# %% wrong: all words in one row | test_ragged | number of rows
def tokenize(sentences):
    text = tf.strings.reduce_join(sentences, separator=" ", keepdims=True)
    lowered = tf.strings.lower(text, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", ""))


# %% wrong: Python does it | test_in_a_graph | AttributeError
def tokenize(sentences):
    table = str.maketrans("", "", string.punctuation)
    rows = [s.decode().translate(table).lower().split() for s in sentences.numpy()]
    return tf.ragged.constant(rows, dtype=tf.string, ragged_rank=1)
