# %% [markdown]
# # Saved models
#
# A model that only runs in the notebook in which it was trained is of little use. A *SavedModel* is
# a folder that holds graphs, the values of their variables, and the files that they need. It holds
# no Python: the server, the phone or the colleague who loads it has neither your classes nor Keras.
#
#     path/saved_model.pb        the graphs, and their signatures
#     path/variables/            the values of all variables
#     path/assets/               other files, such as a vocabulary
#
# So one question runs through this topic: *what is in the folder, and what was left behind in
# Python?* A preprocessing step that lives in the notebook is not in the folder. A shape that was
# known while the graph was traced is fixed forever, and so is `training=True`.
#
#     Signature                 a module that can be called after it was loaded
#     export                    a Keras model with two named signatures
#     export_image_model        with the preprocessing inside
#     export_text_model         with its vocabulary
#     load_as_layer             a folder as a layer
#     hub_style_embedding       a folder as the first part of a new model
#     run_tflite, to_tflite     a program that runs one small file, and the file
#     quantization_bound        how wrong may a quantized answer be?

# %%
import warnings

import keras
import numpy as np
import tensorflow as tf

# %% [markdown]
# ## What a folder remembers
#
# `tf.saved_model.save(module, path)` looks through the attributes of a `tf.Module`. It saves the
# variables, other modules, tables and files that it finds, and each `tf.function`. But a
# `tf.function` is a recipe; only what was *traced* is a graph, and only graphs are saved. So a
# function must be traced before: for an input signature,
#
#     @tf.function(input_signature=[tf.TensorSpec([None, 4])])
#
# or for several shapes, once for each:
#
#     function.get_concrete_function(tf.TensorSpec([4]))
#     function.get_concrete_function(tf.TensorSpec([None, 4]))
#
# None is a size that is not known yet. After loading, a call looks for a graph that fits its
# arguments. If there is none, it fails: the Python code that could make one is not there.
#
# What a graph takes from Python is a constant in it. A variable is not; it can be trained or
# assigned after loading, if the module has it in an attribute.


# %%
class Signature(tf.Module):
    """A linear map that works without its class once it is saved.

    `kernel` (features, units) and `bias` (units,) are tf.Variables; they begin with the values that
    are given, float32. module(x) is x @ kernel + bias, for float32 x of shape (features,),
    (n, features) or (n, m, features), with one more axis of size `units` in place of the last.

    After tf.saved_model.save(module, path) and loaded = tf.saved_model.load(path), loaded(x) gives
    the same, for each of the three shapes and for any n and m. It uses the values that the
    variables had when they were saved. loaded.kernel and loaded.bias are variables too: after they
    were assigned, loaded(x) uses the new values.

    >>> import tempfile
    >>> module = Signature(tf.constant([[1.0], [2.0]]), tf.constant([0.5]))
    >>> tf.saved_model.save(module, path := tempfile.mkdtemp())
    >>> loaded = tf.saved_model.load(path)
    >>> loaded(tf.constant([3.0, 4.0])).numpy().tolist(), loaded(tf.ones((2, 2))).numpy().tolist()
    ([11.5], [[3.5], [3.5]])
    """

    # TODO 1: in __init__, make the variables.
    # TODO 2: in __call__, the linear map, for every number of axes.
    # TODO 3: in __init__ again, trace __call__ for the three shapes.

    def __init__(self, kernel: tf.Tensor, bias: tf.Tensor) -> None:
        """Make the variables, and a graph for each shape."""
        ### BEGIN SOLUTION
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.Variable(bias)
        for front in ([], [None], [None, None]):
            self.__call__.get_concrete_function(tf.TensorSpec([*front, kernel.shape[0]]))
        ### END SOLUTION

    @tf.function
    def __call__(self, x: tf.Tensor) -> tf.Tensor:
        """Return x @ kernel + bias."""
        ### BEGIN SOLUTION
        return tf.tensordot(x, self.kernel, 1) + self.bias
        ### END SOLUTION


