"""Answers to to_tflite."""

import pathlib
import tempfile

import tensorflow as tf


def converter_of(path, quantize, **settings):
    converter = tf.lite.TFLiteConverter.from_saved_model(path, **settings)
    if quantize:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    return converter


def resaved(path, specs, renamed=()):
    """Return a folder with the default signature under other shapes or names."""
    loaded, module, folder = tf.saved_model.load(path), tf.Module(), tempfile.mkdtemp()
    module.loaded, names = loaded, dict(renamed)
    signatures = {}
    for name, function in loaded.signatures.items():
        inputs = function.structured_input_signature[1]
        given = {key: specs(spec, key) for key, spec in inputs.items()}

        def call(function=function, **inputs):
            return {names.get(key, key): value for key, value in function(**inputs).items()}

        graph = tf.function(lambda call=call, **inputs: call(**inputs), autograph=False)
        signatures[name] = graph.get_concrete_function(**given)
    tf.saved_model.save(module, folder, signatures)
    return folder


# slow: test_example | the first check to save and convert a folder

# unnoticed: test_signatures | converted [*].twice * | 'moved' shows that both inputs came through
# unnoticed: test_quantized | quantized .answers[*].y * | a quantized answer may be off by more
# unnoticed: test_quantized | quantized .size * | the size is only held between two limits

# %% right: the signatures named
def to_tflite(path, quantize=False):
    keys = list(tf.saved_model.load(path).signatures)
    return converter_of(path, quantize, signature_keys=keys).convert()


# %% right: from the concrete functions
def to_tflite(path, quantize=False):
    loaded = tf.saved_model.load(path)
    converter = tf.lite.TFLiteConverter.from_saved_model(path)
    converter.optimizations = [tf.lite.Optimize.DEFAULT] * int(quantize)
    content = converter.convert()
    assert loaded.signatures
    return content


# %% right: through a file
def to_tflite(path, quantize=False):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "model.tflite")
        file.write_bytes(converter_of(path, quantize).convert())
        return file.read_bytes()


# %% wrong: only the default signature | test_signatures | signature is missing
# breaks: "Every signature of the folder is in it"
def to_tflite(path, quantize=False):
    return converter_of(path, quantize, signature_keys=["serving_default"]).convert()


# %% wrong: only the last signature | test_example | signature is missing
# breaks: "Every signature of the folder is in it"
def to_tflite(path, quantize=False):
    return converter_of(path, quantize, signature_keys=["moved"]).convert()


# %% wrong: a concrete function, whose signature has no name | test_example
# breaks: "under its own name"
def to_tflite(path, quantize=False):
    loaded = tf.saved_model.load(path)
    function = loaded.signatures["serving_default"]
    return tf.lite.TFLiteConverter.from_concrete_functions([function]).convert()


# %% wrong: outputs of other names | test_example | another name
# breaks: "with the same names of inputs and outputs"
def to_tflite(path, quantize=False):
    folder = resaved(path, lambda spec, key: spec, {"y": "output_0"})
    return converter_of(folder, quantize).convert()


# %% wrong: a batch of one | test_example | no batch
# breaks: "a batch size that is unknown in the folder stays unknown"
def to_tflite(path, quantize=False):
    folder = resaved(path, lambda s, key: tf.TensorSpec([1, *s.shape[1:]], s.dtype, name=key))
    return converter_of(folder, quantize).convert()


# %% wrong: always quantized | test_not_quantized
# breaks: "They give the same answers as in the folder, to the precision of float32"
def to_tflite(path, quantize=False):
    return converter_of(path, True).convert()


# %% wrong: half precision | test_answers
# breaks: "to the precision of float32"
def to_tflite(path, quantize=False):
    converter = converter_of(path, True)
    if not quantize:
        converter.target_spec.supported_types = [tf.float16]
    return converter.convert()


# %% wrong: never quantized | test_quantized | four bytes
# breaks: "each number of a matrix of 1,024 numbers or more takes one byte"
def to_tflite(path, quantize=False):
    return tf.lite.TFLiteConverter.from_saved_model(path).convert()


# %% wrong: two bytes | test_quantized | two bytes
# breaks: "takes one byte, by dynamic-range quantization"
def to_tflite(path, quantize=False):
    converter = converter_of(path, quantize)
    if quantize:
        converter.target_spec.supported_types = [tf.float16]
    return converter.convert()


# %% wrong: seven bits are lost | test_quantized
# breaks: "its answers are close to those of the folder"
def to_tflite(path, quantize=False):
    if not quantize:
        return converter_of(path, quantize).convert()
    loaded = tf.saved_model.load(path)
    for variable in (loaded.kernel,):
        step = tf.reduce_max(tf.abs(variable)) / 7
        variable.assign(tf.round(variable / step) * step)
    folder = tempfile.mkdtemp()
    tf.saved_model.save(loaded, folder, signatures=dict(loaded.signatures))
    return converter_of(folder, quantize).convert()


# %% wrong: the path of a file | test_example | not the content
# breaks: "and return the content of a .tflite file"
def to_tflite(path, quantize=False):
    file = pathlib.Path(path, "model.tflite")
    file.write_bytes(converter_of(path, quantize).convert())
    return str(file)


# %% wrong: nothing is returned | test_example | nothing is returned
# breaks: "and return the content of a .tflite file"
def to_tflite(path, quantize=False):
    converter_of(path, quantize).convert()
