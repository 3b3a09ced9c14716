"""Answers to create."""

import keras
import numpy as np


# %% right: a table of functions, keras.ops
def create(kind, shape, value=None):
    makers = {
        "zeros": lambda: keras.ops.zeros(shape, "float32"),
        "ones": lambda: keras.ops.ones(shape, "float32"),
        "fill": lambda: keras.ops.full(shape, value, "float32"),
        "eye": lambda: keras.ops.eye(shape[0], shape[1], dtype="float32"),
        "range": lambda: keras.ops.reshape(
            keras.ops.arange(math.prod(shape), dtype="float32") + (value or 0), shape
        ),
        "linspace": lambda: keras.ops.reshape(
            keras.ops.linspace(value[0], value[1], math.prod(shape), dtype="float32"), shape
        ),
    }
    if kind not in makers or (kind in {"fill", "linspace"} and value is None):
        raise ValueError(kind)
    return makers[kind]()


# %% right: NumPy first, one constant at the end
def create(kind, shape, value=None):
    size = int(np.prod(shape))
    match kind:
        case "zeros":
            array = np.zeros(shape)
        case "ones":
            array = np.ones(shape)
        case "fill" if value is not None:
            array = np.full(shape, value)
        case "eye":
            array = np.eye(*shape)
        case "range":
            array = np.arange(size).reshape(shape) + (0 if value is None else value)
        case "linspace" if value is not None:
            array = np.linspace(*value, size).reshape(shape)
        case _:
            raise ValueError(f"cannot make {kind} of {value}")
    return tf.constant(array, dtype=tf.float32)


# %% right: everything from broadcasting and comparing
def create(kind, shape, value=None):
    if kind not in ("zeros", "ones", "fill", "eye", "range", "linspace"):
        raise ValueError("what is that?")
    if kind in ("fill", "linspace") and value is None:
        raise ValueError("a value, please")
    steps = tf.cast(tf.reshape(tf.range(math.prod(shape)), shape), tf.float32)
    if kind == "zeros":
        return tf.zeros_like(steps)
    if kind == "ones":
        return tf.ones_like(steps)
    if kind == "fill":
        return tf.broadcast_to(tf.constant(value, tf.float32), shape)
    if kind == "eye":
        return tf.linalg.set_diag(tf.zeros(shape), tf.ones(min(shape)))
    if kind == "range":
        return steps + (0.0 if value is None else float(value))
    return value[0] + (value[1] - value[0]) * steps / max(math.prod(shape) - 1, 1)


# %% wrong: eye is always square | test_eye | square
def create(kind, shape, value=None):
    size = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill" and value is not None:
        return tf.fill(shape, float(value))
    if kind == "eye":
        return tf.eye(shape[0])
    if kind == "range":
        return tf.reshape(tf.range(size, dtype=tf.float32) + (value or 0), shape)
    if kind == "linspace" and value is not None:
        return tf.reshape(tf.linspace(float(value[0]), float(value[1]), size), shape)
    raise ValueError(kind)


# %% wrong: rows and columns of eye are swapped | test_eye | swapped
def create(kind, shape, value=None):
    size = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill" and value is not None:
        return tf.fill(shape, float(value))
    if kind == "eye":
        return tf.eye(shape[1], shape[0])
    if kind == "range":
        return tf.reshape(tf.range(size, dtype=tf.float32) + (value or 0), shape)
    if kind == "linspace" and value is not None:
        return tf.reshape(tf.linspace(float(value[0]), float(value[1]), size), shape)
    raise ValueError(kind)


# %% wrong: fill keeps the dtype of an integer value | test_constants | dtype
def create(kind, shape, value=None):
    size = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill" and value is not None:
        return tf.fill(shape, value)
    if kind == "eye":
        return tf.eye(shape[0], shape[1])
    if kind == "range":
        return tf.reshape(tf.range(size, dtype=tf.float32) + (value or 0), shape)
    if kind == "linspace" and value is not None:
        return tf.reshape(tf.linspace(float(value[0]), float(value[1]), size), shape)
    raise ValueError(kind)


