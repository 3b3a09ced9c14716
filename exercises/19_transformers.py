# %% [markdown]
# # Transformers
#
# A recurrent network reads a sequence word by word and carries all it knows along in one vector. A
# transformer keeps every word, and lets each of them *look* at the others. Whom to look at is
# computed from the words themselves: that is attention, and nearly all else in a transformer is a
# Dense layer.
#
# In this topic you build a small language model out of seven parts, each of them checked on its
# own; the topic's last picture trains yours to reverse words:
#
#     causal_mask                     who may look at whom
#     scaled_dot_product_attention    look, and mix what you see
#     MultiHeadAttention              several looks at once, and the keys and values to keep
#     TransformerBlock                look, then think
#     LanguageModel                   tokens in, logits of the next tokens out
#     generate                        one token after the other, with a cache
#     next_token_loss                 what the model learns from
#
# Keras has the same parts: `keras.layers.MultiHeadAttention`, `keras.layers.LayerNormalization`,
# `keras.layers.Embedding`. Who has built them once can tell what goes wrong if a mask is off by
# one: nothing crashes, the loss even gets better, and the model is of no use.
#
# Masks are bool all through the topic, and True means *may look*. Keras does it the same way;
# PyTorch's `MultiheadAttention` means the opposite. Say what True means wherever you write a mask.

# %%
import keras
import tensorflow as tf

# %% [markdown]
# ## Who may look at whom
#
# A language model predicts the next token. While it is trained, the whole sequence is there, the
# next token too: if a position could look at what comes after it, it would copy and learn nothing.
# So each position sees itself and what came before it:
#
#     keys       0   1   2   3
#     query 0    x   .   .   .
#     query 1    x   x   .   .              x: may look (True)      .: may not (False)
#     query 2    x   x   x   .
#     query 3    x   x   x   x
#
# Later, while the model writes, the keys of earlier tokens come out of a cache, and only the newest
# tokens ask. The queries are then the last rows of the picture, not the first. Of 4 positions the
# last 2 ask:
#
#     keys       0   1   2   3
#     query 0    x   x   x   .              position 2
#     query 1    x   x   x   x              position 3
#
# `tf.range` takes numbers and tensors alike, and two ranges, one of them with a new axis, compare
# to a table.


# %%
def causal_mask(queries: int | tf.Tensor, keys: int | tf.Tensor) -> tf.Tensor:
    """Return which keys each query may look at: int, int -> (queries, keys), bool.

    The keys are all positions of a sequence and the queries the last of them. True means that the
    query may look: at its own position and at every position before it, and at none after it.

    Raises ValueError if both are Python ints and there are more queries than keys. Either may be an
    int32 tensor of shape (), also in a tf.function that does not know its value.

    >>> tf.cast(causal_mask(2, 4), tf.int32).numpy().tolist()
    [[1, 1, 1, 0], [1, 1, 1, 1]]
    """
    # TODO 1: refuse more queries than keys.
    # TODO 2: the position of each query, and of each key.
    # TODO 3: compare them.
    raise NotImplementedError("causal_mask")


# %% [markdown]
# ## Look, and mix what you see
#
# Each position asks a question, its *query*. Each position also has a *key*, which says what it is
# about, and a *value*, which it gives to whoever looks. The inner product of query and key says how
# well they fit:
#
#     scores  = query @ key^T / sqrt(d)         (..., q, k)
#     weights = softmax of each row             each query shares out a 1 among the keys
#     output  = weights @ value                 (..., q, m)
#
# A sum of d products of random numbers has the standard deviation sqrt(d). Without the division the
# softmax of long vectors would be all 0 and 1, and hardly any gradient would come through.
#
# A masked key must be out of the way *before* the softmax: if its weight is set to 0 afterwards,
# the rest does not add up to 1. Put minus infinity in the place of its score and its weight is 0.
# But if a query may look at no key at all, all its scores are minus infinity, and the softmax is 0
# / 0. A very low number such as -1e9 gives equal weights there: the query would look at what it
# must not. So set these weights to 0 in the end; and see to it that no NaN arises on the way, for
# its gradient would come back through `tf.where`, even from the branch that was not chosen.
#
# Keras calls all this `keras.ops.dot_product_attention`.


