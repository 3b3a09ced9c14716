"""Answers to generate. A wrong answer differs from `Sound` in what it overrides."""

import keras
import tensorflow as tf


class Sound:
    def given(self, tokens, past, step):
        """Return what the model gets."""
        return tokens[:, -1:] if self.cached and step else tokens

    def kept(self, present, past, step):
        return present if self.cached else None

    def ask(self, model, tokens, past):
        return model(tokens, past=past)

    def newest(self, logits):
        return tf.argmax(logits[:, -1], axis=-1, output_type=tf.int32)

    def after(self, newest, ended, end):
        return tf.where(ended, end, newest)

    def start(self, prompt, end):
        return tf.zeros(tf.shape(prompt)[0], tf.bool)

    def ends(self, ended, newest, end):
        return ended | (newest == end)

    def result(self, tokens, prompt):
        return tokens

    def __call__(self, model, prompt, count, end=None, cached=True):
        self.cached, tokens, past = cached, prompt, None
        ended = self.start(prompt, end)
        for step in range(count):
            logits, present = self.ask(model, self.given(tokens, past, step), past)
            past = self.kept(present, past, step)
            newest = self.newest(logits)
            if end is not None:
                newest = self.after(newest, ended, end)
                ended = self.ends(ended, newest, end)
            tokens = tf.concat([tokens, newest[:, None]], axis=1)
        return self.result(tokens, prompt)


# unnoticed: test_long | continued .calls * | the visible checks compare the calls
# unnoticed: test_long | continued result * | the visible checks compare the calls


# %% right: lists of columns
def generate(model, prompt, count, end=None, cached=True):
    columns = tf.unstack(prompt, axis=1)
    n, past, ended = len(columns), None, False
    while len(columns) < n + count:
        if past is None:
            logits, present = model(tf.stack(columns, axis=1))
        else:
            logits, present = model(columns[-1][:, None], past)
        past = present if cached else None
        newest = tf.cast(tf.math.argmax(logits, axis=2)[:, -1], tf.int32)
        if end is not None:
            newest = tf.where(ended, end, newest)
            ended = tf.logical_or(ended, newest == end)
        columns.append(newest)
    return tf.stack(columns, axis=1)


# %% right: two functions in one, top_k, keras.ops
def generate(model, prompt, count, end=None, cached=True):
    def pick(logits):
        return tf.math.top_k(logits[:, -1, :], 1).indices

    tokens = prompt
    if count == 0:
        return tokens
    logits, past = model(prompt, past=None)
    for left in range(count, 0, -1):
        newest = pick(logits)
        if end is not None:
            over = keras.ops.any(tokens[:, prompt.shape[1] :] == end, axis=1, keepdims=True)
            newest = tf.where(over, end, newest)
        tokens = keras.ops.concatenate([tokens, newest], axis=1)
        if left > 1 and cached:
            logits, past = model(newest, past=past)
        elif left > 1:
            logits, _ = model(tokens)
    return tokens


# %% right: the end is put in at the end
def generate(model, prompt, count, end=None, cached=True):
    tokens, feed, past = prompt, prompt, None
    for _ in range(count):
        logits, present = model(feed, past=past)
        newest = tf.argmax(logits[:, -1:], axis=-1, output_type=tf.int32)
        tokens = tf.concat([tokens, newest], axis=1)
        feed, past = (newest, present) if cached else (tokens, None)
    if end is None:
        return tokens
    new = tokens[:, prompt.shape[1] :]
    over = tf.cumsum(tf.cast(new == end, tf.int32), axis=1) > 0
    return tf.concat([prompt, tf.where(over, end, new)], axis=1)


# %% wrong: the logits at the first position | test_without_cache | at the first position
# breaks: "given the prompt and the new tokens before it"
class Wrong(Sound):
    def newest(self, logits):
        return tf.argmax(logits[:, 0], axis=-1, output_type=tf.int32)


def generate(model, prompt, count, end=None, cached=True):
    return Wrong()(model, prompt, count, end, cached)


# %% wrong: the last position but one | test_without_cache | last position but one
# breaks: "given the prompt and the new tokens before it"
class Wrong(Sound):
    def newest(self, logits):
        at = max(logits.shape[1] - 2, 0)
        return tf.argmax(logits[:, at], axis=-1, output_type=tf.int32)