# %% [markdown]
# ## Named signatures
#
# A server does not call objects; it looks for a function by its name. These functions are the
# *signatures* of a folder:
#
#     tf.saved_model.save(module, path, signatures={"serving_default": f, "classify": g})
#
#     loaded.signatures["classify"](x=...)       a dict of tensors comes back, always
#
# Each is a `tf.function` with an input signature. The names of its inputs are those of its
# arguments, or of the `tf.TensorSpec`s (`name="x"`); the names of its outputs are the keys of the
# dict that it returns. "serving_default" is the one that programs ask for if nobody tells them
# another name.
#
# `tf.saved_model.save(model, path)` of a Keras 3 model writes no signature. `model.export(path)`
# writes one. For two of them, write the functions yourself, and give the variables of the model to
# the module, so that they are saved:
#
#     module.weights = [variable.value for variable in model.variables]
#
# (`module.model = model` does it too. But from such a folder TF Lite's converter makes a file with
# wrong numbers, in TensorFlow 2.21, and says nothing.) The mode is frozen too: a graph traced with
# `training=True` drops units forever.
#
# In Keras: `keras.export.ExportArchive`, with `add_endpoint(name, function, input_signature)`.


# %%
def export(model: keras.Model, path: str, labels: list[str]) -> None:
    """Write a classifier as a SavedModel with two signatures.

    The model turns x (n, features), float32, into logits (n, classes); labels has a name for each
    class. Both signatures in the folder `path` take one tensor with the name "x", (n, features),
    float32, for any n. They return a dict of tensors:

        "serving_default"      "logits" (n, classes), float32
        "classify"             "label" (n,), string, and "probability" (n,), float32

    The label is the name of the class with the largest logit, and the probability is the softmax
    of that logit. Both signatures run the model in inference mode.

    Raises ValueError if there are more or fewer labels than classes, before anything is written.

    >>> import tempfile
    >>> dense = keras.layers.Dense(2, kernel_initializer="identity")
    >>> path = tempfile.mkdtemp()
    >>> export(keras.Sequential([keras.Input((2,)), dense]), path, ["cat", "dog"])
    >>> found = tf.saved_model.load(path).signatures["classify"](x=tf.constant([[0.0, 2.0]]))
    >>> found["label"].numpy().tolist(), found["probability"].numpy().round(4).tolist()
    ([b'dog'], [0.8808000087738037])
    """
    # TODO 1: refuse a wrong number of labels.
    # TODO 2: a module that has the model's variables, so that they are saved.
    # TODO 3: a tf.function for each signature, with its input's name and its outputs' names.
    # TODO 4: save the module with both.
    ### BEGIN SOLUTION
    if len(labels) != model.output_shape[-1]:
        raise ValueError(f"{len(labels)} labels for {model.output_shape[-1]} classes")
    module = tf.Module()
    module.weights = [variable.value for variable in model.variables]
    spec = tf.TensorSpec(model.input_shape, tf.float32, name="x")

    @tf.function(input_signature=[spec], autograph=False)
    def score(x: tf.Tensor) -> dict[str, tf.Tensor]:
        return {"logits": model(x, training=False)}

    @tf.function(input_signature=[spec], autograph=False)
    def classify(x: tf.Tensor) -> dict[str, tf.Tensor]:
        logits = model(x, training=False)
        return {
            "label": tf.gather(labels, tf.argmax(logits, axis=-1)),
            "probability": tf.reduce_max(tf.nn.softmax(logits), axis=-1),
        }

    tf.saved_model.save(module, path, {"serving_default": score, "classify": classify})
    ### END SOLUTION


