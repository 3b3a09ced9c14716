"""Answers to MultiHeadAttention. A wrong answer differs from `Sound` in what it overrides."""

import keras
import numpy as np
import tensorflow as tf


class Sound(keras.layers.Layer):
    def __init__(self, dim, heads, causal=True, **kwargs):
        super().__init__(**kwargs)
        self.check(dim, heads)
        self.dim, self.heads, self.causal, self.size = dim, heads, causal, dim // heads
        self.to_query, self.to_key, self.to_value, self.to_output = map(self.dense, [dim] * 4)

    def check(self, dim, heads):
        if dim % heads:
            raise ValueError("heads must divide dim")

    def dense(self, units):
        return keras.layers.Dense(units)

    def split(self, x):
        shape = tf.shape(x)
        x = tf.reshape(x, [shape[0], shape[1], self.heads, self.size])
        return tf.transpose(x, [0, 2, 1, 3])

    def merge(self, x):
        shape = tf.shape(x)
        return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [shape[0], shape[2], self.dim])

    def joined(self, past, new):
        return [tf.concat(pair, axis=2) for pair in zip(past, new)]

    def position_mask(self, queries, keys):
        return causal_mask(queries, keys)

    def real(self, key_mask):
        return key_mask[:, None, None, :]

    def mask(self, queries, keys, key_mask):
        mask = tf.ones((queries, keys), tf.bool)
        if self.causal:
            mask = self.position_mask(queries, keys)
        return mask if key_mask is None else mask & self.real(key_mask)

    def attend(self, query, key, value, mask):
        return scaled_dot_product_attention(query, key, value, mask)[0]

    def result(self, output, new, kept):
        return output, tuple(kept)

    def call(self, x, key_mask=None, past=None):
        query, *new = (self.split(f(x)) for f in (self.to_query, self.to_key, self.to_value))
        kept = new if past is None else self.joined(past, new)
        mask = self.mask(tf.shape(x)[1], tf.shape(kept[0])[2], key_mask)
        return self.result(self.to_output(self.merge(self.attend(query, *kept, mask))), new, kept)


# unnoticed: test_pieces | answers * | the visible checks compare structure, keys and values


# %% right: the Dense layers are made in build, einsum instead of matmul
class MultiHeadAttention(Sound):
    def __init__(self, dim, heads, causal=True, **kwargs):
        keras.layers.Layer.__init__(self, **kwargs)
        self.check(dim, heads)
        self.dim, self.heads, self.causal, self.size = dim, heads, causal, dim // heads

    def build(self, input_shape):
        for name in ("to_query", "to_key", "to_value", "to_output"):
            layer = keras.layers.Dense(self.dim, name=name)
            layer.build(input_shape)
            setattr(self, name, layer)
        self.built = True

    def attend(self, query, key, value, mask):
        scores = tf.einsum("bhqd,bhkd->bhqk", query, key) / self.size**0.5
        weights = tf.nn.softmax(tf.where(mask, scores, -1e30)) * tf.cast(mask, scores.dtype)
        return tf.einsum("bhqk,bhkd->bhqd", weights, value)


# %% right: a loop over the heads
class MultiHeadAttention(Sound):
    def call(self, x, key_mask=None, past=None):
        query, key, value = self.to_query(x), self.to_key(x), self.to_value(x)
        parts = [tf.split(part, self.heads, axis=-1) for part in (query, key, value)]
        outputs, kept = [], []
        for head, (q, k, v) in enumerate(zip(*parts)):
            if past is not None:
                k, v = (tf.concat([p[:, head], n], axis=1) for p, n in zip(past, (k, v)))
            mask = causal_mask(tf.shape(q)[1], tf.shape(k)[1]) if self.causal else None
            if key_mask is not None:
                mask = key_mask[:, None] if mask is None else key_mask[:, None] & mask
            outputs.append(scaled_dot_product_attention(q, k, v, mask)[0])
            kept.append((k, v))
        key, value = (tf.stack(part, axis=1) for part in zip(*kept))
        return self.to_output(tf.concat(outputs, axis=-1)), (key, value)


