"""Probes of 16_saved_model: folders are written, loaded without what wrote them, and called."""

import pathlib
import tempfile
import warnings

import keras
import tensorflow as tf

from tensorkata.student.probes import tensors


def signature_called(student, kernel, bias, xs):
    """Return what a module that was never saved gives for each x."""
    module = student.Signature(*tensors([kernel, bias]))
    return [module(x) for x in tensors(xs)]


def signature_loaded(student, values, xs):
    """Save a module and load it, and return what it gives for each x.

    The values are pairs (kernel, bias): the first ones, those at the time of saving, and those that
    the loaded object is given at last, if there are any.
    """
    first, saved, *last = tensors(values)
    module = student.Signature(*first)
    module.kernel.assign(saved[0])
    module.bias.assign(saved[1])
    with tempfile.TemporaryDirectory() as folder:
        tf.saved_model.save(module, folder)
        del module
        loaded = tf.saved_model.load(folder)
    found = {"graphs": [graph_for(loaded, x) for x in tensors(xs)]}
    if set(found["graphs"]) != {"found"}:
        return found
    found["loaded"] = [loaded(x) for x in tensors(xs)]
    for kernel, bias in last:
        loaded.kernel.assign(kernel)
        loaded.bias.assign(bias)
        found["assigned"] = [loaded(x) for x in tensors(xs)]
    return found


def graph_for(loaded, x):
    """Say whether a loaded object has a graph for x."""
    try:
        loaded(x)
    except TypeError as error:
        return "not callable" if "not callable" in str(error) else "none"
    except ValueError:
        return "none"
    return "found"


FOLDERS = {}


def _kept(student, write, *given):
    """Return the folder that write(path) made; made once for all checks that give the same."""
    key = (student, *(part.tobytes() if hasattr(part, "tobytes") else str(part) for part in given))
    if key not in FOLDERS:
        folder = tempfile.TemporaryDirectory()
        write(f"{folder.name}/1")
        FOLDERS[key] = folder
    return f"{FOLDERS[key].name}/1"


def called(loaded, name, **inputs):
    """Call a signature, and return its outputs; or say in two words why that is not possible."""
    if name not in loaded.signatures:
        return "no signature"
    function = loaded.signatures[name]
    specs = function.structured_input_signature[1]
    if set(specs) != set(inputs):
        return "another input"
    # a dense op runs for other sizes too, but the folder does not promise it
    if not all(specs[key].is_compatible_with(value) for key, value in inputs.items()):
        return "does not fit"
    try:
        return dict(function(**inputs))
    except (tf.errors.InvalidArgumentError, TypeError, ValueError):
        return "does not fit"
    except tf.errors.NotFoundError:
        return "the file is gone"


def classifier(kernel, statistics, rate):
    """Return x @ kernel, normalized with these moving statistics."""
    dense = keras.layers.Dense(kernel.shape[1], use_bias=False)
    norm = keras.layers.BatchNormalization(epsilon=0.001, center=False, scale=False)
    drop = [keras.layers.Dropout(rate)] if rate else []
    model = keras.Sequential([keras.Input(kernel.shape[:1]), dense, norm, *drop])
    dense.set_weights([kernel])
    norm.set_weights(statistics)
    return model


def exported(student, kernel, statistics, labels, xs, names, rate=0.0):
    """Export a classifier, load the folder, and return what signatures of these names give."""

    def write(path):
        student.export(classifier(kernel, statistics, rate), path, list(labels))

    loaded = tf.saved_model.load(_kept(student, write, kernel, *statistics, labels, rate))
    return {name: [called(loaded, name, x=x) for x in tensors(xs)] for name in names}


def export_refused(student, kernel, statistics, labels):
    """Export with a wrong number of labels; return the error, and the files that were written."""
    with tempfile.TemporaryDirectory() as folder:
        model, path = classifier(kernel, statistics, 0.0), f"{folder}/1"
        error = refusal(lambda: student.export(model, path, list(labels)))
        return {"error": error, "written": len(list(pathlib.Path(folder).rglob("saved_model.pb")))}


def refusal(run):
    """Return the name of the error that a call raises, ValueError for its subclasses too."""
    try:
        run()
    except NotImplementedError:
        raise
    except ValueError:
        return "ValueError"
    except Exception as error:  # noqa: BLE001 - which error it is, the check says
        return type(error).__name__
    return "no error"


