"""Answers to pipeline."""

import tensorflow as tf


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


# %% wrong: map below batch | test_form | whole batches
def pipeline(ds, fn, batch, cache):
    ds = ds.shuffle(1000).batch(batch).map(fn)
    return ds.cache() if cache else ds


# %% wrong: drops the last short batch | test_form | dropped
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    if cache:
        ds = ds.cache()
    return ds.shuffle(1000).batch(batch, drop_remainder=True)


# %% wrong: batch is forgotten | test_form | batched
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    return (ds.cache() if cache else ds).shuffle(1000).prefetch(1)


# %% wrong: cache above map | test_calls | in each pass
def pipeline(ds, fn, batch, cache):
    if cache:
        ds = ds.cache()
    return ds.map(fn).shuffle(1000).batch(batch)


# %% wrong: caches always | test_calls | as with cache
def pipeline(ds, fn, batch, cache):
    return ds.map(fn).cache().shuffle(1000).batch(batch)


# %% wrong: never caches | test_calls | in each pass
def pipeline(ds, fn, batch, cache):
    return ds.map(fn).shuffle(1000).batch(batch)


# %% wrong: the result of cache is lost | test_calls | in each pass
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    if cache:
        ds.cache()
    return ds.shuffle(1000).batch(batch)


# %% wrong: fn is tried first | test_calls | calls
def pipeline(ds, fn, batch, cache):
    for element in ds.take(1):
        fn(*element) if isinstance(element, tuple) else fn(element)
    ds = ds.map(fn)
    return (ds.cache() if cache else ds).shuffle(1000).batch(batch)


# %% wrong: the results are cast | test_calls | dtype
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    if not isinstance(ds.element_spec, tuple):
        ds = ds.map(lambda value: tf.cast(value, tf.float32))
    return (ds.cache() if cache else ds).shuffle(1000).batch(batch)


# %% wrong: some elements twice | test_calls | differ
def pipeline(ds, fn, batch, cache):
    count = int(ds.cardinality())
    ds = ds.shuffle(1000).repeat().take(count + 3).skip(3).map(fn)
    if cache:
        ds = ds.cache()
    return ds.batch(batch)


# %% wrong: shuffled above the cache | test_shuffle | above the cache
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn).shuffle(1000)
    return (ds.cache() if cache else ds).batch(batch)


# %% wrong: cached at the end | test_shuffle | above the cache
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn).shuffle(1000).batch(batch)
    return ds.cache() if cache else ds


# %% wrong: shuffled below batch | test_shuffle | whole batches
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    return (ds.cache() if cache else ds).batch(batch).shuffle(1000)


# %% wrong: a buffer of one batch | test_shuffle | too small
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    return (ds.cache() if cache else ds).shuffle(batch).batch(batch)


# %% wrong: never shuffles | test_shuffle | nothing is shuffled
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    return (ds.cache() if cache else ds).batch(batch)


# %% wrong: one order for all passes | test_shuffle | in every pass
def pipeline(ds, fn, batch, cache):
    ds = ds.map(fn)
    ds = ds.cache() if cache else ds
    return ds.shuffle(1000, reshuffle_each_iteration=False).batch(batch)


# %% wrong: fn gets a pair as one argument | test_pairs | TypeError
def pipeline(ds, fn, batch, cache):
    ds = ds.map(lambda *element: fn(element) if len(element) > 1 else fn(*element))
    return (ds.cache() if cache else ds).shuffle(1000).batch(batch)


# %% wrong: fn is left out where elements are pairs | test_pairs | not applied
def pipeline(ds, fn, batch, cache):
    if isinstance(ds.element_spec, tuple):
        ds = ds.map(lambda a, b: (a, b))
    else:
        ds = ds.map(fn)
    return (ds.cache() if cache else ds).shuffle(1000).batch(batch)


# %% wrong: a pair is swapped | test_pairs | the pair is swapped
def pipeline(ds, fn, batch, cache):
    if isinstance(ds.element_spec, tuple):
        ds = ds.map(lambda a, b: fn(b, a))
    else:
        ds = ds.map(fn)
    return (ds.cache() if cache else ds).shuffle(1000).batch(batch)


# %% equivalent: keyword-e0d481db | elements are mapped one after the other: later, and the same
# %% equivalent: constant-d0f78ae8 | a buffer of 1,001 shuffles fewer than 1,000 elements alike
