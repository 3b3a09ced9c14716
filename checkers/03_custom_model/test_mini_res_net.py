"""Checks of MiniResNet."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_shape,
    draw,
    numeric_gradient,
    points,
)

EPSILON = 1e-3  # of keras.layers.BatchNormalization


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


def norm(x, weights, training):
    size = x.shape[-1:]
    mean, variance = weights["moving_mean", size], weights["moving_variance", size]
    if training:
        mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
    scale = weights["gamma", size] / np.sqrt(variance + EPSILON)
    return scale * (x - mean) + weights["beta", size]


def block(x, weights, filters, stride, training):
    """Return the inputs of the two ReLUs of a residual block."""

    def passed(z, size, stride=1):
        kernel = weights["", (size, size, z.shape[-1], filters)]
        return norm(convolve(z, kernel, stride), weights, training)

    first = passed(x, 3, stride)
    fits = stride == 1 and x.shape[-1] == filters
    return [first, passed(relu(first), 3) + (x if fits else passed(x, 1, stride))]


def features(x, weights, blocks, width, training=False, step=2, begin=relu):
    """Return the image before the mean, and the inputs of every ReLU."""
    kernel = weights["", (3, 3, x.shape[-1], width)]
    seen = [norm(convolve(x, kernel), weights, training)]
    x = begin(seen[0])
    for stage, number in [(s, n) for s, count in enumerate(blocks) for n in range(count)]:
        stride = step if stage > 0 and number == 0 else 1
        seen += block(x, weights, width * 2**stage, stride, training)
        x = relu(seen[-1])
    return x, seen


def logits_of(image, weights, reduce=np.mean):
    return reduce(image, axis=(1, 2)) @ weights["head"][0] + weights["head"][1]


def doubled(stage):
    return 2**stage


def kernels_of(channels, blocks, width, growth=doubled):
    """Return the shapes of all convolutions' kernels, in the order of the layers."""
    found, before = [(3, 3, channels, width)], width
    for stage, number in [(s, n) for s, count in enumerate(blocks) for n in range(count)]:
        size = width * growth(stage)
        found += [(3, 3, before, size), (3, 3, size, size)]
        found += [(1, 1, before, size)] if stage > 0 and number == 0 else []
        before = size
    return found


def drawn(rng, channels, classes, blocks, width):
    """Return weights by name and shape: equal name and shape means equal values everywhere."""
    kernels, weights = kernels_of(channels, blocks, width), {}
    for shape in sorted(set(kernels)):
        weights["", shape] = draw(rng, shape) / np.float32(np.sqrt(np.prod(shape[:3])))
    for size in sorted({shape[-1:] for shape in kernels}):
        weights["beta", size], weights["moving_mean", size] = draw(rng, size, size)
        wide = draw(rng, size, size, low=0.5, high=2.0)
        weights["gamma", size], weights["moving_variance", size] = wide
    return weights | {"head": draw(rng, (kernels[-1][-1], classes), (classes,))}


def named(weights):
    """Return [name, values] of all weights."""
    norms = [[key[0], array] for key, array in weights.items() if key != "head"]
    return [*norms, *(["", array] for array in weights["head"])]


def form_of(channels, classes, blocks, width, *, also=(), growth=doubled):
    """Return the shapes of the trained weights and of the others, sorted."""
    kernels = [*map(list, kernels_of(channels, blocks, width, growth)), *also]
    statistics = [kernel[-1:] for kernel in kernels for _ in range(2)]
    head = [[kernels[-1][-1] if not also else width * 2 ** (len(blocks) - 1), classes], [classes]]
    return [sorted([*kernels, *statistics, *head]), sorted(statistics)]


