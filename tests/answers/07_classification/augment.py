"""Answers to augment. Most wrong ones are `sound` with one thing changed."""

import numpy as np
import tensorflow as tf


def flipped(images, axis=2, chance=0.5, shape=None):
    draws = tf.random.uniform((tf.shape(images)[0] if shape is None else shape, 1, 1, 1))
    return tf.where(draws < chance, tf.reverse(images, [axis]), images)


def shifted(images, rows, columns, most=2, mode="CONSTANT"):
    """Cut images out of padded ones, from the row and column given for each image."""
    height, width = tf.shape(images)[1], tf.shape(images)[2]
    images = tf.pad(images, [[0, 0], [most, most], [most, most], [0, 0]], mode)
    images = tf.gather(images, rows[:, None] + tf.range(height), axis=1, batch_dims=1)
    return tf.gather(images, columns[:, None] + tf.range(width), axis=2, batch_dims=1)


def starts(images, low=0, high=5):
    return tf.random.uniform(tf.shape(images)[:1], low, high, tf.int32)


# %% right: one image after the other, by map_fn
def augment(images, training):
    def one(image):
        image = tf.image.random_flip_left_right(image)
        padded = tf.pad(image, [[2, 2], [2, 2], [0, 0]])
        return tf.image.random_crop(padded, tf.shape(image))

    return tf.map_fn(one, images) if training else images


# %% right: a shift first, then the flip, with masks and rolls
def augment(images, training):
    if not training:
        return tf.identity(images)
    shape = tf.shape(images)
    steps = tf.random.uniform([2, shape[0]], -2, 3, tf.int32)
    for axis in (1, 2):
        by = steps[axis - 1][:, None]
        source = tf.range(shape[axis])[None, :] - by
        inside = (source >= 0) & (source < shape[axis])
        source = tf.clip_by_value(source, 0, shape[axis] - 1)
        images = tf.gather(images, source, axis=axis, batch_dims=1)
        mask = inside[:, :, None, None] if axis == 1 else inside[:, None, :, None]
        images = tf.where(mask, images, tf.zeros_like(images))
    return tf.image.random_flip_left_right(images)


# %% right: batched crops by tf.image
def augment(images, training):
    if not training:
        return images
    n, h, w = tf.shape(images)[0], tf.shape(images)[1], tf.shape(images)[2]
    padded = tf.image.pad_to_bounding_box(flipped(images), 2, 2, h + 4, w + 4)
    at = tf.random.uniform((n, 2), 0, 5, tf.int32)
    rows = at[:, :1] + tf.range(h)
    columns = at[:, 1:] + tf.range(w)
    index = tf.stack(
        [
            tf.broadcast_to(rows[:, :, None], (n, h, w)),
            tf.broadcast_to(columns[:, None, :], (n, h, w)),
        ],
        axis=-1,
    )
    return tf.gather_nd(padded, index, batch_dims=1)


# %% wrong: becomes float | test_example | dtype
# breaks: "The dtype, floating or integer, is kept"
def augment(images, training):
    if not training:
        return images
    images = tf.cast(images, tf.float32)
    return shifted(flipped(images), starts(images), starts(images))


# %% wrong: the border is cut off | test_example | shape
# breaks: "(batch, height, width, channels) -> the same shape"
def augment(images, training):
    if not training:
        return images
    size = tf.shape(images)
    return tf.image.random_crop(flipped(images), [size[0], size[1] - 2, size[2] - 2, size[3]])


# %% wrong: outside of training, too | test_example | outside of training
# breaks: "With training=False the images are returned as they are"
def augment(images, training):
    return shifted(flipped(images), starts(images), starts(images))


# %% wrong: flipped outside of training | test_inference | outside of training
# breaks: "With training=False the images are returned as they are"
def augment(images, training):
    images = flipped(images)
    if not training:
        return images
    return shifted(images, starts(images), starts(images))


# %% wrong: the training flag is turned round | test_example | outside of training
# breaks: "With training=False the images are returned as they are"
def augment(images, training):
    if training:
        return images
    return shifted(flipped(images), starts(images), starts(images))


# %% wrong: nothing is changed in training | test_inference | training changes nothing
# breaks: "With training=True each image is"
def augment(images, training):
    return images


