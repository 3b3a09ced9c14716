"""Pictures of models as graphs, and of what flows through them."""

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

from tensorkata.student.look import BLUE, FAINT, ORANGE, look


def _digits():
    """Return scikit-learn's digits (1797, 8, 8, 1) in [0, 1], and their labels."""
    images, labels = load_digits(return_X_y=True)
    return images.reshape(-1, 8, 8, 1).astype("float32") / 16, labels


def _sources(value):
    """Yield the names of the layers whose outputs stand in a layer's recorded inputs."""
    if isinstance(value, dict):
        history = value.get("keras_history")
        if history:
            yield history[0]
        else:
            for part in value.values():
                yield from _sources(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _sources(part)


def _draw_graph(axes, model):
    """Draw a functional model: a row for each step from the inputs, an arrow for each tensor."""
    parts = {layer["name"]: layer for layer in model.get_config()["layers"]}
    before = {name: list(_sources(part["inbound_nodes"])) for name, part in parts.items()}
    depth = {}
    for name in parts:  # the config lists a layer after the layers that it needs
        depth[name] = 1 + max((depth[source] for source in before[name]), default=-1)
    rows = {}
    for name in parts:
        rows.setdefault(depth[name], []).append(name)
    place = {
        name: ((column + 1) / (len(row) + 1), -step)
        for step, row in rows.items()
        for column, name in enumerate(row)
    }
    box = {"boxstyle": "round", "facecolor": "none", "edgecolor": BLUE}
    for name, part in parts.items():
        axes.text(*place[name], part["class_name"], ha="center", va="center", bbox=box, size=8)
        for source in before[name]:
            bend = 0.5 if depth[name] - depth[source] > 1 else 0  # around what lies between
            style = {"arrowstyle": "->", "color": FAINT, "shrinkA": 11, "shrinkB": 11}
            style["connectionstyle"] = f"arc3,rad={bend}"
            axes.annotate("", place[name], place[source], arrowprops=style)
    axes.set(xlim=(0, 1), ylim=(-max(rows) - 0.6, 0.6))


def _empty_graph(title):
    def scene(figure):
        axes = figure.subplots()
        axes.set_title(title)
        axes.set_axis_off()
        return axes

    return scene


@look(
    "The parts of your model as boxes, with arrows from the text's input and the image's input down"
    " to the place where both are joined, and on to the output.",
    scene=_empty_graph("A model with two inputs, as a graph"),
)
def multi_input(student, figure):
    axes = _empty_graph("A model with two inputs, as a graph")(figure)
    _draw_graph(axes, student.multi_input(20, (8, 8, 1)))


def _histogram(figure):
    axes = figure.subplots()
    axes.set(title="Distances of unseen pairs, after training", xlabel="distance", yticks=[])
    return axes


def _pairs(rng, images, labels, count):
    """Return two sets of images, and whether each pair is of one class: half of them are."""
    left = rng.integers(0, len(labels), count)
    right = [
        rng.choice(np.flatnonzero((labels == labels[index]) == (number % 2 == 0)))
        for number, index in enumerate(left)
    ]
    return images[left], images[right], labels[left] == labels[right]


@look(
    "Two histograms of the distances that your siamese model gives to pairs of digits it has not"
    " seen: pairs of the same digit lie near 0, pairs of different digits beyond.",
    scene=_histogram,
)
def siamese(student, figure):
    axes = _histogram(figure)
    rng, (images, labels) = np.random.default_rng(1), _digits()
    model, optimizer = student.siamese((8, 8, 1)), keras.optimizers.Adam(0.005)

    @tf.function(autograph=False)
    def step(left, right, same):
        with tf.GradientTape() as tape:
            distance = model([left, right])[:, 0]
            apart = tf.maximum(2 - distance, 0) ** 2
            loss = tf.reduce_mean(tf.where(same, distance**2, apart))
        weights = model.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))

    left, right, same = _pairs(rng, images[:1200], labels[:1200], 6400)
    for start in range(0, 6400, 64):
        step(*(tf.constant(part[start : start + 64]) for part in (left, right, same)))
    left, right, same = _pairs(rng, images[1200:], labels[1200:], 1000)
    distance = model([tf.constant(left), tf.constant(right)])[:, 0].numpy()
    bins = np.linspace(0, distance.max(), 40)
    axes.hist(distance[same], bins, alpha=0.6, color=BLUE, label="the same digit")
    axes.hist(distance[~same], bins, alpha=0.6, color=ORANGE, hatch="//", label="different digits")
    axes.legend()


