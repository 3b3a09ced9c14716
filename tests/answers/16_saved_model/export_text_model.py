"""Answers to export_text_model."""

import pathlib

import tensorflow as tf


def file_table(vocabulary, default=-1, line=tf.lookup.TextFileIndex.LINE_NUMBER):
    whole = tf.lookup.TextFileIndex.WHOLE_LINE
    made = tf.lookup.TextFileInitializer(vocabulary, tf.string, whole, tf.int64, line)
    return tf.lookup.StaticHashTable(made, default)


def mean(rows, vectors, words):
    """Return the mean vector of each ragged row of row numbers."""
    known = rows.to_tensor(-1)
    kept = tf.cast(known >= 0, tf.float32)[..., tf.newaxis]
    total = tf.reduce_sum(kept * tf.gather(vectors, tf.maximum(known, 0)), axis=1)
    return tf.math.divide_no_nan(total, tf.reduce_sum(kept, axis=1))


def write(vocabulary, vectors, path, **settings):
    """Save as asked, but for what the settings say."""
    module = tf.Module()
    module.table, module.vectors = file_table(vocabulary), tf.Variable(vectors)
    split = settings.get("split", lambda text: tf.strings.split(tf.strings.lower(text)))
    pool, key = settings.get("pool", mean), settings.get("key", "vectors")
    spec = settings.get("spec", tf.TensorSpec([None], tf.string, name="sentences"))

    @tf.function(input_signature=[spec])
    def embed(sentences):
        words = split(sentences)
        rows = words.with_values(module.table.lookup(words.values))
        return {key: pool(rows, module.vectors, words)}

    tf.saved_model.save(module, path, {settings.get("signature", "serving_default"): embed})


# slow: test_example | the first check to save a table, and to split strings in a graph

# %% right: the words as constants
def export_text_model(vocabulary, vectors, path):
    words = tf.constant(pathlib.Path(vocabulary).read_text().split())
    module = tf.Module()
    numbers = tf.range(tf.size(words), dtype=tf.int64)
    made = tf.lookup.KeyValueTensorInitializer(words, numbers)
    module.table = tf.lookup.StaticHashTable(made, default_value=-1)
    module.vectors = vectors

    def embed(sentences):
        spoken = tf.strings.split(tf.strings.lower(sentences))
        rows = tf.ragged.map_flat_values(module.table.lookup, spoken)
        rows = tf.ragged.boolean_mask(rows, rows >= 0)
        found = tf.reduce_mean(tf.gather(module.vectors, rows), axis=1)
        return {"vectors": tf.where(tf.math.is_nan(found), 0.0, found)}

    spec = tf.TensorSpec([None], tf.string, name="sentences")
    graph = tf.function(embed, input_signature=[spec])
    tf.saved_model.save(module, path, signatures=graph)


# %% right: an asset, and a row of zeros for unknown words
class Text(tf.Module):
    def __init__(self, vocabulary, vectors):
        super().__init__()
        self.file = tf.saved_model.Asset(vocabulary)
        index = tf.lookup.TextFileIndex
        made = tf.lookup.TextFileInitializer(
            self.file, tf.string, index.WHOLE_LINE, tf.int64, index.LINE_NUMBER
        )
        size = int(vectors.shape[0])
        self.table = tf.lookup.StaticHashTable(made, size)
        self.vectors = tf.Variable(tf.pad(vectors, [[0, 1], [0, 0]]))
        self.known = tf.constant([1.0] * size + [0.0])

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def __call__(self, sentences):
        words = tf.strings.split(tf.strings.lower(sentences), sep=None)
        rows = self.table.lookup(words.values)
        segments, count = words.value_rowids(), words.nrows()
        total = tf.math.unsorted_segment_sum(tf.gather(self.vectors, rows), segments, count)
        number = tf.math.unsorted_segment_sum(tf.gather(self.known, rows), segments, count)
        return {"vectors": total / tf.maximum(number, 1.0)[:, tf.newaxis]}