def generate(model, prompt, count, end=None, cached=True):
    return Wrong()(model, prompt, count, end, cached)


# %% wrong: the smallest logit | test_without_cache | smallest
# breaks: "Each new token is the one with the largest logit"
class Wrong(Sound):
    def newest(self, logits):
        return tf.argmin(logits[:, -1], axis=-1, output_type=tf.int32)


def generate(model, prompt, count, end=None, cached=True):
    return Wrong()(model, prompt, count, end, cached)


# %% wrong: drawn at random | test_without_cache
# breaks: "Each new token is the one with the largest logit"
class Wrong(Sound):
    def newest(self, logits):
        return tf.random.categorical(logits[:, -1], 1, dtype=tf.int32)[:, 0]


def generate(model, prompt, count, end=None, cached=True):
    return Wrong()(model, prompt, count, end, cached)


# %% wrong: all tokens from the first call | test_without_cache
# breaks: "given the prompt and the new tokens before it"
def generate(model, prompt, count, end=None, cached=True):
    if count == 0:
        return prompt
    logits, _ = model(prompt)
    order = tf.argsort(logits[:, -1], axis=-1, direction="DESCENDING")
    order = tf.tile(order, [1, count])
    return tf.concat([prompt, order[:, :count]], axis=1)


# %% wrong: without the prompt | test_without_cache | without the prompt
# breaks: "(batch, n) -> (batch, n + count)"
class Wrong(Sound):
    def result(self, tokens, prompt):
        return tokens[:, prompt.shape[1] :]


def generate(model, prompt, count, end=None, cached=True):
    return Wrong()(model, prompt, count, end, cached)


# %% wrong: what the model returns is taken for the logits | test_without_cache
# breaks: "model(tokens, past=None) returns (logits, present)"
def generate(model, prompt, count, end=None, cached=True):
    tokens = prompt
    for _ in range(count):
        newest = tf.argmax(model(tokens)[:, -1], axis=-1, output_type=tf.int32)
        tokens = tf.concat([tokens, newest[:, None]], axis=1)
    return tokens


# %% wrong: int64 | test_without_cache | dtype
# breaks: "-> (batch, n + count), int32"
class Wrong(Sound):
    def result(self, tokens, prompt):
        return tf.cast(tokens, tf.int64)


def generate(model, prompt, count, end=None, cached=True):
    return Wrong()(model, prompt, count, end, cached)


# %% wrong: one token short | test_without_cache | shape
# breaks: "Continue each row of a prompt by `count` tokens"
def generate(model, prompt, count, end=None, cached=True):
    return Sound()(model, prompt, max(count - 1, 0), end, cached)


# %% wrong: the cache is never used | test_with_cache | cache is not used
# breaks: "each further call gets only the newest token of each row"
def generate(model, prompt, count, end=None, cached=True):
    return Sound()(model, prompt, count, end, False)


# %% wrong: cached is False if nothing is said | test_with_cache | cache is not used
# breaks: "If cached=True"
def generate(model, prompt, count, end=None, cached=False):
    return Sound()(model, prompt, count, end, cached)


# %% wrong: the cache is always used | test_without_cache | in spite of cached=False
# breaks: "If cached=False, each call gets all tokens so far, and no past"
def generate(model, prompt, count, end=None, cached=True):
    return Sound()(model, prompt, count, end, True)


# %% wrong: all tokens and the past | test_with_cache
# breaks: "each further call gets only the newest token of each row"
class Wrong(Sound):
    def given(self, tokens, past, step):
        return tokens

    def ask(self, model, tokens, past):
        if past is None:
            return model(tokens)
        known = past[0][0].shape[2]
        logits, present = model(tf.concat([tokens[:, :1], tokens[:, known:]], axis=1), past=past)
        cut = [tuple(tf.concat([p[:, :, :known], p[:, :, known + 1 :]], axis=2) for p in pair)
               for pair in present]  # fmt: skip
        return logits, cut


def generate(model, prompt, count, end=None, cached=True):
    return Wrong()(model, prompt, count, end, cached)


# %% wrong: no past | test_with_cache | not given to the model
# breaks: "and the present of the call before it as past"
class Wrong(Sound):
    def ask(self, model, tokens, past):
        return model(tokens)


def generate(model, prompt, count, end=None, cached=True):
    return Wrong()(model, prompt, count, end, cached)


