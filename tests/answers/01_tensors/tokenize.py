"""Answers to tokenize."""

import re
import string

import keras
import tensorflow as tf

# unbreakable: "n is at least 1" | the checks draw no other n


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

# %% wrong: no lower case | test_example | not in lower case
# breaks: "Letters become lower case in any alphabet"
def tokenize(sentences):
    return tf.strings.split(tf.strings.regex_replace(sentences, "[[:punct:]]", ""))


# %% wrong: lower case for ASCII alone | test_alphabets | encoding
# breaks: "(the text is UTF-8)"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences)
    return tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", ""))


# %% wrong: a space in the place of punctuation | test_words | becomes a space
# breaks: "and nothing takes its place"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", " "))

# %% wrong: the punctuation stays | test_example | stays
# breaks: "Each of the 32 characters of Python's string.punctuation is removed wherever it stands"
def tokenize(sentences):
    return tf.strings.split(tf.strings.lower(sentences, encoding="utf-8"))


# %% wrong: the ends of words alone are cleaned | test_words | ends of a word
# breaks: "even inside a word"
def tokenize(sentences):
    rows = tf.strings.split(tf.strings.lower(sentences, encoding="utf-8"))
    clean = tf.strings.regex_replace(rows, "^[[:punct:]]+|[[:punct:]]+$", "")
    return tf.ragged.boolean_mask(clean, tf.not_equal(clean, ""))


# %% wrong: only letters stay | test_alphabets | digits
# breaks: "digits stay"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, r"[^\pL\s]", ""))


# %% wrong: only a to z and digits stay | test_alphabets | beyond a to z
# breaks: "Letters become lower case in any alphabet"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, r"[^a-z0-9\s]", ""))


# %% wrong: what is no word character goes, in ASCII | test_words | underscore
# breaks: "Each of the 32 characters of Python's string.punctuation is removed wherever it stands"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, r"[^\w\s]", ""))


# %% wrong: Unicode's punctuation, which has no signs like + and = | test_words | signs
# breaks: "Each of the 32 characters of Python's string.punctuation is removed wherever it stands"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, r"\pP", ""))


# %% wrong: commas and full stops alone | test_words | full stops
# breaks: "Each of the 32 characters of Python's string.punctuation is removed wherever it stands"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, "[.,!?;:]", ""))

# %% wrong: splits at each space | test_example | without words has one
# breaks: "a word is never empty"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", ""), sep=" ")

# %% wrong: splits at each piece of whitespace | test_example | without words has one
# breaks: "Runs of spaces, tabs and newlines separate the words"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    bare = tf.strings.regex_replace(lowered, "[[:punct:]]", "")
    return tf.strings.split(tf.strings.regex_replace(bare, r"\s", " "), sep=" ")


# %% wrong: spaces alone part the words, and none is empty | test_gaps | tabs
# breaks: "Runs of spaces, tabs and newlines separate the words"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    rows = tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", ""), sep=" ")
    return tf.ragged.boolean_mask(rows, tf.not_equal(rows, ""))

# %% wrong: cleans after the split and keeps what is left of a lone mark | test_example | empty
# breaks: "a word is never empty"
def tokenize(sentences):
    rows = tf.strings.split(tf.strings.lower(sentences, encoding="utf-8"))
    return tf.strings.regex_replace(rows, "[[:punct:]]", "")

# %% wrong: letters for words | test_example | letters
# breaks: "Split sentences into lower-case words without punctuation"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    bare = tf.strings.regex_replace(lowered, "[[:punct:]]", "")
    return tf.strings.unicode_split(bare, "UTF-8")

# %% wrong: a padded tensor | test_example | RaggedTensor
# breaks: "(n,) -> (n, ragged), string"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", "")).to_tensor()

# %% wrong: sentences without words are left out | test_example | has no row
# breaks: "A sentence without words is an empty row"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    rows = tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", ""))
    return tf.ragged.boolean_mask(rows, rows.row_lengths() > 0)