def export_text_model(vocabulary, vectors, path):
    text = Text(vocabulary, vectors)
    tf.saved_model.save(text, path, signatures={"serving_default": text.__call__})


# %% right: a count matrix
def export_text_model(vocabulary, vectors, path):
    def pool(rows, vectors, _):
        shares = tf.reduce_sum(tf.one_hot(rows.to_tensor(-1), tf.shape(vectors)[0]), axis=1)
        return tf.math.divide_no_nan(shares @ vectors, tf.reduce_sum(shares, 1, keepdims=True))

    write(vocabulary, vectors, path, pool=pool)


# %% wrong: the table is not tracked | test_example | untracked
# breaks: "Write a SavedModel that turns sentences into vectors"
def export_text_model(vocabulary, vectors, path):
    table, module = file_table(vocabulary), tf.Module()
    module.vectors = tf.Variable(vectors)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, name="sentences")])
    def embed(sentences):
        words = tf.strings.split(tf.strings.lower(sentences))
        rows = words.with_values(table.lookup(words.values))
        return {"vectors": mean(rows, module.vectors, words)}

    tf.saved_model.save(module, path, {"serving_default": embed})


# %% wrong: a dict while tracing | test_example
# breaks: "Write a SavedModel that turns sentences into vectors"
def export_text_model(vocabulary, vectors, path):
    rows = {w.encode(): k for k, w in enumerate(pathlib.Path(vocabulary).read_text().split())}
    module = tf.Module()

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, name="sentences")])
    def embed(sentences):
        words = tf.strings.split(tf.strings.lower(sentences))
        found = tf.numpy_function(lambda w: [rows.get(x, -1) for x in w], [words.values], tf.int64)
        return {"vectors": mean(words.with_values(found), vectors, words)}

    tf.saved_model.save(module, path, {"serving_default": embed})


# %% wrong: the path is read at each call | test_moved | reads the old path
# breaks: "The folder needs nothing else"
# breaks: "if the vocabulary file was deleted"
def export_text_model(vocabulary, vectors, path):
    module = tf.Module()
    module.vectors = tf.Variable(vectors)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, name="sentences")])
    def embed(sentences):
        lines = tf.strings.split(tf.io.read_file(vocabulary), "\n")[:-1]
        words = tf.strings.split(tf.strings.lower(sentences))
        hit = tf.cast(words.to_tensor("?")[..., tf.newaxis] == lines, tf.float32)
        shares = tf.reduce_sum(hit, axis=1)
        count = tf.reduce_sum(shares, 1, keepdims=True)
        return {"vectors": tf.math.divide_no_nan(shares @ module.vectors, count)}

    tf.saved_model.save(module, path, {"serving_default": embed})


# %% wrong: the folder's own place is written into the graph | test_moved | reads the old path
# breaks: "it still works if it was moved"
def export_text_model(vocabulary, vectors, path):
    module = tf.Module()
    module.vectors = tf.Variable(vectors)
    pathlib.Path(path).mkdir(parents=True, exist_ok=True)
    copy = pathlib.Path(path, "words.txt")
    copy.write_text(pathlib.Path(vocabulary).read_text())

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, name="sentences")])
    def embed(sentences):
        lines = tf.strings.split(tf.io.read_file(str(copy)), "\n")[:-1]
        words = tf.strings.split(tf.strings.lower(sentences))
        hit = tf.cast(words.to_tensor("?")[..., tf.newaxis] == lines, tf.float32)
        shares = tf.reduce_sum(hit, axis=1)
        count = tf.reduce_sum(shares, 1, keepdims=True)
        return {"vectors": tf.math.divide_no_nan(shares @ module.vectors, count)}

    tf.saved_model.save(module, path, {"serving_default": embed})