# %% wrong: the images are rolled | test_inference | on the other side
# breaks: "pixels that are shifted out are lost, and 0 comes in"
def augment(images, training):
    if not training:
        return images

    def one(image):
        return tf.roll(image, tf.random.uniform([2], -2, 3, tf.int32), [0, 1])

    return tf.map_fn(one, flipped(images))


# %% wrong: upside down | test_inference | upside down
# breaks: "flipped left to right with probability 1/2"
def augment(images, training):
    if not training:
        return images
    return shifted(flipped(images, axis=1), starts(images), starts(images))


# %% wrong: mirrored at the border | test_inference | mirrored
# breaks: "pixels that are shifted out are lost, and 0 comes in"
def augment(images, training):
    if not training:
        return images
    images = flipped(images)
    return shifted(images, starts(images), starts(images), mode="REFLECT")


# %% wrong: the border is repeated | test_inference | border is repeated
# breaks: "pixels that are shifted out are lost, and 0 comes in"
def augment(images, training):
    if not training:
        return images
    images, size = flipped(images), tf.shape(images)
    rows = starts(images)[:, None] + tf.range(size[1]) - 2
    columns = starts(images)[:, None] + tf.range(size[2]) - 2
    images = tf.gather(images, tf.clip_by_value(rows, 0, size[1] - 1), axis=1, batch_dims=1)
    return tf.gather(images, tf.clip_by_value(columns, 0, size[2] - 1), axis=2, batch_dims=1)


# %% wrong: up to four pixels | test_inference | more than two
# breaks: "each by -2, -1, 0, 1 or 2 with equal probability"
def augment(images, training):
    if not training:
        return images
    images = flipped(images)
    return shifted(images, starts(images, 0, 9), starts(images, 0, 9), most=4)


# %% wrong: pixels are brightened, too | test_inference | differ
# breaks: "shifted by whole pixels"
def augment(images, training):
    if not training:
        return images
    return shifted(tf.image.random_brightness(images, 0.2), starts(images), starts(images))


# %% wrong: saturated at 127 | test_training | differ
# breaks: "Flip and shift each image at random"
def augment(images, training):
    if not training:
        return images
    images = shifted(flipped(images), starts(images), starts(images))
    return tf.minimum(images, tf.cast(127, images.dtype))


# %% wrong: one flip for the batch | test_each_image | alike
# breaks: "nor on those of any other image"
def augment(images, training):
    if not training:
        return images
    return shifted(flipped(images, shape=1), starts(images), starts(images))


# %% wrong: one shift for the batch | test_each_image | alike
# breaks: "nor on those of any other image"
def augment(images, training):
    if not training:
        return images
    zeros = tf.zeros_like(starts(images))
    return shifted(flipped(images), zeros + starts(images)[0], zeros + starts(images)[0])


# %% wrong: maxval is not drawn | test_each_image | up or to the left
# breaks: "each by -2, -1, 0, 1 or 2 with equal probability"
def augment(images, training):
    if not training:
        return images
    return shifted(flipped(images), starts(images, 0, 4), starts(images, 0, 4))


# %% wrong: steps from -2 to 2, the end excluded | test_each_image | down or to the right
# breaks: "each by -2, -1, 0, 1 or 2 with equal probability"
def augment(images, training):
    if not training:
        return images
    return shifted(flipped(images), 4 - starts(images, 0, 4), 4 - starts(images, 0, 4))


# %% wrong: shifted by one pixel only | test_each_image | never by two
# breaks: "each by -2, -1, 0, 1 or 2 with equal probability"
def augment(images, training):
    if not training:
        return images
    return shifted(flipped(images), starts(images, 1, 4), starts(images, 1, 4))


# %% wrong: one draw for rows and columns | test_each_image | both directions
# breaks: "The flip and the two shifts do not depend on each other"
def augment(images, training):
    if not training:
        return images
    at = starts(images)
    return shifted(flipped(images), at, at)


# %% wrong: NumPy's random numbers | test_each_image | traced
# breaks: "in a graph too, where the batch size may be unknown"
def augment(images, training):
    if not training:
        return images
    n = images.shape[0] or 1
    images = tf.where(np.random.random((n, 1, 1, 1)) < 0.5, tf.reverse(images, [2]), images)
    at = tf.zeros((2, tf.shape(images)[0]), tf.int32) + np.random.randint(0, 5, (2, n))
    return shifted(images, at[0], at[1])