# %% [markdown]
# ## Preprocessing belongs in the folder
#
# A network was trained on images of 32 by 32 pixels, scaled to -1 ... 1. The app that uses it has
# photos. If resizing and scaling are a matter of the app, it will do them a little differently: 0
# ... 1 instead of -1 ... 1, or another way of resizing. No error comes, only worse answers. So put
# them into the graph, and let the signature take what the app has.
#
#     pixels (n, any, any, 3), uint8  ──  resize  ──  scale  ──  model  ──  softmax
#     PNG files (n,), string  ──  decode and resize, one by one  ──┘
#
# Files of different sizes do not fit into one tensor before they are resized. `tf.map_fn` calls a
# function for each element; `fn_output_signature` says what comes out. The shape of a decoded image
# is not known to the graph, only its rank and its channels (`channels=3`).
#
# `tf.image.resize` is bilinear by default, and returns float32.


# %%
def export_image_model(model: keras.Model, path: str) -> None:
    """Write an image classifier as a SavedModel that takes raw pixels, or PNG files.

    The model turns images (n, height, width, 3), float32 from -1 to 1, into logits (n, classes);
    its height and width are fixed. The folder `path` has two signatures, both for any n:

        "serving_default"      takes "images", (n, any height, any width, 3), uint8
        "png"                  takes "files", (n,), string: contents of PNG files, each of any size

    Both return {"probabilities": (n, classes)}, float32. They resize each image to the model's
    height and width, as tf.image.resize does by default. They scale pixels so that 0 becomes -1 and
    255 becomes 1. A gray PNG file counts as an image with three equal channels. Then the model runs
    in inference mode, and the softmax of its logits is returned.

    >>> import tempfile
    >>> model = keras.Sequential([keras.Input((1, 1, 3)), keras.layers.Flatten()])
    >>> export_image_model(model, path := tempfile.mkdtemp())
    >>> serve = tf.saved_model.load(path).signatures["serving_default"]
    >>> images = tf.constant([[[[0, 0, 255]]]], tf.uint8)
    >>> serve(images=images)["probabilities"].numpy().round(4).tolist()
    [[0.10649999976158142, 0.10649999976158142, 0.7870000004768372]]
    """
    # TODO 1: from resized images to probabilities.
    # TODO 2: a tf.function for pixels of any size.
    # TODO 3: a tf.function for files: decode and resize one after the other.
    # TODO 4: save both, with the model's variables.
    ### BEGIN SOLUTION
    module, size = tf.Module(), model.input_shape[1:3]
    module.weights = [variable.value for variable in model.variables]

    def probabilities(resized: tf.Tensor) -> dict[str, tf.Tensor]:
        return {"probabilities": tf.nn.softmax(model(resized / 127.5 - 1, training=False))}

    def read(file: tf.Tensor) -> tf.Tensor:
        return tf.image.resize(tf.io.decode_png(file, channels=3), size)

    @tf.function(input_signature=[tf.TensorSpec([None, None, None, 3], tf.uint8)], autograph=False)
    def from_pixels(images: tf.Tensor) -> dict[str, tf.Tensor]:
        return probabilities(tf.image.resize(images, size))

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)], autograph=False)
    def from_files(files: tf.Tensor) -> dict[str, tf.Tensor]:
        resized = tf.TensorSpec([*size, 3], tf.float32)
        return probabilities(tf.map_fn(read, files, fn_output_signature=resized))

    tf.saved_model.save(module, path, {"serving_default": from_pixels, "png": from_files})
    ### END SOLUTION


# %% [markdown]
# ## A vocabulary that travels
#
# A text model needs its vocabulary: which word has which row? In Python that is a dict, and a dict
# is not part of a graph. `tf.lookup.StaticHashTable` is. It can be filled from a file, a word per
# line:
#
#     tf.lookup.TextFileInitializer(
#         file, tf.string, tf.lookup.TextFileIndex.WHOLE_LINE,
#               tf.int64, tf.lookup.TextFileIndex.LINE_NUMBER)
#
# When the table is saved, the file is copied into the folder's `assets`, and the loaded table reads
# that copy. Or it is filled from two tensors (`tf.lookup.KeyValueTensorInitializer`), which become
# constants of the graph. In both cases the module must have the table in an attribute, else saving
# fails: "untracked resource".
#
# Test such a folder as a stranger would use it: move it, and delete what it was made from.
#
# `tf.strings.split` gives a ragged tensor, a row of words for each sentence. Its `values` are all
# words in one vector; `with_values` puts others in their places. `tf.strings.lower` and
# `tf.math.divide_no_nan` do the rest.


