"""The commonest accidents of beginners, each told in words that say what to do."""

from __future__ import annotations

import pytest

from tensorkata.authoring import source
from tensorkata.checking.key import Key
from tensorkata.diagnosis import known_exceptions
from tensorkata.grading.messages import Job
from tensorkata.grading.pool import Pool
from tensorkata.protocol.records import Raised

HEAD = "def mse(y_true, y_pred):\n"
MEAN = "tf.reduce_mean((tf.cast(y_true, y_pred.dtype) - y_pred) ** 2, -1)"
ACCIDENTS = {
    "another case": (f"def MSE(y_true, y_pred):\n    return {MEAN}\n", "missing", "rename MSE"),
    "another number of arguments": (
        "def mse(y_true):\n    return y_true\n",
        "error",
        "it was given more arguments than it takes",
    ),
    "nothing returned": (f"{HEAD}    {MEAN}\n", "failed", "the `return` is missing"),
    "printed": (f"{HEAD}    print({MEAN})\n", "failed", "it prints its answer"),
    "a NumPy array": (
        f"{HEAD}    return {MEAN}.numpy()\n",
        "failed",
        "NumPy array instead of a tensor",
    ),
    "a symbolic tensor": (
        f"{HEAD}    return keras.ops.sum(keras.Input((3,)))\n",
        "failed",
        "a symbolic Keras tensor",
    ),
    "the batch axis lost": (
        f"{HEAD}    return tf.reduce_mean({MEAN})\n",
        "failed",
        "expected: (2,)",
    ),
    "an import lost": (f"{HEAD}    return np.mean(y_true)\n", "error", "import numpy as np"),
    "a library's error": (
        f"{HEAD}    return tf.matmul(y_pred, y_pred[:1])\n",
        "error",
        "Matrix size-incompatible: In[0]: [2,2], In[1]: [1,2]\n  line",
    ),
    "parts of different sizes": (
        (
            f"{HEAD}    x = keras.Input((2, 3)), keras.Input((4, 3))\n"
            "    return keras.layers.Concatenate()(list(x))\n"
        ),
        "error",
        'is padding="same" or strides=1 missing?',
    ),
    "two layers of one name": (
        (
            f"{HEAD}    x = keras.Input((2,))\n    y = keras.layers.Dense(1, name='a')(x)\n"
            "    return keras.Model(x, keras.layers.Dense(1, name='a')(y))\n"
        ),
        "error",
        "two layers have the same name",
    ),
    "a typo": (f"{HEAD}    return y_tru - y_pred\n", "error", "name 'y_tru' is not defined"),
    "a stub": (
        f"{HEAD}    raise NotImplementedError('mse')\n",
        "todo",
        "its TODO lines say what to do",
    ),
}


@pytest.fixture(scope="module")
def told(course):
    """Return what the first check that is not passed says of each accident."""
    topic = course.topic("04_custom_losses")
    solution = (course.solutions / topic.filename).read_text()
    jobs = [
        (name, Job(topic.filename, Key.of(5), source.with_answer(solution, "mse", text), ("mse",)))
        for name, (text, _, _) in ACCIDENTS.items()
    ]
    with Pool(course, topic, 1, hidden=False) as pool:
        return dict(pool.run(jobs))


@pytest.mark.slow
@pytest.mark.parametrize("accident", ACCIDENTS)
def test_an_accident_is_told_as_what_it_is(accident, told):
    """The outcome and the words are right, and no path of a library is in them."""
    _, outcome, words = ACCIDENTS[accident]
    (exercise,) = told[accident].exercises
    check = next(check for check in exercise.checks if check.outcome != "passed")
    assert check.outcome == outcome
    assert words in check.message
    assert "site-packages" not in check.message
    assert "function_node" not in check.message


