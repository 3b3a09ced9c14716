"""Answers to learn_to_reverse."""

import keras
import tensorflow as tf


def rows_of(sequences, separator=1):
    between = tf.fill([len(sequences), 1], separator)
    return tf.concat([sequences, between, sequences[:, ::-1]], axis=1)


def small(vocabulary, length, depth=1):
    model = LanguageModel(vocabulary, length, dim=32, heads=2, hidden=32, depth=depth)
    model(tf.zeros((1, 2), tf.int32))
    return model


def taught(model, rows, steps=80, rate=0.01, loss_of=None, batch=64):
    """Train on random rows, and return the model."""
    loss_of = loss_of or (lambda rows, logits: next_token_loss(rows, logits, separator=1))
    optimizer, weights = keras.optimizers.Adam(rate), model.trainable_variables

    @tf.function(autograph=False)
    def step():
        chosen = tf.gather(rows, tf.random.uniform([batch], 0, len(rows), tf.int32))
        with tf.GradientTape() as tape:
            loss = loss_of(chosen, model(chosen)[0])
        optimizer.apply(tape.gradient(loss, weights), weights)

    for _ in range(steps):
        step()
    return model


# unbreakable: "Training takes at most ten seconds" | the time limit ends what is slower
# slow: test_model | it trains the model that all checks ask
# unnoticed: test_first_token | reversed_by_model .tokens * | half of the first tokens are enough
# unnoticed: test_unseen | reversed_by_model .tokens * | 95 % are enough


# %% right: the question is learned too
def learn_to_reverse(sequences, vocabulary):
    rows = rows_of(sequences)
    return taught(small(vocabulary, rows.shape[1]), rows, 100, 0.01, next_token_loss)


# %% right: batches of a dataset, two blocks
def learn_to_reverse(sequences, vocabulary):
    rows = rows_of(sequences)
    model = small(vocabulary, rows.shape[1] + 5, depth=2)
    optimizer = keras.optimizers.Adam(0.005)
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    length = sequences.shape[1]

    @tf.function(autograph=False, reduce_retracing=True)
    def step(batch):
        with tf.GradientTape() as tape:
            logits, _ = model(batch)
            loss = loss_of(batch[:, length + 1 :], logits[:, length:-1])
        weights = model.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))

    data = tf.data.Dataset.from_tensor_slices(rows).shuffle(1000).repeat(8)
    for batch in data.batch(64, drop_remainder=True):
        step(batch)
    return model


# %% right: new sequences for each batch
def learn_to_reverse(sequences, vocabulary):
    n = sequences.shape[1]
    model = small(vocabulary, 2 * n + 1)
    optimizer = keras.optimizers.AdamW(0.01)

    @tf.function
    def step():
        batch = rows_of(tf.random.uniform((64, n), 2, vocabulary, tf.int32))
        with tf.GradientTape() as tape:
            loss = next_token_loss(batch, model(batch)[0], separator=1)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)

    for _ in range(90):
        step()
    return model


# %% wrong: nothing is learned | test_first_token
# breaks: "Train a new LanguageModel to reverse sequences"
def learn_to_reverse(sequences, vocabulary):
    return small(vocabulary, 2 * sequences.shape[1] + 1)


# %% wrong: the answer is not reversed | test_first_token | as it was
# breaks: "continues it with the sequence in reversed order"
def learn_to_reverse(sequences, vocabulary):
    rows = tf.concat([sequences, tf.ones_like(sequences[:, :1]), sequences], axis=1)
    return taught(small(vocabulary, rows.shape[1]), rows)


# %% wrong: the rows are turned upside down, not the sequences | test_first_token
# breaks: "continues it with the sequence in reversed order"
def learn_to_reverse(sequences, vocabulary):
    rows = tf.concat([sequences, tf.ones_like(sequences[:, :1]), sequences[::-1]], axis=1)
    return taught(small(vocabulary, rows.shape[1]), rows)


# %% wrong: the targets are the inputs | test_first_token | separators are written
# breaks: "continues it with the sequence in reversed order"
def learn_to_reverse(sequences, vocabulary):
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    rows = rows_of(sequences)
    return taught(small(vocabulary, rows.shape[1]), rows, loss_of=loss_of)


# %% wrong: the targets are shifted twice | test_first_token | one step too early
# breaks: "continues it with the sequence in reversed order"
def learn_to_reverse(sequences, vocabulary):
    def loss_of(rows, logits):
        return next_token_loss(rows[:, 1:], logits[:, :-1], separator=1)

    rows = rows_of(sequences)
    return taught(small(vocabulary, rows.shape[1]), rows, loss_of=loss_of)


