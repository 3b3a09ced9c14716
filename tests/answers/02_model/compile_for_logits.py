"""Answers to compile_for_logits."""

import keras
import tensorflow as tf

FROM_LOGITS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


# %% right: a metric object and a loss function
def compile_for_logits(model, learning_rate):
    def loss(labels, logits):
        return keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)

    accuracy = keras.metrics.SparseCategoricalAccuracy(name="accuracy")
    model.compile(keras.optimizers.Adam(learning_rate=learning_rate), loss, metrics=[accuracy])
    return model


# %% right: TensorFlow's own loss, the rate set afterwards
def compile_for_logits(model, learning_rate):
    def loss(labels, logits):
        labels = tf.cast(tf.reshape(labels, [-1]), tf.int32)
        return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)

    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    model.optimizer.learning_rate = learning_rate
    return model


# %% right: more metrics, and Keras's own reading of a dict
def compile_for_logits(model, learning_rate):
    rules = {
        "optimizer": {"class_name": "Adam", "config": {"learning_rate": learning_rate}},
        "loss": keras.losses.SparseCategoricalCrossentropy(from_logits=True, name="nats"),
        "metrics": [keras.metrics.SparseTopKCategoricalAccuracy(2, name="two"), "accuracy"],
    }
    rules["optimizer"] = keras.optimizers.get(rules["optimizer"])
    model.compile(**rules)
    return model


# %% right: by the formula, and a metric function
def compile_for_logits(model, learning_rate):
    def loss(labels, logits):
        labels = tf.cast(tf.reshape(labels, [-1, 1]), tf.int32)
        chosen = tf.gather(logits, labels, batch_dims=1)[:, 0]
        return tf.reduce_logsumexp(logits, axis=-1) - chosen

    def accuracy(labels, logits):
        labels = tf.cast(tf.reshape(labels, [-1]), tf.int64)
        return tf.cast(tf.argmax(logits, axis=-1) == labels, tf.float32)

    model.compile(keras.optimizers.Adam(learning_rate), loss, weighted_metrics=[accuracy])
    return model


# %% wrong: from_logits is forgotten | test_loss | from_logits
# breaks: "The loss is the crossentropy of the softmax of the logits"
def compile_for_logits(model, learning_rate):
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: the sum over the batch | test_example | a sum over the batch
# breaks: "the mean over the batch"
def compile_for_logits(model, learning_rate):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="sum")
    model.compile(keras.optimizers.Adam(learning_rate), loss, metrics=["accuracy"])
    return model


# %% wrong: softmax twice | test_loss | twice
# breaks: "The loss is the crossentropy of the softmax of the logits"
def compile_for_logits(model, learning_rate):
    def loss(labels, logits):
        return FROM_LOGITS(labels, tf.nn.softmax(logits))

    model.compile(keras.optimizers.Adam(learning_rate), loss, metrics=["accuracy"])
    return model


# %% wrong: returns what compile returns | test_example | None
# breaks: "return this same model"
def compile_for_logits(model, learning_rate):
    return model.compile(keras.optimizers.Adam(learning_rate), FROM_LOGITS, metrics=["accuracy"])


# %% wrong: a copy is compiled | test_example | another model
# breaks: "return this same model"
def compile_for_logits(model, learning_rate):
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    copy.compile(keras.optimizers.Adam(learning_rate), FROM_LOGITS, metrics=["accuracy"])
    return copy


# %% wrong: another name for the metric | test_example | another name
# breaks: "Among the metrics, "accuracy""
def compile_for_logits(model, learning_rate):
    metrics = [keras.metrics.SparseCategoricalAccuracy()]
    model.compile(keras.optimizers.Adam(learning_rate), FROM_LOGITS, metrics=metrics)
    return model


# %% wrong: no metric | test_example | no metric
# breaks: "Among the metrics, "accuracy""
def compile_for_logits(model, learning_rate):
    model.compile(keras.optimizers.Adam(learning_rate), FROM_LOGITS)
    return model


