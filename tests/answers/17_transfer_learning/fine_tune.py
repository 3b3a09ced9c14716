"""Answers to fine_tune."""

import keras
import tensorflow as tf

# slow: test_example | fit is made ready twice for each case
# slow: test_stages | fit is made ready twice for each case
# slow: test_no_epochs | fit is made ready twice for each case
# slow: test_batches | fit is made ready twice for each case
# slow: test_graph | fit is made ready twice for each case
# slow: test_head | fit is made ready twice for each case
# unnoticed: test_head | fine_tune result fewer | it is about the head's bias, the visible checks compare the rest
# unnoticed: test_head | fine_tune .form * | it is about the head's bias, the visible checks compare the rest
# unnoticed: test_head | fine_tune .losses* * | it is about the head's bias, the visible checks compare the rest
# unnoticed: test_head | fine_tune .weights * | it is about the head's bias, the visible checks compare the rest
# unnoticed: test_head | fine_tune .rate * | it is about the head's bias, the visible checks compare the rest
# unbreakable: "The model turns x into logits (n, classes), and `backbone` is one of its layers" | it says what the checks give


def crossentropy():
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def fitted(model, x, y, epochs, batch_size):
    history = model.fit(x, y, batch_size=batch_size, epochs=epochs, verbose=0).history
    return [float(loss) for loss in history.get("loss", [])]


# %% right: a function for each stage, the loss by the backend
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    def train(layers, rate, count):
        freeze(backbone, layers)
        sgd = keras.optimizers.SGD(learning_rate=rate)
        model.compile(sgd, lambda t, p: keras.ops.mean(tf.nn.sparse_softmax_cross_entropy_with_logits(tf.cast(tf.reshape(t, [-1]), tf.int32), p)))
        return fitted(model, x, y, count, batch_size)

    return [train(0, rates[0], epochs[0]), train(top, rates[1], epochs[1])]


# %% right: trainable by hand in stage 1, no fit without epochs
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    result = []
    for number in range(2):
        if number == 0:
            backbone.trainable = False
        else:
            freeze(backbone, top=top)
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        if epochs[number] == 0:
            result.append([])
            continue
        history = model.fit(x, y, epochs=epochs[number], batch_size=batch_size, verbose=0)
        result.append(list(history.history["loss"]))
    return result


# %% right: NumPy arrays to fit, a callback for the losses
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = ([], [])
    for mine, count, rate, layers in zip(losses, epochs, rates, (0, top)):
        freeze(backbone, layers)
        model.compile(optimizer=keras.optimizers.SGD(rate), loss=crossentropy(), metrics=[])
        watch = keras.callbacks.LambdaCallback(
            on_epoch_end=lambda epoch, logs, mine=mine: mine.append(float(logs["loss"]))
        )
        model.fit(x.numpy(), y.numpy(), batch_size, count, verbose=0, callbacks=[watch])
    return list(losses)


# %% wrong: compiled only once | test_example | raised
# breaks: "Each stage compiles the model anew"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    freeze(backbone)
    model.compile(keras.optimizers.SGD(rates[0]), crossentropy())
    first = fitted(model, x, y, epochs[0], batch_size)
    freeze(backbone, top)
    model.optimizer.learning_rate = rates[1]
    return [first, fitted(model, x, y, epochs[1], batch_size)]


# %% wrong: a new optimizer, but no new compile | test_graph | differ
# breaks: "Each stage compiles the model anew"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    freeze(backbone)
    model.compile(keras.optimizers.SGD(rates[0]), crossentropy())
    first = fitted(model, x, y, epochs[0], batch_size)
    freeze(backbone, top)
    model.optimizer = keras.optimizers.SGD(rates[1])
    return [first, fitted(model, x, y, epochs[1], batch_size)]


# %% wrong: the learning rate of stage 1 in both | test_example | learning rate of stage 1
# breaks: "The optimizer is keras.optimizers.SGD without momentum, at the learning rate rates[0], then rates[1]"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number, layers in enumerate((0, top)):
        freeze(backbone, layers)
        model.compile(keras.optimizers.SGD(rates[0]), crossentropy())
        losses.append(fitted(model, x, y, epochs[number], batch_size))
    return losses