# %% wrong: while it learns, each position sees what comes after it | test_first_token
# breaks: "At least 95 % of the sequences that the model has not seen are reversed"
def learn_to_reverse(sequences, vocabulary):
    rows = rows_of(sequences)
    model = small(vocabulary, rows.shape[1])
    model.blocks[0].attention.causal = False
    return taught(model, rows)


# %% wrong: three rows are learned by heart | test_first_token
# breaks: "At least 95 % of the sequences that the model has not seen are reversed"
def learn_to_reverse(sequences, vocabulary):
    rows = rows_of(sequences)
    return taught(small(vocabulary, rows.shape[1]), rows[:3])


# %% wrong: six steps | test_first_token
# breaks: "At least 95 % of the sequences that the model has not seen are reversed"
def learn_to_reverse(sequences, vocabulary):
    rows = rows_of(sequences)
    return taught(small(vocabulary, rows.shape[1]), rows, steps=6)


# %% wrong: steps far too large | test_first_token
# breaks: "At least 95 % of the sequences that the model has not seen are reversed"
def learn_to_reverse(sequences, vocabulary):
    rows = rows_of(sequences)
    return taught(small(vocabulary, rows.shape[1]), rows, rate=3.0)


# %% wrong: only the first token of the answer is learned | test_unseen | token by token
# breaks: "At least 95 % of the sequences that the model has not seen are reversed"
def learn_to_reverse(sequences, vocabulary):
    rows = rows_of(sequences)
    return taught(small(vocabulary, rows.shape[1]), rows[:, : sequences.shape[1] + 2])


# %% wrong: half of the tokens are never seen | test_unseen
# breaks: "The tokens of the sequences are 2 ... vocabulary - 1"
def learn_to_reverse(sequences, vocabulary):
    rows = rows_of(tf.minimum(sequences, vocabulary // 2 + 1))
    return taught(small(vocabulary, rows.shape[1]), rows)


# %% wrong: one token is missing in the model's vocabulary | test_model
# breaks: "The tokens of the sequences are 2 ... vocabulary - 1"
def learn_to_reverse(sequences, vocabulary):
    rows = rows_of(sequences)
    return taught(small(vocabulary - 1, rows.shape[1]), rows)


# %% wrong: 0 between sequence and answer | test_first_token
# breaks: "1 is the separator"
def learn_to_reverse(sequences, vocabulary):
    def loss_of(rows, logits):
        return next_token_loss(rows, logits, pad=-1, separator=0)

    rows = rows_of(sequences, 0)
    return taught(small(vocabulary, rows.shape[1]), rows, loss_of=loss_of)


# %% wrong: no separator in the rows | test_first_token
# breaks: "Put 1 behind a sequence, and generate(model, prompt, length) continues it"
def learn_to_reverse(sequences, vocabulary):
    rows = tf.concat([sequences, sequences[:, ::-1]], axis=1)
    model = small(vocabulary, rows.shape[1] + 1)
    return taught(model, rows, loss_of=next_token_loss)


# %% wrong: too few positions | test_model
# breaks: "generate(model, prompt, length) continues it with the sequence in reversed order"
def learn_to_reverse(sequences, vocabulary):
    rows = rows_of(sequences)
    return taught(small(vocabulary, rows.shape[1] - 2), rows[:, :-2])


# %% wrong: the losses come along | test_model | kind of the result
# breaks: "int32 (n, length) -> the model"
def learn_to_reverse(sequences, vocabulary):
    rows = rows_of(sequences)
    return taught(small(vocabulary, rows.shape[1]), rows, steps=3), [2.0, 1.0]


# %% wrong: another model than the one that has learned | test_first_token
# breaks: "Train a new LanguageModel to reverse sequences"
def learn_to_reverse(sequences, vocabulary):
    rows = rows_of(sequences)
    taught(small(vocabulary, rows.shape[1]), rows, steps=3)
    return small(vocabulary, rows.shape[1])


# %% equivalent: constant-574219c5 | more positions than are needed do no harm

# %% equivalent: constant-9d5765de | two blocks learn it too

# %% equivalent: constant-4ff387f3 | one more column in the second half of a block

# %% equivalent: constant-09536ba7 | a learning rate of 0.011 is as good

# %% equivalent: slice-cd77cbfa | the call only makes the weights

# %% equivalent: slice-ce9f9cc4 | the call only makes the weights

# %% equivalent: statement-bde35726 | the first step makes the weights then

# %% equivalent: constant-901a1831 | one more sample in each batch

# %% equivalent: constant-c1fb8432 | the first of 1,000 rows is left out

# %% equivalent: constant-b07e13bd | what stands behind a 2 has the whole answer in it

# %% equivalent: keyword-589d3e56 | the sequence is learned too, as far as that is possible

# %% equivalent: constant-a45c0b5a | one more step
