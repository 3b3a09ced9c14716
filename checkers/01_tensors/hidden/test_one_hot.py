"""Hidden checks of one_hot."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids(
    "tf.one_hot",
    "keras.ops.one_hot",
    "keras.ops.nn.one_hot",
    "keras.ops.multi_hot",
    "keras.utils.to_categorical",
    "keras.layers.CategoryEncoding",
    "tf.raw_ops.OneHot",
)


def wrapped(labels, depth):
    """Return the rows of the labels as they are after a cast to int32."""
    return (labels.astype(np.int32)[..., None] == np.arange(depth)).astype(np.float64)


@points(1)
@after("test_example")
def test_int64_and_unknown_sizes(probes, rng):
    """one_hot takes int64 labels, of any rank, and unknown sizes"""
    for shape, depth in [((4, 1, 2), 6), ((), 1)]:
        labels = np.asarray(draw(rng, shape, dtype="int64", low=0, high=depth))
        labels.flat[-2:-1] = 2**40
        want = (labels[..., None] == np.arange(depth)).astype(np.float64)
        slips = {
            "2**40 counts as class 0: the cast to int32 makes it 0": wrapped(labels, depth),
        }
        got = probes.one_hot_in_graph(labels, depth)
        assert_close(got, want, dtype="float32", slips=slips)
