"""Probes of 19_transformers: layers with given weights, and models that count what they are asked.

`called` is the name of the student's function or class.
"""

import keras
import tensorflow as tf

from tensorkata.student.probes import spared, spec_of, tensors, weighted

KINDS = (keras.layers.Dense, keras.layers.LayerNormalization, keras.layers.Embedding)


def output_gradients(student, called, query, key, value, mask, upstream):
    """Return the gradients of sum(upstream * output) in query, key and value."""
    inputs = tensors([query, key, value])
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        total = weighted(getattr(student, called)(*inputs, tensors(mask))[0], upstream)
    return tape.gradient(total, inputs)


def with_unknown_sizes(student, called, arrays):
    """Call a function in tf.function, which knows only the numbers of columns; not of a mask."""
    specs = [spec_of(array, array.ndim - (array.dtype != bool)) for array in arrays]

    def run(*, autograph):
        function = tf.function(getattr(student, called), input_signature=specs, autograph=autograph)
        return function(*tensors(arrays))

    return spared(run)


def parts_of(student, called, config, x, paths):
    """Call a layer twice; return what its parts are, and the number of its weights."""
    layer = _made(student, called, config)
    for _ in range(2):
        layer(tensors(x))
    found = {path: described(part_at(layer, path)) for path in paths}
    return {"parts": found, "weights": len(layer.weights)}


def described(part):
    """Return the name of a part's kind, and the shapes of its weights if it is one of Keras's."""
    for kind in KINDS:
        if isinstance(part, kind):
            return [kind.__name__, *(list(weight.shape) for weight in part.weights)]
    return [type(part).__name__]


def part_at(layer, path):
    """Return the part of a layer at a path: "blocks.0.attention"; None if there is none."""
    for name in path.split("."):
        if name.isdigit():
            items = layer if isinstance(layer, (list, tuple)) else []
            layer = items[int(name)] if int(name) < len(items) else None
        else:
            layer = getattr(layer, name, None)
    return layer


def answers(student, called, config, weights, calls):
    """Return what a layer with these weights gives for each of the calls.

    A call is {"x": ..., "key_mask": ..., "past": ...}; the last two may be missing, and past may be
    "before": what the call before it returned.
    """
    layer = _filled(student, called, config, weights, calls[0]["x"])
    results = []
    for given in calls:
        x, keywords = taken(given)
        if keywords.get("past") == "before":
            keywords["past"] = results[-1][1]
        results.append(layer(x, **keywords))
    return results


def answer_in_graph(student, called, config, weights, given):
    """Return what a layer gives for one call in tf.function; batch and lengths are unknown."""
    layer = _filled(student, called, config, weights, given["x"])
    x, keywords = taken(given)
    names, values = list(keywords), list(keywords.values())
    specs = tf.nest.map_structure(unknown_spec, [x, *values])

    def call(x, *values):
        return layer(x, **dict(zip(names, values, strict=True)))

    return tf.function(call, input_signature=specs, autograph=False)(x, *values)


def unknown_spec(tensor):
    """Return a signature in which batch and length are unknown: (batch, heads, length, size)."""
    shape = tensor.shape.as_list()
    known = {4: {1, 3}, 3: {2}}.get(len(shape), set())
    return tf.TensorSpec([n if at in known else None for at, n in enumerate(shape)], tensor.dtype)


def taken(given):
    """Return x and the keyword arguments of a call; a pair of keys and values is a tuple."""
    keywords = {name: tensors(part) for name, part in given.items() if name != "x"}
    past = keywords.get("past")
    if isinstance(past, list):
        paired = isinstance(past[0], list)
        keywords["past"] = [tuple(pair) for pair in past] if paired else tuple(past)
    return tensors(given["x"]), keywords


def _made(student, called, config):
    """Make a layer that builds its parts as its first call comes to them.

    Keras would trace the whole call for that, once in each layer that has others: it takes five
    times as long. A layer with a `build` of its own is left alone.
    """
    layer = getattr(student, called)(**config)
    for part in layer._flatten_layers():  # noqa: SLF001 - Keras lists them nowhere else
        if getattr(part.build, "_is_default", False):
            part.built = True
    return layer


def _filled(student, called, config, weights, x):
    """Make a layer, call it once, and give its parts their weights, by their paths."""
    layer = _made(student, called, config)
    layer(tensors(x))
    for path, arrays in weights.items():
        part_at(layer, path).set_weights(arrays)
    return layer


def only_made(student, called, config):
    """Make a layer, call it with ones, and return nothing."""
    _made(student, called, config)(tf.ones((1, 2, config["dim"])))


class Counting:
    """A model whose logits are running sums of table[token] * places[position].

    It returns them with a cache as LanguageModel has it: [(key, value)], each (batch, 1, n, size).
    `log` has for each call the number of tokens that it got, and of those in past.
    """

    def __init__(self, table, places):
        self.table, self.places = tensors(table), tensors(places)
        self.log = tf.Variable(tf.zeros((0, 2), tf.int32), shape=[None, 2], trainable=False)

    @tf.autograph.experimental.do_not_convert
    def __call__(self, tokens, past=None, training=None):
        known, n = 0 if past is None else tf.shape(past[0][0])[2], tf.shape(tokens)[1]
        self.log.assign(tf.concat([self.log.read_value(), [[n, known]]], axis=0))
        new = tf.gather(self.table, tokens) * self.places[known : known + n]
        whole = new[:, None] if past is None else tf.concat([past[0][0], new[:, None]], axis=2)
        return tf.cumsum(whole, axis=2)[:, 0, known:], [(whole, whole)]


def continued(student, called, table, places, prompt, count, settings):
    """Return what generate makes of a prompt, and what it asked the model for."""
    model = Counting(table, places)
    tokens = getattr(student, called)(model, tensors(prompt), count, **settings)
    return {"tokens": tokens, "calls": model.log.read_value()}


def written(student, called, config, weights, prompt, count):
    """Return what generate makes of a prompt with a LanguageModel, without and with the cache."""
    model = _filled(student, "LanguageModel", config, weights, prompt[:, :1])
    write, given = getattr(student, called), tensors(prompt)
    return [write(model, given, count, cached=cached) for cached in (False, True)]


def loss_gradient(student, called, tokens, logits, settings=None):
    """Return the gradient of a loss in the logits."""
    tokens, logits = tensors([tokens, logits])
    with tf.GradientTape() as tape:
        tape.watch(logits)
        loss = getattr(student, called)(tokens, logits, **(settings or {}))
    return tape.gradient(loss, logits)


def loss_in_graph(student, called, tokens, logits, settings):
    """Return a loss in tf.function, where batch and number of tokens are unknown."""
    specs = [spec_of(tokens, 2), spec_of(logits, 2)]

    def loss(tokens, logits):
        return getattr(student, called)(tokens, logits, **settings)

    def run(*, autograph):
        return tf.function(loss, input_signature=specs, autograph=autograph)(
            *tensors([tokens, logits])
        )

    return spared(run)