# %% wrong: fill is made as an integer and cast | test_constants | cut to an integer
def create(kind, shape, value=None):
    size = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill" and value is not None:
        return tf.cast(tf.fill(shape, int(value)), tf.float32)
    if kind == "eye":
        return tf.eye(shape[0], shape[1])
    if kind == "range":
        return tf.reshape(tf.range(size, dtype=tf.float32) + (value or 0), shape)
    if kind == "linspace" and value is not None:
        return tf.reshape(tf.linspace(float(value[0]), float(value[1]), size), shape)
    raise ValueError(kind)


# %% wrong: a fill value of 0 counts as missing | test_constants | ValueError
def create(kind, shape, value=None):
    size = math.prod(shape)
    if kind in ("fill", "linspace") and not value:
        raise ValueError(f"{kind} needs a value")
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill":
        return tf.fill(shape, float(value))
    if kind == "eye":
        return tf.eye(shape[0], shape[1])
    if kind == "range":
        return tf.reshape(tf.range(size, dtype=tf.float32) + (value or 0), shape)
    if kind == "linspace":
        return tf.reshape(tf.linspace(float(value[0]), float(value[1]), size), shape)
    raise ValueError(kind)


# %% wrong: fill forgets its value | test_constants | not used
def create(kind, shape, value=None):
    size = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind in ("ones", "fill"):
        if kind == "fill" and value is None:
            raise ValueError(kind)
        return tf.ones(shape)
    if kind == "eye":
        return tf.eye(shape[0], shape[1])
    if kind == "range":
        return tf.reshape(tf.range(size, dtype=tf.float32) + (value or 0), shape)
    if kind == "linspace" and value is not None:
        return tf.reshape(tf.linspace(float(value[0]), float(value[1]), size), shape)
    raise ValueError(kind)


# %% wrong: range is int32 | test_range | dtype
def create(kind, shape, value=None):
    size = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill" and value is not None:
        return tf.fill(shape, float(value))
    if kind == "eye":
        return tf.eye(shape[0], shape[1])
    if kind == "range" and value is None:
        return tf.reshape(tf.range(size), shape)
    if kind == "range":
        return tf.reshape(value + tf.range(size, dtype=tf.float32), shape)
    if kind == "linspace" and value is not None:
        return tf.reshape(tf.linspace(float(value[0]), float(value[1]), size), shape)
    raise ValueError(kind)


# %% wrong: range takes its value for the step | test_range | step
def create(kind, shape, value=None):
    size = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill" and value is not None:
        return tf.fill(shape, float(value))
    if kind == "eye":
        return tf.eye(shape[0], shape[1])
    if kind == "range":
        return tf.reshape(tf.range(size, dtype=tf.float32) * (value or 1.0), shape)
    if kind == "linspace" and value is not None:
        return tf.reshape(tf.linspace(float(value[0]), float(value[1]), size), shape)
    raise ValueError(kind)


# %% wrong: range always starts at 0 | test_range | starts at 0
def create(kind, shape, value=None):
    size = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill" and value is not None:
        return tf.fill(shape, float(value))
    if kind == "eye":
        return tf.eye(shape[0], shape[1])
    if kind == "range":
        return tf.reshape(tf.range(size, dtype=tf.float32), shape)
    if kind == "linspace" and value is not None:
        return tf.reshape(tf.linspace(float(value[0]), float(value[1]), size), shape)
    raise ValueError(kind)


# %% wrong: range runs down the columns | test_range | columns
def create(kind, shape, value=None):
    size = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill" and value is not None:
        return tf.fill(shape, float(value))
    if kind == "eye":
        return tf.eye(shape[0], shape[1])
    if kind == "range":
        flat = tf.range(size, dtype=tf.float32) + (value or 0)
        return tf.transpose(tf.reshape(flat, shape[::-1]))
    if kind == "linspace" and value is not None:
        return tf.reshape(tf.linspace(float(value[0]), float(value[1]), size), shape)
    raise ValueError(kind)


# %% wrong: linspace leaves stop out | test_linspace | not stop
def create(kind, shape, value=None):
    size = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill" and value is not None:
        return tf.fill(shape, float(value))
    if kind == "eye":
        return tf.eye(shape[0], shape[1])
    if kind == "range":
        return tf.reshape(tf.range(size, dtype=tf.float32) + (value or 0), shape)
    if kind == "linspace" and value is not None:
        start, stop = value
        steps = tf.range(size, dtype=tf.float32)
        return tf.reshape(start + (stop - start) / size * steps, shape)
    raise ValueError(kind)