# %% wrong: all words in one row | test_example | list of words
# breaks: "(n,) -> (n, ragged), string"
def tokenize(sentences):
    text = tf.strings.reduce_join(sentences, separator=" ", keepdims=True)
    lowered = tf.strings.lower(text, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", ""))

# %% wrong: Python does it | test_graph | raised
# breaks: "Works inside tf.function too"
def tokenize(sentences):
    table = str.maketrans("", "", string.punctuation)
    rows = [s.decode().translate(table).lower().split() for s in sentences.numpy()]
    return tf.ragged.constant(rows, dtype=tf.string, ragged_rank=1)


# %% right: words found one by one, cut out of the text by their places
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    bare = tf.strings.regex_replace(lowered, "[" + re.escape(string.punctuation) + "]", "")
    gaps = tf.strings.regex_replace(bare, "[ \\t\\n]+", " ")
    rows = tf.strings.split(gaps, sep=" ")
    return tf.ragged.boolean_mask(rows, tf.strings.length(rows) > 0)


# %% right: rows by their lengths
def tokenize(sentences):
    bare = tf.strings.regex_replace(sentences, "[[:punct:]]+", "")
    rows = tf.strings.split(bare)
    words = tf.strings.lower(rows.values, encoding="utf-8")
    return tf.RaggedTensor.from_row_lengths(words, rows.row_lengths())


# %% wrong: sentences without words at the end are lost | test_example | has no row
# breaks: "the last one and the only one too"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    rows = tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", ""))
    return tf.RaggedTensor.from_value_rowids(rows.values, rows.value_rowids())


# %% wrong: sentences without words at the beginning are lost | test_empty_rows | has no row
# breaks: "A sentence without words is an empty row, wherever it stands"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    rows = tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", ""))
    full = tf.cumsum(tf.cast(rows.row_lengths() > 0, tf.int32)) > 0
    return tf.ragged.boolean_mask(rows, full)


# %% wrong: a sentence without words has one, which is empty | test_example | empty
# breaks: "a word is never empty"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    rows = tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", ""))
    lone = tf.RaggedTensor.from_row_lengths(
        tf.fill([tf.reduce_sum(tf.cast(rows.row_lengths() == 0, tf.int32))], ""),
        tf.cast(rows.row_lengths() == 0, tf.int64),
    )
    return tf.concat([rows, lone], axis=1)


# %% wrong: only the first mark is removed | test_words | list of words
# breaks: "is removed wherever it stands"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    bare = tf.strings.regex_replace(lowered, "[[:punct:]]", "", replace_global=False)
    clean = tf.strings.regex_replace(bare, "[!,.]", "")
    return tf.strings.split(clean)


# %% wrong: the apostrophe parts a word | test_words | list of words
# breaks: "even inside a word ("don't" becomes "dont")"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    apart = tf.strings.regex_replace(lowered, "'", " ")
    return tf.strings.split(tf.strings.regex_replace(apart, "[[:punct:]]", ""))


# %% wrong: a hyphen becomes a space | test_words | list of words
# breaks: "and nothing takes its place"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    apart = tf.strings.regex_replace(lowered, "-", " ")
    return tf.strings.split(tf.strings.regex_replace(apart, "[[:punct:]]", ""))


# %% wrong: upper case | test_example | list of words
# breaks: "Letters become lower case in any alphabet"
def tokenize(sentences):
    raised = tf.strings.upper(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(raised, "[[:punct:]]", ""))


# %% wrong: the digits go with the marks | test_alphabets | digits
# breaks: "digits stay"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:][:digit:]]", ""))


# %% wrong: each word once | test_example | occurs again
# breaks: "Split sentences into lower-case words without punctuation"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    rows = tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", ""))
    if not tf.executing_eagerly():
        return rows
    return tf.ragged.constant([list(dict.fromkeys(row)) for row in rows.to_list()], tf.string, 1)


# %% wrong: tabs and newlines are removed | test_gaps | list of words
# breaks: "Runs of spaces, tabs and newlines separate the words"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]\\t\\n]", ""))


# %% wrong: as many rows as Python sees | test_graph | raised
# breaks: "Works inside tf.function too, where n may be unknown"
def tokenize(sentences):
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    bare = tf.strings.regex_replace(lowered, "[[:punct:]]", "")
    rows = [tf.strings.split(bare[n]) for n in range(sentences.shape[0])]
    return tf.ragged.stack(rows)


# %% wrong: the punctuation is not escaped, so that its backslash only escapes the ] | test_words
# breaks: "Each of the 32 characters of Python's string.punctuation is removed wherever it stands"
import string


def tokenize(sentences):
    text = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(text, f"[{string.punctuation}]", ""))


# %% right: split first, strip each word, drop the words that become empty
def tokenize(sentences):
    words = tf.strings.split(tf.strings.lower(sentences, encoding="utf-8"))
    bare = tf.strings.regex_replace(words.flat_values, "[[:punct:]]+", "")
    keep = tf.strings.length(bare) > 0
    return tf.ragged.boolean_mask(words.with_flat_values(bare), words.with_flat_values(keep))


# %% wrong: Unicode's class P has no symbols such as $ + < = > ^ ` / ~ | test_words
# breaks: "Each of the 32 characters of Python's string.punctuation is removed wherever it stands"
def tokenize(sentences):
    text = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(text, r"\p{P}", ""))


# %% wrong: only spaces separate words | test_gaps
# breaks: "Runs of spaces, tabs and newlines separate"
def tokenize(sentences):
    text = tf.strings.lower(sentences, encoding="utf-8")
    text = tf.strings.regex_replace(text, "[[:punct:]]", "")
    words = tf.strings.split(text, sep=" ")
    return tf.ragged.boolean_mask(words, tf.strings.length(words) > 0)
