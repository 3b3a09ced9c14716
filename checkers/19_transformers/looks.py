"""Pictures of a transformer at work: a look-up, three heads, the cost of a text, words turned."""

import re

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine

from tensorkata.student.look import BLUE, FAINT, GREEN, INK, RED, look

COLUMNS = 6


def _images():
    """Return ten digits as keys, one of each class, and six others, the lower half of them cut."""
    images, labels = load_digits(return_X_y=True)
    images = (images / 16).astype("float32")
    keys = np.stack([images[np.flatnonzero(labels == digit)[0]] for digit in range(10)])
    asked = np.stack([images[np.flatnonzero(labels == digit)[9]] for digit in (0, 1, 3, 4, 6, 7)])
    asked[:, 32:] = 0
    return keys, asked


def _upper(images, keys):
    """Return what is special of the upper halves: less the keys' mean, and of length 1."""
    upper = images[:, :32] - keys[:, :32].mean(axis=0)
    return upper / np.linalg.norm(upper, axis=1, keepdims=True)


def _lookup_scene(figure):
    rows = figure.subplots(3, COLUMNS)
    _, asked = _images()
    for axes in rows.ravel():
        axes.set(xticks=[], yticks=[])
    names = ("the query", "output", "output of\n8 x query")
    for row, name in zip(rows, names, strict=True):
        row[0].set_ylabel(name)
    for axes, image in zip(rows[0], asked, strict=True):
        axes.imshow(image.reshape(8, 8), cmap="gray", vmin=0, vmax=1)
    figure.suptitle("The upper half asks; the keys and values are ten whole digits, 0 to 9")
    return rows


@look(
    "Three rows of small images. Upper row: six handwritten digits without their lower half, the"
    " queries. Middle: what attention mixes for them from ten whole digits, blurred. Below: with"
    " queries 8 times as long the softmax is nearly one-hot, and a whole digit comes back.",
    scene=_lookup_scene,
)
def scaled_dot_product_attention(student, figure):
    rows = _lookup_scene(figure)
    keys, asked = _images()
    upper = _upper(keys, keys)
    for row, factor in zip(rows[1:], (1, 8), strict=True):
        queries = tf.constant(20 * factor * _upper(asked, keys))
        mixed, weights = student.scaled_dot_product_attention(queries, upper, tf.constant(keys))
        for axes, image, shares in zip(row, mixed.numpy(), weights.numpy(), strict=True):
            axes.imshow(image.reshape(8, 8), cmap="gray", vmin=0, vmax=1)
            axes.set_xlabel(f"mostly {np.argmax(shares)}: {np.max(shares):.0%}")


WORD = "ABRACADABRA"
HEADS = ("the letter before", "the first letter", "the same letter")


def _heads_scene(figure):
    panels, places = figure.subplots(1, 3), range(len(WORD))
    for axes, title in zip(panels, HEADS, strict=True):
        axes.set(title=title, xticks=places, yticks=places, xlabel="key")
        axes.set_xticklabels(WORD)
        axes.set_yticklabels(WORD)
    panels[0].set_ylabel("query")
    return panels


@look(
    "Three maps of weights, a row for each letter of ABRACADABRA as query, a column for each letter"
    " as key. The first head looks at the letter before, the second at the first letter, the third"
    " at all earlier places with the same letter. Nothing is above the diagonal.",
    scene=_heads_scene,
)
def multi_head_attention(student, figure):
    panels, n = _heads_scene(figure), len(WORD)
    letters = sorted(set(WORD))
    # A column for each position, one for each letter, and the rest empty; each head has n columns.
    x = np.zeros((1, n, 3 * n), "float32")
    x[0, :, :n] = np.eye(n)
    x[0, np.arange(n), [n + letters.index(letter) for letter in WORD]] = 1
    query, key, value = (np.zeros((3 * n, 3 * n), "float32") for _ in range(3))
    query[1:n, : n - 1], key[:n, :n] = 20 * np.eye(n - 1), np.eye(n)
    query[0, 0] = query[:n, n] = 20
    key[0, n] = 1
    for at in range(n, n + len(letters)):
        query[at, n + at], key[at, n + at] = 20, 1
    # The values are the positions themselves, so that the output of a head is its weights.
    for head in range(3):
        value[:n, head * n : (head + 1) * n] = np.eye(n)
    layer, zeros = student.MultiHeadAttention(3 * n, 3), np.zeros(3 * n)
    layer(x)
    kernels = {"query": query, "key": key, "value": value, "output": np.eye(3 * n)}
    for name, kernel in kernels.items():
        getattr(layer, f"to_{name}").set_weights([kernel, zeros])
    output, _ = layer(x)
    for head, axes in enumerate(panels):
        axes.imshow(output[0, :, head * n : (head + 1) * n], cmap="Blues", vmin=0, vmax=1)


