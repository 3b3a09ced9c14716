"""Answers to interleave_files."""

import tensorflow as tf


def check(paths, cycle):
    if len(paths) == 0 or cycle < 1:
        raise ValueError("nothing to read")


def woven(paths, cycle, **how):
    check(paths, cycle)
    dataset = tf.data.Dataset.from_tensor_slices(list(paths))
    return dataset.interleave(tf.data.TextLineDataset, cycle_length=cycle, **how)


def lines_of(path):
    with open(path) as file:
        return file.read().splitlines()


# %% right: in parallel, in a fixed order
def interleave_files(paths, cycle):
    if not paths:
        raise ValueError("no paths")
    if cycle <= 0:
        raise ValueError("cycle must be positive")
    dataset = tf.data.Dataset.from_tensor_slices(tf.constant(paths))
    return dataset.interleave(
        lambda path: tf.data.TextLineDataset(path),
        cycle_length=cycle,
        block_length=1,
        num_parallel_calls=min(cycle, 2),
        deterministic=True,
    )


# %% right: a Python generator that plays the turns
def interleave_files(paths, cycle):
    check(paths, cycle)

    def turns():
        waiting, places = list(paths), [None] * cycle
        while waiting or any(places):
            for i in range(cycle):
                if places[i] is None and waiting:
                    places[i] = open(waiting.pop(0))
                if places[i] is not None:
                    line = places[i].readline()
                    if line:
                        yield line.rstrip("\n")
                    else:
                        places[i].close()
                        places[i] = None

    return tf.data.Dataset.from_generator(turns, output_signature=tf.TensorSpec((), tf.string))


# %% wrong: reads again and again | test_form | again and again
def interleave_files(paths, cycle):
    return woven(paths, cycle).repeat()


# %% wrong: stops at the shortest file | test_form | shortest
def interleave_files(paths, cycle):
    check(paths, cycle)
    shortest = min(len(lines_of(path)) for path in paths)
    dataset = tf.data.Dataset.from_tensor_slices(list(paths))
    return dataset.interleave(
        lambda path: tf.data.TextLineDataset(path).take(shortest), cycle_length=cycle
    )


# %% wrong: leaves the line breaks there | test_form | line breaks
def interleave_files(paths, cycle):
    return woven(paths, cycle).map(lambda line: line + "\n")


# %% wrong: skips a header that is not there | test_form | first lines
def interleave_files(paths, cycle):
    check(paths, cycle)
    dataset = tf.data.Dataset.from_tensor_slices(list(paths))
    return dataset.interleave(
        lambda path: tf.data.TextLineDataset(path).skip(1), cycle_length=cycle
    )


# %% wrong: one after the other | test_turns | one after the other
def interleave_files(paths, cycle):
    check(paths, cycle)
    return tf.data.TextLineDataset(list(paths))


# %% wrong: list_files sorts | test_turns | sorted by their names
def interleave_files(paths, cycle):
    check(paths, cycle)
    dataset = tf.data.Dataset.list_files(list(paths), shuffle=False)
    return dataset.interleave(tf.data.TextLineDataset, cycle_length=cycle)


# %% wrong: the order of the paths is drawn | test_turns | wrong
def interleave_files(paths, cycle):
    check(paths, cycle)
    dataset = tf.data.Dataset.from_tensor_slices(list(paths)).shuffle(len(paths), seed=2)
    return dataset.interleave(tf.data.TextLineDataset, cycle_length=cycle)


# %% wrong: all files at once | test_turns | read at once
def interleave_files(paths, cycle):
    check(paths, cycle)
    return woven(paths, len(paths))


# %% wrong: blocks of two lines | test_turns | two lines
def interleave_files(paths, cycle):
    return woven(paths, cycle, block_length=2)


# %% wrong: a place too many | test_turns | one place too many
def interleave_files(paths, cycle):
    check(paths, cycle)
    return woven(paths, cycle + 1)


# %% wrong: the lines are shuffled | test_turns | wrong
def interleave_files(paths, cycle):
    return woven(paths, cycle).shuffle(100, seed=3)


# %% wrong: the next file steps in at once | test_ends | same turn
def interleave_files(paths, cycle):
    check(paths, cycle)

    def turns():
        waiting = [lines_of(path) for path in paths]
        places = [waiting.pop(0) for _ in range(min(cycle, len(waiting)))]
        while waiting or any(places):
            for i in range(len(places)):
                if not places[i] and waiting:
                    places[i] = waiting.pop(0)
                if places[i]:
                    yield places[i].pop(0)

    return tf.data.Dataset.from_generator(turns, output_signature=tf.TensorSpec((), tf.string))


# %% wrong: group by group | test_ends | group of files
def interleave_files(paths, cycle):
    check(paths, cycle)
    whole = woven(paths[:cycle], cycle)
    for start in range(cycle, len(paths), cycle):
        whole = whole.concatenate(woven(paths[start : start + cycle], cycle))
    return whole


# %% wrong: no path is an empty dataset | test_bounds | gives an empty dataset
def interleave_files(paths, cycle):
    if cycle < 1:
        raise ValueError("bad cycle")
    dataset = tf.data.Dataset.from_tensor_slices(tf.constant(list(paths), tf.string, [len(paths)]))
    return dataset.interleave(tf.data.TextLineDataset, cycle_length=cycle)


# %% wrong: any cycle is taken | test_bounds | left to TensorFlow
def interleave_files(paths, cycle):
    if not paths:
        raise ValueError("no paths")
    dataset = tf.data.Dataset.from_tensor_slices(list(paths))
    return dataset.interleave(tf.data.TextLineDataset, cycle_length=cycle)


# %% wrong: -1 stands for all files | test_bounds | -1 is allowed
def interleave_files(paths, cycle):
    check(paths, 1 if cycle == -1 else cycle)
    return woven(paths, len(paths) if cycle == -1 else cycle)


# %% wrong: an empty file ends it all | test_bounds | list of lines
def interleave_files(paths, cycle):
    check(paths, cycle)
    kept = []
    for path in paths:
        if not lines_of(path):
            break
        kept.append(path)
    return woven(kept, cycle)


# %% wrong: wants two places at least | test_bounds | cycle of 1
def interleave_files(paths, cycle):
    check(paths, cycle - 1)
    return woven(paths, cycle)
