"""Checks of ResidualBlock."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_gradient,
    assert_shape,
    draw,
    numeric_gradient,
    points,
)

# inputs, filters, stride; the docstring's example, and one that changes only the channels
FORMS = [((1, 5, 6, 4), 4, 2), ((1, 5, 6, 4), 4, 1), ((1, 3, 4, 1), 4, 1)]
INFERENCE = [((2, 5, 4, 3), 3, 2), ((1, 3, 4, 3), 3, 1)]
TRAINING = ((3, 5, 4, 2), 4, 1)
EPSILON, MOMENTUM = 1e-3, 0.99  # of keras.layers.BatchNormalization


def relu(z):
    return np.maximum(z, 0)


def convolve(x, kernel, stride=1):
    """Return the convolution with padding "same": the odd row of zeros comes last."""
    size, pads = kernel.shape[0], []
    for n in x.shape[1:3]:
        total = max((-(-n // stride) - 1) * stride + size - n, 0)
        pads.append((total // 2, total - total // 2))
    x = np.pad(x, [(0, 0), *pads, (0, 0)])
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(1, 2))
    return np.einsum("bhwcij,ijcf->bhwf", windows[:, ::stride, ::stride], kernel)


def norm(x, weights, training, epsilon=EPSILON):
    mean, variance = weights["moving_mean"], weights["moving_variance"]
    if training:
        mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
    return weights["gamma"] * (x - mean) / np.sqrt(variance + epsilon) + weights["beta"]


def paths(x, weights, stride, training=False, between=relu, strides=None):
    """Return the inputs of the norms, then the main path and the shortcut before the sum."""
    one, two = strides or (stride, 1)
    seen = [convolve(x, weights["first"], one)]
    seen.append(convolve(between(norm(seen[0], weights, training)), weights["second"], two))
    shortcut = x
    if stride != 1 or x.shape[-1] != weights["second"].shape[-1]:
        seen.append(convolve(x, weights["project"], stride))
        shortcut = norm(seen[2], weights, training)
    return seen, norm(seen[1], weights, training), shortcut


def oracle(*args, **kwargs):
    _, main, shortcut = paths(*args, **kwargs)
    return relu(main + shortcut)


def drawn(rng, shape, filters):
    """Return inputs, and weights by name; two kernels of one shape are one array."""
    first, second, project = (
        (3, 3, shape[-1], filters),
        (3, 3, filters, filters),
        (1, 1, shape[-1], filters),
    )
    x, *kernels = draw(rng, shape, first, second, project)
    kernels = [kernel / np.float32(np.sqrt(kernel[..., 0].size)) for kernel in kernels]
    weights = dict(zip(("first", "second", "project"), kernels, strict=True))
    if first == second:
        weights["first"] = weights["second"]
    weights["beta"], weights["moving_mean"] = draw(rng, (filters,), (filters,))
    wide = draw(rng, (filters,), (filters,), low=0.5, high=2.0)
    return x, weights | dict(zip(("gamma", "moving_variance"), wide, strict=True))


def named(weights):
    """Return [name, values]; a kernel is named by its shape."""
    kernels = ("first", "second", "project")
    return [["" if name in kernels else name, array] for name, array in weights.items()]


def slips_of(x, weights, stride, training):
    seen, main, shortcut = paths(x, weights, stride, training)
    linear = paths(x, weights, stride, training, between=np.array)[1]
    late = paths(x, weights, stride, training, strides=(1, stride))[1]
    around = convolve(x, weights["first"])[:, ::stride, ::stride]
    even = relu(norm(around, weights, training))
    even = norm(convolve(even, weights["second"]), weights, training)
    fine = relu(norm(seen[0], weights, training, 1e-5))
    fine = norm(convolve(fine, weights["second"]), weights, training, 1e-5)
    fine = relu(fine + (norm(seen[2], weights, training, 1e-5) if len(seen) > 2 else x))
    early = norm(
        convolve(norm(relu(seen[0]), weights, training), weights["second"]), weights, training
    )
    return {
        "the last ReLU is missing": main + shortcut,
        "the last ReLU comes before the sum": relu(main) + shortcut,
        "the shortcut is missing": relu(main),
        "the ReLU between the convolutions is missing": relu(linear + shortcut),
        "the second convolution has the stride; the first should": relu(late + shortcut),
        "the projection has no norm": relu(main + seen[-1]),
        MODES[training]: oracle(x, weights, stride, not training),
        "another epsilon than the default": fine,
        'one zero on each side is not padding "same"': relu(even + shortcut),
        "the first ReLU comes before its norm": relu(early + shortcut),
        "the shortcut has a ReLU of its own": relu(main + relu(shortcut)),
    }


def shapes_of(channels, filters, *, projects):
    """Return the shapes of the trained weights and of the others, sorted."""
    kernels = [[3, 3, channels, filters], [3, 3, filters, filters]]
    kernels += [[1, 1, channels, filters]] if projects else []
    statistics = [[filters]] * 2 * len(kernels)
    return [sorted([*kernels, *statistics]), statistics]


def form_slips_of(channels, filters, *, projects):
    trained, others = shapes_of(channels, filters, projects=projects)
    turned = shapes_of(channels, filters, projects=not projects)
    word = "the projection is missing" if projects else "a projection although the inputs fit"
    wide = [[3, 3, *shape[2:]] if shape[0] == 1 else shape for shape in trained]
    fewer = sorted([shape for shape in trained if len(shape) > 1] + others[2:])
    return {
        "there is a norm more": [sorted([*trained, *others[:2]]), [*others, *others[:2]]],
        "there is a weight more, such as a bias": [sorted([*trained, *others[:1]]), others],
        word: turned,
        "the block does not track its layers: keep them as attributes": [[], []],
        "the convolutions have a bias": [sorted([*trained, *others[::2]]), others],
        "the projection is a convolution of size 3x3": [sorted(wide), others],
        "a norm is missing: each convolution has its own": [fewer, others[2:]],
    }


def test_example(probes):
    """ResidualBlock has the shape and the weights that the docstring's example shows"""
    for shape, filters, stride in FORMS:
        config = {"filters": filters, "stride": stride}
        got = probes.form("ResidualBlock", config=config, x=np.ones(shape, "float32"))
        size = [-(-n // stride) for n in shape[1:3]]
        assert_shape(got["output"], (shape[0], *size, filters), dtype="float32")
        fits = stride == 1 and shape[-1] == filters
        key = {"channels": shape[-1], "filters": filters, "projects": not fits}
        found, slips = [got["trained"], got["others"]], form_slips_of(**key)
        assert_equal(found, shapes_of(**key), what=SHAPES, slips=slips)


@points(2)
@after(test_example)
def test_inference(probes, rng):
    """by default the norms use their moving statistics, and the output is right, in a graph too"""
    for unknown, (shape, filters, stride) in zip((3, 0), INFERENCE, strict=True):
        x, weights = drawn(rng, shape, filters)
        config = {"filters": filters, "stride": stride}
        got = probes.output("ResidualBlock", config, x, named(weights), unknown=unknown)
        slips = slips_of(x, weights, stride, training=False)
        assert_close(got, oracle(x, weights, stride), slips=slips)


@points(2)
@after(test_example)
def test_training(probes, rng):
    """in training the norms use the batch's statistics and move their own"""
    shape, filters, stride = TRAINING
    (x, weights), config = drawn(rng, shape, filters), {"filters": filters, "stride": stride}
    got = probes.block_in_training("ResidualBlock", config, x, named(weights))
    want, slips = oracle(x, weights, stride, True), slips_of(x, weights, stride, training=True)
    assert_close(got["output"], want, slips=slips)
    fast = moved(x, weights, stride, momentum=0.9)
    for name, (values, still) in moved(x, weights, stride).items():
        there, slips = np.sort(got[name], axis=0), {STILL: still, FAST: fast[name][0]}
        assert_close(there, values, slips=slips, what=f"each {name}, sorted")


@points(1)
@after(test_training)
def test_gradient(probes, rng):
    """in training the gradient reaches the inputs along both paths"""
    (x, weights), upstream = smooth(rng, (2, 3, 2, 3), 3), draw(rng, (2, 3, 2, 3))
    got = probes.block_gradient("ResidualBlock", {"filters": 3}, x, named(weights), upstream)
    around, through = (numeric_gradient(way, x, upstream) for way in ways(x, weights))
    slips = {AROUND: through, THROUGH: around}
    # float32: a norm's gradient is a difference of sums over the batch.
    assert_gradient(got, around + through, atol=1e-5, slips=slips)


def ways(x, weights):
    """Return two functions of the inputs: only the shortcut moves, only the main path does."""
    main, shortcut = paths(x, weights, 1, training=True)[1:]
    yield lambda v: relu(main + v)
    yield lambda v: relu(paths(v, weights, 1, training=True)[1] + shortcut)


def smooth(rng, shape, filters):
    """Draw until no input of a ReLU is so near 0 that a small step turns it."""
    while True:
        x, weights = drawn(rng, shape, filters)
        seen, main, shortcut = paths(x, weights, 1, training=True)
        edges = norm(seen[0], weights, training=True), main + shortcut
        if min(np.abs(edge).min() for edge in edges) > 1e-3:
            return x, weights


def moved(x, weights, stride, momentum=MOMENTUM):
    """Return the moving statistics after one call in training, each feature sorted."""
    seen, _, _ = paths(x, weights, stride, training=True)
    means, variances = ([getattr(s, name)((0, 1, 2)) for s in seen] for name in ("mean", "var"))
    start = weights["moving_mean"], weights["moving_variance"]
    both = [
        momentum * old + (1 - momentum) * np.sort(np.stack(new), axis=0)
        for old, new in zip(start, (means, variances), strict=True)
    ]
    still = [np.stack([old] * len(seen)) for old in start]
    return {"moving_mean": (both[0], still[0]), "moving_variance": (both[1], still[1])}


MODES = {
    False: "the norms run in training though this is inference",
    True: "the norms run in inference though this is training",
}
SHAPES = "[shapes of the trained weights, shapes of the others]"
STILL = "the norms' moving statistics do not move"
FAST = "another momentum than the default"
AROUND = "no gradient flows through the shortcut"
THROUGH = "no gradient flows through the convolutions"
