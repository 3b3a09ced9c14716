"""Hidden checks of one_hot."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids(
    "tf.one_hot", "keras.ops.one_hot", "keras.ops.nn.one_hot", "keras.ops.multi_hot",
    "keras.utils.to_categorical", "keras.layers.CategoryEncoding", "tf.raw_ops.OneHot",
)


@points(1)
@after("test_shape")
def test_int64_and_unknown_sizes(probes, rng):
    """one_hot takes int64 labels, of any rank, and unknown sizes"""
    for run, shape, depth in [(probes.call, (), 5), (probes.unknown_sizes, (4, 1, 2), 6), (probes.call, (7,), 1)]:
        labels = np.asarray(draw(rng, shape, dtype="int64", low=0, high=depth))
        labels.flat[-2:-1] = 2**40
        want = (labels[..., None] == np.arange(depth)).astype(np.float64)
        assert_close(run("one_hot", labels, depth), want, dtype="float32")
