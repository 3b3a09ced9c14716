"""Probes of 02_model: models seen from outside, as types, shapes, outputs and weights."""

import tempfile
import zipfile

import keras
import numpy as np

from tensorkata.student.probes import tensors


def kind(model):
    """Return Sequential, Model or the name of any other type."""
    known = (keras.Sequential, keras.Model)
    return next((cls.__name__ for cls in known if isinstance(model, cls)), type(model).__name__)


def weight_shapes(model, cls):
    """Return the shapes of a model's weights, or its type's name if it is not a cls."""
    if not isinstance(model, cls):
        return kind(model)
    return [list(weight.shape) for weight in model.weights]


def outputs(model, weights, x, *, training=False):
    """Return what a model gives for x with these weights; in inference, in a plain call.

    In training, it is what the loss gets in a step of fit.
    """
    model.set_weights(weights)
    if not training:
        return model(tensors(x))
    seen = []

    def loss(_, y):
        seen.append(y)
        return keras.ops.mean(y)

    model.compile("sgd", loss, run_eagerly=True)
    model.train_on_batch(x, np.zeros(len(x), "float32"))
    return seen[0]


def plain_dense(units):
    """Return a dense layer whose kernel is not drawn, since it is about to be set."""
    return keras.layers.Dense(units, kernel_initializer="zeros")


def given_model(weights):
    """Return a model of one dense layer without activation, with four more weights behind a norm.

    They are gamma, beta, mean, variance, kernel, bias. A Sequential would take longer to make.
    """
    features, classes = weights[-2].shape
    inputs = keras.Input((features,))
    normed = inputs if len(weights) == 2 else keras.layers.BatchNormalization()(inputs)
    model = keras.Model(inputs, plain_dense(classes)(normed))
    model.set_weights(weights)
    return model


def build_mlp(student, input_dim, hidden, classes):
    """Return the shapes of the weights of build_mlp's model."""
    return weight_shapes(student.build_mlp(input_dim, hidden, classes), keras.Sequential)


def mlp_logits(student, input_dim, hidden, classes, weights, x, *, training=False):
    """Return what build_mlp's model gives for x with these weights."""
    return outputs(student.build_mlp(input_dim, hidden, classes), weights, x, training=training)


def mlp_of_tuple(student, input_dim, hidden, classes, weights, x):
    """Return what build_mlp's model gives for x with these weights; hidden is a tuple."""
    return outputs(student.build_mlp(input_dim, tuple(hidden), classes), weights, x)


def build_convnet(student, input_shape, classes):
    """Return the shapes of the weights of build_convnet's model."""
    return weight_shapes(student.build_convnet(tuple(input_shape), classes), keras.Model)


def convnet_logits(student, input_shape, classes, weights, images, *, training=False):
    """Return what build_convnet's model gives for the images with these weights."""
    return outputs(
        student.build_convnet(tuple(input_shape), classes), weights, images, training=training
    )


def count_parameters(student, layers, features=5):
    """Count the parameters of a Sequential model of these layers: [class, configuration]."""
    made = [getattr(keras.layers, name)(**config) for name, config in layers]
    return student.count_parameters(keras.Sequential([keras.Input((features,)), *made]))


def count_frozen(student, width, units):
    """Count a frozen model of two dense layers, the first of which is set trainable again."""
    model = keras.Sequential([keras.Input((width,)), plain_dense(units), plain_dense(3)])
    model.trainable = False
    model.layers[0].trainable = True
    return student.count_parameters(model)


def count_shared(student, width, units):
    """Count a model that uses an inner model for two inputs, and its layer too; a frozen head."""
    inner = keras.Sequential([keras.Input((width,)), plain_dense(units)])
    left, right = keras.Input((width,)), keras.Input((width,))
    branches = [inner(left), inner(right), inner.layers[-1](right)]
    joined = keras.layers.Concatenate()(branches)
    head = keras.layers.Dense(3, trainable=False)
    return student.count_parameters(keras.Model([left, right], head(joined)))


