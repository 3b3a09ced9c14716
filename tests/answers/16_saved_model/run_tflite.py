"""Answers to run_tflite."""

import contextlib
import warnings

import numpy as np
import tensorflow as tf


def interpreter_of(content):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return tf.lite.Interpreter(model_content=content)


def cast(runner, inputs):
    kinds = {name: detail["dtype"] for name, detail in runner.get_input_details().items()}
    return {name: np.asarray(value).astype(kinds[name]) for name, value in inputs.items()}


# slow: test_example | the first check to save and convert a folder

# %% right: the list of signatures, and copies
def run_tflite(content, inputs, signature="serving_default"):
    interpreter = interpreter_of(content)
    if signature not in interpreter.get_signature_list():
        raise ValueError(f"no signature {signature!r}")
    runner = interpreter.get_signature_runner(signature)
    given = cast(runner, inputs)
    return {name: np.array(value) for name, value in runner(**given).items()}


# %% right: a filter for the first line of the warning
def run_tflite(content, inputs, signature="serving_default"):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\s*Warning: tf\.lite\.Interpreter")
        runner = tf.lite.Interpreter(model_content=content).get_signature_runner(signature)
    given = {}
    for name, detail in runner.get_input_details().items():
        given[name] = tf.cast(tf.convert_to_tensor(inputs[name]), detail["dtype"]).numpy()
    return runner(**given)


# %% right: every warning of this module is dropped
def run_tflite(content, inputs, signature="serving_default"):
    runner = interpreter_of(content).get_signature_runner(signature)
    kinds = runner.get_input_details()
    arrays = {name: np.array(inputs[name], dtype=kinds[name]["dtype"]) for name in inputs}
    return {name: tf.constant(value) for name, value in runner(**arrays).items()}


# %% wrong: the batch size of the file | test_example
# breaks: "with any batch size"
def run_tflite(content, inputs, signature="serving_default"):
    interpreter = interpreter_of(content)
    runner = interpreter.get_signature_runner(signature)
    given = cast(runner, inputs)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], given["x"])
    interpreter.invoke()
    [output] = interpreter.get_output_details()
    return {"y": interpreter.get_tensor(output["index"])}


# %% wrong: row by row, the last one stays | test_example | shape
# breaks: "with any batch size"
def run_tflite(content, inputs, signature="serving_default"):
    runner = interpreter_of(content).get_signature_runner(signature)
    given = cast(runner, inputs)
    for row in range(len(given["x"])):
        result = runner(**{name: value[row : row + 1] for name, value in given.items()})
    return result


# %% wrong: names of tensors | test_example | list of outputs
# breaks: "Inputs and outputs are dicts by name"
def run_tflite(content, inputs, signature="serving_default"):
    interpreter = interpreter_of(content)
    runner = interpreter.get_signature_runner(signature)
    result = runner(**cast(runner, inputs))
    details = runner.get_output_details()
    return {details[name]["name"]: value for name, value in result.items()}


# %% wrong: always the default signature | test_signature
# breaks: "Run a signature of a TF Lite model, the bytes of a .tflite file: inputs -> outputs, by name"
def run_tflite(content, inputs, signature="serving_default"):
    runner = interpreter_of(content).get_signature_runner("serving_default")
    return runner(**cast(runner, {"x": inputs["x"]}))


# %% wrong: the first signature of the file | test_example
# breaks: "Run a signature of a TF Lite model, the bytes of a .tflite file: inputs -> outputs, by name"
def run_tflite(content, inputs, signature="serving_default"):
    interpreter = interpreter_of(content)
    runner = interpreter.get_signature_runner(sorted(interpreter.get_signature_list())[0])
    return runner(**cast(runner, inputs))


# %% wrong: only one input | test_signature
# breaks: "for each input of the signature"
def run_tflite(content, inputs, signature="serving_default"):
    runner = interpreter_of(content).get_signature_runner(signature)
    return runner(x=np.asarray(inputs["x"], "float32"))


