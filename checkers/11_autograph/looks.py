"""Pictures of graphs at work: how they grow, what they count, what they remember."""

import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

from tensorkata.student.look import BLUE, FAINT, GREEN, INK, RED, look

PASSES = (1, 5, 10, 20, 30, 40)


def _growth(figure):
    axes = figure.subplots()
    axes.set(
        title="Sines in the graph of a loop",
        xlabel="passes of the loop",
        ylabel="operations of the type Sin",
        xlim=(0, 42),
        ylim=(-1, 42),
    )
    return axes


def _unrolled(passes):
    def f(x):
        for _ in range(passes):
            x = tf.sin(x)
        return x

    return f


def _looped(passes):
    def f(x):
        for _ in tf.range(passes):
            x = tf.sin(x)
        return x

    return f


@look(
    "The graph of a Python loop has a sine for each pass: a rising line. The graph of a loop over a"
    " tensor has none of them, as its sine is in the body of a While: a flat line at 0.",
    scene=_growth,
)
def count_ops(student, figure):
    axes = _growth(figure)
    spec = tf.TensorSpec([None])
    loops = (
        ("for _ in range(passes)", _unrolled, "o-", RED),
        ("for _ in tf.range(passes)", _looped, "s--", BLUE),
    )
    for label, loop, style, color in loops:
        counts = [student.count_ops(loop(passes), spec, "Sin") for passes in PASSES]
        axes.plot(PASSES, counts, style, color=color, label=label)
    axes.legend(loc="upper left")


def _steps(figure):
    axes = figure.subplots()
    axes.set(
        title="Steps until 1",
        xlabel="starting number",
        ylabel="Collatz length",
        xlim=(0, 3000),
        ylim=(0, 230),
    )
    return axes


@look(
    "A point for each number up to 3,000, as high as its number of steps. The points fall into"
    " slanting bands; neighbors often take the same number of steps. A ring marks 27 at 111.",
    scene=_steps,
)
def collatz_lengths(student, figure):
    axes = _steps(figure)
    numbers = tf.range(1, 3001, dtype=tf.int64)
    lengths = student.collatz_lengths(numbers, 300)
    axes.plot(numbers, lengths, ".", color=BLUE, markersize=2)
    axes.plot(27, lengths[26], "o", color=RED, fillstyle="none", markersize=10)
    axes.annotate("27", (27, int(lengths[26])), (90, 116), color=INK)


def _signal():
    """Return a switch that is on for a while, then three short pulses: (time,)."""
    x = np.zeros(160, "float32")
    x[10:50] = 1.0
    x[[80, 100, 104]] = 1.0
    return x


def _memory(figure):
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(1, 3))
    above.step(np.arange(160), _signal(), color=INK, where="mid", linewidth=1)
    above.set(title="What comes in, and what the leaky sum remembers", ylabel="x")
    below.set(xlabel="time", ylabel="share of the most it can be", ylim=(-0.05, 1.05))
    return below


@look(
    "Above: a signal that is on for a while, then three pulses. Below: with decay 0.5 the sum"
    " follows at once and forgets at once; with 0.9 and 0.97 it rises and fades ever more slowly.",
    scene=_memory,
)
def leaky_sum(student, figure):
    axes = _memory(figure)
    x = tf.constant(_signal())
    for decay, style, color in ((0.5, ":", GREEN), (0.9, "-", BLUE), (0.97, "--", RED)):
        sums = student.leaky_sum(x, decay)
        axes.plot((1 - decay) * sums, style, color=color, label=f"decay {decay}")
    axes.legend()


def _batches():
    """Return scikit-learn's digits in 40 batches of unlike sizes, each (size, 64) in [0, 1]."""
    rows = load_digits().data.astype("float32") / 16
    cuts = np.cumsum(np.random.default_rng(11).integers(1, 80, 39))
    return [batch for batch in np.split(rows, cuts) if len(batch)]


def _stream(figure):
    traces, memory, *means = figure.subplots(1, 5, width_ratios=(2, 2, 1, 1, 1))
    traces.set(title="traces so far", xlabel="batch")
    memory.set(title="ink", xlabel="batch", ylim=(0.28, 0.34))
    for axes, after in zip(means, (1, 5, 40), strict=True):
        axes.set_title(f"after {after}")
        axes.set_axis_off()
    return traces, memory, means


@look(
    "Digits arrive in forty batches of unlike sizes. A plain tf.function is traced again for each"
    " new size. Yours is traced twice, because its first call makes the variables, and then for no"
    " size again. The leaky sum smooths the batches' share of ink. The mean digit after one, five"
    " and forty batches gets ever more even.",
    scene=_stream,
)
def put_together(student, figure):
    traces, memory, pictures = _stream(figure)
    batches = [tf.constant(batch) for batch in _batches()]
    tf.get_logger().setLevel("ERROR")  # it would warn of the many traces, which are the point
    plain, traced_again, _ = student.instrument(tf.identity)
    graph, traced, _ = student.instrument(student.RunningMean())
    once = student.trace_once(graph, batches[0])
    again, counts, means = [], [], []
    for batch in batches:
        plain(batch)
        again.append(traced_again())
        means.append(once(batch))
        counts.append(traced())
    number = range(1, 1 + len(batches))
    traces.plot(number, again, color=RED, label="tf.function")
    traces.plot(number, counts, "--", color=BLUE, label="yours")
    traces.legend()
    ink = tf.stack([tf.reduce_mean(batch) for batch in batches])
    memory.plot(ink, color=FAINT, linewidth=1, label="of a batch")
    memory.plot(0.2 * student.leaky_sum(ink - ink[0], 0.8) + ink[0], color=BLUE, label="leaky")
    memory.legend()
    for axes, after in zip(pictures, (1, 5, len(means)), strict=True):
        axes.imshow(tf.reshape(means[after - 1], [8, 8]))