def _image_folder(student, size, kernel):
    """Export an image model, one matrix of the flattened image, and load the folder."""

    def write(path):
        dense = keras.layers.Dense(kernel.shape[1], use_bias=False)
        model = keras.Sequential([keras.Input((*size, 3)), keras.layers.Flatten(), dense])
        dense.set_weights([kernel])
        student.export_image_model(model, path)

    return tf.saved_model.load(_kept(student, write, str(size), kernel))


def image_pixels(student, size, kernel, batches):
    """Return what an exported image model gives for batches of pixels."""
    loaded = _image_folder(student, size, kernel)
    return [called(loaded, "serving_default", images=batch) for batch in tensors(batches)]


def image_files(student, size, kernel, batches):
    """Return what an exported image model gives for batches of PNG files.

    A file is given as its pixels, with one or three channels.
    """
    loaded = _image_folder(student, size, kernel)
    encoded = [tf.stack([tf.io.encode_png(image) for image in tensors(batch)]) for batch in batches]
    return [called(loaded, "png", files=batch) for batch in encoded]


def image_in_training(student, kernel, images):
    """Export a model that gives its logits in inference only, and zeros in training."""

    class Quiet(keras.layers.Layer):
        def call(self, x, training=False):
            return 0.0 * x if training else x

    def write(path):
        dense = keras.layers.Dense(kernel.shape[1], use_bias=False)
        inputs = keras.Input((*images.shape[1:3], 3))
        model = keras.Model(inputs, Quiet()(dense(keras.layers.Flatten()(inputs))))
        dense.set_weights([kernel])
        student.export_image_model(model, path)

    loaded = tf.saved_model.load(_kept(student, write, "training", kernel))
    return called(loaded, "serving_default", images=tensors(images))


def sentences_served(student, words, vectors, batches, changed=True):
    """Write a vocabulary file, export a text model, and return what it gives for each batch.

    Before it is loaded, the file is deleted and the folder moved, if anything is to be changed.
    """
    with tempfile.TemporaryDirectory() as folder:
        file, path = pathlib.Path(folder, "words.txt"), pathlib.Path(folder, "text")
        file.write_text("".join(f"{word}\n" for word in words))
        student.export_text_model(str(file), tensors(vectors), str(path))
        if changed:
            file.unlink()
            path = path.rename(pathlib.Path(folder, "moved"))
        try:
            loaded = tf.saved_model.load(str(path))
        except tf.errors.NotFoundError:
            return ["the file is gone"] * len(batches)
        given = [tf.constant(batch, tf.string) for batch in batches]
        return [called(loaded, "serving_default", sentences=batch) for batch in given]


def served(path, kernel, bias, attribute):
    """Write a folder: signatures for x @ kernel + bias, and for two numbers; maybe also serve(x).

    The attribute serve gives -(x @ kernel + bias), so that it is told from the signatures.
    """
    module = tf.Module()
    module.kernel, module.bias = tf.Variable(kernel), tf.Variable(bias)
    module.offset = tf.Variable(0.0, trainable=False)
    spec = tf.TensorSpec([None, kernel.shape[0]], name="x")

    def linear(x):
        return x @ module.kernel + module.bias + module.offset

    def extremes(x):
        y = linear(x)
        return {"low": tf.reduce_min(y, axis=1), "high": tf.reduce_max(y, axis=1)}

    if attribute:
        module.serve = tf.function(lambda x: -linear(x), [spec], autograph=False)
    functions = {"serving_default": lambda x: {"y": linear(x)}, "extremes": extremes}
    signatures = {
        name: tf.function(function, [spec], autograph=False) for name, function in functions.items()
    }
    tf.saved_model.save(module, path, signatures)


def _layer_of(student, kernel, bias, attribute, endpoint, **settings):
    """Return what load_as_layer makes of a folder."""
    given = (kernel, bias, attribute)
    path = _kept("served", lambda folder: served(folder, *given), *given)
    return student.load_as_layer(path, **({"endpoint": endpoint} if endpoint else {}), **settings)


def layer_called(student, kernel, bias, xs, attribute=False, endpoint=None):
    """Return what the layer gives for each x."""
    layer = _layer_of(student, kernel, bias, attribute, endpoint)
    return [layer(x) for x in tensors(xs)]


def layer_outputs(student, kernel, bias, xs, endpoint):
    """Return the names and the values that the layer gives for each x; one tensor has no name."""
    layer = _layer_of(student, kernel, bias, True, endpoint)
    results = [layer(x) for x in tensors(xs)]
    found = [result if isinstance(result, dict) else {"": result} for result in results]
    return {
        "names": sorted(found[0]),
        "values": [tf.stack([each[name] for name in sorted(each)]) for each in found],
    }


