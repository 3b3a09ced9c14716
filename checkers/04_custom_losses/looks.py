"""Pictures of losses: their values, their slopes, and what they make of outliers."""

import keras
import numpy as np
import tensorflow as tf

from tensorkata.student.look import BLUE, FAINT, GREEN, INK, RED, look


def _value_and_slope(figure):
    value, slope = figure.subplots(1, 2)
    value.set(title="the loss of an error", xlabel="y_pred - y_true", ylim=(0, 6))
    slope.set(title="its slope: how hard it pulls", xlabel="y_pred - y_true", ylim=(-3.5, 3.5))
    error = np.linspace(-3, 3, 201)
    value.plot(error, error**2, ":", color=FAINT, label="squared")
    slope.plot(error, 2 * error, ":", color=FAINT, label="squared")
    return value, slope


@look(
    "Near 0 the Huber loss is a parabola, far away a straight line; the smaller delta is, the"
    " sooner it becomes one. Its slope never exceeds delta: an outlier pulls no harder than that.",
    scene=_value_and_slope,
)
def huber(student, figure):
    value, slope = _value_and_slope(figure)
    error = tf.linspace(-3.0, 3.0, 201)[:, None]
    for delta, style in ((0.5, "-"), (1.0, "--"), (2.0, "-.")):
        with tf.GradientTape() as tape:
            tape.watch(error)
            loss = student.huber(tf.zeros_like(error), error, delta)
        value.plot(error[:, 0], loss, style, label=f"delta = {delta}")
        slope.plot(error[:, 0], tape.gradient(loss, error)[:, 0], style, label=f"delta = {delta}")
    value.legend()


def _probabilities(figure):
    axes = figure.subplots()
    axes.set(title="The loss of a sample with y = 1", ylim=(0, 3))
    axes.set(xlabel="probability that the model gives to y = 1", ylabel="loss")
    return axes


@look(
    "With gamma = 0 the focal loss is a crossentropy. The larger gamma is, the less a sample costs"
    " that the model is already right about.",
    scene=_probabilities,
)
def focal_loss(student, figure):
    axes = _probabilities(figure)
    p = tf.linspace(0.01, 0.99, 99)[:, None]
    logits = tf.math.log(p / (1 - p))
    for gamma, style in ((0.0, ":"), (1.0, "--"), (2.0, "-"), (5.0, "-.")):
        loss = student.focal_loss(tf.ones_like(p), logits, gamma, 1.0)
        axes.plot(p[:, 0], loss, style, label=f"gamma = {gamma:g}")
    axes.legend()


def _disc(shift):
    """Return a disc of radius 12 on a field of 64 x 96, moved to the right."""
    y, x = np.mgrid[:64, :96]
    return ((x - 30 - shift) ** 2 + (y - 32) ** 2 < 12**2).astype("float32")


def _discs(figure):
    masks, curve = figure.subplots(1, 2)
    masks.contour(_disc(0), [0.5], colors=INK)
    masks.contour(_disc(14), [0.5], colors=BLUE, linestyles="--")
    masks.set(title="the mask, and a prediction 14 pixels off", aspect="equal")
    masks.invert_yaxis()
    curve.set(title="the Dice loss", xlabel="pixels off", ylim=(0, 1.05))
    return curve


@look(
    "Left: a disc as the mask and the same disc moved to the right as the prediction. Right: the"
    " Dice loss grows from 0 to 1 as the two come apart.",
    scene=_discs,
)
def dice_loss(student, figure):
    curve = _discs(figure)
    moved = tf.constant([_disc(shift) for shift in range(31)])
    masks = tf.repeat(moved[:1], 31, axis=0)
    curve.plot(student.dice_loss(masks, moved), color=BLUE)


def _cloud():
    """Return x and y, (400,): y spreads the more, the larger x is."""
    rng = np.random.default_rng(2)
    x = np.sort(rng.uniform(0, 1, 400)).astype("float32")
    return x, (x + (0.1 + 0.6 * x) * rng.exponential(0.5, 400)).astype("float32")


def _fan(figure):
    axes = figure.subplots()
    axes.plot(*_cloud(), ".", color=FAINT, markersize=4)
    axes.set(title="Lines that minimize the quantile loss", xlabel="x", ylabel="y")
    return axes


@look(
    "A cloud of points that widens to the right, and three lines fitted by your loss: a tenth of"
    " the points lies below the lowest, half below the middle, nine tenths below the highest.",
    scene=_fan,
)
def quantile_loss(student, figure):
    axes = _fan(figure)
    x, y = map(tf.constant, _cloud())
    quantiles = [0.1, 0.5, 0.9]
    lines = _fitted(lambda a, b: student.quantile_loss(y, x[:, None] * a + b, quantiles), 3)
    for quantile, style, (slope, start) in zip(quantiles, ("--", "-", "-."), lines, strict=True):
        axes.plot(x, slope * x + start, style, label=f"quantile {quantile}")
    axes.legend()


def _fitted(loss, count):
    """Return slope and start of some lines, (count, 2), after 400 steps of Adam."""
    weights = keras.Variable(np.zeros((2, count)), dtype="float32")
    optimizer = keras.optimizers.Adam(0.03)

    @tf.function(autograph=False)
    def step():
        with tf.GradientTape() as tape:
            value = tf.reduce_mean(loss(weights[0], weights[1]))
        optimizer.apply([tape.gradient(value, weights.value)], [weights])

    for _ in range(400):
        step()
    return weights.numpy().T


def _outliers():
    """Return x and y, (40,), on a line but for six values far above it."""
    rng = np.random.default_rng(4)
    x = np.linspace(0, 2, 40, dtype="float32")
    y = 0.5 + x + rng.normal(0, 0.1, 40)
    y[[4, 9, 13, 17, 22, 25]] += (5, 7, 4, 6, 5, 4)
    return x, y.astype("float32")


def _scatter(figure):
    axes = figure.subplots()
    axes.plot(*_outliers(), "o", color=FAINT, markersize=5)
    axes.set(title="One line for each loss, through points with outliers", xlabel="x", ylabel="y")
    return axes


@look(
    "Most points lie on a line, six lie far above it. The squared error pulls its line up to them;"
    " Huber's and the median's stay with the other points.",
    scene=_scatter,
)
def put_together(student, figure):
    axes = _scatter(figure)
    x, y = map(tf.constant, _outliers())
    true = y[:, None]
    losses = {
        "mse": lambda p: student.mse(true, p),
        "huber, delta = 0.5": lambda p: student.huber(true, p, 0.5),
        "quantile_loss, 0.5": lambda p: student.quantile_loss(y, p, [0.5]),
    }
    for (name, loss), color, style in zip(
        losses.items(), (RED, BLUE, GREEN), ("--", "-", ":"), strict=True
    ):
        ((slope, start),) = _fitted(lambda a, b, loss=loss: loss(x[:, None] * a + b), 1)
        axes.plot(x, slope * x + start, style, color=color, label=name)
    axes.legend()