# %%
def export_text_model(vocabulary: str, vectors: tf.Tensor, path: str) -> None:
    """Write a SavedModel that turns sentences into vectors, the mean of their words' vectors.

    vocabulary is the path of a text file with one word in lower case per line, and row k of vectors
    (words, dim), float32, is the vector of the word in line k. The signature "serving_default" in
    the folder `path` takes "sentences" (n,), string, for any n. It returns {"vectors": (n, dim)},
    float32.

    The words of a sentence are what white space separates. Capital letters (A to Z) count as small
    ones. A
    word that is not in the vocabulary is left out of the mean; a word that occurs twice counts
    twice. A sentence without any known word has the vector 0.

    The folder needs nothing else: it still works if it was moved, and if the vocabulary file was
    deleted.

    >>> import tempfile
    >>> path = tempfile.mkdtemp()
    >>> _ = open(f"{path}/words.txt", "w").write("good\\nbad\\n")
    >>> export_text_model(f"{path}/words.txt", tf.constant([[4.0], [-2.0]]), f"{path}/model")
    >>> serve = tf.saved_model.load(f"{path}/model").signatures["serving_default"]
    >>> sentences = tf.constant(["Good good BAD film", "film"])
    >>> serve(sentences=sentences)["vectors"].numpy().tolist()
    [[2.0], [0.0]]
    """
    # TODO 1: a module with a table, and the vectors.
    # TODO 2: from sentences to rows: split, look up, and leave out what is not there.
    # TODO 3: the mean of each sentence, also if nothing is left.
    # TODO 4: save it with its signature.
    ### BEGIN SOLUTION
    module, index = tf.Module(), tf.lookup.TextFileIndex
    lines = tf.lookup.TextFileInitializer(
        vocabulary, tf.string, index.WHOLE_LINE, tf.int64, index.LINE_NUMBER
    )
    module.table, module.vectors = tf.lookup.StaticHashTable(lines, -1), tf.Variable(vectors)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)], autograph=False)
    def embed(sentences: tf.Tensor) -> dict[str, tf.Tensor]:
        words = tf.strings.split(tf.strings.lower(sentences))
        rows = words.with_values(module.table.lookup(words.values)).to_tensor(-1)
        known = tf.cast(rows >= 0, tf.float32)[:, :, tf.newaxis]
        found = known * tf.gather(module.vectors, tf.maximum(rows, 0))
        total, count = tf.reduce_sum(found, axis=1), tf.reduce_sum(known, axis=1)
        return {"vectors": tf.math.divide_no_nan(total, count)}

    tf.saved_model.save(module, path, {"serving_default": embed})
    ### END SOLUTION


# %% [markdown]
# ## A folder as a layer
#
# Keras 3 does not load a SavedModel as a model: there is no architecture in it, only graphs. But it
# can call one. `keras.layers.TFSMLayer(path, call_endpoint=...)` is a layer around one function of
# a folder, and its variables are the layer's weights.
#
# The name of that function is what people stumble over. It depends on who wrote the folder:
#
#     model.export(path)                                 "serve"
#     tf.saved_model.save(..., signatures=function)      "serving_default"
#     TensorFlow Hub                                     "__call__"
#
# "serve" and "__call__" are attributes of the loaded object and return what the function returned.
# A signature returns a dict, even for one tensor, and a Dense layer cannot take a dict.
#
# `TFSMLayer` is an ordinary class. A subclass can change what `call` returns.