# %% right: keras.ops, a mask of its own, lists
class MultiHeadAttention(Sound):
    def split(self, x):
        x = keras.ops.reshape(x, (-1, keras.ops.shape(x)[1], self.heads, self.size))
        return keras.ops.swapaxes(x, 1, 2)

    def position_mask(self, queries, keys):
        return keras.ops.arange(keys) - keys <= (keras.ops.arange(queries) - queries)[:, None]

    def result(self, output, new, kept):
        return [output, list(kept)]


# %% wrong: the heads are cut by a reshape | test_values | cut by a reshape
# breaks: "Head h takes the columns from h * size on"
class MultiHeadAttention(Sound):
    def split(self, x):
        shape = tf.shape(x)
        return tf.reshape(x, [shape[0], self.heads, shape[1], self.size])


# %% wrong: every heads-th column | test_values | every heads-th column
# breaks: "Head h takes the columns from h * size on"
class MultiHeadAttention(Sound):
    def split(self, x):
        shape = tf.shape(x)
        x = tf.reshape(x, [shape[0], shape[1], self.size, self.heads])
        return tf.transpose(x, [0, 3, 1, 2])


# %% wrong: the heads are merged by a reshape | test_values | merged by a reshape
# breaks: "The outputs of the heads, side by side in this order"
class MultiHeadAttention(Sound):
    def merge(self, x):
        shape = tf.shape(x)
        return tf.reshape(x, [shape[0], shape[2], self.dim])


# %% wrong: the heads come out in reversed order | test_values
# breaks: "The outputs of the heads, side by side in this order"
class MultiHeadAttention(Sound):
    def merge(self, x):
        return super().merge(x[:, ::-1])


# %% wrong: the mean of the heads | test_values
# breaks: "The outputs of the heads, side by side in this order"
class MultiHeadAttention(Sound):
    def merge(self, x):
        return tf.tile(tf.reduce_mean(x, axis=1), [1, 1, self.heads])


# %% wrong: scaled by the root of dim | test_values | by sqrt(dim)
# breaks: "in it the scores are divided by sqrt(size)"
class MultiHeadAttention(Sound):
    def attend(self, query, key, value, mask):
        return super().attend(query * (self.size / self.dim) ** 0.5, key, value, mask)


# %% wrong: no projection at the end | test_parts | to_output
# breaks: "go through to_output"
class MultiHeadAttention(Sound):
    def call(self, x, key_mask=None, past=None):
        query, *new = (self.split(f(x)) for f in (self.to_query, self.to_key, self.to_value))
        kept = new if past is None else self.joined(past, new)
        mask = self.mask(tf.shape(x)[1], tf.shape(kept[0])[2], key_mask)
        return self.result(self.merge(self.attend(query, *kept, mask)), new, kept)


# %% wrong: to_output is built, and not used | test_values | not used
# breaks: "go through to_output"
class MultiHeadAttention(Sound):
    def call(self, x, key_mask=None, past=None):
        query, *new = (self.split(f(x)) for f in (self.to_query, self.to_key, self.to_value))
        kept = new if past is None else self.joined(past, new)
        mask = self.mask(tf.shape(x)[1], tf.shape(kept[0])[2], key_mask)
        mixed = self.merge(self.attend(query, *kept, mask))
        self.to_output(mixed)
        return mixed, tuple(kept)


# %% wrong: no biases | test_parts | no bias
# breaks: "each with a bias"
class MultiHeadAttention(Sound):
    def dense(self, units):
        return keras.layers.Dense(units, use_bias=False)


# %% wrong: Dense layers as wide as one head | test_parts
# breaks: "are keras.layers.Dense layers of dim units"
class MultiHeadAttention(Sound):
    def __init__(self, dim, heads, causal=True, **kwargs):
        super().__init__(dim, heads, causal, **kwargs)
        self.to_query, self.to_key, self.to_value = map(self.dense, [self.size] * 3)

    def split(self, x):
        return tf.tile(x[:, None], [1, self.heads, 1, 1])


# %% wrong: the queries bend | test_values
# breaks: "are keras.layers.Dense layers"
class MultiHeadAttention(Sound):
    def dense(self, units):
        return keras.layers.Dense(units, activation="relu")


