"""Pictures of regression and detection at work: a descent, overlaps, suppression, found digits."""

import keras
import numpy as np
import tensorflow as tf
from matplotlib.patches import Rectangle
from sklearn.datasets import load_diabetes, load_digits

from tensorkata.student.look import BLUE, FAINT, GREEN, INK, ORANGE, RED, look


def _diabetes():
    """Return ten measurements of 442 patients in their own units, and how the disease went on."""
    data = load_diabetes(scaled=False)
    return tf.constant(data.data, tf.float32), tf.constant(data.target, tf.float32)


def _descent_scene(figure):
    left, right = figure.subplots(1, 2)
    left.set(title="the loss, 10 measurements", xlabel="step", ylabel="mean squared error")
    left.set_yscale("log")
    x, y = _diabetes()
    right.plot(x[:, 2], y, ".", color=FAINT, markersize=4)
    right.set(title="442 patients", xlabel="body mass index", ylabel="progress of diabetes")
    return left, right


@look(
    "Left: the loss of a linear regression on ten measurements of diabetes patients falls, slowly"
    " with a small learning rate and quickly with a larger one. Right: the patients' body mass"
    " index and the progress of the disease, and your line after 1, 3 and 30 steps.",
    scene=_descent_scene,
)
def fit_by_descent(student, figure):
    left, right = _descent_scene(figure)
    x, y = _diabetes()
    for rate, color, style in ((0.02, RED, "--"), (0.2, BLUE, "-")):
        losses = student.fit_by_descent(x, y, rate, 60)[2]
        left.plot(range(60), losses, style, color=color, label=f"learning rate {rate}")
    left.legend()
    ends = tf.constant([18.0, 42.0])
    for steps, color, style in ((1, RED, ":"), (3, GREEN, "--"), (30, BLUE, "-")):
        weights, bias, _ = student.fit_by_descent(x[:, 2:3], y, 0.2, steps)
        line = ends * weights[0] + bias
        label = f"{steps} step{'s' * (steps > 1)}"
        right.plot(ends, line, style, color=color, label=label, linewidth=2)
    right.legend(loc="upper left")


def _framed(axes, box, color, style="-", width=2.0, label=None):
    """Draw a box, given by its corners."""
    x1, y1, x2, y2 = (float(number) for number in box)
    axes.add_patch(
        Rectangle(
            (x1, y1),
            x2 - x1,
            y2 - y1,
            fill=False,
            edgecolor=color,
            linestyle=style,
            linewidth=width,
            label=label,
            zorder=3,
        )
    )


TARGET = (-2.0, -1.0, 2.0, 1.0)


def _map_scene(figure):
    axes = figure.subplots()
    _framed(axes, TARGET, ORANGE, "--", label="the box b, fixed")
    axes.set(
        title="The IoU with b, if the center of a is here",
        xlabel="x",
        ylabel="y",
        xlim=(-6, 6),
        ylim=(4, -4),
        aspect="equal",
    )
    axes.legend(loc="lower right")
    return axes


@look(
    "A map: a box of three by three, placed with its center at each point of the plane, and its IoU"
    " with a wide box in the middle. The map is a hill around the middle, and 0 where the boxes no"
    " longer meet.",
    scene=_map_scene,
)
def iou(student, figure):
    axes = _map_scene(figure)
    x, y = np.meshgrid(np.linspace(-6, 6, 121), np.linspace(-4, 4, 81))
    centers = np.stack([x.ravel(), y.ravel()], axis=1)
    boxes = np.concatenate([centers - 1.5, centers + 1.5], axis=1).astype("float32")
    values = student.iou(tf.constant(boxes), tf.constant([TARGET]))
    hill = np.reshape(values, x.shape)
    shown = axes.pcolormesh(x, y, hill, cmap="viridis", vmin=0, vmax=1, shading="nearest")
    figure.colorbar(shown, ax=axes, label="IoU")


def _pull_scene(figure):
    left, right = figure.subplots(1, 2)
    left.set(title="a slides past b", xlabel="distance of the centers", ylabel="overlap")
    left.set_ylim(-1.05, 1.05)
    _framed(right, TARGET, INK, "--", label="target")
    right.set(title="60 steps down 1 - giou", xlabel="x", ylabel="y", aspect="equal")
    right.set(xlim=(-8, 10), ylim=(8, -8))
    return left, right


@look(
    "Left: a box slides past another one. IoU is 0 as soon as they are apart; GIoU goes on falling."
    " Right: descent on 1 - giou moves a box that misses the target: it stretches towards it, and"
    " then shrinks onto it.",
    scene=_pull_scene,
)
def giou(student, figure):
    left, right = _pull_scene(figure)
    shifts = np.linspace(-10, 10, 201, dtype="float32")
    boxes = np.float32(TARGET) + np.stack([shifts, 0 * shifts, shifts, 0 * shifts], axis=1)
    target = tf.constant([TARGET])
    a, b = tf.constant(boxes), tf.repeat(target, len(boxes), axis=0)
    left.plot(shifts, student.giou(a, b), "-", color=BLUE, label="giou")
    left.plot(
        shifts, np.maximum(0, (4 - abs(shifts)) / (4 + abs(shifts))), ":", color=RED, label="iou"
    )
    left.legend(loc="lower center")
    box = tf.Variable([[4.0, 2.5, 6.0, 5.0]])
    for step in range(61):
        if step in (0, 4, 9, 20, 60):
            _framed(right, box[0], BLUE, width=0.8 + step / 30)
        with tf.GradientTape() as tape:
            loss = 1 - student.giou(box, target)
        slope = tape.gradient(loss, box)
        box.assign_sub((1.0 - step / 64) * slope / (tf.norm(slope) + 0.01))
    right.legend(loc="lower right")


