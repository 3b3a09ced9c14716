"""Hidden checks of EmaModel."""

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def averaged(kernel, bias, batches, decay, rate):
    """Return kernel and bias, and their averages, after a step of SGD on each batch."""
    means = kernel, bias
    for x, y in batches:
        miss = 2 * (x @ kernel + bias - y) / y.size
        kernel, bias = kernel - rate * x.T @ miss, bias - rate * miss.sum(axis=0)
        pairs = zip(means, (kernel, bias), strict=True)
        means = [decay * mean + (1 - decay) * weight for mean, weight in pairs]
    return means


@points(1)
@after("test_averages")
def test_in_graph(probes, rng):
    """the averages also move in a graph, at every step"""
    kernel, bias, *batches = draw(rng, (2, 3), (3,), (4, 2), (4, 3), (4, 2), (4, 3))
    pairs = [batches[:2], batches[2:]]
    got = probes.ema_steps([kernel, bias], 0.75, 0.2, pairs, graph=True)["averages"]
    for i, want in enumerate(averaged(kernel, bias, pairs, 0.75, 0.2)):
        assert_close(got[i], want, what=f"the average of the {('kernel', 'bias')[i]}")


@points(1)
@after("test_averages")
def test_decay(probes, rng):
    """a decay below 0 or not below 1 raises ValueError; with 0 the average is the weight"""
    kernel, bias, x, y = draw(rng, (2, 3), (3,), (4, 2), (4, 3))
    got = probes.ema_without_memory([kernel, bias], 0.2, [x, y], [-0.1, 1.0, 1.5])
    assert_equal(got["refused"], ["ValueError"] * 3, what=f"the outcome of {REFUSED}")
    wants = averaged(kernel, bias, [(x, y)], 0.0, 0.2)
    for average, want in zip(got["averages"], wants, strict=True):
        assert_close(average, want, what="the average with decay 0")


REFUSED = "decays of -0.1, 1.0 and 1.5"