# %% wrong: the past stays that of the prompt | test_with_cache | of the first call
# breaks: "and the present of the call before it as past"
class Wrong(Sound):
    def kept(self, present, past, step):
        if not self.cached:
            return None
        return present if past is None else past


def generate(model, prompt, count, end=None, cached=True):
    return Wrong()(model, prompt, count, end, cached)


# %% wrong: the past is thrown away after eight calls | test_long
# breaks: "and the present of the call before it as past"
class Wrong(Sound):
    def kept(self, present, past, step):
        return present if self.cached and step < 8 else None


def generate(model, prompt, count, end=None, cached=True):
    return Wrong()(model, prompt, count, end, cached)


# %% wrong: the prompt goes in token by token | test_with_cache | the first ones too
# breaks: "the first call of the model gets the prompt"
class Wrong(Sound):
    def ask(self, model, tokens, past):
        if not self.cached:
            return model(tokens)
        for at in range(tokens.shape[1]):
            logits, past = model(tokens[:, at : at + 1], past=past)
        return logits, past


def generate(model, prompt, count, end=None, cached=True):
    return Wrong()(model, prompt, count, end, cached)


# %% wrong: one call too many, to fill the cache | test_with_cache
# breaks: "Either way it is `count` calls"
def generate(model, prompt, count, end=None, cached=True):
    if count and cached:
        model(prompt)
    return Sound()(model, prompt, count, end, cached)


# %% wrong: a last call, for nothing | test_without_cache | one call more
# breaks: "Either way it is `count` calls"
def generate(model, prompt, count, end=None, cached=True):
    tokens = Sound()(model, prompt, count, end, cached)
    if not cached:
        model(tokens)
    return tokens


# %% wrong: the model is called for no tokens | test_no_tokens
# breaks: "and the model is not called"
def generate(model, prompt, count, end=None, cached=True):
    if count == 0:
        model(prompt)
    return Sound()(model, prompt, count, end, cached)


# %% wrong: at least one token | test_no_tokens
# breaks: "If count is 0 the result is the prompt"
def generate(model, prompt, count, end=None, cached=True):
    return Sound()(model, prompt, max(count, 1), end, cached)


# %% wrong: rows go on after the end | test_end | goes on writing
# breaks: "a row that has got `end` as a new token goes on with nothing but `end`"
def generate(model, prompt, count, end=None, cached=True):
    return Sound()(model, prompt, count, None, cached)


# %% wrong: padding after the end | test_end | filled with 0
# breaks: "a row that has got `end` as a new token goes on with nothing but `end`"
class Wrong(Sound):
    def after(self, newest, ended, end):
        return tf.where(ended, 0, newest)


def generate(model, prompt, count, end=None, cached=True):
    return Wrong()(model, prompt, count, end, cached)


# %% wrong: the first end stops all rows | test_end | all rows end
# breaks: "a row that has got `end` as a new token goes on with nothing but `end`"
class Wrong(Sound):
    def ends(self, ended, newest, end):
        return tf.fill(tf.shape(ended), tf.reduce_any(ended | (newest == end)))


def generate(model, prompt, count, end=None, cached=True):
    return Wrong()(model, prompt, count, end, cached)


# %% wrong: an end in the prompt counts | test_end | in the prompt counts
# breaks: "What the prompt contains has no such effect"
class Wrong(Sound):
    def start(self, prompt, end):
        return tf.reduce_any(prompt == (-1 if end is None else end), axis=1)


def generate(model, prompt, count, end=None, cached=True):
    return Wrong()(model, prompt, count, end, cached)


# %% wrong: the loop stops if a row has ended | test_end | shape
# breaks: "Continue each row of a prompt by `count` tokens"
def generate(model, prompt, count, end=None, cached=True):
    tokens = Sound()(model, prompt, count, end, cached)
    if end is None:
        return tokens
    over = tf.reduce_any(tokens[:, prompt.shape[1] :] == end, axis=0)
    ends = tf.where(over)
    return tokens if len(ends) == 0 else tokens[:, : prompt.shape[1] + int(ends[0, 0]) + 1]


# %% wrong: end=0 counts as no end | test_end | goes on
# breaks: "If `end` is given"
def generate(model, prompt, count, end=None, cached=True):
    return Sound()(model, prompt, count, end or None, cached)