# %% wrong: the sum | test_example | the sum
# breaks: "the mean of their words' vectors"
def export_text_model(vocabulary, vectors, path):
    def pool(rows, vectors, _):
        known = rows.to_tensor(-1)
        kept = tf.cast(known >= 0, tf.float32)[..., tf.newaxis]
        return tf.reduce_sum(kept * tf.gather(vectors, tf.maximum(known, 0)), axis=1)

    write(vocabulary, vectors, path, pool=pool)


# %% wrong: only the first word | test_example | differs
# breaks: "the mean of their words' vectors"
def export_text_model(vocabulary, vectors, path):
    write(vocabulary, vectors, path, pool=lambda rows, v, words: mean(rows[:, :1], v, words))


# %% wrong: lines are counted from 1 | test_example | row before
# breaks: "row k of vectors (words, dim), float32, is the vector of the word in line k"
def export_text_model(vocabulary, vectors, path):
    shifted = tf.concat([tf.zeros_like(vectors[:1]), vectors[:-1]], axis=0)
    write(vocabulary, shifted, path)


# %% wrong: sorted words | test_example | differs
# breaks: "is the vector of the word in line k"
def export_text_model(vocabulary, vectors, path):
    words = pathlib.Path(vocabulary).read_text().split()
    order = sorted(range(len(words)), key=words.__getitem__)
    inverse = [order.index(k) for k in range(len(words))]
    write(vocabulary, tf.gather(vectors, inverse), path)


# %% wrong: a signature of another name | test_example | no signature of this name
# breaks: "The signature "serving_default" in the folder"
def export_text_model(vocabulary, vectors, path):
    write(vocabulary, vectors, path, signature="embed")


# %% wrong: the input has another name | test_example | its input has another name
# breaks: "takes "sentences" (n,), string"
def export_text_model(vocabulary, vectors, path):
    write(vocabulary, vectors, path, spec=tf.TensorSpec([None], tf.string, name="text"))


# %% wrong: two sentences at a time | test_mean | batch size is fixed
# breaks: "for any n"
def export_text_model(vocabulary, vectors, path):
    write(vocabulary, vectors, path, spec=tf.TensorSpec([2], tf.string, name="sentences"))


# %% wrong: a column of sentences | test_example | do not fit
# breaks: "takes "sentences" (n,), string"
def export_text_model(vocabulary, vectors, path):
    def split(text):
        return tf.strings.split(tf.strings.lower(text[:, 0]))

    spec = tf.TensorSpec([None, 1], tf.string, name="sentences")
    write(vocabulary, vectors, path, spec=spec, split=split)


# %% wrong: an output of another name | test_example | list of outputs
# breaks: "It returns {"vectors": (n, dim)}, float32"
def export_text_model(vocabulary, vectors, path):
    write(vocabulary, vectors, path, key="output_0")


# %% wrong: split at each space | test_mean | values differ
# breaks: "The words of a sentence are what white space separates"
def export_text_model(vocabulary, vectors, path):
    def split(text):
        return tf.strings.split(tf.strings.lower(text), " ")

    write(vocabulary, vectors, path, split=split)


# %% wrong: capital letters | test_example | capital letters
# breaks: "Capital letters (A to Z) count as small ones"
def export_text_model(vocabulary, vectors, path):
    write(vocabulary, vectors, path, split=tf.strings.split)


# %% wrong: unknown words count | test_example | vectors of 0
# breaks: "A word that is not in the vocabulary is left out of the mean"
def export_text_model(vocabulary, vectors, path):
    def pool(rows, vectors, words):
        share = tf.cast(words.row_lengths(), tf.float32)[:, tf.newaxis]
        known = rows.to_tensor(-1)
        kept = tf.cast(known >= 0, tf.float32)[..., tf.newaxis]
        total = tf.reduce_sum(kept * tf.gather(vectors, tf.maximum(known, 0)), axis=1)
        return tf.math.divide_no_nan(total, share)

    write(vocabulary, vectors, path, pool=pool)


