"""Hidden checks of EmaModel."""

from tensorkata.checking import after, assert_close, draw, points


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
    got = probes.ema_steps("EmaModel", [kernel, bias], 0.75, 0.2, pairs, graph=True)
    wants = averaged(kernel, bias, pairs, 0.75, 0.2)
    for average, want, part in zip(got, wants, ("kernel", "bias"), strict=True):
        assert_close(average, want, what=f"the average of the {part}")


@points(1)
@after("test_averages")
def test_no_memory(probes, rng):
    """with a decay of 0 each average is its weight after the last step"""
    kernel, bias, *batches = draw(rng, (2, 3), (3,), (4, 2), (4, 3), (4, 2), (4, 3))
    pairs = [batches[:2], batches[2:]]
    got = probes.ema_steps("EmaModel", [kernel, bias], 0.0, 0.2, pairs)
    wants = averaged(kernel, bias, pairs, 0.0, 0.2)
    for average, want in zip(got, wants, strict=True):
        assert_close(average, want, what="the average with decay 0")
