"""Checks of augment."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, assert_shape, draw, points


def moved(images, mode="constant", most=2, flip=2):
    """Return every image flipped and not, at every shift: (2 * (2 * most + 1)**2, *shape)."""
    height, width = images.shape[1:3]
    padded = np.pad(images, [(0, 0), (most, most), (most, most), (0, 0)], mode=mode)
    steps = range(2 * most + 1)
    shifted = [padded[:, r : r + height, c : c + width] for r in steps for c in steps]
    turned = moved(np.flip(images, flip), mode, most, flip=0) if flip else []
    return np.array([*shifted, *turned])


def places_of(got, choices):
    """Return for each image which of the choices is nearest to it."""
    wide = np.asarray(got, dtype=np.float32)
    return np.argmin([np.abs(c - wide).sum(axis=(1, 2, 3)) for c in choices], axis=0)


def nearest(got, choices):
    """Return the nearest choices; any, if the shape is wrong, which is said first."""
    if np.shape(got) != choices.shape[1:]:
        return choices[0]
    return choices[places_of(got, choices), np.arange(len(got))]


def hold_to_change(got, images, **how):
    """Require images flipped or not and shifted, few as they were; return which change each has."""
    if len(images) > 1 and np.shape(got) == images.shape:
        still = np.mean(np.all(np.asarray(got) == images, axis=(1, 2, 3)))
        slips = {SAME: 1.0}
        # 1 in 50 stays by chance; whether the others change as they should is counted elsewhere
        assert_close(still, 0.0, atol=0.4, what="the share of unchanged images", slips=slips)
    choices = moved(images)
    places = places_of(got, choices) if np.shape(got) == images.shape else 0
    want = choices[places, np.arange(len(images))]
    slips = {} if np.array_equal(got, want) else slips_of(got, images)
    assert_close(got, want, slips=slips, **how)
    return places


def test_example(probes):
    """augment gives what the docstring's example shows"""
    image = np.arange(12, dtype="int32").reshape(1, 3, 4, 1)
    got = probes.call("augment", image, training=False)
    slips = {CHANGED: nearest(got, moved(image))}
    assert_close(got, image, dtype="int32", kind="tensor", slips=slips)
    assert_shape(probes.call("augment", image, training=True), image.shape, dtype="int32")


@after(test_example)
def test_output_shape(probes, rng):
    """augment keeps shape and dtype, in training and outside of it"""
    for shape, dtype in KINDS:
        images = draw(rng, shape, dtype=dtype, low=1, high=120)
        for training in (True, False):
            assert_shape(probes.call("augment", images, training), shape, dtype=dtype)


@points(1)
@after(test_output_shape)
def test_inference(probes, rng):
    """without training the images are returned as they are, and in training they are not"""
    images = draw(rng, (256, 6, 5, 2))
    got = probes.call("augment", images, False)
    assert_close(got, images, slips={CHANGED: nearest(got, moved(images))})
    hold_to_change(probes.call("augment", images, True), images)


@points(1)
@after(test_output_shape)
def test_training(probes, rng):
    """in training each image is flipped or not and shifted by at most two pixels; 0 comes in"""
    for shape, dtype, high in PIXELS:
        images = draw(rng, shape, dtype=dtype, low=1, high=high)
        hold_to_change(probes.call("augment", images, True), images, dtype=dtype)


@points(1)
@after(test_training)
def test_fresh(probes, rng):
    """each call draws afresh"""
    images = draw(rng, (256, 6, 7, 1))
    first, second = (np.asarray(probes.call("augment", images, True)) for _ in range(2))
    for got in (first, second):
        hold_to_change(got, images)
    assert_equal(np.array_equal(first, second), False, what=ALIKE, slips={SEEDED: True})


@points(1)
@after(test_fresh)
def test_each_image(probes, rng):
    """each image draws separately, in a graph too: half are flipped, all shifts equally frequent"""
    images = draw(rng, (MANY, 4, 4, 1))
    batches = [images[:64], images[:64], images]
    first, second, many = probes.augmented_in_graph(*batches)
    for batch, result in zip(batches, (first, second, many), strict=True):
        places = hold_to_change(result, batch)
    assert_equal(np.array_equal(first, second), False, what=ALIKE, slips={FROZEN: True})
    hold_to_shares(places)


