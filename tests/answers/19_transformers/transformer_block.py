"""Answers to TransformerBlock. A wrong answer differs from `Sound` in what it overrides."""

import keras
import tensorflow as tf


class Sound(keras.layers.Layer):
    epsilon = 1e-6

    def __init__(self, dim, heads, hidden, causal=True, **kwargs):
        super().__init__(**kwargs)
        self.attention = self.attending(dim, heads, causal)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=self.epsilon)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=self.epsilon)
        self.widen, self.narrow = keras.layers.Dense(hidden), keras.layers.Dense(dim)

    def attending(self, dim, heads, causal):
        return MultiHeadAttention(dim, heads, causal)

    def look(self, x, key_mask, past):
        return self.attention(x, key_mask=key_mask, past=past)

    def think(self, h):
        return self.narrow(tf.nn.relu(self.widen(h)))

    def call(self, x, key_mask=None, past=None):
        seen, kept = self.look(self.norm_1(x), key_mask, past)
        h = x + seen
        return h + self.think(self.norm_2(h)), kept


# unnoticed: test_pieces | answers * | the visible checks compare structure, keys and values


# %% right: all parts are made in build
class TransformerBlock(Sound):
    def __init__(self, dim, heads, hidden, causal=True, **kwargs):
        keras.layers.Layer.__init__(self, **kwargs)
        self.sizes = dim, heads, hidden, causal

    def build(self, input_shape):
        dim, heads, hidden, causal = self.sizes
        self.attention = MultiHeadAttention(dim, heads, causal)
        self.norm_1, self.norm_2 = (
            keras.layers.LayerNormalization(epsilon=1e-6) for _ in range(2)
        )
        self.widen = keras.layers.Dense(hidden, activation="relu")
        self.narrow = keras.layers.Dense(dim)


# %% right: the two branches as layers and functions
class TransformerBlock(Sound):
    def call(self, x, key_mask=None, past=None):
        result = self.attention(self.norm_1(x), key_mask, past)
        h = keras.layers.add([x, result[0]])
        thought = self.narrow(keras.activations.relu(self.widen(self.norm_2(h))))
        return keras.layers.add([thought, h]), result[1]


# %% right: a list comes back
class TransformerBlock(Sound):
    def call(self, x, key_mask=None, past=None):
        seen, (key, value) = self.attention(self.norm_1(x), past=past, key_mask=key_mask)
        h = seen + x
        wide = tf.maximum(self.widen(self.norm_2(h)), 0.0)
        return [h + self.narrow(wide), [key, value]]


# %% wrong: the norms behind the sums | test_values | behind the sums
# breaks: "h = x + attention(norm_1(x))"
class TransformerBlock(Sound):
    def call(self, x, key_mask=None, past=None):
        seen, kept = self.look(x, key_mask, past)
        h = self.norm_1(x + seen)
        return self.norm_2(h + self.think(h)), kept


# %% wrong: the attention gets x | test_values | norm_1 is missing
# breaks: "h = x + attention(norm_1(x))"
class TransformerBlock(Sound):
    def call(self, x, key_mask=None, past=None):
        self.norm_1(x)
        seen, kept = self.look(x, key_mask, past)
        h = x + seen
        return h + self.think(self.norm_2(h)), kept


# %% wrong: nothing goes around the attention | test_values | x is not added
# breaks: "h = x + attention(norm_1(x))"
class TransformerBlock(Sound):
    def call(self, x, key_mask=None, past=None):
        h, kept = self.look(self.norm_1(x), key_mask, past)
        return h + self.think(self.norm_2(h)), kept


# %% wrong: x is replaced by its norm | test_values | not x
# breaks: "h = x + attention(norm_1(x))"
class TransformerBlock(Sound):
    def call(self, x, key_mask=None, past=None):
        x = self.norm_1(x)
        seen, kept = self.look(x, key_mask, past)
        h = x + seen
        return h + self.think(self.norm_2(h)), kept


# %% wrong: nothing goes around the second half | test_values | h is not added
# breaks: "output = h + narrow(relu(widen(norm_2(h))))"
class TransformerBlock(Sound):
    def call(self, x, key_mask=None, past=None):
        seen, kept = self.look(self.norm_1(x), key_mask, past)
        return self.think(self.norm_2(x + seen)), kept


# %% wrong: x goes around the second half | test_values | not h
# breaks: "output = h + narrow(relu(widen(norm_2(h))))"
class TransformerBlock(Sound):
    def call(self, x, key_mask=None, past=None):
        seen, kept = self.look(self.norm_1(x), key_mask, past)
        return x + self.think(self.norm_2(x + seen)), kept


# %% wrong: both halves get x | test_values | gets x
# breaks: "output = h + narrow(relu(widen(norm_2(h))))"
class TransformerBlock(Sound):
    def call(self, x, key_mask=None, past=None):
        seen, kept = self.look(self.norm_1(x), key_mask, past)
        return x + seen + self.think(self.norm_2(x)), kept


# %% wrong: the second half without its norm | test_values | norm_2 is missing
# breaks: "output = h + narrow(relu(widen(norm_2(h))))"
class TransformerBlock(Sound):
    def call(self, x, key_mask=None, past=None):
        self.norm_2(x)
        seen, kept = self.look(self.norm_1(x), key_mask, past)
        return x + seen + self.think(x + seen), kept