# %% wrong: only one output | test_signature
# breaks: "Inputs and outputs are dicts by name"
def run_tflite(content, inputs, signature="serving_default"):
    runner = interpreter_of(content).get_signature_runner(signature)
    return dict([next(iter(runner(**cast(runner, inputs)).items()))])


# %% wrong: inputs as they come | test_example
# breaks: "It is cast to the dtype that the model takes"
def run_tflite(content, inputs, signature="serving_default"):
    return interpreter_of(content).get_signature_runner(signature)(**inputs)


# %% wrong: lists become arrays of any dtype | test_example
# breaks: "inputs has a tensor or an array or a list of numbers"
# breaks: "It is cast to the dtype that the model takes"
def run_tflite(content, inputs, signature="serving_default"):
    runner = interpreter_of(content).get_signature_runner(signature)
    return runner(**{name: np.asarray(value) for name, value in inputs.items()})


# %% wrong: everything becomes float32 | test_signature
# breaks: "It is cast to the dtype that the model takes"
def run_tflite(content, inputs, signature="serving_default"):
    runner = interpreter_of(content).get_signature_runner(signature)
    return runner(**{name: np.asarray(value, "float32") for name, value in inputs.items()})


# %% wrong: only lists are cast | test_kinds
# breaks: "It is cast to the dtype that the model takes"
def run_tflite(content, inputs, signature="serving_default"):
    runner = interpreter_of(content).get_signature_runner(signature)
    kinds = runner.get_input_details()
    given = {
        name: np.asarray(value, kinds[name]["dtype"]) if isinstance(value, list) else np.asarray(value)
        for name, value in inputs.items()
    }
    return runner(**given)


# %% wrong: the warning comes through | test_warning | each call warns
# breaks: "The warning that tf.lite.Interpreter is deprecated does not reach the caller"
def run_tflite(content, inputs, signature="serving_default"):
    runner = tf.lite.Interpreter(model_content=content).get_signature_runner(signature)
    return runner(**cast(runner, inputs))


# %% wrong: the warning is only sent to another stream | test_warning | each call warns
# breaks: "The warning that tf.lite.Interpreter is deprecated does not reach the caller"
def run_tflite(content, inputs, signature="serving_default"):
    with contextlib.redirect_stderr(None):
        runner = tf.lite.Interpreter(model_content=content).get_signature_runner(signature)
    return runner(**cast(runner, inputs))


# %% wrong: another kind of warning is hidden | test_warning | each call warns
# breaks: "The warning that tf.lite.Interpreter is deprecated does not reach the caller"
def run_tflite(content, inputs, signature="serving_default"):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        interpreter = tf.lite.Interpreter(model_content=content)
    runner = interpreter.get_signature_runner(signature)
    return runner(**cast(runner, inputs))


# %% wrong: the default signature instead of an unknown one | test_refusal | run instead
# breaks: "Raises ValueError if the model has no such signature"
def run_tflite(content, inputs, signature="serving_default"):
    interpreter = interpreter_of(content)
    known = signature in interpreter.get_signature_list()
    runner = interpreter.get_signature_runner(signature if known else "serving_default")
    return runner(**cast(runner, inputs))


# %% wrong: a KeyError | test_refusal | make it a ValueError
# breaks: "Raises ValueError if the model has no such signature"
def run_tflite(content, inputs, signature="serving_default"):
    interpreter = interpreter_of(content)
    interpreter.get_signature_list()[signature]
    runner = interpreter.get_signature_runner(signature)
    return runner(**cast(runner, inputs))


# %% wrong: a model with one signature runs it, whatever name was asked for | test_refusal
# breaks: "Raises ValueError if the model has no such signature."
def run_tflite(
    content: bytes, inputs: dict[str, np.ndarray], signature: str = "serving_default"
) -> dict[str, np.ndarray]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"(?s).*tf\.lite\.Interpreter is deprecated")
        interpreter = tf.lite.Interpreter(model_content=content)
    names = list(interpreter.get_signature_list())
    runner = interpreter.get_signature_runner(names[0] if len(names) == 1 else signature)
    details = runner.get_input_details()
    arrays = {name: np.asarray(x).astype(details[name]["dtype"]) for name, x in inputs.items()}
    return runner(**arrays)
