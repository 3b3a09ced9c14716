"""Answers to from_generator."""

import itertools

import tensorflow as tf


# unnoticed: test_form | from_generator result fewer | test_passes looks for the passes
# unnoticed: test_passes | from_generator result fewer | test_form looks for the signature
# unnoticed: test_passes | from_generator .signature* * | test_form compares the signature
# unnoticed: test_cast | from_generator result fewer | test_form looks for the signature
# unnoticed: test_cast | from_generator .signature* * | test_form compares the signature
# unnoticed: test_no_function | from_misfit [*] * | test_misfit compares the error


# %% right: a dataset per pass, flat
def from_generator(fn, signature):
    if not callable(fn):
        raise TypeError("fn must be a function")

    def again():
        yield from fn()

    return tf.data.Dataset.from_generator(again, output_signature=signature).prefetch(1)


# %% right: output_types and output_shapes
def from_generator(fn, signature):
    types = tf.nest.map_structure(lambda spec: spec.dtype, signature)
    shapes = tf.nest.map_structure(lambda spec: spec.shape, signature)
    return tf.data.Dataset.from_generator(fn, output_types=types, output_shapes=shapes)


# %% right: checked by hand, then declared
def from_generator(fn, signature):
    if not callable(fn):
        raise TypeError(f"{fn!r} is not callable")
    options = tf.data.Options()
    options.deterministic = True
    calls = tf.data.Dataset.from_tensors(0)
    elements = lambda _: tf.data.Dataset.from_generator(fn, output_signature=signature)
    return calls.flat_map(elements).with_options(options)


# %% right: a class that is iterable again and again
def from_generator(fn, signature):
    if not hasattr(fn, "__call__"):
        raise TypeError("not a function")

    class Again:
        def __iter__(self):
            return iter(fn())

    return tf.data.Dataset.from_generator(lambda: Again(), output_signature=signature)


# %% wrong: the shapes are not told | test_example | dict of element_spec and passes
# breaks: "the dataset's element_spec is the signature"
def from_generator(fn, signature):
    types = tf.nest.map_structure(lambda spec: spec.dtype, signature)
    return tf.data.Dataset.from_generator(fn, output_types=types)


# %% wrong: every axis is left open | test_form | left open
# breaks: "the dataset's element_spec is the signature"
def from_generator(fn, signature):
    loose = tf.nest.map_structure(
        lambda spec: tf.TensorSpec([None] * spec.shape.rank, spec.dtype), signature
    )
    return tf.data.Dataset.from_generator(fn, output_signature=loose)


# %% wrong: the signature of the first element | test_example | InvalidArgumentError
# breaks: "the dataset's element_spec is the signature"
def from_generator(fn, signature):
    first = next(iter(fn()))
    specs = tf.nest.map_structure(
        lambda part, spec: tf.TensorSpec(part.shape, spec.dtype), first, signature
    )
    return tf.data.Dataset.from_generator(fn, output_signature=specs)


# %% wrong: repeats | test_example | the elements are repeated in a
# breaks: "ends when that generator ends"
def from_generator(fn, signature):
    return tf.data.Dataset.from_generator(fn, output_signature=signature).repeat()


# %% wrong: the last element is missing | test_example | last element
# breaks: "ends when that generator ends"
def from_generator(fn, signature):
    if not callable(fn):
        raise TypeError("fn must be a function")

    def but_last():
        elements = iter(fn())
        kept = next(elements)
        for element in elements:
            yield kept
            kept = element

    return tf.data.Dataset.from_generator(but_last, output_signature=signature)


# %% wrong: fn is called once | test_passes | made once
# breaks: "Every pass calls `fn` anew"
def from_generator(fn, signature):
    if not callable(fn):
        raise TypeError("fn must be a function")
    elements = fn()
    return tf.data.Dataset.from_generator(lambda: elements, output_signature=signature)


# %% wrong: cached | test_passes | only once
# breaks: "Every pass calls `fn` anew"
def from_generator(fn, signature):
    return tf.data.Dataset.from_generator(fn, output_signature=signature).cache()


# %% wrong: a look at the first element | test_passes | before the first pass
# breaks: "Every pass calls `fn` anew"
def from_generator(fn, signature):
    if not callable(fn):
        raise TypeError("fn must be a function")
    tf.nest.assert_same_structure(next(iter(fn())), signature)
    return tf.data.Dataset.from_generator(fn, output_signature=signature)


# %% wrong: the numbers are rounded | test_example | dict of element_spec and passes
# breaks: "Serve what a generator yields"
def from_generator(fn, signature):
    dataset = tf.data.Dataset.from_generator(fn, output_signature=signature)
    if not isinstance(signature, tuple):
        return dataset
    return dataset.map(
        lambda table, number: (table, tf.cast(tf.cast(number, "float16"), "float64"))
    )


