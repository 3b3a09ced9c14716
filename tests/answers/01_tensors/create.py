"""Answers to create."""

import keras
import numpy as np
import tensorflow as tf


def made(kind, shape, value):
    size = tf.reduce_prod(tf.constant(shape, tf.int32))
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
        return tf.reshape(tf.linspace(float(value[0]), float(value[1]), size), shape)
    raise ValueError(f"{kind} of {value}")


# unbreakable: "Every length in shape is at least 1" | the checks draw no other length


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

# %% right: a dictionary of finished tensors' makers, one error for both
def create(kind, shape, value=None):
    def line(start, step):
        count = int(np.prod(shape, dtype=int))
        return tf.constant([start + step * i for i in range(count)], tf.float32, shape=shape)

    try:
        if kind == "fill":
            return tf.fill(shape, tf.cast(value, tf.float32))
        if kind == "linspace":
            start, stop = value
            return line(start, (stop - start) / max(1, int(np.prod(shape, dtype=int)) - 1))
        if kind == "range":
            return line(value or 0.0, 1.0)
        simple = {"zeros": tf.zeros, "ones": tf.ones, "eye": lambda s: tf.eye(s[0], s[1])}
        return simple[kind](shape)
    except (TypeError, KeyError, ValueError) as error:
        raise ValueError(f"{kind} with {value}") from error


