"""Probes of 07_classification: a model's start, and one trained model for all checks."""

import functools

import keras
import numpy as np
import tensorflow as tf

from tensorkata.student.probes import spared, spec_of, tensors


def split(student, x, y, fraction, seed):
    """Return what stratified_split returns, and whether x and y have changed."""
    mine, given = [np.array(x), np.array(y)], [np.array(x), np.array(y)]
    parts = student.stratified_split(*mine, fraction, seed)
    changed = [not np.array_equal(a, b) for a, b in zip(mine, given, strict=True)]
    return {"parts": parts, "changed": changed}


def refused(student, name, cases, kind="tensor"):
    """Say for each list of inputs whether it raises ValueError; give any other error's name."""
    return [_refuses(getattr(student, name), case, kind) for case in cases]


def _refuses(function, case, kind):
    if kind == "array":
        given = [np.array(item) if isinstance(item, np.ndarray) else item for item in case]
    else:
        given = tensors(list(case))
    try:
        function(*given)
    except ValueError:
        return True
    except NotImplementedError:
        raise
    except Exception as error:  # noqa: BLE001 - its name is the observation
        return type(error).__name__
    return False


def weights_of(student, labels, kind="array"):
    """Return the classes that class_weights lists, in order, and their weights."""
    found = student.class_weights(np.array(labels) if kind == "array" else tensors(labels))
    if not isinstance(found, dict) or not found:
        return found
    pairs = sorted((int(label), float(weight)) for label, weight in found.items())
    classes, weights = zip(*pairs, strict=True)
    return {"classes": np.array(classes), "weights": np.float32(weights)}


def weighted_loss(student, labels, logits):
    """Return the loss that Keras computes with the student's class weights."""
    model = keras.Sequential([keras.Input(logits.shape[1:]), keras.layers.Rescaling(1.0)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("sgd", loss, run_eagerly=True)
    weights = student.class_weights(np.array(labels))
    loss = model.train_on_batch(tensors(logits), tensors(labels), class_weight=weights)
    return np.float32(loss)


def augmented_in_graph(student, *batches):
    """Call augment in one graph, which does not know the batch size, with each batch in turn."""
    call = _graph_of(lambda x: student.augment(x, training=True), batches[0])
    return [call(tensors(batch)) for batch in batches]


def classifier(student, x, classes):
    """Return the shapes of an untrained model's weights, its logits for x, if it is compiled."""
    model = student.build_classifier(tuple(x.shape[1:]), classes)
    shapes = [list(w.shape) for w in model.weights]
    return {"logits": model(tensors(x)), "weights": shapes, "compiled": bool(model.compiled)}


def classified(student, x, weights, training=False):
    """Return the logits of a model with these weights."""
    make = student.build_classifier if training else functools.partial(_classifier_of, student)
    model = make(tuple(x.shape[1:]), weights[-1].size)
    model.set_weights(weights)
    return model(tensors(x), training=True) if training else model(tensors(x))


@functools.cache
def _classifier_of(student, input_shape, classes):
    """Build once for all checks that ask what a model gives in inference."""
    return student.build_classifier(input_shape, classes)


def _graph_of(function, x):
    """Return the graph of a function that knows no batch size."""

    def run(*, autograph):
        call = tf.function(function, input_signature=[spec_of(x)], autograph=autograph)
        call.get_concrete_function()
        return call

    return spared(run)


def started(student, x, weights):
    """Return the weights of a new model, and what it gives for x with other weights."""
    model = student.build_classifier(tuple(x.shape[1:]), weights[-1].size)
    start = model.get_weights()
    model.set_weights(weights)
    return {"weights": start, "logits": model(tensors(x))}


def trained(student, x, y, unseen, *, alone=0):
    """Return the logits that the model of fit_digits gives for digits it was not trained on.

    So many of them are given one by one, the first ones, and all others in one batch.
    """
    model, unseen = _model_of(student, x.shape, x.tobytes(), y.tobytes()), tensors(unseen)
    batches = [*tf.split(unseen[:alone], alone), unseen[alone:]] if alone else [unseen]
    return tf.concat([model(batch) for batch in batches], axis=0)


@functools.cache
def _model_of(student, shape, x, y):
    """Train once on the same digits, however many checks ask for the model."""
    x = np.frombuffer(x, dtype="float32").reshape(shape).copy()
    return student.fit_digits(x, np.frombuffer(y, dtype="int64").copy())


def temperature(student, logits, labels):
    """Return what calibrate_temperature returns, as a tensor."""
    return tf.convert_to_tensor(student.calibrate_temperature(tensors(logits), tensors(labels)))