# %% wrong: the tables are shuffled | test_example | ValueError
# breaks: "Serve what a generator yields"
def from_generator(fn, signature):
    dataset = tf.data.Dataset.from_generator(fn, output_signature=signature)
    if not isinstance(signature, tuple):
        return dataset
    return dataset.map(lambda table, number: (table[:, ::-1], number))


# %% wrong: a list first | test_endless | no end
# breaks: "a generator without an end is welcome"
def from_generator(fn, signature):
    if not callable(fn):
        raise TypeError("fn must be a function")
    return tf.data.Dataset.from_generator(lambda: list(fn()), output_signature=signature)


# %% wrong: dicts become tuples | test_endless | structure
# breaks: "each element has its structure, dtypes and shapes"
def from_generator(fn, signature):
    dataset = tf.data.Dataset.from_generator(fn, output_signature=signature)
    if isinstance(signature, dict):
        return dataset.map(lambda element: tuple(element.values()))
    return dataset


# %% wrong: dicts lose a name | test_endless | structure
# breaks: "each element has its structure, dtypes and shapes"
def from_generator(fn, signature):
    dataset = tf.data.Dataset.from_generator(fn, output_signature=signature)
    if isinstance(signature, dict):
        return dataset.map(lambda element: {"value": element["value"]})
    return dataset


# %% wrong: every second element of a dict | test_endless | left out on the way
# breaks: "Serve what a generator yields"
def from_generator(fn, signature):
    if not callable(fn):
        raise TypeError("fn must be a function")
    step = 2 if isinstance(signature, dict) else 1
    skipping = lambda: itertools.islice(fn(), 0, None, step)
    return tf.data.Dataset.from_generator(skipping, output_signature=signature)


# %% wrong: rows lose their signs | test_endless | signs are lost
# breaks: "Serve what a generator yields"
def from_generator(fn, signature):
    dataset = tf.data.Dataset.from_generator(fn, output_signature=signature)
    if isinstance(signature, dict):
        return dataset.map(lambda element: element | {"row": tf.abs(element["row"])})
    return dataset


# %% wrong: misfits are left out | test_misfit | left out
# breaks: "raises tf.errors.InvalidArgumentError"
def from_generator(fn, signature):
    if not isinstance(signature, tf.TensorSpec):
        return tf.data.Dataset.from_generator(fn, output_signature=signature)
    loose = tf.TensorSpec(None, signature.dtype)
    dataset = tf.data.Dataset.from_generator(fn, output_signature=loose)
    fits = lambda element: tf.shape(element)[0] == signature.shape[0]
    return dataset.filter(fits).map(lambda element: tf.ensure_shape(element, signature.shape))


# %% wrong: errors are ignored | test_misfit | silently left out
# breaks: "raises tf.errors.InvalidArgumentError"
def from_generator(fn, signature):
    dataset = tf.data.Dataset.from_generator(fn, output_signature=signature)
    return dataset.ignore_errors()


# %% wrong: the shape is told and not held to | test_misfit | not checked
# breaks: "An element whose structure or shape does not fit"
def from_generator(fn, signature):
    if not isinstance(signature, tf.TensorSpec):
        return tf.data.Dataset.from_generator(fn, output_signature=signature)
    loose = tf.TensorSpec([None] * signature.shape.rank, signature.dtype)
    return tf.data.Dataset.from_generator(fn, output_signature=loose)


# %% wrong: checked before the first element | test_misfit | the first element
# breaks: "when the pass comes to it"
# breaks: "the elements before it are served"
def from_generator(fn, signature):
    if not isinstance(signature, tf.TensorSpec) or not callable(fn):
        return tf.data.Dataset.from_generator(fn, output_signature=signature)

    def checked():
        elements = list(fn())
        if any(element.shape != signature.shape for element in elements):
            raise TypeError("an element does not fit")
        yield from elements

    return tf.data.Dataset.from_generator(checked, output_signature=signature)


# %% wrong: single tensors are normalised | test_misfit | values differ
# breaks: "Serve what a generator yields"
def from_generator(fn, signature):
    dataset = tf.data.Dataset.from_generator(fn, output_signature=signature)
    if isinstance(signature, tf.TensorSpec):
        return dataset.map(lambda element: element / tf.norm(element))
    return dataset


# %% wrong: takes a generator in the place of a function | test_no_function | what is not a function is
# breaks: "Raises TypeError if fn is not callable"
def from_generator(fn, signature):
    make = fn if callable(fn) else lambda: fn
    return tf.data.Dataset.from_generator(make, output_signature=signature)


# %% wrong: a list, no dataset | test_example | not a tf.data.Dataset
# breaks: "a function without arguments -> a tf.data.Dataset"
def from_generator(fn, signature):
    return list(tf.data.Dataset.from_generator(fn, output_signature=signature))