# %% wrong: unknown words are the first of the vocabulary | test_example | differ
# breaks: "A word that is not in the vocabulary is left out of the mean"
def export_text_model(vocabulary, vectors, path):
    def pool(rows, vectors, words):
        return mean(tf.ragged.map_flat_values(tf.maximum, rows, tf.constant(0, tf.int64)), vectors, words)

    write(vocabulary, vectors, path, pool=pool)


# %% wrong: each word once | test_example | counts once
# breaks: "a word that occurs twice counts twice"
def export_text_model(vocabulary, vectors, path):
    def pool(rows, vectors, _):
        shares = tf.reduce_max(tf.one_hot(rows.to_tensor(-1), tf.shape(vectors)[0]), axis=1)
        return tf.math.divide_no_nan(shares @ vectors, tf.reduce_sum(shares, 1, keepdims=True))

    write(vocabulary, vectors, path, pool=pool)


# %% wrong: NaN without words | test_example
# breaks: "A sentence without any known word has the vector 0"
def export_text_model(vocabulary, vectors, path):
    def pool(rows, vectors, _):
        rows = tf.ragged.boolean_mask(rows, rows >= 0)
        return tf.reduce_mean(tf.gather(vectors, rows), axis=1)

    write(vocabulary, vectors, path, pool=pool)


# %% equivalent: constant-96be0b4f | every number below 0 stands for an unknown word
# %% equivalent: constant-c5171a58 | every number below 0 stands for a place that is filled up


# %% wrong: punctuation is removed first | test_mean | differ
# breaks: "The words of a sentence are what white space separates"
def export_text_model(vocabulary: str, vectors: tf.Tensor, path: str) -> None:
    module = tf.Module()
    initializer = tf.lookup.TextFileInitializer(
        vocabulary,
        tf.string,
        tf.lookup.TextFileIndex.WHOLE_LINE,
        tf.int64,
        tf.lookup.TextFileIndex.LINE_NUMBER,
    )
    module.table = tf.lookup.StaticHashTable(initializer, default_value=-1)
    module.vectors = tf.Variable(vectors, dtype=tf.float32, trainable=False)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, name="sentences")])
    def serve(sentences):
        lowered = tf.strings.lower(sentences, encoding="utf-8")
        words = tf.strings.split(tf.strings.regex_replace(lowered, r"[[:punct:]]", ""))
        rows = words.with_values(module.table.lookup(words.values))
        rows = tf.ragged.boolean_mask(rows, rows >= 0)
        found = rows.with_values(tf.gather(module.vectors, rows.values))
        total = tf.reduce_sum(found, axis=1)
        count = tf.cast(rows.row_lengths(), tf.float32)[:, tf.newaxis]
        return {"vectors": tf.math.divide_no_nan(total, count)}

    tf.saved_model.save(module, path, signatures=serve)


# %% right: tf.strings.lower for ASCII only
def export_text_model(vocabulary: str, vectors: tf.Tensor, path: str) -> None:
    module = tf.Module()
    initializer = tf.lookup.TextFileInitializer(
        vocabulary,
        tf.string,
        tf.lookup.TextFileIndex.WHOLE_LINE,
        tf.int64,
        tf.lookup.TextFileIndex.LINE_NUMBER,
    )
    module.table = tf.lookup.StaticHashTable(initializer, default_value=-1)
    module.vectors = tf.Variable(vectors, dtype=tf.float32, trainable=False)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, name="sentences")])
    def serve(sentences):
        words = tf.strings.split(tf.strings.lower(sentences))
        rows = words.with_values(module.table.lookup(words.values))
        rows = tf.ragged.boolean_mask(rows, rows >= 0)
        found = rows.with_values(tf.gather(module.vectors, rows.values))
        total = tf.reduce_sum(found, axis=1)
        count = tf.cast(rows.row_lengths(), tf.float32)[:, tf.newaxis]
        return {"vectors": tf.math.divide_no_nan(total, count)}

    tf.saved_model.save(module, path, signatures=serve)
