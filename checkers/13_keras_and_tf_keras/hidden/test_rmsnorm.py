"""Hidden checks of RMSNorm."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids(
    "tf",
    "keras.layers.RMSNormalization",
    "keras.layers.LayerNormalization",
    "keras.ops.rms_normalization",
    "keras.ops.layer_normalization",
)


@points(0.5)
@after("test_half_precision")
def test_half_precision_in_a_model(probes, rng):
    """in a model, a float16 layer is right for large and small vectors side by side"""
    x, scale = draw(rng, (4, 3, 6), (6,), low=0.5, high=1.0)
    sizes = np.float32([1e4, -3e3, 1.0, 2e-3])[:, None, None]
    x, scale = (x * sizes).astype("float16"), scale.astype("float16")
    square = np.mean(x.astype(float) ** 2, axis=-1, keepdims=True)
    config = {"epsilon": 1e-12, "dtype": "float16"}
    [got] = probes.layer_in_model("RMSNorm", config, [x], [scale], unknown=2)
    want = x / np.sqrt(square + 1e-12) * scale
    assert_close(got, want, dtype="float16", rtol=4e-3, atol=1e-4)  # three roundings to float16
