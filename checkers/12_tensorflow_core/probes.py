"""Probes of 12_tensorflow_core: modules of the student's, and modules of the kit to work on."""

import contextlib
import pathlib
import tempfile

import tensorflow as tf

from tensorkata.student.probes import spared, spec_of, tensors

ACTIVATIONS = {"none": None, "relu": tf.nn.relu, "tanh": tf.tanh}


def dense_on_x(student, weights, x, activation="none", mode="eager"):
    """Return what Dense gives for x, with these weights; eager or in a graph."""
    layer = student.Dense(*weights[0].shape, ACTIVATIONS[activation])
    given_weights(layer, weights)
    return in_graph(layer, x) if mode == "graph" else layer(tensors(x))


def dense_attributes(student, features, units):
    """Return what kernel and bias of a new layer are."""
    layer = student.Dense(features, units)
    return {name: kind_of(getattr(layer, name, None)) for name in ("kernel", "bias")}


def dense_variables(student, weights, x):
    """Return how many variables there are, before and after use, and the last output."""
    layer = student.Dense(*weights[0].shape, activation=tf.nn.relu)
    before = {"all": len(layer.variables), "trainable": len(layer.trainable_variables)}
    layer(tensors(x))
    tf.function(layer)(tensors(x))
    given_weights(layer, weights)
    output = layer(tensors(x))
    after = {"all": len(layer.variables), "trainable": len(layer.trainable_variables)}
    return {"before": before, "after": after, "output": output}