# %% wrong: elements of another dtype are refused | test_example | Error
# breaks: "Numbers are cast to the signature's dtypes"
def from_generator(fn, signature):
    if not callable(fn):
        raise TypeError("fn must be a function")

    def strict():
        for element in fn():
            for part, spec in zip(tf.nest.flatten(element), tf.nest.flatten(signature)):
                if getattr(part, "dtype", spec.dtype) != spec.dtype:
                    raise TypeError(f"{part.dtype} is not {spec.dtype}")
            yield element

    return tf.data.Dataset.from_generator(strict, output_signature=signature)


# %% wrong: floats are rounded to integers | test_cast | rounded, not cut
# breaks: "Numbers are cast to the signature's dtypes"
def from_generator(fn, signature):
    if not callable(fn):
        raise TypeError("fn must be a function")

    def rounded():
        for element in fn():
            if isinstance(element, tuple) and isinstance(signature, tuple):
                element = tuple(
                    part.round() if spec.dtype == tf.int64 and part.dtype.kind == "f" else part
                    for part, spec in zip(element, signature)
                )
            yield element

    return tf.data.Dataset.from_generator(rounded, output_signature=signature)


# %% wrong: what is no function fails only in the pass | test_no_function | fails in the pass
# breaks: "Raises TypeError if fn is not callable"
def from_generator(fn, signature):
    return tf.data.Dataset.from_generator(lambda: fn(), output_signature=signature)


# %% wrong: a ValueError for what is no function | test_no_function | instead of a TypeError
# breaks: "Raises TypeError if fn is not callable"
def from_generator(fn, signature):
    if not callable(fn):
        raise ValueError("fn must be a function")
    return tf.data.Dataset.from_generator(fn, output_signature=signature)


# %% wrong: an element of another structure is skipped | test_misfit | InvalidArgumentError
# breaks: "An element whose structure or shape does not fit"
def from_generator(fn, signature):
    if not callable(fn):
        raise TypeError("fn must be a function")

    def fitting():
        for element in fn():
            if isinstance(signature, tf.TensorSpec) and isinstance(element, tuple):
                continue
            yield element

    return tf.data.Dataset.from_generator(fitting, output_signature=signature)


# %% wrong: a pass reads ten elements ahead and keeps nothing of them | test_example | signature
# breaks: "Elements are made when they are needed"
def from_generator(fn, signature):
    if not callable(fn):
        raise TypeError("fn must be a function")

    def ahead():
        elements = iter(fn())
        list(itertools.islice(elements, 1))
        yield from elements

    return tf.data.Dataset.from_generator(ahead, output_signature=signature)


# %% wrong: whole numbers go through float32 | test_cast | integers as float32
# breaks: "Numbers are cast to the signature's dtypes"
def from_generator(fn, signature):
    if not callable(fn):
        raise TypeError("fn must be a function")

    def narrowed():
        for element in fn():
            if isinstance(element, tuple) and isinstance(signature, tuple):
                element = tuple(p % 2**31 if p.dtype == "int64" else p for p in element)
            yield element

    return tf.data.Dataset.from_generator(narrowed, output_signature=signature)


# %% wrong: the numbers beside a table are dropped to float16 | test_passes | value differs
# breaks: "Serve what a generator yields"
def from_generator(fn, signature):
    dataset = tf.data.Dataset.from_generator(fn, output_signature=signature)
    if isinstance(signature, tuple) and signature[-1].dtype == tf.float64:
        return dataset.map(lambda a, b: (a, tf.cast(tf.cast(b, "float16"), "float64")))
    return dataset


# %% right: a wrapper that is a generator itself
def from_generator(
    fn: Callable[[], Iterable], signature: tf.TensorSpec | tuple | dict
) -> tf.data.Dataset:
    if not callable(fn):
        raise TypeError(f"fn must be a function, not {fn!r}")

    def elements():
        yield from fn()

    return tf.data.Dataset.from_generator(elements, output_signature=signature)


# %% right: fn itself, and an element made ahead
def from_generator(
    fn: Callable[[], Iterable], signature: tf.TensorSpec | tuple | dict
) -> tf.data.Dataset:
    if not hasattr(fn, "__call__"):  # noqa: B004
        raise TypeError("fn must be a function without arguments, not what it returns")
    return tf.data.Dataset.from_generator(fn, output_signature=signature).prefetch(1)


# %% wrong: leaves out elements that do not fit, without a word | test_misfit
# breaks: "raises tf.errors.InvalidArgumentError (TensorFlow's own) when the pass comes to it"
def from_generator(
    fn: Callable[[], Iterable], signature: tf.TensorSpec | tuple | dict
) -> tf.data.Dataset:
    return tf.data.Dataset.from_generator(fn, output_signature=signature).ignore_errors()


# %% wrong: the lambda is callable even if fn is not | test_no_function
# breaks: "Raises TypeError if fn is not callable."
def from_generator(
    fn: Callable[[], Iterable], signature: tf.TensorSpec | tuple | dict
) -> tf.data.Dataset:
    return tf.data.Dataset.from_generator(lambda: iter(fn()), output_signature=signature)
