"""Hidden checks of ConfigurableMLP."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_form")
def test_other_sizes(probes, rng):
    """by default the activation is relu and there is no penalty, for two hidden layers too"""
    x, *weights = draw(rng, (5, 3), (3, 4), (4,), (4, 6), (6,), (6, 2), (2,))
    named = [["", weight] for weight in weights]
    got = probes.mlp_output("ConfigurableMLP", {"hidden": [4, 6], "units": 2}, x, named)
    h = np.maximum(np.maximum(x @ weights[0] + weights[1], 0) @ weights[2] + weights[3], 0)
    for name, want in (("output", h @ weights[4] + weights[5]), ("penalty", 0.0)):
        assert_close(got[name], want, what=f"the {name}")


@points(1)
@after("test_form")
def test_one_layer(probes, rng):
    """an empty hidden leaves one dense layer, without the default activation"""
    x, kernel, bias = draw(rng, (5, 3), (3, 4), (4,))
    config = {"hidden": [], "units": 4, "l2": 2.0}
    got = probes.mlp_output("ConfigurableMLP", config, x, [["", kernel], ["", bias]])
    wants = ("output", x @ kernel + bias), ("penalty", 2 * np.sum(kernel.astype(float) ** 2))
    for name, want in wants:
        assert_close(got[name], want, what=f"the {name}")