def form_slips_of(channels, classes, blocks, width):
    key = {"channels": channels, "classes": classes, "width": width}
    trained, others = form_of(blocks=blocks, **key)
    first, last = [width], [width * 2 ** (len(blocks) - 1)]
    single, later = [1, *blocks[1:]], [min(n, 2) for n in blocks]
    return {
        "the stem has a bias": [sorted([*trained, first]), others],
        "the stem has no norm": [less(trained, first, first), less(others, first, first)],
        "the stem has a kernel of another size": [
            sorted([*less(trained, [3, 3, channels, width]), [7, 7, channels, width]]),
            others,
        ],
        "there is a norm more before the head": [
            sorted([*trained, last, last]),
            sorted([*others, last, last]),
        ],
        f"the blocks of stage 0 are one object: {NEW}": form_of(blocks=single, **key),
        f"in a later stage a block is used more than once: {NEW}": form_of(blocks=later, **key),
        f"in each stage a block is used more than once: {NEW}": form_of(
            blocks=[1, *later[1:]], **key
        ),
        "the model does not track its layers: keep them as attributes": [[], []],
        "each stage has one block too few": form_of(blocks=[n - 1 for n in blocks], **key),
        "each stage has the weights of one block only": form_of(blocks=[1] * len(blocks), **key),
        "the filters do not grow from stage to stage": form_of(blocks=[sum(blocks)], **key),
        "the filters grow by `width` in each stage; expected twice as many": form_of(
            blocks=blocks, growth=lambda stage: stage + 1, **key
        ),
        "the filters double only once": form_of(
            blocks=blocks, growth=lambda stage: min(stage + 1, 2), **key
        ),
        "stage 0 has a stride too": form_of(blocks=blocks, also=[[1, 1, width, width]], **key),
        "every block of a later stage has a stride": form_of(
            blocks=blocks, also=[[1, 1, 2 * width, 2 * width]] * (blocks[-1] - 1), **key
        ),
        "not the first block of a later stage has the stride": form_of(
            blocks=blocks, also=[[1, 1, 2 * width, 2 * width]], **key
        ),
        "only the first stage exists": form_of(blocks=blocks[:1], **key),
    }


def less(shapes, *gone):
    """Return a sorted list of shapes without some of them."""
    left = list(shapes)
    for shape in gone:
        left.remove(shape)
    return left


def slips_of(x, weights, blocks, width, training):
    image, _ = features(x, weights, blocks, width, training)
    still, _ = features(x, weights, blocks, width, training, step=1)
    bare, _ = features(x, weights, blocks, width, training, begin=np.array)
    other, _ = features(x, weights, blocks, width, not training)
    stem = convolve(x, weights["", (3, 3, x.shape[-1], width)])
    begins = {
        "in the stem the norm comes after the ReLU": norm(relu(stem), weights, training),
        "the stem has no padding": relu(norm(stem[:, 1:-1, 1:-1], weights, training)),
    }
    return {
        "the maximum over the image instead of the mean": logits_of(image, weights, np.max),
        "the sum over the image instead of the mean": logits_of(image, weights, np.sum),
        "no stage has a stride": logits_of(still, weights),
        "the ReLU of the stem is missing": logits_of(bare, weights),
        **{
            words: logits_of(
                features(x, weights, blocks, width, training, begin=lambda _, b=begin: b)[0],
                weights,
            )
            for words, begin in begins.items()
        },
        MODES[training]: logits_of(other, weights),
        "a relu after the logits": relu(logits_of(image, weights)),
    }


def test_block(probes, rng):
    """ResidualBlock, of which MiniResNet is made, is right"""
    weights, x = drawn(rng, 3, 2, [1, 1], 3), draw(rng, (2, 4, 5, 3))
    got = probes.block_of_net("ResidualBlock", x, named(weights), NET, {"filters": 6, "stride": 2})
    for output, training in zip(got, (False, True), strict=True):
        want = relu(block(x, weights, 6, 2, training)[-1])
        assert_close(output, want, what=BLOCK[training], slips={FAILS: output})


@after(test_block)
def test_example(probes):
    """MiniResNet has the shape and the weights that the docstring's example shows"""
    for blocks in ([1, 1], [2, 4], [1, 1, 1]):
        key = {"classes": 10, "blocks": blocks, "width": 4}
        got = probes.form("MiniResNet", config=key, x=np.ones((2, 8, 8, 3), "float32"))
        assert_shape(got["output"], (2, 10), dtype="float32")
        seen, slips = [got["trained"], got["others"]], form_slips_of(channels=3, **key)
        assert_equal(seen, form_of(channels=3, **key), what=SHAPES, slips=slips)


@points(2)
@after(test_example)
def test_inference(probes, rng):
    """by default the norms use their moving statistics, and the logits are right"""
    weights, x = drawn(rng, 1, 5, [1, 1], 3), draw(rng, (2, 6, 5, 1))
    image, _ = features(x, weights, [1, 1], 3)
    config = {"classes": 5, "blocks": [1, 1], "width": 3}
    got = probes.output("MiniResNet", config, x, named(weights))
    slips = slips_of(x, weights, [1, 1], 3, training=False)
    assert_close(got, logits_of(image, weights), slips=slips)


