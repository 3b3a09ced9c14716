"""Answers to pipeline."""

import tensorflow as tf


# unbreakable: "Batches are prefetched" | it changes only when a batch is made, not which
# unnoticed: test_buffer | pipeline .calls* * | test_calls counts the calls
# unnoticed: test_shuffle | pipeline .calls* * | test_calls counts the calls
# unnoticed: test_shuffle | pipeline result fewer | test_calls looks for the calls
# unnoticed: test_buffer | pipeline result fewer | test_calls looks for the calls
# unnoticed: test_pairs | pipeline * swapped | the order is random
# unnoticed: test_more_pairs | pipeline * swapped | the order is random
# unnoticed: test_shuffle | pipeline * swapped | the orders are random
# unnoticed: test_buffer | pipeline * swapped | the order is random
# unnoticed: test_calls | pipeline * swapped | the orders are random


# %% right: prefetch by a number, a name for each step
def pipeline(ds, fn, batch, cache):
    mapped = ds.map(fn)
    kept = mapped.cache() if cache else mapped
    shuffled = kept.shuffle(buffer_size=1000, reshuffle_each_iteration=True)
    return shuffled.batch(batch, drop_remainder=False).prefetch(2)


# %% right: batch parallel, deterministic off
def pipeline(ds, fn, batch, cache):
    auto = tf.data.AUTOTUNE
    ds = ds.map(fn, num_parallel_calls=auto, deterministic=False)
    if cache:
        ds = ds.cache("")
    return ds.shuffle(1_000).batch(batch, num_parallel_calls=auto).prefetch(auto)


# %% right: interleaved single elements instead of map
def pipeline(ds, fn, batch, cache):
    mapped = ds.map(fn, num_parallel_calls=2, deterministic=True)
    if cache:
        mapped = mapped.cache()
    shuffled = mapped.shuffle(1000, seed=5, reshuffle_each_iteration=True)
    return shuffled.batch(batch).prefetch(1)


# %% right: no prefetch beyond one batch, options for the rest
def pipeline(ds, fn, batch, cache):
    steps = [lambda d: d.map(fn), lambda d: d.cache() if cache else d]
    steps += [lambda d: d.shuffle(1000), lambda d: d.batch(batch), lambda d: d.prefetch(1)]
    for step in steps:
        ds = ds.apply(step)
    return ds


# %% wrong: map below batch | test_calls | different structure
# breaks: "It gets single elements"
def pipeline(ds, fn, batch, cache):
    ds = ds.shuffle(1000).batch(batch).map(fn)
    return ds.cache() if cache else ds


# %% wrong: drops the last short batch | test_example | dict of sizes and numbers, sorted,
# breaks: "The last batch may be short"
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    if cache:
        ds = ds.cache()
    return ds.shuffle(1000).batch(batch, drop_remainder=True)


# %% wrong: batch is forgotten | test_example | batched
# breaks: "single elements -> (batch, ...)"
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    return (ds.cache() if cache else ds).shuffle(1000).prefetch(1)


# %% wrong: cache above map | test_calls | in each pass
# breaks: "With cache it runs once for each element and no more"
def pipeline(ds, fn, batch, cache):
    if cache:
        ds = ds.cache()
    return ds.map(fn).shuffle(1000).batch(batch)


# %% wrong: caches always | test_calls | as with cache
# breaks: "without cache, once for each element in each pass"
def pipeline(ds, fn, batch, cache):
    return ds.map(fn).cache().shuffle(1000).batch(batch)


# %% wrong: never caches | test_calls | in each pass
# breaks: "With cache it runs once for each element and no more"
def pipeline(ds, fn, batch, cache):
    return ds.map(fn).shuffle(1000).batch(batch)


# %% wrong: the result of cache is lost | test_calls | in each pass
# breaks: "With cache it runs once for each element and no more"
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    if cache:
        ds.cache()
    return ds.shuffle(1000).batch(batch)


# %% wrong: fn is tried first | test_calls | calls
# breaks: "once for each element and no more"
def pipeline(ds, fn, batch, cache):
    for element in ds.take(1):
        fn(*element) if isinstance(element, tuple) else fn(element)
    ds = ds.map(fn)
    return (ds.cache() if cache else ds).shuffle(1000).batch(batch)


# %% wrong: the results are cast | test_calls | dtype
# breaks: "Apply fn to each element"
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    if not isinstance(ds.element_spec, tuple):
        ds = ds.map(lambda value: tf.cast(value, tf.float32))
    return (ds.cache() if cache else ds).shuffle(1000).batch(batch)


# %% wrong: some elements twice | test_example | dict of sizes and numbers, sorted,
# breaks: "Every pass serves each element once"
def pipeline(ds, fn, batch, cache):
    count = int(ds.cardinality())
    ds = ds.shuffle(1000).repeat().take(count + 3).skip(3).map(fn)
    if cache:
        ds = ds.cache()
    return ds.batch(batch)


# %% wrong: shuffled above the cache | test_shuffle | above the cache
# breaks: "in a fresh order"
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn).shuffle(1000)
    return (ds.cache() if cache else ds).batch(batch)


# %% wrong: cached at the end | test_shuffle | above the cache
# breaks: "in a fresh order"
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn).shuffle(1000).batch(batch)
    return ds.cache() if cache else ds