@look(
    "Your model with three short skips and a long one as boxes and arrows: beside each dense layer"
    " an arrow leads around it to the sum, and one leads from the input to the end.",
    scene=_empty_graph("Three steps with skips, as a graph"),
)
def with_skip(student, figure):
    axes = _empty_graph("Three steps with skips, as a graph")(figure)
    _draw_graph(axes, student.with_skip(4, 3))


def _image_and_maps(figure):
    grid = figure.subplots(2, 5)
    for axes in grid.ravel():
        axes.set_axis_off()
    grid[0, 0].imshow(_digits()[0][0, ..., 0], cmap="gray")
    grid[0, 0].set_title("the image")
    return grid


@look(
    "A digit, and the eight maps that the first convolution of a network makes of it: edges in"
    " several directions, bright on dark.",
    scene=_image_and_maps,
)
def tap(student, figure):
    grid = _image_and_maps(figure)
    edges = np.zeros((3, 3, 1, 8), "float32")
    for number in range(8):
        angle = np.pi * number / 4
        y, x = np.mgrid[-1:2, -1:2]
        edges[:, :, 0, number] = np.cos(angle) * x + np.sin(angle) * y
    layers = [
        keras.Input((8, 8, 1)),
        keras.layers.Conv2D(8, 3, padding="same", activation="relu", name="edges"),
        keras.layers.Flatten(),
        keras.layers.Dense(10),
    ]
    model = keras.Sequential(layers)
    model.layers[0].set_weights([edges, np.zeros(8)])
    maps = student.tap(model, ["edges"])(tf.constant(_digits()[0][:1]))["edges"][0]
    for number, axes in enumerate([*grid[0, 1:], *grid[1, :4]]):
        axes.imshow(maps[..., number])


def _trained_parts(figure):
    curve, maps = figure.subplots(1, 2, width_ratios=(2, 1))
    curve.set(title="A new head on your features", xlabel="epoch", ylabel="loss")
    maps.set_title("features of 0 to 9")
    return curve, maps


@look(
    "Left: the loss of a new head on your feature net falls faster if the features train as well"
    " than if freeze_until lets only the head train. Right: the features of ten digits, by row.",
    scene=_trained_parts,
)
def put_together(student, figure):
    curve, maps = _trained_parts(figure)
    images, labels = _digits()
    for name, until, style in (("only the head", "head", "--"), ("everything", "body", "-")):
        keras.utils.set_random_seed(3)
        body = student.feature_net((8, 8, 1))
        inputs = keras.Input((8, 8, 1))
        features = keras.layers.Activation("linear", name="body")(body(inputs))
        outputs = keras.layers.Dense(10, name="head")(features)
        model = keras.Model(inputs, outputs)
        if until == "head":
            student.freeze_until(model, "head")
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(keras.optimizers.Adam(0.02), loss)
        seen = model.fit(images, labels, batch_size=128, epochs=6, verbose=0)
        curve.plot(seen.history["loss"], style, marker="o", label=f"training {name}")
    curve.legend()
    tapped = student.tap(model, ["body"])(tf.constant(images[:10]))["body"]
    maps.imshow(tapped, aspect="auto")
    maps.set(xlabel="feature", ylabel="digit", yticks=range(10))