# %% wrong: one more weight | test_parts | number of weights
# breaks: "there are no other weights"
class MultiHeadAttention(Sound):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=(), initializer="ones")
        for layer in (self.to_query, self.to_key, self.to_value, self.to_output):
            layer.build((None, None, self.dim))

    def attend(self, query, key, value, mask):
        return super().attend(query * self.scale, key, value, mask)


# %% wrong: the values are the keys | test_values
# breaks: "of what to_query, to_key and to_value return"
class MultiHeadAttention(Sound):
    def attend(self, query, key, value, mask):
        return super().attend(query, key, key, mask)


# %% wrong: only the output | test_values | structure
# breaks: "Attend with several heads: (batch, n, dim) -> (batch, n, dim), and the keys and values"
class MultiHeadAttention(Sound):
    def result(self, output, new, kept):
        return output


# %% wrong: three results | test_values | structure
# breaks: "returns the pair (output, (key, value))"
class MultiHeadAttention(Sound):
    def result(self, output, new, kept):
        return output, *kept


# %% wrong: value and key | test_values | changed places
# breaks: "(output, (key, value))"
class MultiHeadAttention(Sound):
    def joined(self, past, new):
        return super().joined(past[::-1], new)

    def result(self, output, new, kept):
        return output, (kept[1], kept[0])


# %% wrong: keys and values of all heads side by side | test_values | shape
# breaks: "key and value are (batch, heads, keys, size)"
class MultiHeadAttention(Sound):
    def joined(self, past, new):
        return super().joined([self.split(part) for part in past], new)

    def result(self, output, new, kept):
        return output, tuple(self.merge(part) for part in kept)


# %% wrong: only the new keys and values | test_past
# breaks: "key and value are (batch, heads, keys, size): those in `past`"
class MultiHeadAttention(Sound):
    def result(self, output, new, kept):
        return output, tuple(new)


# %% wrong: the past behind the new | test_past | comes behind
# breaks: "and then those of x"
class MultiHeadAttention(Sound):
    def joined(self, past, new):
        return [tf.concat([n, p], axis=2) for p, n in zip(past, new)]


# %% wrong: keys of the past, values of the past as keys | test_past
# breaks: "those in `past`"
class MultiHeadAttention(Sound):
    def joined(self, past, new):
        return super().joined(past[::-1], new)


# %% wrong: the past is not used | test_past
# breaks: "A query may look at all of past"
class MultiHeadAttention(Sound):
    def joined(self, past, new):
        return new


# %% wrong: the queries are the first positions, past or not | test_past | first positions
# breaks: "A query may look at all of past"
class MultiHeadAttention(Sound):
    def position_mask(self, queries, keys):
        return tf.range(keys) <= tf.range(queries)[:, None]


# %% wrong: with a past there is no mask | test_past | its opposite
# breaks: "in x it may look at its own position and those before it if causal=True"
class MultiHeadAttention(Sound):
    def call(self, x, key_mask=None, past=None):
        causal, self.causal = self.causal, self.causal and past is None
        result = super().call(x, key_mask, past)
        self.causal = causal
        return result


# %% wrong: one position too far | test_values | after its own
# breaks: "its own position and those before it if causal=True"
class MultiHeadAttention(Sound):
    def position_mask(self, queries, keys):
        return tf.range(keys) <= (tf.range(queries) + keys - queries + 1)[:, None]


# %% wrong: not itself | test_values | see its own
# breaks: "its own position and those before it if causal=True"
class MultiHeadAttention(Sound):
    def position_mask(self, queries, keys):
        return tf.range(keys) < (tf.range(queries) + keys - queries)[:, None]


# %% wrong: never causal | test_values | opposite
# breaks: "if causal=True"
class MultiHeadAttention(Sound):
    def position_mask(self, queries, keys):
        return tf.ones((queries, keys), tf.bool)


# %% wrong: always causal | test_not_causal | opposite
# breaks: "else at all"
class MultiHeadAttention(Sound):
    def __init__(self, dim, heads, causal=True, **kwargs):
        super().__init__(dim, heads, True, **kwargs)