def count_nested(student, width):
    """Count a dense layer used twice, in a frozen model in a model in a model."""
    inputs, square = keras.Input((width,)), plain_dense(width)
    inner = keras.Model(inputs, square(square(inputs)))
    inner.trainable = False
    middle = keras.Sequential([keras.Input((width,)), inner, plain_dense(2)])
    return student.count_parameters(keras.Sequential([keras.Input((width,)), middle]))


def count_compiled(student, width, units, optimizer, metrics):
    """Count a model with dropout, a single-number weight, and an optimizer that has its state."""

    class Gain(keras.layers.Layer):
        def build(self, shape):
            self.gain = self.add_weight(shape=(), initializer="ones")

        def call(self, x):
            return self.gain * x

    layers = [plain_dense(units), keras.layers.Dropout(0.5), Gain()]
    model = keras.Sequential([keras.Input((width,)), *layers])
    model.compile(optimizer, "mse", metrics=metrics, run_eagerly=True)
    model.train_on_batch(np.ones((2, width)), np.ones((2, units)))
    return student.count_parameters(model)


def compile_for_logits(student, weights, learning_rate):
    """Say what compile_for_logits returns, and whether it is compiled."""
    model = given_model(weights)
    returned = student.compile_for_logits(model, learning_rate)
    if returned is not model:
        return kind(returned)
    return "the same model, compiled" if model.compiled else "the same model, not compiled"


def report(student, weights, batch):
    """Return loss and accuracy of a batch, and the names of all metrics unless accuracy is one."""
    found = _reported(student, weights, [batch])[0]
    names = ["accuracy"] if "accuracy" in found else sorted(found)
    loss, accuracy = (np.float32(found.get(name, np.nan)) for name in ("loss", "accuracy"))
    return {"metrics": names, "loss": loss, "accuracy": accuracy}


def accuracy(student, weights, x, labels):
    """Return the accuracy that evaluate reports for samples in batches of 32."""
    model = student.compile_for_logits(given_model(weights), 0.01)
    model.run_eagerly = True
    return np.float32(model.evaluate(x, labels, verbose=0, return_dict=True)["accuracy"])


def evaluated(student, weights, batches, metric):
    """Return a metric that the compiled model reports for each batch."""
    return np.float32([report[metric] for report in _reported(student, weights, batches)])


def _reported(student, weights, batches):
    """Return what the compiled model reports for each batch."""
    model = student.compile_for_logits(given_model(weights), 0.01)
    model.run_eagerly = True
    reports = []
    for batch in batches:
        model.reset_metrics()  # Keras before 3.15 goes on counting
        reports.append(model.test_on_batch(*batch, return_dict=True))
    return reports


def stepped(student, weights, learning_rate, batches):
    """Return the kernel after a step of the compiled model on each batch."""
    model = student.compile_for_logits(given_model(weights), learning_rate)
    return trained(model, batches).get_weights()[0]


def trained(model, batches):
    """Let a compiled model take a step on each batch."""
    model.run_eagerly = True
    for x, labels in batches:
        model.train_on_batch(x, labels)
    return model


def descending_model(weights, learning_rate, optimizer="SGD"):
    """Return a linear model, compiled for labels and logits."""
    model = given_model(weights)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    rule = getattr(keras.optimizers, optimizer)(learning_rate)
    model.compile(rule, loss, run_eagerly=True)
    return model


def train(student, weights, learning_rate, x, labels, epochs, validation_split, penalty=0.0):
    """Return the losses that train gives for a linear model under SGD, the kernel, the optimizer.

    The penalty is that of the squared weights of the kernel. Samples of more axes are flattened.
    """
    inputs = keras.Input(x.shape[1:])
    flat = keras.layers.Flatten()(inputs) if x.ndim > 2 else inputs
    dense = plain_dense(len(weights[1]))
    dense.kernel_regularizer = keras.regularizers.L2(penalty) if penalty else None
    model = keras.Model(inputs, dense(flat))
    model.set_weights(weights)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = keras.optimizers.SGD(learning_rate)
    model.compile(optimizer, loss, run_eagerly=True)
    losses = student.train(model, np.array(x), np.array(labels), epochs, validation_split)
    kept = "the model's own" if model.optimizer is optimizer else "another optimizer"
    return {"losses": losses, "kernel": model.get_weights()[0], "optimizer": kept}