# %% wrong: norm_1 in both halves | test_values | used twice
# breaks: "output = h + narrow(relu(widen(norm_2(h))))"
class TransformerBlock(Sound):
    def call(self, x, key_mask=None, past=None):
        self.norm_2(x)
        seen, kept = self.look(self.norm_1(x), key_mask, past)
        h = x + seen
        return h + self.think(self.norm_1(h)), kept


# %% wrong: no relu | test_values | relu is missing
# breaks: "output = h + narrow(relu(widen(norm_2(h))))"
class TransformerBlock(Sound):
    def think(self, h):
        return self.narrow(self.widen(h))


# %% wrong: relu at the end too | test_values | after narrow too
# breaks: "output = h + narrow(relu(widen(norm_2(h))))"
class TransformerBlock(Sound):
    def think(self, h):
        return tf.nn.relu(super().think(h))


# %% wrong: gelu | test_values | in the place of relu
# breaks: "output = h + narrow(relu(widen(norm_2(h))))"
class TransformerBlock(Sound):
    def think(self, h):
        return self.narrow(tf.nn.gelu(self.widen(h)))


# %% wrong: Keras's epsilon | test_values | own epsilon
# breaks: "are keras.layers.LayerNormalization with epsilon 1e-6"
class TransformerBlock(Sound):
    epsilon = 1e-3


# %% wrong: an epsilon that is too small to count | test_epsilon
# breaks: "are keras.layers.LayerNormalization with epsilon 1e-6"
class TransformerBlock(Sound):
    epsilon = 1e-12


# %% wrong: one layer for both norms | test_parts | the same layer
# breaks: "norm_1 and norm_2 are keras.layers.LayerNormalization"
class TransformerBlock(Sound):
    def __init__(self, dim, heads, hidden, causal=True, **kwargs):
        super().__init__(dim, heads, hidden, causal, **kwargs)
        self.norm_2 = self.norm_1


# %% wrong: widen and narrow have changed places | test_parts | changed places
# breaks: "widen and narrow are keras.layers.Dense of `hidden` and of dim units"
class TransformerBlock(Sound):
    def __init__(self, dim, heads, hidden, causal=True, **kwargs):
        super().__init__(dim, heads, hidden, causal, **kwargs)
        self.widen, self.narrow = self.narrow, self.widen

    def think(self, h):
        return self.widen(tf.nn.relu(self.narrow(h)))


# %% wrong: Keras's attention | test_parts | dict of the parts
# breaks: "attention is a MultiHeadAttention(dim, heads, causal)"
class TransformerBlock(Sound):
    def attending(self, dim, heads, causal):
        return keras.layers.GroupQueryAttention(dim // heads, heads, heads)

    def look(self, x, key_mask, past):
        return self.attention(x, x, use_causal_mask=True), (x, x)


# %% wrong: a third norm at the end | test_parts | number of weights
# breaks: "There are no other weights"
class TransformerBlock(Sound):
    def __init__(self, dim, heads, hidden, causal=True, **kwargs):
        super().__init__(dim, heads, hidden, causal, **kwargs)
        self.last = keras.layers.LayerNormalization()

    def call(self, x, key_mask=None, past=None):
        output, kept = super().call(x, key_mask, past)
        return self.last(output), kept


# %% wrong: causal is forgotten | test_not_causal | causal is not handed
# breaks: "attention is a MultiHeadAttention(dim, heads, causal)"
class TransformerBlock(Sound):
    def attending(self, dim, heads, causal):
        return MultiHeadAttention(dim, heads)


# %% wrong: only the output | test_values | structure
# breaks: "(batch, n, dim) -> (batch, n, dim), keys and values"
# breaks: "returns the pair (output, (key, value))"
class TransformerBlock(Sound):
    def call(self, x, key_mask=None, past=None):
        return super().call(x, key_mask, past)[0]


# %% wrong: key_mask is forgotten | test_past_and_mask | key_mask is not handed
# breaks: "`key_mask` and `past` go to the attention"
class TransformerBlock(Sound):
    def look(self, x, key_mask, past):
        return self.attention(x, past=past)


# %% wrong: past is forgotten | test_past_and_mask | past is not handed
# breaks: "`key_mask` and `past` go to the attention"
class TransformerBlock(Sound):
    def look(self, x, key_mask, past):
        if past is not None and key_mask is not None:
            key_mask = key_mask[:, -x.shape[1] :]
        return self.attention(x, key_mask=key_mask)


# %% wrong: only the newest four keys and values come back | test_pieces
# breaks: "the keys and values come from it"
class TransformerBlock(Sound):
    def look(self, x, key_mask, past):
        seen, kept = self.attention(x, key_mask=key_mask, past=past)
        return seen, tuple(part[:, :, -4:] for part in kept)


# %% wrong: the keys and values of the past come back | test_past_and_mask
# breaks: "the keys and values come from it"
class TransformerBlock(Sound):
    def look(self, x, key_mask, past):
        seen, kept = self.attention(x, key_mask=key_mask, past=past)
        return seen, kept if past is None else past


# %% equivalent: keyword-93d6e049 | no check hands over a name or a dtype

# %% equivalent: constant-03a84e73 | Keras then traces the call: slower, and the same

# %% equivalent: statement-5c088d88 | Keras then traces the call: slower, and the same