def _crowd():
    """Return boxes around three objects, their scores and their labels."""
    rng = np.random.default_rng(4)
    objects = np.array([[2, 2, 6, 9], [2.8, 3, 8.6, 8.8], [12, 1, 15, 5]])
    labels = np.repeat([0, 1, 0], 7)
    boxes = np.repeat(objects, 7, axis=0) + rng.normal(0, 0.45, (21, 4))
    return boxes.astype("float32"), rng.uniform(0.3, 1, 21).astype("float32"), labels


def _crowd_scene(figure):
    panels = figure.subplots(1, 3, sharey=True)
    titles = ("21 boxes, two classes", "suppressed per class", "suppressed over all")
    for axes, title in zip(panels, titles, strict=True):
        axes.set(title=title, xlim=(0, 17), ylim=(11, 0), aspect="equal")
    _draw_boxes(panels[0], range(21))
    return panels


def _draw_boxes(axes, indices):
    boxes, scores, labels = _crowd()
    for k in indices:
        color, style = ((BLUE, "-"), (RED, "--"))[labels[k]]
        _framed(axes, boxes[k], color, style, 2.5 * scores[k])


@look(
    "Left: 21 boxes in heaps around three objects of two classes, two of which overlap. Middle: if"
    " suppressed per class, one box is left of each heap. Right: over all classes, the objects that"
    " overlap may lose one of theirs.",
    scene=_crowd_scene,
)
def non_max_suppression(student, figure):
    _, middle, right = _crowd_scene(figure)
    boxes, scores, labels = _crowd()
    given = tf.constant(boxes), tf.constant(scores), 0.25
    each = np.asarray(student.non_max_suppression(*given, labels=tf.constant(labels)))
    _draw_boxes(middle, each)
    _draw_boxes(
        right,
        np.asarray(student.non_max_suppression(tf.constant(boxes), tf.constant(scores), 0.25)),
    )


def _scattered(count, seed):
    """Return digits at random places of noisy images, whether there is one, and its corners."""
    rng, digits = np.random.default_rng(seed), load_digits().images / 16
    images = rng.uniform(0, 0.3, (count, 16, 16, 1))
    there, boxes = np.arange(count) % 5 > 0, np.full((count, 4), np.nan)
    for k in np.flatnonzero(there):
        digit, (left, top) = digits[rng.integers(len(digits))], rng.integers(0, 9, 2)
        images[k, top : top + 8, left : left + 8, 0] += 0.7 * digit
        rows, columns = (np.flatnonzero((digit > 0.4).any(axis=axis)) for axis in (1, 0))
        boxes[k] = left + columns[0], top + rows[0], left + columns[-1] + 1, top + rows[-1] + 1
    return images.astype("float32"), there.astype("float32"), boxes.astype("float32")


def _digits_scene(figure):
    panels = figure.subplots(2, 5).ravel()
    for axes, image in zip(panels, _scattered(10, 1)[0], strict=True):
        axes.imshow(image, cmap="gray", vmin=0, vmax=1, extent=(0, 16, 16, 0))
        axes.set_axis_off()
    figure.suptitle("Handwritten digits that the detector has not seen")
    return panels


def _trained(joint_loss, images, truth):
    """Return a detector that a joint loss has trained."""
    inputs = keras.Input((16, 16, 1))
    profiles = [keras.ops.max(inputs, axis=axis) for axis in (1, 2)]
    body = keras.layers.Flatten()(keras.layers.Concatenate(axis=1)(profiles))
    body = keras.layers.Dense(64, activation="relu")(body)
    raw = 16 * keras.layers.Dense(4, activation="sigmoid")(body)
    center, half = raw[:, :2], raw[:, 2:] / 2
    box = keras.ops.concatenate([center - half, center + half], axis=1)
    model = keras.Model(inputs, {"object": keras.layers.Dense(1)(body)[:, 0], "box": box})
    weights, optimizer = model.trainable_variables, keras.optimizers.Adam(0.03)
    optimizer.build(weights)
    x, truth = tf.constant(images), {name: tf.constant(part) for name, part in truth.items()}

    @tf.function(autograph=False)
    def step():
        with tf.GradientTape() as tape:
            loss = joint_loss(truth, model(x))
        optimizer.apply(tape.gradient(loss, weights), weights)

    for _ in range(200):
        step()
    return model


@look(
    "Ten noisy images, eight of them with a handwritten digit somewhere. A small network, trained"
    " on 600 others with your loss, looks at each image and at shifted copies of it; your"
    " suppression keeps the best box. Each box that is found lies around its digit, with the IoU"
    " above it; the images without a digit stay empty.",
    scene=_digits_scene,
)
def put_together(student, figure):
    panels = _digits_scene(figure)
    images, there, boxes = _scattered(600, 2)
    model = _trained(student.joint_loss, images, {"object": there, "box": boxes})
    images, _, boxes = _scattered(10, 1)
    shifts = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)]
    for axes, image, true in zip(panels, images, boxes, strict=True):
        copies = np.stack([np.roll(image, shift, axis=(1, 0)) for shift in shifts])
        found = model(tf.constant(copies))
        back = found["box"] - tf.constant([[*shift, *shift] for shift in shifts], tf.float32)
        best = int(student.non_max_suppression(back, found["object"], 0.1)[0])
        if found["object"][best] <= 0:
            axes.set_title("nothing", fontsize=9)
            continue
        _framed(axes, back[best], GREEN)
        overlap = float(student.iou(back[best : best + 1], tf.constant(true[None]))[0, 0])
        axes.set_title(
            "nothing is there" if np.isnan(overlap) else f"IoU {overlap:.2f}", fontsize=9
        )