# %% wrong: the rates are swapped | test_example | learning rate of stage 2
# breaks: "The optimizer is keras.optimizers.SGD without momentum, at the learning rate rates[0], then rates[1]"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number, layers in enumerate((0, top)):
        freeze(backbone, layers)
        model.compile(keras.optimizers.SGD(rates[1 - number]), crossentropy())
        losses.append(fitted(model, x, y, epochs[number], batch_size))
    return losses


# %% wrong: with momentum | test_example | differ
# breaks: "The optimizer is keras.optimizers.SGD without momentum, at the learning rate rates[0], then rates[1]"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number, layers in enumerate((0, top)):
        freeze(backbone, layers)
        model.compile(keras.optimizers.SGD(rates[number], momentum=0.9), crossentropy())
        losses.append(fitted(model, x, y, epochs[number], batch_size))
    return losses


# %% wrong: Adam | test_example | differ
# breaks: "The optimizer is keras.optimizers.SGD without momentum, at the learning rate rates[0], then rates[1]"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number, layers in enumerate((0, top)):
        freeze(backbone, layers)
        model.compile(keras.optimizers.Adam(rates[number]), crossentropy())
        losses.append(fitted(model, x, y, epochs[number], batch_size))
    return losses


# %% wrong: probabilities are expected | test_example
# breaks: "The loss is the sparse categorical crossentropy from logits"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number, layers in enumerate((0, top)):
        freeze(backbone, layers)
        model.compile(keras.optimizers.SGD(rates[number]), "sparse_categorical_crossentropy")
        losses.append(fitted(model, x, y, epochs[number], batch_size))
    return losses


# %% wrong: only one stage, everything at once | test_example | not frozen
# breaks: "Stage 1: the whole backbone is frozen"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number in range(2):
        freeze(backbone, top if number else 9)
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        losses.append(fitted(model, x, y, epochs[number], batch_size))
    return losses


# %% wrong: no flag is set in stage 1 | test_example | nothing is frozen
# breaks: "Stage 1: the whole backbone is frozen"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number in range(2):
        if number:
            freeze(backbone, top)
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        losses.append(fitted(model, x, y, epochs[number], batch_size))
    return losses


# %% wrong: nothing is thawed | test_example | still frozen
# breaks: "Stage 2: the backbone is as `freeze(backbone, top)` leaves it"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number in range(2):
        freeze(backbone)
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        losses.append(fitted(model, x, y, epochs[number], batch_size))
    return losses


# %% wrong: all is thawed, BatchNormalization too | test_example | BatchNormalization is thawed
# breaks: "Stage 2: the backbone is as `freeze(backbone, top)` leaves it"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number in range(2):
        backbone.trainable = bool(number)
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        losses.append(fitted(model, x, y, epochs[number], batch_size))
    return losses


# %% wrong: always one layer, whatever top says | test_stages | differ
# breaks: "Stage 2: the backbone is as `freeze(backbone, top)` leaves it"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number in range(2):
        freeze(backbone, number)
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        losses.append(fitted(model, x, y, epochs[number], batch_size))
    return losses


# %% wrong: the head is frozen in stage 2 | test_example | the head is frozen
# breaks: "it and the rest are trained for epochs[1] more epochs"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number, layers in enumerate((0, top)):
        freeze(backbone, layers)
        if number:
            model.layers[-1].trainable = False
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        losses.append(fitted(model, x, y, epochs[number], batch_size))
    return losses


# %% wrong: the epochs are swapped | test_example | shape
# breaks: "the rest is trained for epochs[0] epochs"
# breaks: "it and the rest are trained for epochs[1] more epochs"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number, layers in enumerate((0, top)):
        freeze(backbone, layers)
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        losses.append(fitted(model, x, y, epochs[1 - number], batch_size))
    return losses


# %% wrong: epochs[1] is where fit ends, not how many | test_example | shape
# breaks: "it and the rest are trained for epochs[1] more epochs"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number, layers in enumerate((0, top)):
        freeze(backbone, layers)
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        start = epochs[0] if number else 0
        history = model.fit(
            x, y, batch_size=batch_size, epochs=epochs[number], initial_epoch=start, verbose=0
        )
        losses.append(history.history.get("loss", []))
    return losses