# %% right: places of each number
def create(kind, shape, value=None):
    if kind not in ["zeros", "ones", "fill", "eye", "range", "linspace"]:
        raise ValueError("no such kind: " + kind)
    if value is None and kind in ["fill", "linspace"]:
        raise ValueError("value is missing")
    places = keras.ops.reshape(keras.ops.arange(math.prod(shape), dtype="float32"), shape)
    if kind == "eye":
        return tf.cast(places // shape[1] == places % shape[1], tf.float32)
    if kind == "range":
        return places if value is None else places + value
    if kind == "linspace":
        share = places / (math.prod(shape) - 1) if math.prod(shape) > 1 else places
        return (1 - share) * value[0] + share * value[1]
    return 0 * places + {"zeros": 0, "ones": 1, "fill": value}[kind]



# %% wrong: fill forgets its value | test_constants | not used
# breaks: "the number value everywhere"
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


# %% wrong: float64 by way of NumPy | test_example | dtype
# breaks: "Make a float32 tensor of the given shape and kind"
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


# %% wrong: the flat sequence is not reshaped | test_example | shape
# breaks: "Make a float32 tensor of the given shape and kind"
def create(kind, shape, value=None):
    if kind in ("range", "linspace"):
        return tf.reshape(made(kind, shape, value), [-1])
    return made(kind, shape, value)


# %% wrong: zeros holds ones | test_constants | ones, not zeros
# breaks: ""zeros","
def create(kind, shape, value=None):
    if kind == "zeros":
        return tf.ones(shape)
    return made(kind, shape, value)


# %% wrong: ones holds zeros | test_constants | zeros, not ones
# breaks: ""ones": that number everywhere"
def create(kind, shape, value=None):
    if kind == "ones":
        return tf.zeros(shape)
    return made(kind, shape, value)


# %% wrong: zeros is int32 by way of fill | test_shape | dtype
# breaks: "the result is float32 either way"
def create(kind, shape, value=None):
    if kind == "zeros":
        return tf.fill(shape, 0)
    return made(kind, shape, value)


# %% wrong: ones is int32 by way of fill | test_constants | dtype
# breaks: "the result is float32 either way"
def create(kind, shape, value=None):
    if kind == "ones":
        return tf.fill(shape, 1)
    return made(kind, shape, value)


# %% wrong: zeros adds the value | test_unused_value | does not use
# breaks: "or "zeros""
def create(kind, shape, value=None):
    if kind == "zeros" and value is not None:
        return tf.fill(shape, float(value))
    return made(kind, shape, value)


# %% wrong: ones is multiplied by the value | test_unused_value | does not use
# breaks: ""ones" or"
def create(kind, shape, value=None):
    if kind == "ones" and value is not None:
        return tf.fill(shape, float(value))
    return made(kind, shape, value)


# %% wrong: eye has the value on its diagonal | test_unused_value | does not use
# breaks: "by "eye""
def create(kind, shape, value=None):
    if kind == "eye" and value is not None:
        return tf.eye(shape[0], shape[1]) * value
    return made(kind, shape, value)


# %% wrong: a value that is not needed is refused | test_unused_value | raised ValueError
# breaks: "value is not used"
def create(kind, shape, value=None):
    if value is not None and kind in ("zeros", "ones", "eye"):
        raise ValueError(f"{kind} takes no value")
    return made(kind, shape, value)


# %% wrong: eye is always square | test_eye | square
# breaks: "shape is (rows, columns)"
# breaks: "square or not"
def create(kind, shape, value=None):
    if kind == "eye":
        return tf.eye(shape[0])
    return made(kind, shape, value)


# %% wrong: rows and columns of eye are swapped | test_eye | swapped
# breaks: "shape is (rows, columns)"
def create(kind, shape, value=None):
    if kind == "eye":
        return tf.eye(shape[1], shape[0])
    return made(kind, shape, value)


# %% wrong: eye fills a square and pads it at the wrong end | test_eye | diagonal ends
# breaks: "1 at [i, i], 0 elsewhere"
def create(kind, shape, value=None):
    if kind == "eye":
        return tf.reverse(tf.eye(shape[0], shape[1]), [0, 1])
    return made(kind, shape, value)


# %% wrong: eye is the other diagonal | test_eye | other diagonal
# breaks: "1 at [i, i], 0 elsewhere"
def create(kind, shape, value=None):
    if kind == "eye":
        return tf.reverse(tf.eye(shape[0], shape[1]), [1])
    return made(kind, shape, value)


# %% wrong: fill keeps the dtype of an integer value | test_constants | dtype
# breaks: "the result is float32 either way"
def create(kind, shape, value=None):
    if kind == "fill" and value is not None:
        return tf.fill(shape, value)
    return made(kind, shape, value)


# %% wrong: fill is made as an integer and cast | test_constants | cut to an integer
# breaks: "may be Python ints or floats"
def create(kind, shape, value=None):
    if kind == "fill" and value is not None:
        return tf.cast(tf.fill(shape, int(value)), tf.float32)
    return made(kind, shape, value)


# %% wrong: a fill value of 0 counts as missing | test_constants | raised ValueError
# breaks: "Any number will do, 0 too"
def create(kind, shape, value=None):
    if kind in ("fill", "linspace") and not value:
        raise ValueError(f"{kind} needs a value")
    return made(kind, shape, value)


# %% wrong: a fill value below 0 loses its sign | test_constants | sign
# breaks: "Any number will do, 0 too"
def create(kind, shape, value=None):
    if kind == "fill" and value is not None:
        return tf.fill(shape, float(abs(value)))
    return made(kind, shape, value)


# %% wrong: range is int32 | test_range | dtype
# breaks: "the result is float32 either way"
def create(kind, shape, value=None):
    if kind == "range" and value is None:
        return tf.reshape(tf.range(math.prod(shape)), shape)
    return made(kind, shape, value)


# %% wrong: range takes the dtype of its start | test_range | dtype
# breaks: "the result is float32 either way"
def create(kind, shape, value=None):
    if kind == "range" and value is not None:
        return tf.reshape(tf.range(value, value + math.prod(shape)), shape)
    return made(kind, shape, value)


# %% wrong: range cuts its start to an integer | test_range | cut to an integer
# breaks: "may be Python ints or floats"
def create(kind, shape, value=None):
    if kind == "range" and value is not None:
        return made(kind, shape, int(value))
    return made(kind, shape, value)


# %% wrong: range takes its value for the step | test_example | step
# breaks: ""range": value, value + 1, value + 2"
def create(kind, shape, value=None):
    if kind == "range":
        return tf.reshape(tf.range(math.prod(shape), dtype=tf.float32) * (value or 1.0), shape)
    return made(kind, shape, value)


# %% wrong: range always starts at 0 | test_example | starts at 0
# breaks: ""range": value, value + 1, value + 2"
def create(kind, shape, value=None):
    if kind == "range":
        return made(kind, shape, None)
    return made(kind, shape, value)


# %% wrong: range begins one later | test_example | one too high
# breaks: ""range": value, value + 1, value + 2"
def create(kind, shape, value=None):
    if kind == "range":
        return made(kind, shape, value) + 1
    return made(kind, shape, value)


# %% wrong: range counts from 1 if there is no value | test_range | one too high
# breaks: "from 0 if value is None"
def create(kind, shape, value=None):
    if kind == "range" and value is None:
        return made(kind, shape, 1)
    return made(kind, shape, value)


# %% wrong: range without a value is refused | test_range | raised ValueError
# breaks: "from 0 if value is None"
def create(kind, shape, value=None):
    if kind == "range" and value is None:
        raise ValueError("range needs a value")
    return made(kind, shape, value)


# %% wrong: range takes its value for the end | test_example | the end
# breaks: ""range": value, value + 1, value + 2"
def create(kind, shape, value=None):
    if kind == "range" and value is not None:
        return made(kind, shape, value - math.prod(shape))
    return made(kind, shape, value)


# %% wrong: range runs down the columns | test_example | columns
# breaks: "... row by row"
def create(kind, shape, value=None):
    if kind == "range":
        return tf.transpose(made(kind, shape[::-1], value))
    return made(kind, shape, value)


# %% wrong: linspace takes a start only, and ends at 1 | test_linspace | not used
# breaks: "value is a pair (start, stop)"
def create(kind, shape, value=None):
    if kind == "linspace" and value is not None:
        return made(kind, shape, (value[0], 1))
    return made(kind, shape, value)


# %% wrong: linspace takes its pair as start and step | test_linspace | step
# breaks: "value is a pair (start, stop)"
def create(kind, shape, value=None):
    if kind == "linspace" and value is not None:
        return tf.reshape(value[0] + value[1] * tf.range(math.prod(shape), dtype=tf.float32), shape)
    return made(kind, shape, value)


# %% wrong: linspace always goes up | test_linspace | order of the pair
# breaks: "the first is start and the last is stop"
def create(kind, shape, value=None):
    if kind == "linspace" and value is not None:
        return made(kind, shape, sorted(value))
    return made(kind, shape, value)


# %% wrong: linspace leaves stop out | test_linspace | not stop
# breaks: "the first is start and the last is stop"
def create(kind, shape, value=None):
    if kind == "linspace" and value is not None:
        return tf.reshape(value[0] + (value[1] - value[0]) / math.prod(shape) * tf.range(math.prod(shape), dtype=tf.float32), shape)
    return made(kind, shape, value)



# %% wrong: linspace runs down the columns | test_linspace | columns
# breaks: "evenly spaced numbers row by row, the first"
def create(kind, shape, value=None):
    if kind == "linspace":
        return tf.transpose(made(kind, shape[::-1], value))
    return made(kind, shape, value)


# %% wrong: linspace spaces each row anew | test_linspace | each row
# breaks: "evenly spaced numbers row by row, the first"
def create(kind, shape, value=None):
    if kind == "linspace" and value is not None and shape:
        return tf.broadcast_to(tf.linspace(float(value[0]), float(value[1]), shape[-1]), shape)
    return made(kind, shape, value)


# %% wrong: linspace makes whole numbers of its pair | test_linspace | cut to an integer
# breaks: "may be Python ints or floats"
def create(kind, shape, value=None):
    if kind == "linspace" and value is not None:
        return made(kind, shape, (int(value[0]), int(value[1])))
    return made(kind, shape, value)


# %% wrong: a single evenly spaced number divides by 0 | test_single_number | ZeroDivisionError
# breaks: "A tensor of a single number holds start"
def create(kind, shape, value=None):
    if kind == "linspace" and value is not None:
        return tf.reshape(value[0] + (value[1] - value[0]) / (math.prod(shape) - 1) * tf.range(math.prod(shape), dtype=tf.float32), shape)
    return made(kind, shape, value)


# %% wrong: a single evenly spaced number is stop | test_single_number | stop; it should be start
# breaks: "A tensor of a single number holds start"
def create(kind, shape, value=None):
    if kind == "linspace" and value is not None and math.prod(shape) == 1:
        return tf.fill(shape, float(value[1]))
    return made(kind, shape, value)


# %% wrong: a single evenly spaced number is the middle | test_single_number | middle
# breaks: "A tensor of a single number holds start"
def create(kind, shape, value=None):
    if kind == "linspace" and value is not None and math.prod(shape) == 1:
        return tf.fill(shape, (value[0] + value[1]) / 2)
    return made(kind, shape, value)


# %% wrong: a single number is a vector of one | test_single_number | shape
# breaks: "() is the shape of a single number"
def create(kind, shape, value=None):
    return made(kind, shape or (1,), value)



# %% wrong: an unknown kind gives None | test_errors | nothing was raised
# breaks: "if kind is none of the six"
def create(kind, shape, value=None):
    if kind in ("zeros", "ones", "fill", "eye", "range", "linspace"):
        return made(kind, shape, value)



# %% wrong: an unknown kind is a KeyError of the table | test_errors | KeyError
# breaks: "if kind is none of the six"
def create(kind, shape, value=None):
    table = {k: k for k in ("zeros", "ones", "fill", "eye", "range", "linspace")}
    return made(table[kind], shape, value)


# %% wrong: the last kind takes everything else | test_errors | nothing was raised
# breaks: "if kind is none of the six"
def create(kind, shape, value=None):
    known = kind in ("zeros", "ones", "eye", "range", "linspace")
    return made(kind if known else "fill", shape, value)


# %% wrong: else is linspace | test_errors | TypeError
# breaks: "if kind is none of the six"
def create(kind, shape, value=None):
    known = kind in ("zeros", "ones", "eye", "range", "fill")
    return made(kind if known else "linspace", shape, value)


# %% wrong: the case of a kind does not matter | test_errors | nothing was raised
# breaks: "if kind is none of the six"
def create(kind, shape, value=None):
    return made(kind.lower(), shape, value)



# %% wrong: fill without a value is a TypeError | test_errors | TypeError
# breaks: "or if "fill""
def create(kind, shape, value=None):
    if kind == "fill":
        return tf.fill(shape, float(value))
    return made(kind, shape, value)


# %% wrong: fill without a value holds 0 | test_errors | nothing was raised
# breaks: "or if "fill""
def create(kind, shape, value=None):
    if kind == "fill":
        return tf.fill(shape, float(value or 0))
    return made(kind, shape, value)


# %% wrong: linspace without a value is a TypeError | test_errors | TypeError
# breaks: "or "linspace" has no value"
def create(kind, shape, value=None):
    if kind == "linspace":
        start, stop = value
    return made(kind, shape, value)


# %% wrong: linspace without a value goes from 0 to 1 | test_errors | nothing was raised
# breaks: "or "linspace" has no value"
def create(kind, shape, value=None):
    if kind == "linspace" and value is None:
        value = (0, 1)
    return made(kind, shape, value)


# %% wrong: the value is converted before the kind is looked at, so zeros with a pair fails | test_unused_value
# breaks: "value is not used by "eye""
# breaks: "or "zeros""
def create(kind, shape, value=None):
    if kind not in ("zeros", "ones", "fill", "eye", "range", "linspace"):
        raise ValueError(kind)
    if kind in ("fill", "linspace") and value is None:
        raise ValueError("no value")
    count = math.prod(shape)
    if kind == "linspace":
        start, stop = float(value[0]), float(value[1])
        return tf.reshape(tf.linspace(start, stop, count), shape)
    number = float(value or 0)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill":
        return tf.fill(shape, number)
    if kind == "eye":
        return tf.eye(shape[0], shape[1])
    return tf.reshape(number + tf.range(count, dtype=tf.float32), shape)


# %% right: Python lists of numbers, one tf.constant at the end
def create(kind, shape, value=None):
    count = math.prod(shape)
    if kind == "zeros":
        numbers = [0.0] * count
    elif kind == "ones":
        numbers = [1.0] * count
    elif kind == "fill":
        if value is None:
            raise ValueError("fill needs a value")
        numbers = [float(value)] * count
    elif kind == "eye":
        rows, columns = shape
        numbers = [float(i == j) for i in range(rows) for j in range(columns)]
    elif kind == "range":
        first = 0.0 if value is None else float(value)
        numbers = [first + i for i in range(count)]
    elif kind == "linspace":
        if value is None:
            raise ValueError("linspace needs a pair")
        start, stop = (float(v) for v in value)
        steps = max(count - 1, 1)
        numbers = [(start * (steps - i) + stop * i) / steps for i in range(count)]
    else:
        raise ValueError(f"unknown kind {kind!r}")
    return tf.constant(numbers, dtype=tf.float32, shape=shape)


# %% wrong: linspace is counted from the stop backwards, so a single number holds stop | test_single_number
# breaks: "A tensor of a single number holds start."
import numpy as np


def create(kind, shape, value=None):
    if kind not in ("zeros", "ones", "fill", "eye", "range", "linspace"):
        raise ValueError(kind)
    if kind in ("fill", "linspace") and value is None:
        raise ValueError("no value")
    count = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill":
        return tf.fill(shape, tf.cast(value, tf.float32))
    if kind == "eye":
        return tf.eye(shape[0], shape[1])
    if kind == "range":
        first = 0.0 if value is None else float(value)
        return tf.reshape(first + tf.range(count, dtype=tf.float32), shape)
    start, stop = value
    numbers = np.linspace(stop, start, count)[::-1].astype(np.float32)
    return tf.reshape(tf.constant(numbers), shape)


# %% right: a dictionary of NumPy makers, cast at the end
import numpy as np


def create(kind, shape, value=None):
    count = math.prod(shape)
    makers = {
        "zeros": lambda: np.zeros(shape),
        "ones": lambda: np.ones(shape),
        "fill": lambda: np.full(shape, float(value)),
        "eye": lambda: np.eye(*shape),
        "range": lambda: np.arange(count, dtype=np.float64) + (0 if value is None else value),
        "linspace": lambda: np.linspace(value[0], value[1], count),
    }
    if kind not in makers:
        raise ValueError(f"kind must be one of {sorted(makers)}")
    if kind in ("fill", "linspace") and value is None:
        raise ValueError(f"{kind} needs a value")
    return tf.reshape(tf.constant(makers[kind]().astype(np.float32)), shape)


# %% wrong: a range from a Python int stays int32 | test_range
# breaks: "float32 either way."
def create(kind, shape, value=None):
    if kind not in ("zeros", "ones", "fill", "eye", "range", "linspace"):
        raise ValueError(kind)
    if kind in ("fill", "linspace") and value is None:
        raise ValueError("no value")
    count = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill":
        return tf.constant(float(value), tf.float32, shape=shape)
    if kind == "eye":
        return tf.eye(shape[0], shape[1])
    if kind == "range":
        first = 0.0 if value is None else value
        return tf.reshape(tf.constant([first + i for i in range(count)]), shape)
    start, stop = float(value[0]), float(value[1])
    return tf.reshape(tf.linspace(start, stop, count), shape)