def layer_in_model(student, kernel, bias, xs, attribute=False, endpoint=None, factor=1.0):
    """Put the layer into a functional model, and return what the model gives for each x."""
    inputs = keras.Input(kernel.shape[:1])
    found = _layer_of(student, kernel, bias, attribute, endpoint)(inputs)
    model = keras.Model(inputs, keras.layers.Rescaling(factor)(found))
    return [model(x) for x in tensors(xs)]


def layer_weights(student, kernel, bias, x, upstream, trainable, endpoint=None):
    """Return the result for x, and the gradients of sum(upstream * result) in trainable weights."""
    settings = {} if trainable is None else {"trainable": trainable}
    layer = _layer_of(student, kernel, bias, False, endpoint, **settings)
    with tf.GradientTape() as tape:
        result = layer(tensors(x))
        total = tf.reduce_sum(result * upstream)
    weights = [getattr(w, "value", w) for w in layer.trainable_weights]
    slopes = tape.gradient(total, weights)
    pairs = sorted(zip(weights, slopes, strict=True), key=lambda pair: -len(pair[0].shape))
    return {"result": result, "gradients": [slope for _, slope in pairs]}


def layer_refused(student, kernel, bias, endpoint):
    """Return the error that an endpoint raises."""
    return refusal(lambda: _layer_of(student, kernel, bias, False, endpoint))


def hub_folder(path, words, vectors):
    """Write an embedding in TensorFlow Hub's layout: the vector of each text, 0 if unknown.

    In training it gives 3 times the vector, and 1 more.
    """
    module = tf.Module()
    rows = tf.range(len(words), dtype=tf.int64)
    made = tf.lookup.KeyValueTensorInitializer(tf.constant(list(words)), rows)
    module.table = tf.lookup.StaticHashTable(made, -1)
    module.table_of_vectors = tf.Variable(vectors)
    module.trained = tf.Variable(0.0, trainable=False)

    @tf.function(autograph=False)
    def embed(sentences, training=False):
        found = module.table.lookup(sentences)
        known = tf.cast(found >= 0, tf.float32)[:, tf.newaxis]
        result = known * tf.gather(module.table_of_vectors, tf.maximum(found, 0))
        return 3 * result + 1 if training else result

    module.__call__ = embed
    module.regularization_losses = []
    for training in (False, True):
        embed.get_concrete_function(tf.TensorSpec([None], tf.string), training=training)
    tf.saved_model.save(module, path)


def _embedding_model(student, words, vectors, classes):
    """Return what hub_style_embedding makes of a folder."""
    given = (words, vectors)
    path = _kept("hub", lambda folder: hub_folder(folder, *given), *given)
    return student.hub_style_embedding(path, classes)


def hub_weights(model):
    """Return the trainable weights, those of more axes first."""
    return sorted(model.trainable_weights, key=lambda weight: -len(weight.shape))


def embedded(student, words, vectors, head, batches, training=None):
    """Return the logits for each batch of texts, with this kernel and bias in the head.

    Return also the shapes of the trainable weights.
    """
    model = _embedding_model(student, words, vectors, head[1].size)
    weights = hub_weights(model)
    shapes = [list(weight.shape) for weight in weights]
    if shapes != [list(part.shape) for part in head]:
        return {"shapes": shapes, "logits": []}
    for weight, value in zip(weights, head, strict=True):
        weight.assign(value)
    mode = {} if training is None else {"training": training}
    texts = [tf.constant(batch, tf.string) for batch in batches]
    return {"shapes": shapes, "logits": [model(text, **mode) for text in texts]}


def embedded_after_step(student, words, vectors, head, batch, upstream):
    """Take one step of descent on sum(upstream * logits); return the logits afterwards."""
    model = _embedding_model(student, words, vectors, head[1].size)
    weights = hub_weights(model)
    for weight, value in zip(weights, head, strict=True):
        weight.assign(value)
    texts = tf.constant(batch, tf.string)
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(upstream * model(texts, training=True))
    slopes = tape.gradient(total, [weight.value for weight in weights])
    for weight, slope in zip(weights, slopes, strict=True):
        weight.assign(weight - slope)
    return model(texts)