# %% wrong: the better half counts | test_example | among the best counts
# breaks: "reports the fraction of right labels"
def compile_for_logits(model, learning_rate):
    best = model.output_shape[-1] // 2
    metrics = [keras.metrics.SparseTopKCategoricalAccuracy(k=best, name="accuracy")]
    model.compile(keras.optimizers.Adam(learning_rate), FROM_LOGITS, metrics=metrics)
    return model


# %% wrong: the error rate | test_example | wrong labels
# breaks: "reports the fraction of right labels"
def compile_for_logits(model, learning_rate):
    def accuracy(labels, logits):
        best = tf.argmax(logits, axis=-1)
        return tf.cast(best != tf.cast(tf.reshape(labels, [-1]), best.dtype), tf.float32)

    model.compile(keras.optimizers.Adam(learning_rate), FROM_LOGITS, metrics=[accuracy])
    return model


# %% wrong: the name of the optimizer | test_steps | default learning rate
# breaks: "with the given learning rate"
def compile_for_logits(model, learning_rate):
    model.compile(optimizer="adam", loss=FROM_LOGITS, metrics=["accuracy"])
    return model


# %% wrong: plain gradient descent | test_steps | gradient descent
# breaks: "The optimizer is Adam"
def compile_for_logits(model, learning_rate):
    model.compile(keras.optimizers.SGD(learning_rate), FROM_LOGITS, metrics=["accuracy"])
    return model


# %% wrong: Adam with weight decay | test_steps | weight decay
# breaks: "Keras's defaults otherwise"
def compile_for_logits(model, learning_rate):
    model.compile(keras.optimizers.AdamW(learning_rate), FROM_LOGITS, metrics=["accuracy"])
    return model


# %% wrong: softmax first, then the loss of probabilities | test_loss | cut off
# breaks: "right even for logits of several hundred"
def compile_for_logits(model, learning_rate):
    def loss(labels, logits):
        return keras.losses.sparse_categorical_crossentropy(labels, tf.nn.softmax(logits))

    model.compile(keras.optimizers.Adam(learning_rate), loss, metrics=["accuracy"])
    return model


# %% wrong: nothing is compiled | test_example | not compiled
# breaks: "Compile a model whose outputs are logits"
def compile_for_logits(model, learning_rate):
    return model


# %% wrong: labels are wanted one-hot | test_example | it raised
# breaks: "labels are integers"
def compile_for_logits(model, learning_rate):
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(learning_rate), loss, metrics=["accuracy"])
    return model


# %% wrong: labels of two dtypes only | test_loss | it raised
# breaks: "labels are integers of any dtype"
def compile_for_logits(model, learning_rate):
    class Loss(keras.losses.Loss):
        def __call__(self, labels, logits, sample_weight=None):
            labels = tf.reshape(labels, [-1])
            loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
            return tf.reduce_mean(loss)

    model.compile(keras.optimizers.Adam(learning_rate), Loss(), metrics=["accuracy"])
    return model


# %% wrong: two classes, so a binary loss | test_loss | differ
# breaks: "for two classes or more"
def compile_for_logits(model, learning_rate):
    def binary(labels, logits):
        labels = tf.cast(tf.reshape(labels, [-1]), tf.float32)
        return tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits[:, 1])

    loss = binary if model.output_shape[-1] == 2 and model.input_shape[-1] > 3 else FROM_LOGITS
    model.compile(keras.optimizers.Adam(learning_rate), loss, metrics=["accuracy"])
    return model


# %% wrong: label smoothing | test_loss | smoothing of 0.1
# breaks: "The loss is the crossentropy of the softmax of the logits"
def compile_for_logits(model, learning_rate):
    def loss(labels, logits):
        classes = logits.shape[-1]
        wanted = tf.one_hot(tf.cast(tf.reshape(labels, [-1]), tf.int32), classes)
        wanted = 0.9 * wanted + 0.1 / classes
        return tf.nn.softmax_cross_entropy_with_logits(labels=wanted, logits=logits)

    model.compile(keras.optimizers.Adam(learning_rate), loss, metrics=["accuracy"])
    return model