# %% wrong: shuffled below batch | test_example | dict of sizes and numbers, sorted,
# breaks: "the elements are shuffled one by one"
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    return (ds.cache() if cache else ds).batch(batch).shuffle(1000)


# %% wrong: a buffer of one batch | test_shuffle | too small
# breaks: "with a buffer of 1,000"
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    return (ds.cache() if cache else ds).shuffle(batch).batch(batch)


# %% wrong: never shuffles | test_shuffle | nothing is shuffled
# breaks: "in a fresh order"
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    return (ds.cache() if cache else ds).batch(batch)


# %% wrong: one order for all passes | test_shuffle | in every pass
# breaks: "in a fresh order"
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    ds = ds.cache() if cache else ds
    return ds.shuffle(1000, reshuffle_each_iteration=False).batch(batch)


# %% wrong: fn gets a pair as one argument | test_pairs | it was given fewer arguments than
# breaks: "if the elements are pairs"
# breaks: "it takes two arguments"
def pipeline(ds, fn, batch, cache):
    ds = ds.map(lambda *element: fn(element) if len(element) > 1 else fn(*element))
    return (ds.cache() if cache else ds).shuffle(1000).batch(batch)


# %% wrong: fn is left out where elements are pairs | test_pairs | fn is not applied
# breaks: "Apply fn to each element"
def pipeline(ds, fn, batch, cache):
    if isinstance(ds.element_spec, tuple):
        ds = ds.map(lambda a, b: (a, b))
    else:
        ds = ds.map(fn)
    return (ds.cache() if cache else ds).shuffle(1000).batch(batch)


# %% wrong: a pair is swapped | test_pairs | the pair is swapped
# breaks: "if the elements are pairs"
# breaks: "it takes two arguments"
def pipeline(ds, fn, batch, cache):
    if isinstance(ds.element_spec, tuple):
        ds = ds.map(lambda a, b: fn(b, a))
    else:
        ds = ds.map(fn)
    return (ds.cache() if cache else ds).shuffle(1000).batch(batch)


# %% wrong: a generator, no dataset | test_example | not a tf.data.Dataset
# breaks: "Returns a tf.data.Dataset"
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    return iter((ds.cache() if cache else ds).shuffle(1000).batch(batch))


# %% wrong: a buffer of 100 | test_buffer | the buffer of the shuffle is
# breaks: "with a buffer of 1,000"
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    return (ds.cache() if cache else ds).shuffle(100).batch(batch)


# %% wrong: a buffer of all elements | test_buffer | the buffer of the shuffle is
# breaks: "with a buffer of 1,000"
def pipeline(ds, fn, batch, cache):
    count = int(ds.cardinality())
    ds = ds.map(fn)
    return (ds.cache() if cache else ds).shuffle(count).batch(batch)


# %% wrong: fn is forgotten | test_example | not applied
# breaks: "Apply fn to each element"
def pipeline(ds, fn, batch, cache):
    return (ds.cache() if cache else ds).shuffle(1000).batch(batch)


# %% wrong: two passes in one | test_example | repeated in a pass
# breaks: "Every pass serves each element once"
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    return (ds.cache() if cache else ds).shuffle(1000).repeat(2).batch(batch)


# %% equivalent: keyword-e0d481db | elements are mapped one after the other: later, and the same
# %% equivalent: constant-d0f78ae8 | a buffer of 1,001 shuffles as a buffer of 1,000 does


# %% right: everything in one chain, map in parallel
def pipeline(ds: tf.data.Dataset, fn: Callable, batch: int, cache: bool) -> tf.data.Dataset:
    mapped = ds.map(fn, num_parallel_calls=tf.data.AUTOTUNE, deterministic=True)
    kept = mapped.cache() if cache else mapped
    return kept.shuffle(1_000).batch(batch).prefetch(tf.data.AUTOTUNE)


# %% right: a list of steps, one element at a time, a single batch ahead
def pipeline(ds: tf.data.Dataset, fn: Callable, batch: int, cache: bool) -> tf.data.Dataset:
    steps = [lambda dataset: dataset.map(fn)]
    if cache:
        steps.append(lambda dataset: dataset.cache())
    steps += [
        lambda dataset: dataset.shuffle(buffer_size=1000, reshuffle_each_iteration=True),
        lambda dataset: dataset.batch(batch, drop_remainder=False),
        lambda dataset: dataset.prefetch(1),
    ]
    for step in steps:
        ds = ds.apply(step)
    return ds


# %% wrong: the buffer is as large as the dataset, if its size is known | test_buffer
# breaks: "with a buffer of 1,000."
def pipeline(ds: tf.data.Dataset, fn: Callable, batch: int, cache: bool) -> tf.data.Dataset:
    size = max(1000, int(ds.cardinality()))
    ds = ds.map(fn, num_parallel_calls=tf.data.AUTOTUNE)
    if cache:
        ds = ds.cache()
    return ds.shuffle(size).batch(batch).prefetch(tf.data.AUTOTUNE)


# %% wrong: a wrapper around fn that takes one argument only | test_pairs
# breaks: "it takes two arguments."
def pipeline(ds: tf.data.Dataset, fn: Callable, batch: int, cache: bool) -> tf.data.Dataset:
    ds = ds.map(lambda element: fn(element), num_parallel_calls=tf.data.AUTOTUNE)
    if cache:
        ds = ds.cache()
    return ds.shuffle(1000).batch(batch).prefetch(tf.data.AUTOTUNE)