# %% wrong: key_mask is not used | test_key_mask | not used
# breaks: "no query may look at a key whose key_mask is False"
class MultiHeadAttention(Sound):
    def mask(self, queries, keys, key_mask):
        return super().mask(queries, keys, None)


# %% wrong: a mask of the queries | test_key_mask | masks the queries
# breaks: "no query may look at a key whose key_mask is False"
class MultiHeadAttention(Sound):
    def mask(self, queries, keys, key_mask):
        mask = super().mask(queries, keys, None)
        return mask if key_mask is None else mask & key_mask[:, None, -queries:, None]


# %% wrong: True is padding | test_key_mask | turned around
# breaks: "no query may look at a key whose key_mask is False"
class MultiHeadAttention(Sound):
    def real(self, key_mask):
        return ~key_mask[:, None, None, :]


# %% wrong: either mask is enough | test_key_mask | needs both
# breaks: "no query may look at a key whose key_mask is False"
class MultiHeadAttention(Sound):
    def mask(self, queries, keys, key_mask):
        if key_mask is None:
            return super().mask(queries, keys, None)
        own = self.position_mask(queries, keys)
        return self.real(key_mask) | own if self.causal else self.real(key_mask) & (own | True)


# %% wrong: key_mask counts only if the layer is not causal | test_key_mask | not used
# breaks: "no query may look at a key whose key_mask is False"
class MultiHeadAttention(Sound):
    def mask(self, queries, keys, key_mask):
        return super().mask(queries, keys, None if self.causal else key_mask)


# %% wrong: key_mask is only for the keys of x | test_past_and_mask | for the past
# breaks: "be it in past or in x"
class MultiHeadAttention(Sound):
    def mask(self, queries, keys, key_mask):
        if key_mask is not None:
            key_mask |= tf.range(keys) < keys - queries
        return super().mask(queries, keys, key_mask)


# %% wrong: only the newest seven keys are kept | test_pieces
# breaks: "A query may look at all of past"
class MultiHeadAttention(Sound):
    def joined(self, past, new):
        return [part[:, :, -7:] for part in super().joined(past, new)]

    def mask(self, queries, keys, key_mask):
        return super().mask(queries, keys, None if key_mask is None else key_mask[:, -keys:])


# %% wrong: key_mask as numbers | test_key_mask
# breaks: "`key_mask` is bool (batch, keys)"
class MultiHeadAttention(Sound):
    def real(self, key_mask):
        return key_mask[:, None, None, :] > 0.5


# %% wrong: heads that do not divide dim | test_refusal
# breaks: "Raises ValueError if dim is no multiple of heads"
class MultiHeadAttention(Sound):
    def check(self, dim, heads):
        pass

    def split(self, x):
        return super().split(x[..., : self.heads * self.size])

    def merge(self, x):
        shape = tf.shape(x)
        return tf.reshape(
            tf.transpose(x, [0, 2, 1, 3]), [shape[0], shape[2], self.heads * self.size]
        )


# %% wrong: shapes as Python knows them | test_in_graph
# breaks: "Batch and lengths may be unknown in a tf.function"
class MultiHeadAttention(Sound):
    def split(self, x):
        batch, n, _ = x.shape
        return tf.transpose(tf.reshape(x, [batch, n, self.heads, self.size]), [0, 2, 1, 3])


# %% wrong: Keras does it | test_parts | keras.layers.MultiHeadAttention
# breaks: "do not use keras.layers.MultiHeadAttention"
class MultiHeadAttention(Sound):
    def __init__(self, dim, heads, causal=True, **kwargs):
        super().__init__(dim, heads, causal, **kwargs)
        self.inner = keras.layers.MultiHeadAttention(heads, dim // heads)

    def call(self, x, key_mask=None, past=None):
        output = self.inner(x, x, use_causal_mask=self.causal)
        return output, (x, x)


# %% equivalent: keyword-3661ae6a | no check hands over a name or a dtype


# %% equivalent: constant-9299888d | Keras then traces the call: slower, and the same

# %% equivalent: statement-05f7dc7f | Keras then traces the call: slower, and the same
