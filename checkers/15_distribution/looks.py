"""Pictures of distribution at work: shares of a batch, statistics, a step, a whole training."""

import pathlib
import tempfile

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

from tensorkata.student.look import BLUE, FAINT, GREEN, INK, RED, look


def _mirrored():
    """Return a strategy over two devices, or over one where there is no second."""
    devices = [device.name for device in tf.config.list_logical_devices("CPU")[:2]]
    across = tf.distribute.ReductionToOneDevice()
    return tf.distribute.MirroredStrategy(devices, cross_device_ops=across)


def _steps(figure):
    axes = figure.subplots()
    axes.set(
        title="22 samples, four for each replica at a step", xlim=(-0.6, 7.6), ylim=(2.6, -0.6)
    )
    axes.set(xlabel="place in the step", ylabel="step", yticks=range(3), xticks=range(8))
    return axes


@look(
    "One row for each step. Replica 0 has the first four samples of a step, replica 1 the next"
    " four; the last step has the samples that are left, shared between both.",
    scene=_steps,
)
def global_batch(student, figure):
    axes, strategy = _steps(figure), _mirrored()
    x = tf.range(22)
    for row, (step, _) in enumerate(student.global_batch(strategy, x, x, 4)):
        place = 0
        for number, part in enumerate(strategy.experimental_local_results(step)):
            style = {"color": (BLUE, RED)[number], "marker": "so"[number], "markersize": 24}
            for sample in part.numpy():
                label = f"replica {number}" if (row, place) in {(0, 0), (0, 4)} else None
                axes.plot(place, row, **style, alpha=0.8, label=label, linestyle="")
                axes.text(place, row, sample, color="white", ha="center", va="center")
                place += 1
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2, markerscale=0.4)


def _samples():
    """Return the samples of two replicas, which are apart."""
    draws = np.random.default_rng(3)
    parts = draws.normal(-2.0, 0.7, (60, 1)), draws.normal(1.5, 1.0, (180, 1))
    return [part.astype("float32") for part in parts]


def _bell(mean, variance, x):
    return np.exp(-((x - mean) ** 2) / 2 / variance) / np.sqrt(2 * np.pi * variance)


def _histograms(figure):
    axes = figure.subplots()
    first, second = (part.ravel() for part in _samples())
    bins = np.linspace(-5, 5, 41)
    axes.hist(
        [first, second],
        bins,
        stacked=True,
        weights=[np.full(len(part), 1 / 240 / 0.25) for part in (first, second)],
        color=[BLUE, RED],
        alpha=0.5,
        label=["samples of replica 0", "samples of replica 1"],
    )
    axes.set(title="What a normalization on two replicas should use", xlabel="x", ylim=(0, 0.75))
    return axes


@look(
    "A histogram of all samples, those of replica 0 on the left, those of replica 1 on the right."
    " Dashed, each replica's own bell curve; solid, the wide one of yours that covers both.",
    scene=_histograms,
)
def global_moments(student, figure):
    axes, strategy, parts = _histograms(figure), _mirrored(), _samples()
    whole = parts if strategy.num_replicas_in_sync > 1 else [np.concatenate(parts)]
    values = strategy.experimental_distribute_values_from_function(
        lambda context: tf.constant(whole[context.replica_id_in_sync_group])
    )

    @tf.function(autograph=False)
    def moments(x):
        return strategy.run(student.global_moments, args=(x,))

    found = moments(values)
    mean, variance = (float(strategy.experimental_local_results(one)[0][0]) for one in found)
    x = np.linspace(-5, 5, 201)
    for part, color in zip(parts, (BLUE, RED), strict=True):
        axes.plot(x, _bell(part.mean(), part.var(), x), "--", color=color)
    axes.plot(x, _bell(mean, variance, x), color=INK, label="yours: all samples")
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=3)


def _line():
    """Return 30 samples of a line with noise."""
    draws = np.random.default_rng(5)
    x = draws.uniform(-2, 2, (30, 1)).astype("float32")
    return x, (1.5 * x - 0.5 + draws.normal(0, 0.3, (30, 1))).astype("float32")


def _descent(weights):
    """Return the losses of 25 steps in NumPy, down the losses of the samples with these weights."""
    (x, y), slope, offset, losses = _line(), 0.0, 0.0, []
    for _ in range(25):
        miss = slope * x + offset - y
        losses.append(np.mean(miss**2))
        back = 0.05 * 2 * weights * miss
        slope, offset = slope - np.sum(back * x), offset - np.sum(back)
    return losses


