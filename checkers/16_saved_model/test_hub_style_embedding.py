"""Checks of hub_style_embedding."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

WORDS = ["low tide", "high tide", "spring tide", "ebb"]


def texts(rng, count):
    return [str(text) for text in rng.choice([*WORDS, "moon"], count)]


def found(batch, vectors):
    """Return the vector of each text, 0 if it is unknown."""
    table = dict(zip(WORDS, vectors.astype(np.float64), strict=True))
    return np.array([table.get(text, 0 * table["ebb"]) for text in batch])


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def compare(got, batches, vectors, head):
    """Hold the shapes of the trainable weights, and the logits of each batch."""
    kernel, bias = head
    shapes, table = [list(kernel.shape), list(bias.shape)], list(vectors.shape)
    told = {FROZEN: [], NO_BIAS: shapes[:1], MORE: [table, *shapes]}
    assert_equal(got["shapes"], shapes, what="the list of shapes of trainable_weights", slips=told)
    for batch, logits in zip(batches, got["logits"], strict=True):
        want = found(batch, vectors) @ kernel + bias
        in_training = (3 * found(batch, vectors) + 1) @ kernel + bias
        wrong = {
            "the softmax of the logits": softmax(want),
            "the embedding runs in training mode": in_training,
            "a ReLU is on the head": np.maximum(want, 0),
            "a tanh is on the head": np.tanh(want),
        }
        told = f"the logits of {len(batch)} texts"
        assert_close(logits, want, dtype="float32", slips=wrong, what=told)


def test_example(probes):
    """hub_style_embedding gives logits of the docstring's example's shape"""
    vectors, head = np.float32([[1], [2], [3], [5]]), [np.ones((1, 3), "float32")] * 2
    batches, head[1] = [["ebb", "low tide"]], np.zeros(3, "float32")
    compare(probes.embedded(WORDS, vectors, head, batches), batches, vectors, head)


@points(1.5)
@after(test_example)
def test_logits(probes, rng, exercise_rng):
    """the logits are vectors @ kernel + bias, for batches of every size"""
    vectors = draw(exercise_rng, (4, 3))
    for classes in (5, 1):
        head = list(draw(rng, (3, classes), (classes,)))
        batches = [texts(rng, count) for count in (6, 1, 3)]
        compare(probes.embedded(WORDS, vectors, head, batches), batches, vectors, head)


@points(1)
@after(test_example)
def test_training(probes, rng, exercise_rng):
    """with training=True the embedding runs in inference mode too"""
    vectors, head = draw(exercise_rng, (4, 3)), list(draw(rng, (3, 2), (2,)))
    batches = [texts(rng, 4), texts(rng, 1)]
    got = probes.embedded(WORDS, vectors, head, batches, training=True)
    compare(got, batches, vectors, head)


@points(1)
@after(test_logits)
def test_step(probes, rng, exercise_rng):
    """a step of training moves the head and leaves the embedding as it is"""
    vectors, head = draw(exercise_rng, (4, 3)), list(draw(rng, (3, 2), (2,)))
    batch, upstream = texts(rng, 6), draw(rng, (6, 2))
    x = found(batch, vectors)
    moved = [head[0] - x.T @ upstream, head[1] - upstream.sum(axis=0)]
    got, want = probes.embedded_after_step(WORDS, vectors, head, batch, upstream), x @ moved[0]
    wrong = {STILL: x @ head[0] + head[1]}
    assert_close(got, want + moved[1], dtype="float32", slips=wrong, what="the logits afterwards")


NO_BIAS = "the head has no bias"
FROZEN = "nothing is trainable"
MORE = "the vectors of the embedding are trainable too"
STILL = "they have not changed"