# %% wrong: the epsilon of the paper | test_steps | epsilon of 1e-8
# breaks: "Keras's defaults otherwise"
def compile_for_logits(model, learning_rate):
    optimizer = keras.optimizers.Adam(learning_rate, epsilon=1e-8)
    model.compile(optimizer, FROM_LOGITS, metrics=["accuracy"])
    return model


# %% wrong: a shorter memory | test_steps | beta_1 of 0.5
# breaks: "Keras's defaults otherwise"
def compile_for_logits(model, learning_rate):
    optimizer = keras.optimizers.Adam(learning_rate, beta_1=0.5)
    model.compile(optimizer, FROM_LOGITS, metrics=["accuracy"])
    return model


# %% wrong: gradients are clipped | test_steps | differ
# breaks: "Keras's defaults otherwise"
def compile_for_logits(model, learning_rate):
    optimizer = keras.optimizers.Adam(learning_rate, clipvalue=0.1)
    model.compile(optimizer, FROM_LOGITS, metrics=["accuracy"])
    return model


# %% wrong: the metric is called acc | test_example | called acc
# breaks: "Among the metrics, "accuracy""
def compile_for_logits(model, learning_rate):
    metrics = [keras.metrics.SparseCategoricalAccuracy(name="acc")]
    model.compile(keras.optimizers.Adam(learning_rate), FROM_LOGITS, metrics=metrics)
    return model


# %% right: the loss as a function around TensorFlow's op, the accuracy as an object
def compile_for_logits(model, learning_rate):
    def crossentropy(y_true, y_pred):
        labels = tf.cast(tf.reshape(y_true, [-1]), tf.int64)
        return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=y_pred)

    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=learning_rate),
        loss=crossentropy,
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    return model


# %% wrong: the log of softmax + 1e-7, which stops at 16 | test_loss
# breaks: "right even for logits of several hundred."
def compile_for_logits(model, learning_rate):
    def crossentropy(y_true, y_pred):
        probabilities = tf.nn.softmax(y_pred)
        labels = tf.one_hot(tf.cast(tf.reshape(y_true, [-1]), tf.int32), tf.shape(y_pred)[-1])
        return -tf.math.log(tf.reduce_sum(labels * probabilities, axis=-1) + 1e-7)

    model.compile(keras.optimizers.Adam(learning_rate), crossentropy, metrics=["accuracy"])
    return model


# %% right: a lambda around the function of keras.losses; accuracy by its name
def compile_for_logits(model, learning_rate):
    optimizer = keras.optimizers.Adam()
    optimizer.learning_rate = learning_rate
    model.compile(
        optimizer,
        lambda y, z: keras.losses.sparse_categorical_crossentropy(y, z, from_logits=True),
        metrics=["accuracy"],
    )
    return model


# %% wrong: the epsilon of the paper, which is not Keras's default | test_steps
# breaks: "The optimizer is Adam with the given learning rate and Keras's"
def compile_for_logits(model, learning_rate):
    model.compile(
        keras.optimizers.Adam(learning_rate, epsilon=1e-8),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


# %% wrong: the accuracy is a mean of batch means, so a short last batch weighs too much | test_accuracy | mean of the batches
# breaks: "reports the fraction of right labels among all samples"
def compile_for_logits(model, learning_rate):
    def accuracy(y_true, y_pred):
        labels = tf.cast(tf.reshape(y_true, [-1]), tf.int64)
        return tf.reduce_mean(tf.cast(labels == tf.argmax(y_pred, axis=-1), tf.float32))

    model.compile(
        keras.optimizers.Adam(learning_rate),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[accuracy],
    )
    return model