def matrices(path, kernel, bias):
    """Write a folder with two signatures: of x @ kernel + bias, and of two inputs."""
    module = tf.Module()
    module.kernel, module.bias = tf.Variable(kernel), tf.Variable(bias)
    x = tf.TensorSpec([None, kernel.shape[0]], name="x")
    shift = tf.TensorSpec([None], tf.int32, name="shift")

    @tf.function(input_signature=[x], autograph=False)
    def linear(x):
        return {"y": x @ module.kernel + module.bias}

    @tf.function(input_signature=[x, shift], autograph=False)
    def moved(x, shift):
        y = x @ module.kernel + module.bias + tf.cast(shift, tf.float32)[:, tf.newaxis]
        return {"moved": y, "twice": 2 * shift}

    tf.saved_model.save(module, path, {"serving_default": linear, "moved": moved})


def _folder_of(student, kernel, bias):
    """Return the folder with these matrices."""
    return _kept(student, lambda path: matrices(path, kernel, bias), "matrices", kernel, bias)


CONTENTS = {}


def _content_of(student, kernel, bias):
    """Return what TF Lite's own converter makes of the folder with these matrices."""
    path = _folder_of(student, kernel, bias)
    if path not in CONTENTS:
        CONTENTS[path] = tf.lite.TFLiteConverter.from_saved_model(path).convert()
    return CONTENTS[path]


def _content_of_one(kernel, bias):
    """Return a TF Lite model whose only signature is "serving_default"."""
    module, spec = tf.Module(), tf.TensorSpec([None, len(kernel)], name="x")
    serve = tf.function(lambda x: {"y": x @ kernel + bias}, [spec], autograph=False)
    function = serve.get_concrete_function()
    return tf.lite.TFLiteConverter.from_concrete_functions([function], module).convert()


def lite(content, signature, **inputs):
    """Run a TF Lite model by its signature; or say in two words why that is not possible."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        interpreter = tf.lite.Interpreter(model_content=content)
    known = interpreter.get_signature_list()
    if signature not in known:
        return "no signature"
    if set(known[signature]["inputs"]) != set(inputs):
        return "another input"
    runner = interpreter.get_signature_runner(signature)
    for name, detail in runner.get_input_details().items():
        sizes = zip(detail["shape_signature"], inputs[name].shape, strict=True)
        if any(known not in (-1, size) for known, size in sizes):
            return "does not fit"
    try:
        return dict(runner(**inputs))
    except (ValueError, RuntimeError):
        return "does not fit"


def converted(student, kernel, bias, xs, shifts=None):
    """Convert the folder of these matrices, and return what the file gives for each x.

    With shifts, it is what the signature with two inputs gives.
    """
    return answers_of(student.to_tflite(_folder_of(student, kernel, bias)), xs, shifts)


def quantized(student, kernel, bias, xs):
    """Return what a quantized file gives for each x, and how many bytes it has."""
    content = student.to_tflite(_folder_of(student, kernel, bias), quantize=True)
    return {"answers": answers_of(content, xs), "size": len(content)}


def answers_of(content, xs, shifts=None):
    """Return what the content of a file gives for each x."""
    if not isinstance(content, bytes):
        return [f"a {type(content).__name__}"] * len(xs)
    if shifts is None:
        return [lite(content, "serving_default", x=x) for x in xs]
    pairs = zip(xs, shifts, strict=True)
    return [lite(content, "moved", x=x, shift=shift) for x, shift in pairs]


def run_lite(student, kernel, bias, inputs, signature=None, kind="arrays"):
    """Run each dict of inputs by run_tflite, and return the results.

    The kinds of inputs: arrays, tensors, lists, or wide (arrays of float64 and int64).
    """
    content = _content_of(student, kernel, bias)
    forms = {
        "arrays": lambda value: value,
        "tensors": tf.constant,
        "lists": lambda value: value.tolist(),
        "wide": lambda value: value.astype("float64" if value.dtype.kind == "f" else "int64"),
    }
    more = [signature] if signature else []
    return [
        student.run_tflite(content, {n: forms[kind](v) for n, v in given.items()}, *more)
        for given in inputs
    ]


def run_lite_warned(student, kernel, bias, inputs):
    """Return the results, and how many warnings of the interpreter came."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        results = run_lite(student, kernel, bias, inputs)
    return {"results": results, "warnings": sum("deprecated" in str(one.message) for one in told)}


def run_lite_refused(student, kernel, bias, x, signature, *, alone):
    """Return the error that a signature raises; it may be asked of a model that has just one."""
    content = _content_of_one(kernel, bias) if alone else _content_of(student, kernel, bias)
    return refusal(lambda: student.run_tflite(content, {"x": x}, signature))