# %%
def scaled_dot_product_attention(
    query: tf.Tensor, key: tf.Tensor, value: tf.Tensor, mask: tf.Tensor | None = None
) -> tuple[tf.Tensor, tf.Tensor]:
    """Mix values: (..., q, d), (..., k, d), (..., k, m) -> (..., q, m) and weights (..., q, k).

    The weights are the softmax of query @ key^T / sqrt(d) over the keys, and the output is weights
    @ value. Both have the dtype of query, key and value, float32 or float64. There may be any
    number of axes in front, or none.

    `mask` is bool and is broadcast to (..., q, k): True means that the query may look at the key. A
    key that it may not look at has the weight 0, and takes no part in the softmax. If it may look
    at no key, its weights and its output are 0. Scores may be as large as 10,000. The gradients in
    query, key and value are the formula's, and finite if a query may look at no key.

    Works in tf.function, with unknown batch and lengths too. Write it yourself: use neither
    keras.layers nor keras.ops.dot_product_attention.

    >>> query, key = tf.ones((1, 4)), tf.ones((3, 4))
    >>> value, mask = tf.constant([[1.0], [2.0], [9.0]]), tf.constant([[True, True, False]])
    >>> [part.numpy().tolist() for part in scaled_dot_product_attention(query, key, value, mask)]
    [[[1.5]], [[0.5, 0.5, 0.0]]]
    """
    # TODO 1: the scaled scores.
    # TODO 2: masked scores out of the softmax's way; what is left of a row without keys?
    # TODO 3: the weights, and the values mixed by them.
    raise NotImplementedError("scaled_dot_product_attention")


# %% [markdown]
# ## Several looks at once
#
# One softmax has one opinion. Several *heads* look for several things: each has a part of the
# vector, its own scores and its own weights.
#
#     x (batch, n, dim)
#       to_query, to_key, to_value        three Dense layers          (batch, n, dim)
#       split                             columns to heads            (batch, heads, n, size)
#       scaled_dot_product_attention      for every head at once      (batch, heads, n, size)
#       merge                             heads to columns            (batch, n, dim)
#       to_output                         a Dense layer               (batch, n, dim)
#
# with size = dim / heads. Splitting takes two steps, since the axes must change places: first to
# (batch, n, heads, size), then a transpose. A reshape straight to (batch, heads, n, size) has the
# right shape and the wrong numbers, for it cuts up words instead of vectors.
#
# To write a text, the model is called again for each new token. The keys and values of the earlier
# tokens are the same every time. So the layer returns them, and takes them back as `past`: then
# only the new tokens go through the Dense layers. This is the *key/value cache*.
#
# Sequences of a batch are filled up with padding. Nobody must look at padding, so this mask is
# about the *keys*: (batch, keys) becomes (batch, 1, 1, keys), the same for all heads and queries. A
# mask on the queries would leave the padding to be seen by the others.