def _descent_scene(figure):
    axes = figure.subplots()
    axes.set(title="A line fitted by descent, 20 samples here and 10 there", xlabel="step")
    axes.set(ylabel="loss", yscale="log", ylim=(0.06, 9))
    axes.plot(_descent(1 / 30), color=FAINT, linewidth=7, alpha=0.6, label="one device")
    own = np.repeat([1 / 20, 1 / 10], [20, 10])[:, None]
    axes.plot(_descent(own), "--", color=RED, label="each replica divides by its own size")
    return axes


@look(
    "The loss falls step by step. Your steps on two replicas, as dots, lie on the broad line of one"
    " device; the dashed line takes steps about twice as large, by a loss divided wrongly.",
    scene=_descent_scene,
)
def distributed_step(student, figure):
    axes, strategy = _descent_scene(figure), _mirrored()
    with strategy.scope():
        model = keras.Sequential(
            [keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="zeros")]
        )
        optimizer = keras.optimizers.SGD(0.05)
        optimizer.build(model.trainable_variables)
    parts = [slice(20), slice(20, 30)] if strategy.num_replicas_in_sync > 1 else [slice(30)]
    x, y = (
        strategy.experimental_distribute_values_from_function(
            lambda context, side=side: tf.constant(side[parts[context.replica_id_in_sync_group]])
        )
        for side in _line()
    )

    @tf.function(autograph=False)
    def step(x, y):
        return student.distributed_step(strategy, model, optimizer, x, y, 30)

    axes.plot([step(x, y) for _ in range(25)], "o", color=BLUE, label="yours, on two replicas")
    axes.legend()


def _digits():
    """Return scikit-learn's digits as (1797, 64) in [0, 1], and their labels as one-hot rows."""
    data = load_digits()
    return data.data.astype("float32") / 16, np.eye(10, dtype="float32")[data.target]


def _training_scene(figure):
    loss, hits, digit = figure.subplots(1, 3, width_ratios=(2, 1.4, 1))
    loss.set(title="Digits on two replicas", xlabel="step", ylabel="loss")
    hits.set(title="accuracy by epoch", xlabel="epoch", ylim=(0, 1.02), xticks=range(5))
    digit.set_axis_off()
    digit.imshow(_digits()[0][1790].reshape(8, 8), cmap="gray")
    return loss, hits, digit


@look(
    "A network learns handwritten digits on two replicas, by your batches and your step: the loss"
    " falls, and the accuracy, counted over both replicas, rises. Moved to one device, it reads a"
    " digit that it has not seen.",
    scene=_training_scene,
)
def put_together(student, figure):
    curve, hits, digit = _training_scene(figure)
    x, y = _digits()
    strategy = student.make_strategy(2)
    with strategy.scope():
        layers = [keras.layers.Dense(48, "relu"), keras.layers.Dense(10)]
        model = keras.Sequential([keras.Input((64,)), *layers])
        model.compile(keras.optimizers.Adam(0.01), "mse")
        model.optimizer.build(model.trainable_variables)
        accuracy = student.SyncMean()

    def count(x, y):
        right = tf.argmax(model(x), axis=1) == tf.argmax(y, axis=1)
        accuracy.update(tf.cast(right, tf.float32))

    @tf.function(autograph=False)
    def step(x, y):
        strategy.run(count, args=(x, y))
        return student.distributed_step(strategy, model, model.optimizer, x, y, 128)

    losses, shares = [], []
    train = student.global_batch(strategy, x[:1664], y[:1664], 128 // strategy.num_replicas_in_sync)
    for _ in range(5):
        losses += [float(step(*batch)) for batch in train]
        shares.append(float(accuracy.result()))
        accuracy.reset()
    curve.plot(losses, color=BLUE)
    hits.plot(shares, "o-", color=GREEN)
    with tempfile.TemporaryDirectory() as folder:
        path = str(pathlib.Path(folder, "digits.keras"))
        moved = student.move(model, path, student.make_strategy(1))
    digit.set_title(f"a {y[1790].argmax()}, read as {int(tf.argmax(moved(x[1790:1791])[0]))}")
