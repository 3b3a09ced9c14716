"""Hidden checks of gan_step."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, numeric_gradient, points


@points(1)
@after("test_generator")
def test_wasserstein(probes, rng):
    """a step of the kind wasserstein is right for other sizes and rates"""
    shapes = [(3, 2), (2,), (2, 1), (2, 3), (3,), (5, 3), (4, 2)]
    kernel, bias, head, inner, start, real, noise = draw(rng, *shapes)
    gate, scale = draw(rng, (3,), (), low=0.5, high=1.5)
    maker = {"kernel": inner, "bias": start, "gate": gate}
    critic = {"kernel": kernel, "bias": bias, "head": head, "scale": scale}
    setting = {"kind": "wasserstein", "smoothing": 0.3}
    got = probes.gan_steps(maker, critic, [real], [noise], [0.2, 0.1], setting)
    compare(got, maker, critic, real, noise)


def logits(critic, x):
    x = x - np.mean(x, axis=0) / 2
    return critic["scale"] * (np.tanh(x @ critic["kernel"] + critic["bias"]) @ critic["head"])


def compare(got, maker, critic, real, noise):
    """Hold the losses and all weights against a step of descent for each network."""
    maker, critic = ({k: np.asarray(v, float) for k, v in w.items()} for w in (maker, critic))

    def samples(weights):
        return noise @ weights["kernel"] * weights["gate"] + weights["bias"]

    def first(weights):
        return np.mean(logits(weights, samples(maker))) - np.mean(logits(weights, real))

    def second(weights):
        return -np.mean(logits(new, samples(weights)))

    new = down(critic, first, ("kernel", "bias", "head"), 0.1)
    want = down(maker, second, ("kernel", "bias"), 0.2)
    losses = {"discriminator": [first(critic)], "generator": [second(maker)]}
    for owner, wants in (("losses", losses), ("critic", new), ("maker", want)):
        for name, array in wants.items():
            assert_close(got[owner][name], array, dtype="float32", what=f"{name} ({owner})")


def down(values, loss, names, rate):
    """Return the weights after a step down a loss."""
    moved = dict(values)
    for name in names:
        slope = numeric_gradient(lambda at, k=name: loss({**values, k: at}), values[name])
        moved[name] = values[name] - rate * slope
    return moved