# %%
def load_as_layer(
    path: str, endpoint: str | None = None, trainable: bool = False
) -> keras.layers.Layer:
    """Return a Keras layer that calls a function of the SavedModel in the folder `path`.

    The function is named `endpoint`: an attribute of the loaded object, or else a signature. It
    takes one tensor. Without endpoint it is "serve" if the folder has it, else "serving_default".
    If it returns a dict with one tensor, the layer returns this tensor; a dict of several tensors
    stays a dict.

    With trainable=True, the trainable variables that the function uses are the layer's
    trainable_weights, and gradients reach them. By default trainable_weights is empty. The layer
    works in a functional model too, where the batch size is unknown.

    Raises ValueError if the folder has no such endpoint.

    >>> import tempfile
    >>> doubled = keras.Sequential([keras.Input((2,)), keras.layers.Rescaling(2.0)])
    >>> doubled.export(path := tempfile.mkdtemp(), verbose=False)
    >>> load_as_layer(path, "serving_default")(tf.constant([[1.0, 3.0]])).numpy().tolist()
    [[2.0, 6.0]]
    """
    # TODO 1: a layer that takes the only tensor out of a dict.
    # TODO 2: find the endpoint if none was named.
    ### BEGIN SOLUTION

    class Endpoint(keras.layers.TFSMLayer):
        def call(self, inputs: tf.Tensor) -> tf.Tensor | dict[str, tf.Tensor]:
            result = super().call(inputs)
            single = isinstance(result, dict) and len(result) == 1
            return next(iter(result.values())) if single else result

    if endpoint is None:
        has_serve = hasattr(tf.saved_model.load(path), "serve")
        endpoint = "serve" if has_serve else "serving_default"
    return Endpoint(path, endpoint, trainable=trainable)
    ### END SOLUTION


# %% [markdown]
# ## Somebody else's embedding
#
# [TensorFlow Hub](https://www.kaggle.com/models) has thousands of trained models, as SavedModel
# folders of one layout:
#
#     loaded = tf.saved_model.load(path)
#     loaded(inputs, training=False)         the function; training is False by default
#     loaded.trainable_variables             for fine-tuning
#     loaded.regularization_losses           functions, for fine-tuning
#
# The package `tensorflow_hub` has a layer for them, `hub.KerasLayer`, which does not go into models
# of Keras 3. `TFSMLayer` does the same in one line.
#
# If you have few samples, keep the embedding as it is and train only a small head on top of it. An
# embedding of text has its tokenizer inside, so the new model takes strings: `keras.Input((),
# dtype="string")`.


# %%
def hub_style_embedding(path: str, classes: int) -> keras.Model:
    """Return a model with a head on a frozen embedding: sentences (n,), string -> (n, classes).

    The folder `path` is laid out as on TensorFlow Hub: with loaded = tf.saved_model.load(path),
    loaded(sentences, training=False) gives vectors (n, dim), float32. The model returns logits,
    vectors @ kernel + bias, for any n.

    trainable_weights are the kernel (dim, classes) and the bias (classes,) of the head, and no
    others. The embedding runs in inference mode, even if the model is called with training=True.

    >>> import tempfile
    >>> module = tf.Module()
    >>> def call(sentences, training=False):
    ...     return tf.cast(tf.strings.length(sentences), tf.float32)[:, tf.newaxis]
    >>> module.__call__ = tf.function(call, [tf.TensorSpec([None], tf.string)], autograph=False)
    >>> tf.saved_model.save(module, path := tempfile.mkdtemp())
    >>> model = hub_style_embedding(path, 3)
    >>> model(tf.constant(["a", "bcd"])).shape.as_list(), len(model.trainable_weights)
    ([2, 3], 2)
    """
    # TODO 1: the embedding as a layer that is not trainable.
    # TODO 2: an input for strings, the embedding, and the head.
    ### BEGIN SOLUTION
    embedding = keras.layers.TFSMLayer(path, call_endpoint="__call__", trainable=False)
    inputs = keras.Input((), dtype="string")
    return keras.Model(inputs, keras.layers.Dense(classes)(embedding(inputs)))
    ### END SOLUTION