@points(1)
@after(test_example)
def test_training(probes, rng):
    """in training all norms use the batch's statistics, even if no size is known"""
    weights, x = drawn(rng, 3, 4, [1], 2), draw(rng, (3, 5, 4, 3))
    image, _ = features(x, weights, [1], 2, training=True)
    config = {"classes": 4, "blocks": [1], "width": 2}
    got = probes.output("MiniResNet", config, x, named(weights), training=True, unknown=3)
    slips = slips_of(x, weights, [1], 2, training=True)
    assert_close(got, logits_of(image, weights), slips=slips)


@points(2)
@after(test_training)
def test_step(probes, rng):
    """a training step goes down the loss, from the head to the stem"""
    x, weights, labels, config = course(rng, classes=3, blocks=[1, 1], width=2)
    got, want = (
        probes.net_step("MiniResNet", config, x, labels, named(weights), 0.2),
        slopes(x, weights, labels),
    )
    slips = {UNTOLD: loss_of(features(x, weights, [1, 1], 2)[0], labels, *weights["head"])}
    assert_close(got["loss"], want["loss"], what="the loss", slips=slips)
    for part, still in parts_of(weights):
        moved, slips = still - 0.2 * want[part], {STILL: still}
        # float32: a norm's gradient is a difference of sums over the batch.
        assert_close(found(got, part), moved, atol=1e-5, slips=slips, what=PARTS[part])


def course(rng, classes, blocks, width):
    """Return inputs, weights, labels, settings; no input of a ReLU is near 0."""
    labels = draw(rng, (4,), dtype="int32", high=classes)
    while True:
        weights, x = drawn(rng, 1, classes, blocks, width), draw(rng, (4, 4, 3, 1))
        _, seen = features(x, weights, blocks, width, training=True)
        if min(np.abs(part).min() for part in seen) > 3e-4:
            return x, weights, labels, {"classes": classes, "blocks": blocks, "width": width}


def parts_of(weights):
    """Yield the head's kernel and bias and the stem's kernel, each with its name."""
    yield from zip(("kernel", "bias"), weights["head"], strict=True)
    yield "stem", weights[STEM]


def found(got, part):
    """Return the same weight after the step."""
    head = {weight.ndim: weight for weight in got["head"]}
    return {"kernel": head[2], "bias": head[1]}.get(part, got["stem"][0])


def loss_of(image, labels, kernel, bias):
    """Return the mean crossentropy."""
    logits = logits_of(image, {"head": (kernel, bias)})
    partition = np.log(np.exp(logits).sum(axis=1))
    return np.mean(partition - logits[np.arange(len(labels)), labels])


def slopes(x, weights, labels):
    """Return the mean crossentropy in training and its gradients, by name."""

    def image_of(stem):
        return features(x, weights | {STEM: stem}, [1, 1], 2, training=True)[0]

    stem, (kernel, bias) = weights[STEM], weights["head"]
    image = image_of(stem)
    return {
        "loss": loss_of(image, labels, kernel, bias),
        "stem": numeric_gradient(lambda v: loss_of(image_of(v), labels, kernel, bias), stem),
        "kernel": numeric_gradient(lambda v: loss_of(image, labels, v, bias), kernel),
        "bias": numeric_gradient(lambda v: loss_of(image, labels, kernel, v), bias),
    }


NEW = "make a new one for each"
NET = {"classes": 2, "blocks": [1, 1], "width": 3}
BLOCK = ("the output of a ResidualBlock in inference", "the output of a ResidualBlock in training")
FAILS = "MiniResNet is made of ResidualBlock, which fails its own exercise: mend that first"
SHAPES = "[shapes of the trained weights, shapes of the others]"
STEM = ("", (3, 3, 1, 2))
UNTOLD = "in fit the norms run in inference: call has no parameter training"
STILL = "it is not trained: no gradient reaches it"
PARTS = {
    "kernel": "the kernel of the head after the step",
    "bias": "the bias of the head after the step",
    "stem": "the kernel of the stem after the step",
}
MODES = {
    False: "the norms run in training though this is inference",
    True: "the norms run in inference though this is training",
}