# %%
@keras.saving.register_keras_serializable(package="kata")
class MultiHeadAttention(keras.layers.Layer):
    """Attend with several heads: (batch, n, dim) -> (batch, n, dim), and the keys and values.

    The attributes to_query, to_key, to_value and to_output are keras.layers.Dense layers of dim
    units, each with a bias; there are no other weights. Head h takes the columns from h * size on,
    size = dim / heads of them, of what to_query, to_key and to_value return; in it the scores are
    divided by sqrt(size). The outputs of the heads, side by side in this order, go through
    to_output.

    layer(x, key_mask=None, past=None) returns the pair (output, (key, value)). key and value are
    (batch, heads, keys, size): those in `past` (the pair of an earlier call) and then those of x. A
    query may look at all of past; in x it may look at its own position and those before it if
    causal=True, else at all. `key_mask` is bool (batch, keys): no query may look at a key whose
    key_mask is False, be it in past or in x.

    Raises ValueError if dim is no multiple of heads. Batch and lengths may be unknown in a
    tf.function. Write it yourself: do not use keras.layers.MultiHeadAttention.

    >>> layer = MultiHeadAttention(dim=6, heads=2)
    >>> output, (key, value) = layer(tf.ones((1, 4, 6)))
    >>> more, (key, value) = layer(tf.ones((1, 1, 6)), past=(key, value))
    >>> output.shape.as_list(), more.shape.as_list(), key.shape.as_list()
    ([1, 4, 6], [1, 1, 6], [1, 2, 5, 3])
    """

    # TODO 1: in __init__, refuse heads that do not divide dim, and make the four layers.
    # TODO 2: split (batch, n, dim) into heads, and merge them again.
    # TODO 3: in call, project and split x; put the past in front of the keys and values.
    # TODO 4: both masks in one; attend, merge, project.

    def __init__(self, dim: int, heads: int, causal: bool = True, **kwargs) -> None:
        """Make the four Dense layers."""
        raise NotImplementedError("MultiHeadAttention")

    def split(self, x: tf.Tensor) -> tf.Tensor:
        """Split the columns into heads: (batch, n, dim) -> (batch, heads, n, size)."""
        raise NotImplementedError("MultiHeadAttention")

    def merge(self, x: tf.Tensor) -> tf.Tensor:
        """Put the heads side by side: (batch, heads, n, size) -> (batch, n, dim)."""
        raise NotImplementedError("MultiHeadAttention")

    def call(
        self,
        x: tf.Tensor,
        key_mask: tf.Tensor | None = None,
        past: tuple[tf.Tensor, tf.Tensor] | None = None,
    ) -> tuple[tf.Tensor, tuple[tf.Tensor, tf.Tensor]]:
        """Return the output, and all keys and values so far."""
        raise NotImplementedError("MultiHeadAttention")


# %% [markdown]
# ## Look, then think
#
# Attention only mixes: the output is a weighted mean of values. So each block goes on with two
# Dense layers, which work on every position by itself. Around both halves there is a way for the
# signal to pass unchanged, as in a residual network:
#
#     x ──┬─────────────────────────┬── + ──┬─────────────────────────────────────┬── + ── output
#         └─ norm_1 ── attention ───┘       └─ norm_2 ── widen ── relu ── narrow ─┘
#
# The normalization is *inside* the branches ("pre-norm"), so the way through stays free of it, and
# deep models train without tricks. The first transformer (Vaswani and others, 2017) had it behind
# the sum; GPT-2 and what came after it have it in front, as here.
#
# `keras.layers.LayerNormalization` has an epsilon of 1e-3 if you do not say another one.
#
# A layer without a `build` is built by Keras, which traces the first call, once for each layer that
# contains others. If a model of blocks takes long to start, set `self.built = True` at the end of
# `__init__`: the parts then build themselves when they are called.


# %%
@keras.saving.register_keras_serializable(package="kata")
class TransformerBlock(keras.layers.Layer):
    """Attend, then transform each position: (batch, n, dim) -> (batch, n, dim), keys and values.

        h = x + attention(norm_1(x))
        output = h + narrow(relu(widen(norm_2(h))))

    The attributes have these names: attention is a MultiHeadAttention(dim, heads, causal), norm_1
    and norm_2 are keras.layers.LayerNormalization with epsilon 1e-6, widen and narrow are
    keras.layers.Dense of `hidden` and of dim units. There are no other weights.

    block(x, key_mask=None, past=None) returns the pair (output, (key, value)): `key_mask` and
    `past` go to the attention, and the keys and values come from it.

    >>> block = TransformerBlock(dim=6, heads=2, hidden=12)
    >>> output, (key, value) = block(tf.ones((1, 4, 6)))
    >>> output.shape.as_list(), key.shape.as_list(), len(block.weights)
    ([1, 4, 6], [1, 2, 4, 3], 16)
    """

    # TODO 1: in __init__, make the five layers.
    # TODO 2: in call, the first half, with the cache handed through.
    # TODO 3: in call, the second half.

    def __init__(self, dim: int, heads: int, hidden: int, causal: bool = True, **kwargs) -> None:
        """Make the five layers."""
        raise NotImplementedError("TransformerBlock")

    def call(
        self,
        x: tf.Tensor,
        key_mask: tf.Tensor | None = None,
        past: tuple[tf.Tensor, tf.Tensor] | None = None,
    ) -> tuple[tf.Tensor, tuple[tf.Tensor, tf.Tensor]]:
        """Return the output, and all keys and values so far."""
        raise NotImplementedError("TransformerBlock")