# %% [markdown]
# ## The interpreter of TF Lite
#
# TF Lite, now called LiteRT, runs models on phones and microcontrollers. Its file, a *flatbuffer*,
# has everything in one place, and is used as it lies in memory. You make such a file in the next
# exercise; this one runs it.
#
# `tf.lite.Interpreter(model_content=content)` is made from the bytes of the file. There are two
# ways to call it. In the older one you count tensors:
#
#     interpreter.resize_tensor_input(index, shape)      until then an unknown size counts as 1
#     interpreter.allocate_tensors()
#     interpreter.set_tensor(index, x); interpreter.invoke(); interpreter.get_tensor(other_index)
#
# In the newer one you call a signature by its names, and it resizes by itself:
#
#     runner = interpreter.get_signature_runner("classify")
#     runner(x=...)                                      a dict of arrays
#
# Neither converts dtypes. A list of Python floats becomes float64 in NumPy, and a model of float32
# refuses it. `runner.get_input_details()` says what it takes.
#
# Since 2.20 TensorFlow says that `tf.lite.Interpreter` will be removed, and that it goes on in the
# package `ai-edge-litert` under the same name. In 2.21 it is still there, and each interpreter that
# is made warns. You know now, so hide this warning; but only this one, and only here:
#
#     with warnings.catch_warnings():
#         warnings.filterwarnings("ignore", ...)


# %%
def run_tflite(
    content: bytes, inputs: dict[str, np.ndarray], signature: str = "serving_default"
) -> dict[str, np.ndarray]:
    """Run a signature of a TF Lite model, the bytes of a .tflite file: inputs -> outputs, by name.

    Inputs and outputs are dicts by name. inputs has a tensor or an array or a list of numbers for
    each input of the signature, with any batch size. It is cast to the dtype that the model takes.

    The warning that tf.lite.Interpreter is deprecated does not reach the caller. Raises ValueError
    if the model has no such signature.

    >>> module, spec = tf.Module(), tf.TensorSpec([None], name="x")
    >>> triple = tf.function(lambda x: {"y": 3.0 * x}, [spec], autograph=False)
    >>> function = triple.get_concrete_function()
    >>> content = tf.lite.TFLiteConverter.from_concrete_functions([function], module).convert()
    >>> run_tflite(content, {"x": [1.0, 2.0]})["y"].tolist()
    [3.0, 6.0]
    """
    # TODO 1: an interpreter, without its warning.
    # TODO 2: the runner of the signature, and the dtypes of its inputs.
    # TODO 3: cast and call.
    ### BEGIN SOLUTION
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*tf.lite.Interpreter is deprecated", UserWarning)
        interpreter = tf.lite.Interpreter(model_content=content)
    runner = interpreter.get_signature_runner(signature)
    details = runner.get_input_details()
    return runner(
        **{name: np.asarray(value, details[name]["dtype"]) for name, value in inputs.items()}
    )
    ### END SOLUTION


# %% [markdown]
# ## One small file
#
# From the folder to the file:
#
#     converter = tf.lite.TFLiteConverter.from_saved_model(path)
#     content = converter.convert()                bytes: what a .tflite file holds
#
# With `converter.optimizations = [tf.lite.Optimize.DEFAULT]` the converter quantizes the weights:
# each number of a matrix becomes one byte instead of four. This is *dynamic-range* quantization.
# "Dynamic" are the inputs: they are quantized too, but at each call, by their own largest number.
# Small matrices, below 1,024 numbers, stay as they are.
#
# All signatures come along if you do not choose some by `signature_keys`.


