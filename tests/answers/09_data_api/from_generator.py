"""Answers to from_generator."""

import itertools

import tensorflow as tf


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


# %% wrong: the shapes are not told | test_form | not declared
def from_generator(fn, signature):
    types = tf.nest.map_structure(lambda spec: spec.dtype, signature)
    return tf.data.Dataset.from_generator(fn, output_types=types)


# %% wrong: every axis is left open | test_form | left open
def from_generator(fn, signature):
    loose = tf.nest.map_structure(
        lambda spec: tf.TensorSpec([None] * spec.shape.rank, spec.dtype), signature
    )
    return tf.data.Dataset.from_generator(fn, output_signature=loose)


# %% wrong: the signature of the first element | test_form | of the first element
def from_generator(fn, signature):
    first = next(iter(fn()))
    specs = tf.nest.map_structure(
        lambda part, spec: tf.TensorSpec(part.shape, spec.dtype), first, signature
    )
    return tf.data.Dataset.from_generator(fn, output_signature=specs)


# %% wrong: repeats | test_passes | endless
def from_generator(fn, signature):
    return tf.data.Dataset.from_generator(fn, output_signature=signature).repeat()


# %% wrong: the last element is missing | test_passes | last element
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
def from_generator(fn, signature):
    if not callable(fn):
        raise TypeError("fn must be a function")
    elements = fn()
    return tf.data.Dataset.from_generator(lambda: elements, output_signature=signature)


# %% wrong: cached | test_passes | only once
def from_generator(fn, signature):
    return tf.data.Dataset.from_generator(fn, output_signature=signature).cache()


# %% wrong: a look at the first element | test_passes | before the first pass
def from_generator(fn, signature):
    if not callable(fn):
        raise TypeError("fn must be a function")
    tf.nest.assert_same_structure(next(iter(fn())), signature)
    return tf.data.Dataset.from_generator(fn, output_signature=signature)


# %% wrong: the numbers are rounded | test_passes | differ
def from_generator(fn, signature):
    dataset = tf.data.Dataset.from_generator(fn, output_signature=signature)
    if not isinstance(signature, tuple):
        return dataset
    return dataset.map(
        lambda table, number: (table, tf.cast(tf.cast(number, "float16"), "float64"))
    )


# %% wrong: the tables are shuffled | test_passes | differ
def from_generator(fn, signature):
    dataset = tf.data.Dataset.from_generator(fn, output_signature=signature)
    if not isinstance(signature, tuple):
        return dataset
    return dataset.map(lambda table, number: (table[:, ::-1], number))


# %% wrong: a list first | test_endless | no end
def from_generator(fn, signature):
    if not callable(fn):
        raise TypeError("fn must be a function")
    return tf.data.Dataset.from_generator(lambda: list(fn()), output_signature=signature)


# %% wrong: dicts become tuples | test_endless | structure
def from_generator(fn, signature):
    dataset = tf.data.Dataset.from_generator(fn, output_signature=signature)
    if isinstance(signature, dict):
        return dataset.map(lambda element: tuple(element.values()))
    return dataset


# %% wrong: dicts lose a name | test_endless | structure
def from_generator(fn, signature):
    dataset = tf.data.Dataset.from_generator(fn, output_signature=signature)
    if isinstance(signature, dict):
        return dataset.map(lambda element: {"value": element["value"]})
    return dataset


# %% wrong: every second element of a dict | test_endless | left out on the way
def from_generator(fn, signature):
    if not callable(fn):
        raise TypeError("fn must be a function")
    step = 2 if isinstance(signature, dict) else 1
    skipping = lambda: itertools.islice(fn(), 0, None, step)
    return tf.data.Dataset.from_generator(skipping, output_signature=signature)


# %% wrong: rows lose their signs | test_endless | signs are lost
def from_generator(fn, signature):
    dataset = tf.data.Dataset.from_generator(fn, output_signature=signature)
    if isinstance(signature, dict):
        return dataset.map(lambda element: element | {"row": tf.abs(element["row"])})
    return dataset


# %% wrong: misfits are left out | test_misfit | left out
def from_generator(fn, signature):
    if not isinstance(signature, tf.TensorSpec):
        return tf.data.Dataset.from_generator(fn, output_signature=signature)
    loose = tf.TensorSpec(None, signature.dtype)
    dataset = tf.data.Dataset.from_generator(fn, output_signature=loose)
    fits = lambda element: tf.shape(element)[0] == signature.shape[0]
    return dataset.filter(fits).map(lambda element: tf.ensure_shape(element, signature.shape))


# %% wrong: errors are ignored | test_misfit | silently left out
def from_generator(fn, signature):
    dataset = tf.data.Dataset.from_generator(fn, output_signature=signature)
    return dataset.ignore_errors()


# %% wrong: the shape is told and not held to | test_misfit | not checked
def from_generator(fn, signature):
    if not isinstance(signature, tf.TensorSpec):
        return tf.data.Dataset.from_generator(fn, output_signature=signature)
    loose = tf.TensorSpec([None] * signature.shape.rank, signature.dtype)
    return tf.data.Dataset.from_generator(fn, output_signature=loose)


# %% wrong: checked before the first element | test_misfit | the first element
def from_generator(fn, signature):
    if not isinstance(signature, tf.TensorSpec) or not callable(fn):
        return tf.data.Dataset.from_generator(fn, output_signature=signature)

    def checked():
        elements = list(fn())
        if any(element.shape != signature.shape for element in elements):
            raise TypeError("an element does not fit")
        yield from elements

    return tf.data.Dataset.from_generator(checked, output_signature=signature)


# %% wrong: single tensors are normalised | test_misfit | second element
def from_generator(fn, signature):
    dataset = tf.data.Dataset.from_generator(fn, output_signature=signature)
    if isinstance(signature, tf.TensorSpec):
        return dataset.map(lambda element: element / tf.norm(element))
    return dataset


# %% wrong: takes a generator in the place of a function | test_misfit | instead of fn
def from_generator(fn, signature):
    make = fn if callable(fn) else lambda: fn
    return tf.data.Dataset.from_generator(make, output_signature=signature)