def train_losses(student, *given):
    """Return the losses that train gives for a linear model under SGD."""
    return train(student, *given)["losses"]


def train_kernel(student, *given):
    """Return the kernel of a linear model under SGD after train."""
    return train(student, *given)["kernel"]


def train_regression(student, learning_rate, x, y, epochs, validation_split):
    """Return the losses of train for a dense unit that starts at zero, under SGD, and their types.

    The loss is "mse".
    """
    model = keras.Sequential([keras.Input(x.shape[1:]), plain_dense(1)])
    model.compile(keras.optimizers.SGD(learning_rate), "mse", run_eagerly=True)
    losses = student.train(model, np.array(x), np.array(y), epochs, validation_split)
    kinds = type(losses).__name__
    if isinstance(losses, list):
        kinds = ["float" if isinstance(loss, float) else type(loss).__name__ for loss in losses]
    return {"losses": losses, "kinds": kinds}


def predict_classes(student, weights, x):
    """Return the classes that predict_classes finds with a model of these weights."""
    return student.predict_classes(given_model(weights), tensors(x))


def ending(action):
    """Say how the action ends: with an answer, a ValueError or another error."""
    try:
        action()
    except NotImplementedError:
        raise
    except Exception as error:  # noqa: BLE001 - which error it is, is what is asked
        return "ValueError" if isinstance(error, ValueError) else type(error).__name__
    return "an answer"


def top_k_ends(student, weights, x, k, others):
    """Return the probabilities that top_k finds for k, and say how it ends for each other k."""
    model, x = given_model(weights), tensors(x)
    ends = [ending(lambda k=k: student.top_k(model, x, k)) for k in others]
    return {"probabilities": student.top_k(model, x, k)[1], "ends": ends}


def top_k(student, weights, x, k):
    """Return what top_k finds with a model of these weights."""
    return student.top_k(given_model(weights), tensors(x), k)


def top_k_labels(student, weights, x, k):
    """Return the labels that top_k finds with a model of these weights."""
    return top_k(student, weights, x, k)[0]


def top_k_probabilities(student, weights, x, k):
    """Return the probabilities that top_k finds with a model of these weights."""
    return top_k(student, weights, x, k)[1]


def save_and_reload(student, weights):
    """Say what save_and_reload returns and whether it left a .keras file; return the kernel."""
    with tempfile.TemporaryDirectory() as folder:
        model, path = given_model(weights), f"{folder}/model.keras"
        returned = student.save_and_reload(model, path)
        file = "a .keras file" if zipfile.is_zipfile(path) else "no .keras file"
        found = "the given model" if returned is model else kind(returned)
        kernel = returned.get_weights()[0] if isinstance(returned, keras.Model) else None
        return {"outcome": [found, file], "kernel": kernel}


def reloaded_output(student, weights, changed, x):
    """Return what the reloaded model gives for x after the original's weights were changed."""
    with tempfile.TemporaryDirectory() as folder:
        model = given_model(weights)
        again = student.save_and_reload(model, f"{folder}/model.keras")
        model.set_weights(changed)
        return again(tensors(x))


def saving_ends(student, weights, x, name, others):
    """Save under a name; return what the model then gives for x, and how each other name ends."""
    with tempfile.TemporaryDirectory() as folder:
        model, paths = given_model(weights), [f"{folder}/{other}" for other in others]
        ends = [ending(lambda at=path: student.save_and_reload(model, at)) for path in paths]
        try:
            output = student.save_and_reload(model, f"{folder}/{name}")(tensors(x))
        except ValueError:
            output = "ValueError"
    return {"ends": ends, "output": output}


def resumed(student, weights, learning_rate, first, second):
    """Step with Adam, save and reload, step again; return the reloaded model's kernel."""
    model = trained(descending_model(weights, learning_rate, "Adam"), [first])
    with tempfile.TemporaryDirectory() as folder:
        again = student.save_and_reload(model, f"{folder}/model.keras")
    return (trained(again, [second]) if again.compiled else again).get_weights()[0]


def saved_over(student, older, weights, x):
    """Save a model over the file of an older model; return what the reloaded one gives for x."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/model.keras"
        given_model(older).save(path)
        return student.save_and_reload(given_model(weights), path)(tensors(x))