# %% wrong: a seed from Python for the batch | test_each_image | traced
# breaks: "Each call draws afresh"
def augment(images, training):
    if not training:
        return images
    seed = np.random.randint(2**31, size=2)
    draws = tf.random.stateless_uniform((3, tf.shape(images)[0]), seed, 0, 1)
    images = tf.where((draws[0] < 0.5)[:, None, None, None], tf.reverse(images, [2]), images)
    rows, columns = tf.unstack(tf.cast(5 * draws[1:], tf.int32))
    return shifted(images, rows, columns)


# %% wrong: a fixed seed | test_fresh | a seed is fixed
# breaks: "Each call draws afresh"
def augment(images, training):
    if not training:
        return images
    shape = tf.shape(images)[:1]
    draws = tf.random.stateless_uniform((3, shape[0]), [1, 2], 0, 1)
    images = tf.where((draws[0] < 0.5)[:, None, None, None], tf.reverse(images, [2]), images)
    rows, columns = tf.unstack(tf.cast(5 * draws[1:], tf.int32))
    return shifted(images, rows, columns)


# %% wrong: by way of float32 | test_training | a float on the way
# breaks: "and so are the exact values of the pixels"
def augment(images, training):
    if not training:
        return images
    dtype, images = images.dtype, tf.cast(images, tf.float32)
    images = tf.round(images) if dtype.is_integer else images
    return tf.cast(shifted(flipped(images), starts(images), starts(images)), dtype)


# %% wrong: narrow images are left as they are | test_other_images |
# breaks: "Flip and shift each image at random"
def augment(images, training):
    if not training:
        return images
    moved = shifted(flipped(images), starts(images), starts(images))
    return images if images.shape[2] == 3 else moved


# %% right: stateless draws with fresh seeds
def augment(images, training):
    if not training:
        return images
    seeds = tf.random.uniform((3, 2), maxval=tf.int32.max, dtype=tf.int32)
    n = tf.shape(images)[0]
    flip = tf.random.stateless_uniform([n, 1, 1, 1], seeds[0]) < 0.5
    rows, columns = (tf.random.stateless_uniform([n], seeds[k], 0, 5, tf.int32) for k in (1, 2))
    return shifted(tf.where(flip, images[:, :, ::-1], images), rows, columns)


# %% right: one-hot matrices move the pixels
def augment(images, training):
    if training:
        size = tf.shape(images)
        flip = tf.random.normal([size[0], 1]) > 0
        columns = tf.range(size[2])
        columns = tf.where(flip, size[2] - 1 - columns, columns) - starts(images, -2, 3)[:, None]
        rows = tf.range(size[1]) - starts(images, -2, 3)[:, None]
        if images.dtype.is_floating:
            down = tf.one_hot(rows, size[1], dtype=images.dtype)
            right = tf.one_hot(columns, size[2], dtype=images.dtype)
            images = tf.einsum("nrh,nrwc->nhwc", down, images)
            return tf.einsum("nvw,nhvc->nhwc", right, images)
        return shifted(flipped(images), starts(images), starts(images))
    return images


# %% wrong: only floats are kept | test_output_shape | dtype
# breaks: "The dtype, floating or integer, is kept"
def augment(images, training):
    if not training:
        return images
    images = tf.cast(images, tf.float32) if images.dtype == tf.float64 else images
    return shifted(flipped(images), starts(images), starts(images))


# %% wrong: without training they become float32 | test_example | dtype
# breaks: "The dtype, floating or integer, is kept"
def augment(images, training):
    if not training:
        return tf.cast(images, tf.float32)
    return shifted(flipped(images), starts(images), starts(images))


# %% wrong: the size of the batch is taken from the shape | test_each_image | it raised
# breaks: "in a graph too, where the batch size may be unknown"
def augment(images, training):
    if not training:
        return images
    at = tf.random.uniform((2, images.shape[0]), 0, 5, tf.int32)
    return shifted(flipped(images), at[0], at[1])


# %% wrong: a loop over the batch in Python | test_each_image | it raised
# breaks: "in a graph too, where the batch size may be unknown"
def augment(images, training):
    if not training:
        return images
    found = []
    for k in range(len(images)):
        image = tf.pad(tf.image.random_flip_left_right(images[k]), [[2, 2], [2, 2], [0, 0]])
        found.append(tf.image.random_crop(image, images.shape[1:]))
    return tf.stack(found)