def dense_gradients(student, weights, x, upstream):
    """Return the gradients of sum(upstream * tanh layer) in x, kernel and bias."""
    layer = student.Dense(*weights[0].shape, tf.tanh)
    given_weights(layer, weights)
    x = tensors(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        total = tf.reduce_sum(tensors(upstream) * layer(x))
    return tape.gradient(total, [x, layer.kernel, layer.bias])


def dense_start(student, features, units, seed):
    """Return the kernel and bias of a new layer."""
    layer = student.Dense(features, units, seed=seed)
    return {"kernel": layer.kernel, "bias": layer.bias}


def dense_kernel(student, features, units, seed):
    """Return the kernel of a new layer."""
    return student.Dense(features, units, seed=seed).kernel


def dense_seeds(student, features, units, seed):
    """Return how many numbers differ with the same seed, and the difference to the next seed."""
    layer, same, other = (student.Dense(features, units, seed=s) for s in (seed, seed, seed + 1))
    changed = tf.math.count_nonzero(same.kernel - layer.kernel)
    return {"changed": changed, "other": other.kernel - layer.kernel}


def kind_of(value):
    """Return what a value is: its shape if it is a variable, else its type's name."""
    return list(value.shape) if isinstance(value, tf.Variable) else type(value).__name__


def given_weights(layer, weights):
    """Put a kernel and a bias into a layer."""
    for name, value in zip(("kernel", "bias"), weights, strict=True):
        getattr(layer, name).assign(value)


def in_graph(function, x):
    """Call a function in tf.function; the size of its first axis is unknown there."""
    x = tensors(x)

    def run(*, autograph):
        return tf.function(function, input_signature=[spec_of(x)], autograph=autograph)(x)

    return spared(run)


def mlp_on_x(student, weights, x, mode="eager"):
    """Return what MLP gives for x with these weights of its layers; eager or in a graph."""
    model = filled_mlp(student.MLP, weights)
    return in_graph(model, x) if mode == "graph" else model(tensors(x))


def mlp_shapes(student, features, hidden, classes):
    """Return the shapes of each layer's kernel and bias."""
    model = student.MLP(features, hidden, classes)
    return [[list(layer.kernel.shape), list(layer.bias.shape)] for layer in model.layers]


def mlp_variables(student, weights, x):
    """Return the counts of variables before and after use, and the gradients in the kernels."""
    model = filled_mlp(student.MLP, weights)
    owned = [v for layer in model.layers for v in (layer.kernel, layer.bias)]
    before = counts_of(model, owned)
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(model(tensors(x)))
    tf.function(model)(tensors(x))
    slopes = tape.gradient(total, [layer.kernel for layer in model.layers])
    return {"before": before, "after": counts_of(model, owned), "slopes": slopes}


def counts_of(model, owned):
    """Count a model's variables, and those of its layers that are listed as trainable."""
    listed = [v.ref() for v in model.trainable_variables]
    found = sum(v.ref() in listed for v in owned)
    return {"of the layers": found, "trainable": len(listed), "all": len(model.variables)}


def mlp_start(student, features, seed):
    """Return the first kernel of a square MLP, and how other kernels differ from it.

    "changed" counts what differs in another model of the same seed, "other" is the difference to
    a model of the next seed, "twin" that to the second layer.
    """
    seeds = (seed, seed, seed + 1)
    one, two, three = (student.MLP(features, [features], features, seed=s) for s in seeds)
    first, second = (layer.kernel for layer in one.layers)
    changed = tf.math.count_nonzero(two.layers[0].kernel - first)
    differences = {"other": three.layers[0].kernel - first, "twin": second - first}
    return {"kernel": first, "changed": changed, **differences}


def filled_mlp(make, weights):
    """Make an MLP for these weights, [[kernel, bias], ...], and fill it."""
    widths = [len(bias) for _, bias in weights]
    model = make(len(weights[0][0]), widths[:-1], widths[-1])
    for layer, pair in zip(model.layers, weights, strict=True):
        given_weights(layer, pair)
    return model


def sgd_after_steps(student, starts, gradients, rates, mode="eager"):
    """Return the variables after a step for each row of gradients, with its learning rate.

    Each rate but the first is assigned. A gradient that is a dict is tf.IndexedSlices.
    """
    targets = [tf.Variable(start) for start in starts]
    optimizer = student.SGD(targets, rates[0])
    step = tf.function(optimizer.apply) if mode == "graph" else optimizer.apply
    for index, row in enumerate(gradients):
        if index and rates[index] != rates[index - 1]:
            optimizer.learning_rate.assign(rates[index])
        step([sliced(gradient) for gradient in row])
    return [target.value() for target in targets]


def sgd_by_default(student, start, gradient):
    """Return the variable after a step with the default rate, and what learning_rate is."""
    target = tf.Variable(start)
    optimizer = student.SGD([target])
    kind = named_kind(optimizer.learning_rate)
    optimizer.apply([tensors(gradient)])
    return {"variable": target.value(), "kind": kind}


def named_kind(value):
    """Return "float32 tf.Variable" or another dtype, or the name of another type."""
    if isinstance(value, tf.Variable):
        return f"{value.dtype.name} tf.Variable"
    return type(value).__name__


def sgd_with_wrong_number(student, starts, gradients):
    """Return the variables after apply got a list of another length, and the error's name."""
    targets = [tf.Variable(start) for start in starts]
    optimizer, error = student.SGD(targets, 0.5), "nothing"
    try:
        optimizer.apply(tensors(gradients))
    except Exception as caught:  # noqa: BLE001 - whatever it raised is the observation
        error = type(caught).__name__
    return {"error": error, "variables": [target.value() for target in targets]}


def sliced(gradient):
    """Return a gradient as a tensor, None, or tf.IndexedSlices."""
    if not isinstance(gradient, dict):
        return tensors(gradient)
    values, indices = tensors(gradient["values"]), tensors(gradient["indices"])
    return tf.IndexedSlices(values, indices, tensors(gradient["shape"]))


def momentum_after_steps(student, starts, gradients, settings, mode="eager"):
    """Return the variables after each step of Momentum; see `path`."""
    return path(student.Momentum, starts, gradients, settings, mode)


def adam_after_steps(student, starts, gradients, settings, mode="eager"):
    """Return the variables after each step of Adam; see `path`."""
    return path(student.Adam, starts, gradients, settings, mode)


def momentum_continued(student, starts, gradients, settings, at, mode="eager"):
    """Return the path of Momentum, broken off at a step and restored; see `continued`."""
    return continued(student.Momentum, starts, gradients, settings, at, mode)


def adam_continued(student, starts, gradients, settings, at, mode="eager"):
    """Return the path of Adam, broken off at a step and restored; see `continued`."""
    return continued(student.Adam, starts, gradients, settings, at, mode)


def adam_steps(student, starts, gradients):
    """Return what `steps` is before and after a step for each row of gradients."""
    targets = [tf.Variable(start) for start in starts]
    optimizer = student.Adam(targets)
    kind, before = named_kind(optimizer.steps), tf.identity(optimizer.steps)
    walk(optimizer, targets, gradients)
    return {"kind": kind, "before": before, "after": optimizer.steps}


def path(make, starts, gradients, settings, mode):
    """Return the variables after each step: a list for each variable, stacked over the steps.

    A second optimizer over other variables takes a step before each step of the first.
    """
    targets, others = ([tf.Variable(start) for start in starts] for _ in range(2))
    optimizer, other = make(targets, **settings), make(others, **settings)
    rows = []
    step = tf.function(optimizer.apply, autograph=False) if mode == "graph" else optimizer.apply
    for row in gradients:
        if mode != "graph":
            other.apply([None if g is None else 3.0 * tensors(g) for g in row])
        step(tensors(row))
        rows.append([target.value() for target in targets])
    return [tf.stack(column) for column in zip(*rows, strict=True)]


def walk(optimizer, targets, gradients, mode="eager"):
    """Take a step for each row of gradients, and return the variables after each."""
    rows = []
    step = tf.function(optimizer.apply, autograph=False) if mode == "graph" else optimizer.apply
    for row in gradients:
        step(tensors(row))
        rows.append([target.value() for target in targets])
    return rows


def continued(make, starts, gradients, settings, at, mode):
    """Return the path if, at a step, everything is saved and restored into new objects."""
    targets = [tf.Variable(start) for start in starts]
    optimizer = make(targets, **settings)
    rows = walk(optimizer, targets, gradients[:at], mode)
    with tempfile.TemporaryDirectory() as folder:
        # The variables are not an edge of the checkpoint: only the optimizer is.
        file = tf.train.Checkpoint(optimizer=optimizer).write(f"{folder}/halfway")
        again = [tf.Variable(tf.zeros_like(target)) for target in targets]
        optimizer = make(again, **settings)
        tf.train.Checkpoint(optimizer=optimizer).read(file).expect_partial()
        for target, value in zip(again, targets, strict=True):
            target.assign(value)
        rows += walk(optimizer, again, gradients[at:], mode)
    return [tf.stack(column) for column in zip(*rows, strict=True)]


class Softmax(tf.Module):
    """Logits x[:, 1:] @ kernel + bias; it keeps x[:, 0], the samples' numbers, in a variable.

    Each call adds -1 and then the numbers; in Python it counts how often it runs.
    """

    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.Variable(bias)
        unknown = tf.TensorShape([None])
        self.log = tf.Variable(tf.zeros(0), shape=unknown, trainable=False)
        self.runs = 0

    @tf.autograph.experimental.do_not_convert
    def __call__(self, x):
        self.runs += 1
        self.log.assign(tf.concat([self.log.read_value(), [-1.0], x[:, 0]], axis=0))
        return tf.matmul(x[:, 1:], self.kernel) + self.bias


class Descent(tf.Module):
    """Plain descent over variables."""

    def __init__(self, variables, learning_rate):
        super().__init__()
        self.targets, self.learning_rate = variables, learning_rate

    @tf.autograph.experimental.do_not_convert
    def apply(self, gradients):
        for variable, gradient in zip(self.targets, gradients, strict=True):
            variable.assign_sub(self.learning_rate * gradient)


def fit_once(student, weights, x, y, rate, epochs, batch):
    """Return what fit gives; see `fitted`."""
    return fitted(student.fit, weights, x, y, rate, epochs, batch)[0]


def fit_with_seeds(student, weights, x, y, rate, seeds):
    """Return what two epochs of one batch each give, for one seed after the other."""
    return [fitted(student.fit, weights, x, y, rate, 2, len(y), seed)[0] for seed in seeds]


def fit_in_python(student, weights, x, y, rate, epochs, batch):
    """Return what fit gives, and how often the model's Python code ran."""
    seen, runs = fitted(student.fit, weights, x, y, rate, epochs, batch)
    return {**seen, "runs": runs}


def fitted(fit, weights, x, y, rate, epochs, batch, seed=0):
    """Return the losses, the weights afterwards and the order of the samples; and the runs."""
    model = Softmax(*weights)
    optimizer = Descent(model.trainable_variables, rate)
    losses = fit(model, optimizer, tensors(x), tensors(y), epochs, batch, seed=seed)
    seen = {"order": model.log, "kernel": model.kernel, "bias": model.bias, "losses": losses}
    return seen, model.runs


class Pair(tf.Module):
    """Two variables, and perhaps one more, which a checkpoint may lack."""

    def __init__(self, values):
        super().__init__()
        self.kernel, self.bias = tf.Variable(values[0]), tf.Variable(values[1])
        for value in values[2:]:
            self.gate = tf.Variable(value)


class Slots(tf.Module):
    """A list of slots and a count, as an optimizer has them; perhaps one more variable."""

    def __init__(self, values, count, more=None):
        super().__init__()
        self.slots = [tf.Variable(value, trainable=False) for value in values]
        self.count = tf.Variable(count, dtype=tf.int64, trainable=False)
        if more is not None:
            self.average = tf.Variable(more, trainable=False)


def save_in_folder(student, models, slots, steps, folder="."):
    """Save once for each step, with other values; return what is in the folder afterwards.

    The paths that save returned, the newest one, and the values of each file that is there.
    """
    model, optimizer = Pair(models[0]), Slots(slots[0], 0)
    with tempfile.TemporaryDirectory() as root:
        place = str(pathlib.Path(root, folder))
        paths = []
        for values, states, step in zip(models, slots, steps, strict=True):
            for variable, value in zip((model.kernel, model.bias), values, strict=True):
                variable.assign(value)
            for variable, value in zip(optimizer.slots, states, strict=True):
                variable.assign(value)
            optimizer.count.assign(step // 2)
            try:
                paths.append(student.save(place, model, optimizer, step))
            except FileNotFoundError:
                paths.append("FileNotFoundError")
        latest = tf.train.latest_checkpoint(place)
        there = sorted({file.stem for file in pathlib.Path(place).glob("*.index")})
        files = {name: values_of(f"{place}/{name}") for name in there}
        paths, latest = [below(path, place) for path in paths], below(latest, place)
    return {"paths": paths, "latest": latest, "files": files}


def below(path, folder):
    """Return a path without the folder in front; whatever is no path under it, as it is."""
    if path == folder:
        return "the folder"
    return path.removeprefix(f"{folder}/") if isinstance(path, str) else path


def values_of(path):
    """Return the values in a checkpoint by their names."""
    reader = tf.train.load_checkpoint(path)
    end = "/.ATTRIBUTES/VARIABLE_VALUE"
    names = [name for name in reader.get_variable_to_shape_map() if name.endswith(end)]
    found = {name.removesuffix(end): reader.get_tensor(name) for name in sorted(names)}
    return {name: value for name, value in found.items() if name != "save_counter"}


def restore_from_folder(student, models, slots, steps):
    """Write a checkpoint for each step, restore into new objects, and return what came back."""
    return restore_into(student.restore, models, slots, steps)


def restore_into(restore, models, slots, steps, more=None, lacking=None):
    """Write a checkpoint for each step, restore into new objects, and return what came back.

    `more` is the start of one more variable of the model's or the optimizer's that no file has,
    `lacking` names what the new objects do not have and the files do.
    """
    with tempfile.TemporaryDirectory() as folder:
        for values, states, step in zip(models, slots, steps, strict=True):
            gate = [values[0]] if lacking == "model" else []
            average = values[1] if lacking == "optimizer" else None
            saved = Pair([*values, *gate]), Slots(states, step // 2, average)
            write(folder, *saved, step)
        zeros = [0 * value for value in models[0]], [0 * value for value in slots[0]]
        gate = [models[0][0]] if more == "model" else []
        model = Pair([*zeros[0], *gate])
        optimizer = Slots(zeros[1], 0, models[0][1] if more == "optimizer" else None)
        return restored(restore, folder, model, optimizer)


def restore_without_checkpoint(student, models, slots, place="empty"):
    """Restore from a folder without a checkpoint, or from none; return what came back."""
    with tempfile.TemporaryDirectory() as root:
        folder = str(pathlib.Path(root, "none")) if place == "missing" else root
        if place == "other":
            pathlib.Path(folder, "notes.txt").write_text("ckpt-7", encoding="utf-8")
        expected = AssertionError, OSError
        return restored(student.restore, folder, Pair(models), Slots(slots, 3), expected)


def restore_misfit(student, models, slots, steps, more=None, lacking=None):
    """Return the name of the error that restoring into objects of another structure raises."""
    with silent():
        try:
            restore_into(student.restore, models, slots, steps, more, lacking)
        except Exception as error:  # noqa: BLE001 - whatever it raised is the observation
            return {"error": type(error).__name__}
        return {"error": "nothing"}


@contextlib.contextmanager
def silent():
    """Keep TensorFlow from warning of values that were not restored: here they are wanted."""
    logger = tf.get_logger()
    level = logger.level
    logger.setLevel("ERROR")
    try:
        yield
    finally:
        logger.setLevel(level)


def restored(restore, folder, model, optimizer, expected=()):
    """Return what restore returned, the values of the variables, and which are others now."""
    names = ["model.kernel", "model.bias", "optimizer.slots[0]", "optimizer.slots[1]"]
    names.append("optimizer.count")
    before = [model.kernel, model.bias, *optimizer.slots, optimizer.count]
    raised = "nothing"
    try:
        step = restore(folder, model, optimizer)
    except expected as error:
        step, raised = 0, type(error).__name__
    now = [model.kernel, model.bias, *optimizer.slots, optimizer.count]
    rows = zip(names, before, now, strict=True)
    replaced = [name for name, old, new in rows if old is not new]
    values = [variable.value() for variable in before]
    seen = {"raised": raised, "type": named_kind(step), "step": step}
    return {**seen, "values": values, "replaced": replaced}


def write(folder, model, optimizer, step):
    """Write the checkpoint that the docstring of save describes."""
    count = tf.Variable(step, dtype=tf.int64, trainable=False)
    checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer, step=count)
    tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3).save(checkpoint_number=step)
