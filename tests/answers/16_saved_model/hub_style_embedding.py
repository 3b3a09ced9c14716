"""Answers to hub_style_embedding."""

import keras
import tensorflow as tf


def embedding_of(path, **settings):
    given = {"call_endpoint": "__call__", "trainable": False} | settings
    return keras.layers.TFSMLayer(path, **given)


def model_of(embedding, classes, **settings):
    inputs = keras.Input(settings.pop("shape", ()), dtype="string")
    return keras.Model(inputs, keras.layers.Dense(classes, **settings)(embedding(inputs)))


# unnoticed: test_other_folder | embedded result * | test_example holds the shapes
# unnoticed: test_other_folder | embedded .shapes * | test_example holds the shapes
# unnoticed: test_other_folder | embedded .shapes[*] * | test_example holds the shapes
# unnoticed: test_other_folder | embedded .shapes[*][*] * | test_example holds the shapes
# slow: test_example | the first check to write and load a folder, and to build a Keras model
# slow: test_logits | two Keras models are built on two loaded folders

# %% right: a Sequential model
def hub_style_embedding(path, classes):
    layer = embedding_of(path, trainable=True)
    layer.trainable = False
    inputs = keras.Input(shape=(), dtype=tf.string)
    return keras.Sequential([inputs, layer, keras.layers.Dense(classes)])


# %% right: a model of its own, which loads the folder
class Headed(keras.Model):
    def __init__(self, path, classes):
        super().__init__()
        self.folder = [tf.saved_model.load(path)]
        self.head = keras.layers.Dense(classes)

    def call(self, sentences):
        vectors = self.folder[0](sentences, training=False)
        return self.head(tf.stop_gradient(vectors))


def hub_style_embedding(path, classes):
    model = Headed(path, classes)
    model(tf.constant([""]))
    return model


# %% right: a layer around the loaded function
class Frozen(keras.layers.Layer):
    def __init__(self, path):
        super().__init__(trainable=False)
        self.loaded = tf.saved_model.load(path)

    def call(self, sentences):
        return self.loaded(sentences)


def hub_style_embedding(path, classes):
    return model_of(Frozen(path), classes)


# %% wrong: the default endpoint of TFSMLayer | test_example | serve
# breaks: "The folder `path` is laid out as on TensorFlow Hub"
def hub_style_embedding(path, classes):
    return model_of(keras.layers.TFSMLayer(path, trainable=False), classes)


# %% wrong: a signature that only some folders have | test_example | serving_default
# breaks: "loaded(sentences, training=False) gives vectors (n, dim), float32"
def hub_style_embedding(path, classes):
    return model_of(embedding_of(path, call_endpoint="serving_default"), classes)


# %% wrong: numbers for input | test_example
# breaks: "sentences (n,), string -> (n, classes)"
def hub_style_embedding(path, classes):
    inputs = keras.Input(())
    return keras.Model(inputs, keras.layers.Dense(classes)(embedding_of(path)(inputs)))


# %% wrong: the embedding is trained too | test_example | are trainable too
# breaks: "Return a model with a head on a frozen embedding"
# breaks: "and no others"
def hub_style_embedding(path, classes):
    return model_of(embedding_of(path, trainable=True), classes)


# %% wrong: everything is frozen | test_example | nothing is trainable
# breaks: "trainable_weights are the kernel (dim, classes) and the bias (classes,) of the head"
def hub_style_embedding(path, classes):
    model = model_of(embedding_of(path), classes)
    model.trainable = False
    return model


# %% wrong: no bias | test_example | no bias
# breaks: "trainable_weights are the kernel (dim, classes) and the bias (classes,) of the head"
def hub_style_embedding(path, classes):
    return model_of(embedding_of(path), classes, use_bias=False)


# %% wrong: a layer in between | test_example | list of shapes
# breaks: "and no others"
def hub_style_embedding(path, classes):
    inputs = keras.Input((), dtype="string")
    hidden = keras.layers.Dense(8, activation="relu")(embedding_of(path)(inputs))
    return keras.Model(inputs, keras.layers.Dense(classes)(hidden))


# %% wrong: the mode of the model reaches the embedding | test_training | training mode
# breaks: "The embedding runs in inference mode, even if the model is called with training=True"
def hub_style_embedding(path, classes):
    class Passed(keras.layers.TFSMLayer):
        def call(self, inputs, training=False):
            return self.call_endpoint_fn(inputs, training=bool(training))

    return model_of(Passed(path, "__call__", trainable=False), classes)


# %% wrong: always in training mode | test_example | training mode
# breaks: "The embedding runs in inference mode"
def hub_style_embedding(path, classes):
    class Trained(keras.layers.TFSMLayer):
        def call(self, inputs, training=False):
            return self.call_endpoint_fn(inputs, training=True)

    return model_of(Trained(path, "__call__", trainable=False), classes)


# %% wrong: probabilities | test_example | the softmax
# breaks: "The model returns logits, vectors @ kernel + bias"
def hub_style_embedding(path, classes):
    return model_of(embedding_of(path), classes, activation="softmax")


# %% wrong: a ReLU on the head | test_logits | a ReLU
# breaks: "The model returns logits, vectors @ kernel + bias"
def hub_style_embedding(path, classes):
    return model_of(embedding_of(path), classes, activation="relu")


# %% wrong: vectors of length 1 | test_example | differ
# breaks: "vectors @ kernel + bias"
def hub_style_embedding(path, classes):
    inputs = keras.Input((), dtype="string")
    vectors = keras.layers.UnitNormalization()(embedding_of(path)(inputs))
    return keras.Model(inputs, keras.layers.Dense(classes)(vectors))


# %% wrong: a batch of two | test_logits
# breaks: "for any n"
def hub_style_embedding(path, classes):
    inputs = keras.Input((), batch_size=2, dtype="string")
    vectors = embedding_of(path)(inputs)
    vectors = keras.ops.reshape(vectors, (2, vectors.shape[1]))
    return keras.Model(inputs, keras.layers.Dense(classes)(vectors))


# %% wrong: only the layer is returned | test_example | trainable
# breaks: "Return a model with a head on a frozen embedding"
def hub_style_embedding(path, classes):
    inputs = keras.Input((), dtype="string")
    return keras.Model(inputs, embedding_of(path)(inputs))