# %% [markdown]
# ## Tokens in, logits out
#
#     tokens (batch, n)
#       token_table[token] + position_table[position]      (batch, n, dim)
#       blocks[0], blocks[1], ...                          (batch, n, dim)
#       norm, to_logits                                    (batch, n, vocabulary)
#
# Attention sees a set: if the words change places, so do the outputs, and nothing else happens.
# What comes first is known only by what is added at the start. Topic 05 added sines; here the model
# learns a vector for each position.
#
# The logits at position i are about the token at position i + 1. All of them come out of one call,
# and none depends on a later token: that is what the causal mask is for.
#
# With a cache the model gets only new tokens, and the first of them stands *behind* all those in
# the cache. If 7 tokens are in the cache, the next one has position 7. Forget it, and each new
# token believes that it is the first: the text turns to nonsense, without an error. The number of
# cached tokens is the length of any block's keys.


# %%
@keras.saving.register_keras_serializable(package="kata")
class LanguageModel(keras.Model):
    """Predict each next token: (batch, n) -> logits (batch, n, vocabulary), and a cache.

    The attributes token_table and position_table are keras.layers.Embedding with `vocabulary` and
    with `length` rows of dim numbers; blocks is a list of as many causal TransformerBlocks as
    `depth` says; norm is a keras.layers.LayerNormalization with epsilon 1e-6, and to_logits a
    keras.layers.Dense of `vocabulary` units, without activation.

    Each token's row of token_table and its position's row of position_table are added; the sum goes
    through all blocks, then norm, then to_logits. The logits at a position depend on no later
    token.

    model(tokens, past=None) returns the pair (logits, present): present is a list with the (key,
    value) of each block. `past` is the present of an earlier call: the tokens then stand behind
    those of that call, so the first one's position is the number of tokens in past. Tokens in
    pieces get the same logits as all at once.

    Raises ValueError if the tokens and those in past are known to be more than `length`. Batch and
    n may be unknown in a tf.function.

    >>> model = LanguageModel(vocabulary=10, length=8, dim=6, heads=2, hidden=12, depth=3)
    >>> logits, present = model(tf.constant([[4, 2, 9]]))
    >>> more, present = model(tf.constant([[7]]), past=present)
    >>> logits.shape.as_list(), more.shape.as_list(), len(present), present[0][0].shape.as_list()
    ([1, 3, 10], [1, 1, 10], 3, [1, 2, 4, 3])
    """

    # TODO 1: in __init__, make the layers.
    # TODO 2: in call, the positions, behind those of the cache; refuse too many.
    # TODO 3: in call, each block with its own part of the cache.
    # TODO 4: in call, the logits.

    def __init__(
        self,
        vocabulary: int,
        length: int,
        dim: int,
        heads: int,
        hidden: int,
        depth: int,
        **kwargs,
    ) -> None:
        """Make the layers."""
        raise NotImplementedError("LanguageModel")

    def call(self, tokens: tf.Tensor, past: list | None = None) -> tuple[tf.Tensor, list]:
        """Return the logits, and the keys and values of each block."""
        raise NotImplementedError("LanguageModel")


# %% [markdown]
# ## One token after the other
#
# A language model writes by being asked again and again. Take the most likely next token (this is
# *greedy* decoding), append it, ask again:
#
#     prompt             a b c           call  a b c        -> d
#                        a b c d         call  a b c d      -> e            without a cache
#                        a b c d e       call  a b c d e    -> f            3 + 4 + 5 = 12 positions
#
#                                        call  a b c        -> d
#                                        call  d            -> e            with a cache
#                                        call  e            -> f            3 + 1 + 1 = 5 positions
#
# For n tokens that is n * n / 2 positions against n. The tokens are the same: the cache holds
# what the model would compute again. That makes a good test: if the two ways differ, something is
# wrong with the positions, with the mask or with the cache.
#
# Three traps: only the *last* position's logits are about the next token; the present of the
# newest call is the next past, since it holds everything so far; and each row of a batch ends at a
# time of its own.