# %%
def to_tflite(path: str, quantize: bool = False) -> bytes:
    """Convert the SavedModel in the folder `path`, and return the content of a .tflite file.

    Every signature of the folder is in it, under its own name, with the same names of inputs and
    outputs. They give the same answers as in the folder, to the precision of float32, and a
    batch size that is unknown in the folder stays unknown.

    With quantize=True, each number of a matrix of 1,024 numbers or more takes one byte, by
    dynamic-range quantization; its answers are close to those of the folder.

    >>> import tempfile
    >>> module, path = tf.Module(), tempfile.mkdtemp()
    >>> spec = tf.TensorSpec([None], name="x")
    >>> triple = tf.function(lambda x: {"y": 3.0 * x}, [spec], autograph=False)
    >>> tf.saved_model.save(module, path, signatures=triple)
    >>> run_tflite(to_tflite(path), {"x": [1.0, 2.0]})["y"].tolist()
    [3.0, 6.0]
    """
    # TODO 1: a converter for the folder.
    # TODO 2: ask it to quantize, if wanted, and convert.
    ### BEGIN SOLUTION
    converter = tf.lite.TFLiteConverter.from_saved_model(path)
    if quantize:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    return converter.convert()
    ### END SOLUTION


# %% [markdown]
# ## How wrong may it be?
#
# A quantized model gives other numbers than the model it was made from. Whoever compares them with
# a tolerance of 1e-5 finds a bug that is none; whoever takes 0.1 finds no bug at all. The right
# tolerance can be computed.
#
# A byte holds -127 ... 127. Column j of the kernel is stored in steps of s_j = max |kernel[:, j]| /
# 127, so each of its numbers is off by half a step at most. Row i of x is stored in steps of t_i =
# max |x[i]| / 127. In the product
#
#     (x + dx) @ (kernel + dw) - x @ kernel  =  dx @ kernel + x @ dw + dx @ dw
#
# no element of dx is larger than t_i / 2, and none of dw than s_j / 2. Put in the worst case, all
# errors with the same sign, and you have a bound. What happens is smaller, about by the root of the
# number of features, since errors of different signs cancel out.


# %%
def quantization_bound(x: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
    """Bound the error of a quantized x @ kernel: (n, features), (features, units) -> (n, units).

    With t = max |x[i]| / 127 over row i of x, and s = max |kernel[:, j]| / 127 over column j of
    kernel, entry [i, j] is the sum of

        t / 2 * sum of |kernel[:, j]|
        s / 2 * sum of |x[i]|
        features * t * s / 4

    The result has the dtype of x and kernel, float32 or float64. n may be 0.

    >>> x, kernel = tf.constant([[127.0, -127.0]]), tf.constant([[254.0, 0.0], [254.0, 127.0]])
    >>> quantization_bound(x, kernel).numpy().tolist()
    [[509.0, 191.0]]
    """
    # TODO 1: the steps of each row, and of each column.
    # TODO 2: the three errors, in the shape of the product.
    ### BEGIN SOLUTION
    x, kernel = tf.abs(x), tf.abs(kernel)
    t = tf.reduce_max(x, axis=1, keepdims=True) / 127
    s = tf.reduce_max(kernel, axis=0) / 127
    rows, columns = tf.reduce_sum(x, axis=1, keepdims=True), tf.reduce_sum(kernel, axis=0)
    return t * columns / 2 + s * rows / 2 + kernel.shape[0] * t * s / 4
    ### END SOLUTION


# %% [markdown]
# ## What to read next
#
# - TensorFlow's guide to the [SavedModel format](https://www.tensorflow.org/guide/saved_model): the
#   folder file by file, signatures, and the command `saved_model_cli` that lists them.
# - [LiteRT](https://ai.google.dev/edge/litert): the interpreter under its new name, and what
#   post-training quantization can do beyond this topic.
# - Jacob and others, [Quantization and Training of Neural Networks for Efficient
#   Integer-Arithmetic-Only Inference](https://arxiv.org/abs/1712.05877): how a network runs on
#   bytes only.
# - [TensorFlow Serving](https://www.tensorflow.org/tfx/guide/serving), which answers requests from
#   such folders, and takes a new version without a pause.
# - Topic 02, where `save_and_reload` keeps a model for more *training*: the `.keras` file has the
#   architecture and the optimizer, and a SavedModel has neither.