def hold_to_shares(places):
    """Require 1/2 for a flip and 1/5 for each shift each way, whatever the other draws are."""
    table = np.bincount(places, minlength=50).reshape(2, 5, 5) / MANY
    for what, axes in SHARES.items():
        share = table.sum(axis=axes)
        # 8 standard deviations: right draws stray so far less than once in 1e12 runs
        room = 8 * np.sqrt((1 - 1 / share.size) / share.size / MANY)
        want, slips = np.full(share.shape, 1 / share.size), share_slips_of(share)
        assert_close(share, want, atol=room, slips=slips, what=what)
    for what, distance in {
        "its neighbour": 1,
        "its counterpart in the other half": MANY // 2,
    }.items():
        pairs = places[:-distance], places[distance:]
        draws = [[p // 25, p // 5 % 5, p % 5] for p in pairs]
        alike = np.array([np.mean(one == other) for one, other in zip(*draws, strict=True)])
        told = f"the shares of images [flipped, shifted down, shifted right] like {what}"
        # 12 standard deviations of a share among 3000 pairs, or more
        assert_close(alike, [0.5, 0.2, 0.2], atol=0.14, what=told, slips=alike_slips_of(alike))


def alike_slips_of(alike):
    """Return what is wrong if images that stand in some relation change alike, or never do."""
    return {
        "some images of the batch share their draws": alike
        if np.max(alike - [0, 0.3, 0.3]) > 0.64
        else None,
        "every other image is flipped: that is not random": [0.0, *alike[1:]],
    }


def share_slips_of(share):
    alike = share if np.isclose(np.max(share), 1) else share * np.nan
    slips = {"all images of the batch change alike, or not at all": alike}
    if share.shape == (5,):
        slips[f"never by two pixels up or to the left {DRAWN}"] = [*[0.25] * 4, 0]
        slips[f"never by two pixels down or to the right {DRAWN}"] = [0, *[0.25] * 4]
        slips["never by two pixels"] = [0, *[1 / 3] * 3, 0]
        slips["never in the negative direction"] = [0, 0, *[1 / 3] * 3]
    if share.shape == (2, 5):
        slips["the flip and the shift come from the same draw"] = (
            share if np.any(share < 0.01) else 1 - share
        )
    if share.shape == (5, 5):
        slips["the same draw for both directions"] = np.eye(5) / 5
        slips["only ever in one direction at a time"] = CROSS
    return slips


def slips_of(got, images):
    return {
        "pixels that are shifted out come in again on the other side": nearest(
            got, moved(images, "wrap")
        ),
        "the border is repeated instead of 0": nearest(got, moved(images, "edge")),
        "mirrored at the border instead of 0": nearest(got, moved(images, "reflect")),
        "upside down: height is flipped instead of width": nearest(got, moved(images, flip=1)),
        "shifted by more than two pixels": nearest(got, moved(images, most=4)),
        "a float on the way rounds the pixels": nearest(got, moved(rounded(images))),
    }


def rounded(images):
    """Return the images as float32 keeps them."""
    return images.astype(np.float32).astype(images.dtype)


ALIKE = "the answer to “do two calls change the images alike?”"
FROZEN = "the randomness is Python's or NumPy's, which runs only while the graph is traced"
SEEDED = "the same draws in every call: a seed is fixed"
MANY = 8000
SAME = "training changes nothing"
KINDS = [
    ((1, 6, 5, 3), "float32"),
    ((4, 5, 7, 1), "uint8"),
    ((2, 3, 3, 1), "float16"),
    ((3, 4, 3, 2), "float64"),
    ((2, 5, 5, 1), "int64"),
]
PIXELS = [
    ((256, 7, 6, 3), "float32", 255),
    ((1, 8, 8, 1), "float32", 255),
    ((256, 6, 9, 2), "uint8", 255),
    ((64, 5, 6, 1), "int64", 2**60),
]
CHANGED = "the images are changed outside of training too"
SHARES = {
    "the shares of images that are not flipped and flipped": (1, 2),
    "the shares of the vertical shifts from 2 to -2": (0, 2),
    "the shares of the horizontal shifts from 2 to -2": (0, 1),
    "the shares of pairs of shifts": (0,),
    "the shares of vertical shifts, not flipped and flipped": (2,),
    "the shares of horizontal shifts, not flipped and flipped": (1,),
}
DRAWN = "(maxval itself is never drawn)"
CROSS = np.zeros((5, 5))
CROSS[2, :] = CROSS[:, 2] = 0.1
CROSS[2, 2] = 0.2