# %% wrong: a single evenly spaced number divides by 0 | test_single_numbers_and_high_ranks | ZeroDivisionError
def create(kind, shape, value=None):
    size = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill" and value is not None:
        return tf.fill(shape, float(value))
    if kind == "eye":
        return tf.eye(shape[0], shape[1])
    if kind == "range":
        return tf.reshape(tf.range(size, dtype=tf.float32) + (value or 0), shape)
    if kind == "linspace" and value is not None:
        start, stop = value
        steps = tf.range(size, dtype=tf.float32)
        return tf.reshape(start + (stop - start) / (size - 1) * steps, shape)
    raise ValueError(kind)


# %% wrong: float64 by way of NumPy | test_shape | dtype
def create(kind, shape, value=None):
    size = math.prod(shape)
    if kind == "zeros":
        return tf.constant(np.zeros(shape))
    if kind == "ones":
        return tf.constant(np.ones(shape))
    if kind == "fill" and value is not None:
        return tf.constant(np.full(shape, float(value)))
    if kind == "eye":
        return tf.constant(np.eye(*shape))
    if kind == "range":
        return tf.constant(np.arange(size).reshape(shape) + float(value or 0))
    if kind == "linspace" and value is not None:
        return tf.constant(np.linspace(*value, size).reshape(shape))
    raise ValueError(kind)


# %% wrong: eye has the value on its diagonal | test_errors | does not use the value
def create(kind, shape, value=None):
    size = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill" and value is not None:
        return tf.fill(shape, float(value))
    if kind == "eye":
        return tf.eye(shape[0], shape[1]) * (1.0 if value is None else value)
    if kind == "range":
        return tf.reshape(tf.range(size, dtype=tf.float32) + (value or 0), shape)
    if kind == "linspace" and value is not None:
        return tf.reshape(tf.linspace(float(value[0]), float(value[1]), size), shape)
    raise ValueError(kind)


# %% wrong: linspace runs down the columns | test_linspace | columns
def create(kind, shape, value=None):
    size = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill" and value is not None:
        return tf.fill(shape, float(value))
    if kind == "eye":
        return tf.eye(shape[0], shape[1])
    if kind == "range":
        return tf.reshape(tf.range(size, dtype=tf.float32) + (value or 0), shape)
    if kind == "linspace" and value is not None:
        line = tf.linspace(float(value[0]), float(value[1]), size)
        return tf.transpose(tf.reshape(line, shape[::-1]))
    raise ValueError(kind)


# %% wrong: an unknown kind gives None | test_errors | nothing was raised
def create(kind, shape, value=None):
    size = math.prod(shape)
    if kind in ("fill", "linspace") and value is None:
        raise ValueError(f"{kind} needs a value")
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill":
        return tf.fill(shape, float(value))
    if kind == "eye":
        return tf.eye(shape[0], shape[1])
    if kind == "range":
        return tf.reshape(tf.range(size, dtype=tf.float32) + (value or 0), shape)
    if kind == "linspace":
        return tf.reshape(tf.linspace(float(value[0]), float(value[1]), size), shape)


# %% wrong: an unknown kind is a KeyError of the table | test_errors | KeyError
def create(kind, shape, value=None):
    size = math.prod(shape)
    return {
        "zeros": lambda: tf.zeros(shape),
        "ones": lambda: tf.ones(shape),
        "fill": lambda: tf.fill(shape, float(value)),
        "eye": lambda: tf.eye(shape[0], shape[1]),
        "range": lambda: tf.reshape(tf.range(size, dtype=tf.float32) + (value or 0), shape),
        "linspace": lambda: tf.reshape(tf.linspace(float(value[0]), float(value[1]), size), shape),
    }[kind]()


# %% wrong: fill without a value is a TypeError | test_errors | TypeError
def create(kind, shape, value=None):
    size = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill":
        return tf.fill(shape, float(value))
    if kind == "eye":
        return tf.eye(shape[0], shape[1])
    if kind == "range":
        return tf.reshape(tf.range(size, dtype=tf.float32) + (value or 0), shape)
    if kind == "linspace":
        return tf.reshape(tf.linspace(float(value[0]), float(value[1]), size), shape)
    raise ValueError(kind)