MISHAPS = {
    "two dtypes in one operation": (
        "cannot compute Mul as input #1(zero-based) was expected to be a float tensor but is a"
        " int32 tensor [Op:Mul]"
    ),
    "it names a device": (
        "Could not satisfy device specification '/job:localhost/replica:0/task:0/device:GPU:7'."
    ),
    "the loss was computed or changed outside": "No gradients provided for any variable.",
    "`__init__` was not given an argument": (
        "Scale.__init__() missing 1 required positional argument: 'factor'"
    ),
    "`super().__init__(**kwargs)` is missing": (
        "In layer 'Scale', you forgot to call `super().__init__()` as the first statement"
    ),
    "Keras knows no function by that name": (
        "Could not interpret activation function identifier: sine"
    ),
    "the equation of tf.einsum": "Expected input 0 to have rank 3 but got: 4 [Op:Einsum]",
    "Python or NumPy asks a symbolic Keras tensor": (
        "A symbolic KerasTensor cannot be used as a boolean."
    ),
    "a config is used as a layer": "'dict' object is not callable",
    "get_config holds something": "Object of type function is not JSON serializable",
    "a name is read before it is set": (
        "cannot access local variable 'count' where it is not associated with a value"
    ),
    "a tensor of a graph is used outside": (
        "The tensor <tf.Tensor 'while/add:0' shape=(2,) dtype=float32> cannot be accessed from"
        " FuncGraph(name=f, id=1), because it was defined in FuncGraph(name=while_body_3, id=2),"
        " which is out of scope."
    ),
    "a loop changes the dtype or the shape": (
        "'n' has dtype int32 before the loop, but dtype float64 after one iteration"
    ),
    "the signature does not fit": (
        "Binding inputs to tf.function failed due to `Can not cast TensorSpec(shape=(3,),"
        " dtype=tf.float32, name=None) to TensorSpec(shape=(None, 2), dtype=tf.float32, name=None)`"
    ),
    "XLA cannot compile": (
        "Detected unsupported operations when trying to compile graph __inference_f_1 on"
        " XLA_CPU_JIT: AsString (No registered 'AsString' OpKernel for XLA_CPU_JIT devices)"
    ),
    "a size that is unknown in a graph": "Failed to convert elements of [None, 5, 6] to Tensor.",
    "NumPy inside a graph": "numpy() is only available when eager execution is enabled.",
    "a Python loop over a tensor": "Iterating over a symbolic `tf.Tensor` is not allowed.",
    "a Python number meets a tensor": "Cannot convert 1.5 to EagerTensor of dtype int64",
    "an operation for numbers is given bools": (
        "Value for attr 'T' of bool is not in the list of allowed values: bfloat16, half"
    ),
    "Python code inside a compiled graph": "Detected unsupported operations: EagerPyFunc",
    "an index beyond the end": "slice index -1 of dimension 0 out of bounds. strided_slice/",
    "an axis is reduced that": "Invalid reduction dimension (2 for input with 2 dimension(s)",
    "tf.gather looks": "indices[1] = -1 is not in [0, 3)",
    "one letter of tf.einsum": "Expected dimension 1 at axis 1 of the input shaped [1,4]",
    "the parts to be joined": "ConcatOp : Dimension 1 in both shapes must be equal: shape[0] =",
    "it was given fewer arguments": "missing a required argument: 'deep'",
    "a tensor with a place": "OOM when allocating tensor with shape[3000000000,3000000000]",
    "Keras's own step asks": "No loss to compute. Provide a `loss` argument in `compile()`.",
    "the model is not compiled": "You must call `compile()` before using the model.",
    "get_config is missing": "therefore the object must override `get_config()` in order to",
    "get_config leaves out": "Unable to revive model from config. When overriding the",
    "a variable is made after": "You cannot add new elements of state (variables or sub-layers)",
    "a layer is given one sample": "expected min_ndim=2, found ndim=1. Full shape received: (4,)",
    "a function comes where": "attribute name must be string, not 'function'",
}


@pytest.mark.parametrize("words", MISHAPS)
def test_a_mishap_of_dtype_device_or_tape_has_a_name(words):
    """What TensorFlow says of it is put into a beginner's words."""
    raised = Raised("InvalidArgumentError", ("Exception",), MISHAPS[words])
    assert known_exceptions.of_exception(raised).startswith(words)


@pytest.mark.parametrize(
    "message",
    [
        "unsupported operand type(s) for *: 'NoneType' and 'NoneType'",
        "int() argument must be a string, a bytes-like object or a real number, not 'NoneType'",
        "'NoneType' object cannot be interpreted as an integer",
        "None values not supported.",
    ],
)
def test_a_none_in_arithmetic_is_an_unknown_size(message):
    """If the code looks at a static shape; `of_exception` knows nothing of the code."""
    raised = Raised("TypeError", ("Exception",), message)
    assert known_exceptions.of_unknown_size(raised) == known_exceptions.UNKNOWN_SIZE
    assert not known_exceptions.of_unknown_size(Raised("TypeError", (), "None of these"))
    assert not known_exceptions.of_exception(raised)


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        ("KeyError", "return table[kind](shape)", "nothing is checked first"),
        ("KeyError", "raise KeyError(kind)", "KeyError is raised where ValueError is wanted"),
        ("AssertionError", "assert delta > 0", "an assertion raises another error"),
        ("InvalidArgumentError", "tf.debugging.assert_equal(a, b)", "an assertion raises"),
    ],
)
def test_another_error_than_the_wanted_one_has_a_reason(error, code, words):
    """It was raised on purpose, by an assertion, or because nothing was checked."""
    raised = Raised(error, (error,), "no", 3, code)
    assert known_exceptions.of_refusal(raised, "ValueError").startswith(words)


def test_a_function_that_is_traced_again_and_again_is_told():
    """More traces than expected are a mishap; fewer are not."""
    problem = "the number of traces is wrong"
    assert known_exceptions.of_value("equal", problem, 5, 1) == known_exceptions.RETRACED
    assert not known_exceptions.of_value("equal", problem, 0, 1)