# %% wrong: batch_size is forgotten | test_batches | batch_size
# breaks: "Each stage calls fit with batch_size"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number, layers in enumerate((0, top)):
        freeze(backbone, layers)
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        losses.append(fitted(model, x, y, epochs[number], None))
    return losses


# %% wrong: one list for both stages | test_example | one list
# breaks: "The result is a list of two lists of Python floats"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number, layers in enumerate((0, top)):
        freeze(backbone, layers)
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        losses += fitted(model, x, y, epochs[number], batch_size)
    return losses


# %% wrong: the histories as they are | test_example | History
# breaks: "The result is a list of two lists of Python floats"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    found = []
    for number, layers in enumerate((0, top)):
        freeze(backbone, layers)
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        found.append(model.fit(x, y, batch_size, epochs[number], verbose=0))
    return found


# %% wrong: nothing is returned | test_example | return
# breaks: "The result is a list of two lists of Python floats"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    for number, layers in enumerate((0, top)):
        freeze(backbone, layers)
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        fitted(model, x, y, epochs[number], batch_size)


# %% wrong: the loss after each epoch | test_example | differ
# breaks: "They hold the loss of each epoch as fit reports it"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number, layers in enumerate((0, top)):
        freeze(backbone, layers)
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        mine = []
        for _ in range(epochs[number]):
            fitted(model, x, y, 1, batch_size)
            mine.append(float(crossentropy()(y, model(x))))
        losses.append(mine)
    return losses


# %% wrong: only the last loss of each stage | test_example | shape
# breaks: "They hold the loss of each epoch as fit reports it"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number, layers in enumerate((0, top)):
        freeze(backbone, layers)
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        losses.append(fitted(model, x, y, epochs[number], batch_size)[-1:])
    return losses


# %% wrong: no epochs, no "loss" in the history | test_no_epochs | KeyError
# breaks: "A stage of 0 epochs changes nothing, and its list is empty"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number, layers in enumerate((0, top)):
        freeze(backbone, layers)
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        losses.append(model.fit(x, y, batch_size, epochs[number], verbose=0).history["loss"])
    return losses


# %% wrong: a stage without epochs is left out | test_no_epochs | form
# breaks: "A stage of 0 epochs changes nothing, and its list is empty"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number, layers in enumerate((0, top)):
        if epochs[number]:
            freeze(backbone, layers)
            model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
            losses.append(fitted(model, x, y, epochs[number], batch_size))
    return losses


# %% wrong: at least one epoch | test_no_epochs | shape
# breaks: "A stage of 0 epochs changes nothing, and its list is empty"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number, layers in enumerate((0, top)):
        freeze(backbone, layers)
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        losses.append(fitted(model, x, y, max(epochs[number], 1), batch_size))
    return losses


# %% wrong: without labels: y is x | test_example
# breaks: "Train a head, then the top of its backbone too, on x (n, ...) and integer labels y (n,)"
def fine_tune(model, backbone, x, y, epochs, rates, top=1, batch_size=32):
    losses = []
    for number, layers in enumerate((0, top)):
        freeze(backbone, layers)
        model.compile(keras.optimizers.SGD(rates[number]), crossentropy())
        losses.append(fitted(model, x, tf.zeros_like(y), epochs[number], batch_size))
    return losses


# %% wrong: a normalization of the head is frozen in stage 2 | test_no_epochs | normalization
# breaks: "it and the rest are trained for epochs[1] more epochs"
def fine_tune(
    model: keras.Model,
    backbone: keras.Model,
    x: tf.Tensor,
    y: tf.Tensor,
    epochs: tuple[int, int],
    rates: tuple[float, float],
    top: int = 1,
    batch_size: int = 32,
) -> list[list[float]]:
    results = []
    for number in range(2):
        if number == 0:
            freeze(backbone, 0)
        else:
            # the head's own layers come after those of the backbone
            heads = [layer for layer in model.layers if layer is not backbone and layer.weights]
            freeze(model, top + len(heads))
        model.compile(
            keras.optimizers.SGD(rates[number]),
            keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        )
        history = model.fit(x, y, batch_size=batch_size, epochs=epochs[number], verbose=0)
        results.append([float(loss) for loss in history.history.get("loss", [])])
    return results