# %%
def generate(
    model: keras.Model,
    prompt: tf.Tensor,
    count: int,
    end: int | None = None,
    cached: bool = True,
) -> tf.Tensor:
    """Continue each row of a prompt by `count` tokens: (batch, n) -> (batch, n + count), int32.

    Each new token is the one with the largest logit, given the prompt and the new tokens before it.
    `prompt` is int32, and model(tokens, past=None) returns (logits, present), as a LanguageModel
    does.

    If cached=True, the first call of the model gets the prompt; each further call gets only the
    newest token of each row, and the present of the call before it as past. If cached=False, each
    call gets all tokens so far, and no past. Either way it is `count` calls. If count is 0 the
    result is the prompt, and the model is not called.

    If `end` is given, a row that has got `end` as a new token goes on with nothing but `end`. What
    the prompt contains has no such effect.

    >>> def model(tokens, past=None):
    ...     return tf.one_hot((tokens + 1) % 5, 5), None
    >>> generate(model, tf.constant([[0, 1], [4, 3]]), 3).numpy().tolist()
    [[0, 1, 2, 3, 4], [4, 3, 4, 0, 1]]
    """
    # TODO 1: what the model gets in each round, in both ways.
    # TODO 2: the next token of each row, from the logits at the last position.
    # TODO 3: rows that have ended.
    raise NotImplementedError("generate")


# %% [markdown]
# ## What the model learns from
#
# One sequence of n tokens is n - 1 lessons: given the tokens up to i, the next one is token i + 1.
#
#     tokens        3    1    4    =    4    1    3    0
#     logits at     0    1    2    3    4    5    6    7
#     are about     1    4    =    4    1    3    0    ?        one to the left
#
# This is *teacher forcing*: the model sees the true tokens, even if it would have written others.
# Everything hangs on the shift. Without it the model learns to copy the token it sees, with a loss
# near 0 in no time. Shifted twice, it learns to skip one.
#
# Not every lesson counts. Padding is none. And in a task the question is not to be learned, only
# the answer: here the targets behind the separator, `4 1 3`. The first of them is predicted at the
# separator's own position.
#
# Divide by the number of targets that count, over the whole batch. `tf.reduce_mean` would divide by
# all of them: then the loss is smaller, the more padding there is.


# %%
def next_token_loss(
    tokens: tf.Tensor, logits: tf.Tensor, pad: int = 0, separator: int | None = None
) -> tf.Tensor:
    """Return the mean crossentropy of the next tokens: (batch, n), (batch, n, vocabulary) -> ().

    logits[:, i] is about tokens[:, i + 1], its target; the logits at the last position have no
    target. The loss of a target is its softmax crossentropy. A target that is `pad` does not count.
    If `separator` is given, only the targets behind the first separator of their row count; the
    separator itself does not, and a row without a separator has none that count.

    The result is the sum of the losses that count, divided by their number in the whole batch; it
    is 0 if none counts. It has the dtype of logits, float32 or float64. The gradient in logits is
    the formula's, 0 if none counts. Logits may be as large as 1,000. Works in tf.function, with
    unknown batch and n too.

    >>> tokens = tf.constant([[5, 1, 5, 0]])
    >>> logits = tf.math.log([[[1.0, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 5], [9, 1, 1, 1, 1, 1],
    ...                        [1, 9, 1, 1, 1, 1]]])
    >>> print(next_token_loss(tokens, logits, separator=1).numpy().round(4))  # log(10 / 5)
    0.6931
    """
    # TODO 1: pair the logits with their targets.
    # TODO 2: which targets count?
    # TODO 3: the mean over those, if there are any.
    raise NotImplementedError("next_token_loss")


# %% [markdown]
# ## What to read next
#
# - [Attention Is All You Need](https://arxiv.org/abs/1706.03762) (Vaswani and others, 2017): you
#   know every part of its figure 1 now, but for the second attention of the decoder, whose keys and
#   values come from another sequence.
# - TensorFlow's tutorial [Neural machine translation with a
#   Transformer](https://www.tensorflow.org/text/tutorials/transformer), with an encoder, a decoder
#   and `keras.layers.MultiHeadAttention`.
# - Keras's example [Text generation with a miniature
#   GPT](https://keras.io/examples/generative/text_generation_with_miniature_gpt/): the model of
#   this topic on real text.
# - [On Layer Normalization in the Transformer Architecture](https://arxiv.org/abs/2002.04745): why
#   the normalization has moved into the branches.
# - Topic 05 for sines in the place of learned positions, topic 13 for attention on any backend.