def _cost_scene(figure):
    axes = figure.subplots()
    axes.set(
        title="What a text costs, after a prompt of 10 tokens",
        xlabel="new tokens",
        ylabel="positions that the model computes",
    )
    return axes


@look(
    "Two curves over the number of new tokens. Without a cache the number of positions that the"
    " model computes grows like a parabola, with a cache it grows along a straight line far below.",
    scene=_cost_scene,
)
def generate(student, figure):
    axes, counts = _cost_scene(figure), (0, 5, 10, 20, 30, 40)
    for cached, color, style in ((False, RED, "s--"), (True, BLUE, "o-")):
        sums = []
        for count in counts:
            asked = []

            def model(tokens, past=None, asked=asked):
                asked.append(tokens.shape[1])
                return tf.one_hot(tokens, 3), [(tokens, tokens)]

            student.generate(model, tf.zeros((1, 10), tf.int32), count, cached=cached)
            sums.append(sum(asked))
        label = "with the cache" if cached else "without a cache"
        axes.plot(counts, sums, style, color=color, label=label)
    axes.legend()


def _trained(student, sequences, vocabulary):
    """Return the student's model after it has learned to reverse the sequences."""
    rows = tf.concat([sequences, tf.ones_like(sequences[:, :1]), sequences[:, ::-1]], axis=1)
    model = student.LanguageModel(vocabulary, rows.shape[1], dim=32, heads=2, hidden=64, depth=1)
    optimizer = keras.optimizers.Adam(0.01)
    model(rows[:1])  # makes the weights

    @tf.function(autograph=False)
    def step():
        batch = tf.gather(rows, tf.random.uniform([64], 0, len(rows), tf.int32))
        with tf.GradientTape() as tape:
            loss = student.next_token_loss(batch, model(batch)[0], separator=1)
        weights = model.trainable_variables
        optimizer.apply(tape.gradient(loss, weights), weights)

    for _ in range(80):
        step()
    return model


def _words():
    """Return ten words of five letters from the descriptions of scikit-learn's data."""
    text = " ".join(load().DESCR for load in (load_iris, load_wine, load_breast_cancer))
    found = dict.fromkeys(re.findall(r"(?<![\w.-])[a-z]{5}(?![\w-])", text))
    return [word for word in found if len(set(word)) > 3][:10]


def _words_scene(figure):
    axes, words = figure.subplots(), _words()
    axes.set(xlim=(-0.6, 10.6), ylim=(len(words) - 0.4, -0.6), xticks=[], yticks=[])
    axes.set_title("Words that the model has never seen, and what it writes behind them")
    for row, word in enumerate(words):
        for column, letter in enumerate(word + "="):
            axes.text(column, row, letter, ha="center", va="center", color=INK)
    axes.axvline(5.5, color=FAINT, linewidth=1)
    return axes


@look(
    "Ten English words of five letters, one below the other, each followed by an equals sign and by"
    " what your model writes after it was trained to reverse other letters. A right letter is green"
    " and has a frame, a wrong one is red and crossed out.",
    scene=_words_scene,
)
def put_together(student, figure):
    axes, words = _words_scene(figure), _words()
    sequences = tf.random.stateless_uniform((2000, 5), [5, 2], 2, 28, tf.int32)
    model = _trained(student, sequences, 28)
    tokens = tf.constant([[ord(letter) - ord("a") + 2 for letter in word] for word in words])
    prompt = tf.concat([tokens, tf.ones_like(tokens[:, :1])], axis=1)
    written = student.generate(model, prompt, 5)[:, 6:].numpy()
    for row, word in enumerate(words):
        for column, token in enumerate(written[row]):
            letter = chr(token - 2 + ord("a")) if token > 1 else "-"
            right = letter == word[4 - column]
            frame = {"boxstyle": "round", "fill": False, "edgecolor": GREEN if right else RED}
            axes.text(
                6 + column,
                row,
                letter,
                ha="center",
                va="center",
                color=GREEN if right else RED,
                bbox=frame if right else None,
            )
            if not right:
                axes.plot([5.8 + column, 6.2 + column], [row + 0.2, row - 0.2], color=RED)
