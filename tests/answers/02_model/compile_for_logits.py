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


# %% wrong: from_logits is forgotten | test_loss | from_logits
def compile_for_logits(model, learning_rate):
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: the sum over the batch | test_loss | sum
def compile_for_logits(model, learning_rate):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="sum")
    model.compile(keras.optimizers.Adam(learning_rate), loss, metrics=["accuracy"])
    return model


# %% wrong: softmax twice | test_loss | twice
def compile_for_logits(model, learning_rate):
    def loss(labels, logits):
        return FROM_LOGITS(labels, tf.nn.softmax(logits))

    model.compile(keras.optimizers.Adam(learning_rate), loss, metrics=["accuracy"])
    return model


# %% wrong: returns what compile returns | test_form | None
def compile_for_logits(model, learning_rate):
    return model.compile(keras.optimizers.Adam(learning_rate), FROM_LOGITS, metrics=["accuracy"])


# %% wrong: a copy is compiled | test_form | another model
def compile_for_logits(model, learning_rate):
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    copy.compile(keras.optimizers.Adam(learning_rate), FROM_LOGITS, metrics=["accuracy"])
    return copy


# %% wrong: another name for the metric | test_accuracy | another name
def compile_for_logits(model, learning_rate):
    metrics = [keras.metrics.SparseCategoricalAccuracy()]
    model.compile(keras.optimizers.Adam(learning_rate), FROM_LOGITS, metrics=metrics)
    return model


# %% wrong: no metric | test_accuracy | no metric
def compile_for_logits(model, learning_rate):
    model.compile(keras.optimizers.Adam(learning_rate), FROM_LOGITS)
    return model


# %% wrong: the best two count | test_accuracy | among the best two
def compile_for_logits(model, learning_rate):
    metrics = [keras.metrics.SparseTopKCategoricalAccuracy(k=2, name="accuracy")]
    model.compile(keras.optimizers.Adam(learning_rate), FROM_LOGITS, metrics=metrics)
    return model


# %% wrong: the error rate | test_accuracy | wrong labels
def compile_for_logits(model, learning_rate):
    def accuracy(labels, logits):
        best = tf.argmax(logits, axis=-1)
        return tf.cast(best != tf.cast(tf.reshape(labels, [-1]), best.dtype), tf.float32)

    model.compile(keras.optimizers.Adam(learning_rate), FROM_LOGITS, metrics=[accuracy])
    return model


# %% wrong: the name of the optimizer | test_steps | default learning rate
def compile_for_logits(model, learning_rate):
    model.compile(optimizer="adam", loss=FROM_LOGITS, metrics=["accuracy"])
    return model


# %% wrong: plain gradient descent | test_steps | gradient descent
def compile_for_logits(model, learning_rate):
    model.compile(keras.optimizers.SGD(learning_rate), FROM_LOGITS, metrics=["accuracy"])
    return model


# %% wrong: Adam with weight decay | test_steps | weight decay
def compile_for_logits(model, learning_rate):
    model.compile(keras.optimizers.AdamW(learning_rate), FROM_LOGITS, metrics=["accuracy"])
    return model


# %% wrong: softmax first, then the loss of probabilities | test_large_logits | cut off
def compile_for_logits(model, learning_rate):
    def loss(labels, logits):
        return keras.losses.sparse_categorical_crossentropy(labels, tf.nn.softmax(logits))

    model.compile(keras.optimizers.Adam(learning_rate), loss, metrics=["accuracy"])
    return model