# %% wrong: every other image is flipped | test_each_image | not random
# breaks: "nor on those of any other image"
def augment(images, training):
    if not training:
        return images
    odd = (tf.range(tf.shape(images)[0]) % 2 == 1)[:, None, None, None]
    images = tf.where(odd, tf.reverse(images, [2]), images)
    return shifted(images, starts(images), starts(images))


# %% wrong: the second half repeats the draws of the first | test_each_image | share their draws
# breaks: "nor on those of any other image"
def augment(images, training):
    if not training:
        return images
    n = tf.shape(images)[0]
    draws = tf.random.uniform((3, (n + 1) // 2))
    draws = tf.tile(draws, [1, 2])[:, :n]
    images = tf.where((draws[0] < 0.5)[:, None, None, None], tf.reverse(images, [2]), images)
    rows, columns = tf.unstack(tf.cast(5 * draws[1:], tf.int32))
    return shifted(images, rows, columns)


# %% wrong: the draw of the flip gives the shift, too | test_each_image | the same draw
# breaks: "The flip and the two shifts do not depend on each other"
def augment(images, training):
    if not training:
        return images
    draws = tf.random.uniform(tf.shape(images)[:1])
    images = tf.where((draws < 0.5)[:, None, None, None], tf.reverse(images, [2]), images)
    return shifted(images, starts(images), tf.cast(5 * draws, tf.int32))


# %% wrong: a quarter is flipped | test_each_image | flipped
# breaks: "flipped left to right with probability 1/2"
def augment(images, training):
    if not training:
        return images
    return shifted(flipped(images, chance=0.25), starts(images), starts(images))


# %% wrong: rounded normal numbers | test_each_image | shifts
# breaks: "with equal probability"
def augment(images, training):
    if not training:
        return images
    size = tf.shape(images)[:1]
    at = [tf.cast(tf.round(tf.random.normal(size)), tf.int32) for _ in range(2)]
    at = [tf.clip_by_value(2 + steps, 0, 4) for steps in at]
    return shifted(flipped(images), *at)


# %% wrong: never flipped | test_each_image | flipped
# breaks: "flipped left to right with probability 1/2"
def augment(images, training):
    if not training:
        return images
    return shifted(images, starts(images), starts(images))


# %% wrong: nothing is returned without training | test_example |
# breaks: "With training=False the images are returned as they are"
def augment(images, training):
    if training:
        return shifted(flipped(images), starts(images), starts(images))


# %% equivalent: constant-63d7d49b | no window reaches the third row below the image
# %% equivalent: constant-b101bcc0 | no window reaches the third column right of the image


# %% wrong: works in float32 in between | test_training | a float on the way
# breaks: "and so are the exact values of the pixels"
def augment(images: tf.Tensor, training: bool) -> tf.Tensor:
    if not training:
        return images
    dtype = images.dtype
    images = tf.cast(images, tf.float32)
    shape = tf.shape(images)
    batch, height, width = shape[0], shape[1], shape[2]
    flip = tf.random.uniform((batch, 1, 1, 1)) < 0.5
    images = tf.where(flip, tf.reverse(images, [2]), images)
    down = tf.random.uniform((batch, 1), -2, 3, dtype=tf.int32)
    right = tf.random.uniform((batch, 1), -2, 3, dtype=tf.int32)
    padded = tf.pad(images, [[0, 0], [2, 2], [2, 2], [0, 0]])
    rows = tf.range(height)[tf.newaxis] + 2 - down
    columns = tf.range(width)[tf.newaxis] + 2 - right
    moved = tf.gather(padded, rows, axis=1, batch_dims=1)
    return tf.cast(tf.gather(moved, columns, axis=2, batch_dims=1), dtype)


# %% right: index arithmetic: for each output pixel, the input pixel it comes from, if there is one
def augment(images: tf.Tensor, training: bool) -> tf.Tensor:
    if not training:
        return images
    images = tf.convert_to_tensor(images)
    shape = tf.shape(images)
    batch, height, width = shape[0], shape[1], shape[2]
    flip = tf.random.uniform((batch, 1), 0, 2, dtype=tf.int32)
    down = tf.random.uniform((batch, 1), -2, 3, dtype=tf.int32)
    right = tf.random.uniform((batch, 1), -2, 3, dtype=tf.int32)
    rows = tf.range(height)[tf.newaxis] - down
    columns = tf.range(width)[tf.newaxis] - right
    seen_rows = (rows >= 0) & (rows < height)
    seen_columns = (columns >= 0) & (columns < width)
    seen = seen_rows[:, :, tf.newaxis, tf.newaxis] & seen_columns[:, tf.newaxis, :, tf.newaxis]
    columns = tf.where(flip == 1, width - 1 - columns, columns)
    rows = tf.clip_by_value(rows, 0, height - 1)
    columns = tf.clip_by_value(columns, 0, width - 1)
    moved = tf.gather(images, rows, axis=1, batch_dims=1)
    moved = tf.gather(moved, columns, axis=2, batch_dims=1)
    moved = tf.where(seen, moved, tf.zeros_like(moved))
    return tf.ensure_shape(moved, images.shape)


# %% wrong: the shift is a rounded uniform number, so -2 and 2 are half as likely as the others | test_each_image
# breaks: "shifted by whole pixels, vertically and horizontally, each by -2, -1, 0, 1 or 2 with equal"
def augment(images: tf.Tensor, training: bool) -> tf.Tensor:
    if not training:
        return images
    shape = tf.shape(images)
    batch, height, width = shape[0], shape[1], shape[2]
    flip = tf.random.uniform((batch, 1, 1, 1)) < 0.5
    images = tf.where(flip, tf.reverse(images, [2]), images)
    down = tf.cast(tf.round(tf.random.uniform((batch, 1), -2.0, 2.0)), tf.int32)
    right = tf.cast(tf.round(tf.random.uniform((batch, 1), -2.0, 2.0)), tf.int32)
    padded = tf.pad(images, [[0, 0], [2, 2], [2, 2], [0, 0]])
    rows = tf.range(height)[tf.newaxis] + 2 - down
    columns = tf.range(width)[tf.newaxis] + 2 - right
    moved = tf.gather(padded, rows, axis=1, batch_dims=1)
    return tf.gather(moved, columns, axis=2, batch_dims=1)


# %% right: five windows of the padded images per direction, and each image chooses one of them
def augment(images: tf.Tensor, training: bool) -> tf.Tensor:
    if not training:
        return images
    result = tf.convert_to_tensor(images)
    batch = tf.shape(result)[0]
    each = tf.stack([batch, 1, 1, 1])
    mirrored = tf.random.uniform(each) < 0.5
    for axis in (1, 2):
        size = tf.shape(result)[axis]
        room = [[2, 2] if a == axis else [0, 0] for a in range(4)]
        padded = tf.pad(result, room)
        start = tf.random.uniform(each, minval=0, maxval=5, dtype=tf.int32)
        shifted = tf.zeros_like(result)
        for k in range(5):
            window = padded[:, k : k + size] if axis == 1 else padded[:, :, k : k + size]
            shifted = tf.where(start == k, window, shifted)
        result = shifted
    result = tf.where(mirrored, tf.reverse(result, axis=[2]), result)
    return tf.ensure_shape(result, images.shape)


# %% wrong: the same op seed for both shifts: independent eagerly, but in a graph they are always equal | test_each_image
# breaks: "The flip and the two shifts do not depend on each other, nor on those of any other image."
def augment(images: tf.Tensor, training: bool) -> tf.Tensor:
    if not training:
        return images
    shape = tf.shape(images)
    batch, height, width = shape[0], shape[1], shape[2]
    flip = tf.random.uniform((batch, 1, 1, 1)) < 0.5
    images = tf.where(flip, tf.reverse(images, [2]), images)
    down = tf.random.uniform((batch, 1), -2, 3, dtype=tf.int32, seed=7)
    right = tf.random.uniform((batch, 1), -2, 3, dtype=tf.int32, seed=7)
    padded = tf.pad(images, [[0, 0], [2, 2], [2, 2], [0, 0]])
    rows = tf.range(height)[tf.newaxis] + 2 - down
    columns = tf.range(width)[tf.newaxis] + 2 - right
    moved = tf.gather(padded, rows, axis=1, batch_dims=1)
    return tf.gather(moved, columns, axis=2, batch_dims=1)
