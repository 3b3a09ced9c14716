"""Checks of save_and_reload."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def output(weights, x):
    """Return the output of BatchNormalization, then dense."""
    gamma, beta, mean, variance, kernel, bias = weights
    return (gamma * (x - mean) / np.sqrt(variance + 1e-3) + beta) @ kernel + bias


def drawn(rng, features, classes):
    """Return weights for it: gamma, beta, mean, variance, kernel, bias."""
    gamma, variance = draw(rng, (features,), (features,), low=0.5, high=2)
    beta, mean, kernel = draw(rng, (features,), (features,), (features, classes))
    return [gamma, beta, mean, variance, kernel, draw(rng, (classes,))]


def gradient(flat, x, labels):
    """Return the gradient of the mean crossentropy in the kernel with the bias as its last row."""
    inputs = np.concatenate([x, np.ones((len(x), 1))], axis=1)
    powers = np.exp(inputs @ flat)
    error = powers / powers.sum(axis=-1, keepdims=True) - np.eye(flat.shape[1])[labels]
    return inputs.T @ error / len(x)


def adam(flat, batches, rate, restart=None):
    """Return the kernel after a step of Adam on each batch; at `restart` its state is new."""
    step = mean = square = 0
    for number, batch in enumerate(batches):
        if number == restart:
            step = mean = square = 0
        slope = gradient(flat, *batch)
        step, mean, square = step + 1, 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        scale = rate * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
        flat = flat - scale * mean / (np.sqrt(square) + 1e-7)
    return np.float32(flat[:-1])


def course(rng, features, classes):
    """Return a kernel with the bias as its last row, and two batches.

    No first gradient is so near 0 that rounding turns it.
    """
    while True:
        flat = draw(rng, (features + 1, classes))
        labels = draw(rng, (2, 6), dtype="int32", high=classes)
        batches = [[draw(rng, (6, features)), some] for some in labels]
        if np.abs(gradient(flat, *batches[0])).min() > 1e-3:
            return flat, batches


def misresumed(flat, batches, rate):
    """Return the kernels of mistaken round trips after a batch."""
    return {
        "the optimizer starts afresh": adam(flat, batches, rate, restart=1),
        "the reloaded model is not compiled": adam(flat, batches[:1], rate),
    }


def test_example(probes):
    """save_and_reload gives what the docstring's example shows: a file, and a new, equal model"""
    weights = np.arange(8, dtype="float32").reshape(4, 2)
    got = probes.save_and_reload([weights[:3], weights[3]])
    assert_equal(got["outcome"], ["Model", "a .keras file"], what="the outcome", slips=OTHERS)
    slips = {"the loaded model has weights that are zero": np.zeros((3, 2), "float32")}
    assert_close(got["kernel"], weights[:3], slips=slips, what="the kernel of the loaded model")


@points(1)
@after(test_example)
def test_output(probes, rng):
    """the reloaded model predicts what the saved model did, even if that model has changed since"""
    weights, changed, x = drawn(rng, 4, 3), drawn(rng, 4, 3), draw(rng, (5, 4))
    slips = {"the given model is returned, not the reloaded model": output(changed, x)}
    assert_close(probes.reloaded_output(weights, changed, x), output(weights, x), slips=slips)


@points(1.5)
@after(test_example)
def test_optimizer_state(probes, rng):
    """training goes on where it stopped, with Adam's moving means and step count"""
    flat, batches = course(rng, features=3, classes=4)
    got = probes.resumed([flat[:-1], flat[-1]], 0.1, *batches)
    slips = misresumed(flat, batches, 0.1)
    # 1 - 0.999 in float32 is off by 1e-5 of itself: 1e-6 a step at this rate.
    assert_close(got, adam(flat, batches, 0.1), atol=1e-5, slips=slips)


@points(1)
@after(test_output)
def test_suffix(probes, rng):
    """a path that does not end in .keras raises ValueError; a path that does, with dots, works"""
    kernel, bias, x = draw(rng, (3, 2), (2,), (4, 3))
    names = ["model.h5", "model.keras.h5", "model.hdf5", "model"]
    got = probes.saving_ends([kernel, bias], x, "my.best.keras", names)
    what = f"the outcome of {', '.join(names)}"
    assert_equal(got["ends"], ["ValueError"] * 4, what=what, slips=UNREFUSED)
    assert_close(got["output"], x @ kernel + bias)


@points(0.5)
@after(test_output)
def test_replaces(probes, rng):
    """an existing file is replaced"""
    older, weights, x = draw(rng, (3, 4), (4,)), draw(rng, (3, 4), (4,)), draw(rng, (6, 3))
    slips = {"the older file is loaded": x @ older[0] + older[1]}
    assert_close(probes.saved_over(older, weights, x), x @ weights[0] + weights[1], slips=slips)


UNREFUSED = {
    "every path that Keras accepts is accepted": ["an answer"] * 3 + ["ValueError"],
    "only .h5 is refused; Keras writes .hdf5 too": [*["ValueError"] * 2, "an answer", "ValueError"],
    ".keras is looked for anywhere, not at the end": [
        "ValueError",
        "an answer",
        "ValueError",
        "ValueError",
    ],
    "AssertionError instead of ValueError": ["AssertionError"] * 4,
    "the ending is corrected, not refused": ["an answer"] * 4,
}

OTHERS = {
    "nothing is returned": ["NoneType", "a .keras file"],
    "the path is returned; expected the loaded model": ["str", "a .keras file"],
    "the given model is returned, not the loaded model": ["the given model", "a .keras file"],
    "the file is not at the given path, or is no zip archive": ["Model", "no .keras file"],
}
