"""Answers to interleave_files."""

import tensorflow as tf


# unbreakable: "Every line ends in a newline" | the checks write no other files


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


# %% right: a list of lines first, by index
def interleave_files(paths, cycle):
    if cycle < 1 or paths == []:
        raise ValueError(f"{paths}, {cycle}")
    files = [lines_of(path) for path in paths]
    places, following = [], 0
    order = []
    while following < len(files) or any(place is not None for place in places):
        while len(places) < cycle and following < len(files):
            places.append([following, 0])
            following += 1
        for i, place in enumerate(places):
            if place is None and following < len(files):
                place = places[i] = [following, 0]
                following += 1
            if place is not None and place[1] < len(files[place[0]]):
                order.append(files[place[0]][place[1]])
                place[1] += 1
            else:
                places[i] = None
    return tf.data.Dataset.from_tensor_slices(tf.constant(order, tf.string, [len(order)]))


# %% right: options instead of arguments
def interleave_files(paths, cycle):
    check(paths, cycle)
    options = tf.data.Options()
    options.deterministic = True
    lines = tf.data.Dataset.from_tensor_slices(paths).interleave(
        lambda path: tf.data.TextLineDataset([path], num_parallel_reads=None),
        min(cycle, len(paths)),
        1,
        tf.data.AUTOTUNE,
    )
    return lines.with_options(options)


# %% wrong: reads again and again | test_example | the files are read again and
# breaks: "Each line of each file comes once"
def interleave_files(paths, cycle):
    return woven(paths, cycle).repeat()


# %% wrong: stops at the shortest file | test_example | shortest
# breaks: "Each line of each file comes once"
def interleave_files(paths, cycle):
    check(paths, cycle)
    shortest = min(len(lines_of(path)) for path in paths)
    dataset = tf.data.Dataset.from_tensor_slices(list(paths))
    return dataset.interleave(
        lambda path: tf.data.TextLineDataset(path).take(shortest), cycle_length=cycle
    )


# %% wrong: leaves the line breaks there | test_example | line breaks
# breaks: "without its line break"
def interleave_files(paths, cycle):
    return woven(paths, cycle).map(lambda line: line + "\n")


# %% wrong: skips a header that is not there | test_example | first lines are skipped
# breaks: "Each line of each file comes once"
def interleave_files(paths, cycle):
    check(paths, cycle)
    dataset = tf.data.Dataset.from_tensor_slices(list(paths))
    return dataset.interleave(
        lambda path: tf.data.TextLineDataset(path).skip(1), cycle_length=cycle
    )


# %% wrong: one after the other | test_example | one after the other
# breaks: "In each turn every place serves one line"
def interleave_files(paths, cycle):
    check(paths, cycle)
    return tf.data.TextLineDataset(list(paths))


# %% wrong: list_files sorts | test_example | sorted by their names
# breaks: "the first `cycle` paths take the places first"
def interleave_files(paths, cycle):
    check(paths, cycle)
    dataset = tf.data.Dataset.list_files(list(paths), shuffle=False)
    return dataset.interleave(tf.data.TextLineDataset, cycle_length=cycle)


# %% wrong: the order of the paths is drawn | test_example | wrong
# breaks: "the first `cycle` paths take the places first"
def interleave_files(paths, cycle):
    check(paths, cycle)
    dataset = tf.data.Dataset.from_tensor_slices(list(paths)).shuffle(len(paths), seed=2)
    return dataset.interleave(tf.data.TextLineDataset, cycle_length=cycle)


# %% wrong: all files at once | test_example | read at once
# breaks: "At most `cycle` files are open"
def interleave_files(paths, cycle):
    check(paths, cycle)
    return woven(paths, len(paths))


# %% wrong: blocks of two lines | test_example | two lines
# breaks: "In each turn every place serves one line"
def interleave_files(paths, cycle):
    return woven(paths, cycle, block_length=2)


# %% wrong: a place too many | test_example | all files are read at
# breaks: "At most `cycle` files are open"
def interleave_files(paths, cycle):
    check(paths, cycle)
    return woven(paths, cycle + 1)


# %% wrong: the lines are shuffled | test_example | wrong
# breaks: "in the order of the places"
def interleave_files(paths, cycle):
    return woven(paths, cycle).shuffle(100, seed=3)


# %% wrong: the next file steps in at once | test_example | same turn
# breaks: "its place serves nothing in this turn"
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
# breaks: "in the next turn the first file that still waits"
def interleave_files(paths, cycle):
    check(paths, cycle)
    whole = woven(paths[:cycle], cycle)
    for start in range(cycle, len(paths), cycle):
        whole = whole.concatenate(woven(paths[start : start + cycle], cycle))
    return whole


# %% wrong: no path is an empty dataset | test_refused | gives an empty dataset
# breaks: "Raises ValueError if there is no path"
def interleave_files(paths, cycle):
    if cycle < 1:
        raise ValueError("bad cycle")
    dataset = tf.data.Dataset.from_tensor_slices(tf.constant(list(paths), tf.string, [len(paths)]))
    return dataset.interleave(tf.data.TextLineDataset, cycle_length=cycle)


# %% wrong: any cycle is taken | test_refused | left to TensorFlow
# breaks: "if cycle is less than 1"
def interleave_files(paths, cycle):
    if not paths:
        raise ValueError("no paths")
    dataset = tf.data.Dataset.from_tensor_slices(list(paths))
    return dataset.interleave(tf.data.TextLineDataset, cycle_length=cycle)


# %% wrong: -1 stands for all files | test_refused | -1 is allowed
# breaks: "if cycle is less than 1"
def interleave_files(paths, cycle):
    check(paths, 1 if cycle == -1 else cycle)
    return woven(paths, len(paths) if cycle == -1 else cycle)


# %% wrong: an empty file ends it all | test_ends | list of lines
# breaks: "A file may be empty"
def interleave_files(paths, cycle):
    check(paths, cycle)
    kept = []
    for path in paths:
        if not lines_of(path):
            break
        kept.append(path)
    return woven(kept, cycle)


# %% wrong: wants two places at least | test_refused | cycle of 1
# breaks: "if cycle is less than 1"
def interleave_files(paths, cycle):
    check(paths, cycle - 1)
    return woven(paths, cycle)


# %% wrong: a list of strings, no dataset | test_example | not a tf.data.Dataset
# breaks: "paths -> a tf.data.Dataset of strings ()"
def interleave_files(paths, cycle):
    return [line.numpy().decode() for line in woven(paths, cycle)]


# %% wrong: the lines of a turn are one element | test_example | list of lines
# breaks: "a tf.data.Dataset of strings ()"
def interleave_files(paths, cycle):
    return woven(paths, cycle).batch(cycle)


# %% wrong: empty lines are left out | test_empty_lines | empty lines are thrown away
# breaks: "even an empty line"
def interleave_files(paths, cycle):
    return woven(paths, cycle).filter(lambda line: tf.strings.length(line) > 0)


# %% wrong: empty lines are thrown away first | test_empty_lines | thrown away before
# breaks: "even an empty line"
def interleave_files(paths, cycle):
    check(paths, cycle)
    full = lambda line: tf.strings.length(line) > 0
    dataset = tf.data.Dataset.from_tensor_slices(list(paths))
    return dataset.interleave(
        lambda path: tf.data.TextLineDataset(path).filter(full), cycle_length=cycle
    )


# %% wrong: an empty line ends a file | test_empty_lines | taken for the end
# breaks: "even an empty line"
def interleave_files(paths, cycle):
    check(paths, cycle)
    full = lambda line: tf.strings.length(line) > 0
    dataset = tf.data.Dataset.from_tensor_slices(list(paths))
    return dataset.interleave(
        lambda path: tf.data.TextLineDataset(path).take_while(full), cycle_length=cycle
    )


# %% wrong: split at each line break, an empty line at the end | test_example | list of lines
# breaks: "Each line of each file comes once"
def interleave_files(paths, cycle):
    check(paths, cycle)
    dataset = tf.data.Dataset.from_tensor_slices(list(paths))

    def lines(path):
        return tf.data.Dataset.from_tensor_slices(tf.strings.split(tf.io.read_file(path), "\n"))

    return dataset.interleave(lines, cycle_length=cycle)


# %% wrong: empty lines at the ends of a file are stripped | test_ends
# breaks: "even an empty line"
def interleave_files(paths, cycle):
    check(paths, cycle)
    dataset = tf.data.Dataset.from_tensor_slices(list(paths))

    def lines(path):
        text = tf.strings.strip(tf.io.read_file(path))
        some = tf.data.Dataset.from_tensor_slices(tf.strings.split(text, "\n"))
        return some if tf.strings.length(text) > 0 else some.take(0)

    return dataset.interleave(lines, cycle_length=cycle)


# %% wrong: a second pass is empty | test_turns | list of lines
# breaks: "once in each pass"
def interleave_files(paths, cycle):
    lines = iter([line.numpy() for line in woven(paths, cycle)])
    return tf.data.Dataset.from_generator(lambda: lines, output_signature=tf.TensorSpec((), tf.string))


# %% wrong: a waiting file is taken from the end of the list | test_turns | list of lines
# breaks: "the first file that still waits, in the order of `paths`"
def interleave_files(paths, cycle):
    check(paths, cycle)
    return woven([*paths[:cycle], *paths[cycle:][::-1]], cycle)


# %% wrong: an assertion refuses | test_refused | dict of errors
# breaks: "Raises ValueError if there is no path"
# breaks: "if cycle is less than 1"
def interleave_files(paths, cycle):
    assert paths and cycle > 0
    return woven(paths, cycle)


# %% wrong: an empty file ends the turns of its place | test_ends | list of lines
# breaks: "A file may be empty"
def interleave_files(paths, cycle):
    check(paths, cycle)
    return woven([path for path in paths if lines_of(path)] or paths, cycle)


# %% wrong: only -1 and 0 are refused | test_bounds | dict of errors
# breaks: "if cycle is less than 1"
def interleave_files(paths, cycle):
    if not paths or cycle in (0, -1):
        raise ValueError("bad cycle")
    return woven(paths, abs(cycle))


# %% wrong: strips the lines | test_turns | blanks
# breaks: "without its line break"
def interleave_files(paths, cycle):
    if not paths:
        raise ValueError("no paths")
    if cycle < 1:
        raise ValueError("cycle is less than 1")
    files = tf.data.Dataset.from_tensor_slices(paths)
    read = lambda path: tf.data.TextLineDataset(path)
    return files.interleave(read, cycle_length=cycle, block_length=1).map(tf.strings.strip)


# %% right: the places by hand, in a generator
def interleave_files(paths: list[str], cycle: int) -> tf.data.Dataset:
    if len(paths) == 0:
        raise ValueError("there is no path")
    if cycle < 1:
        raise ValueError(f"cycle must be at least 1, not {cycle}")
    paths = list(paths)

    def lines():
        waiting = iter(paths)
        places = [None] * min(cycle, len(paths))
        try:
            while True:
                for place, file in enumerate(places):
                    if file is None:
                        path = next(waiting, None)
                        if path is not None:
                            places[place] = open(path, "rb")
                if all(file is None for file in places):
                    return
                for place, file in enumerate(places):
                    if file is None:
                        continue
                    line = file.readline()
                    if line:
                        yield line.removesuffix(b"\n")
                    else:
                        file.close()
                        places[place] = None
        finally:
            for file in places:
                if file is not None:
                    file.close()

    return tf.data.Dataset.from_generator(lines, output_signature=tf.TensorSpec((), tf.string))


# %% wrong: sorts the paths | test_example
# breaks: "the first `cycle` paths take the places first."
def interleave_files(paths: list[str], cycle: int) -> tf.data.Dataset:
    if not paths or cycle < 1:
        raise ValueError("there must be a path, and cycle must be at least 1")
    files = tf.data.Dataset.from_tensor_slices(sorted(paths))
    return files.interleave(tf.data.TextLineDataset, cycle_length=cycle, block_length=1)


# %% right: interleave with a lambda, never more places than files
def interleave_files(paths: list[str], cycle: int) -> tf.data.Dataset:
    if not paths or cycle <= 0:
        raise ValueError("there must be a path, and cycle must be at least 1")
    files = tf.data.Dataset.from_tensor_slices(tf.constant(paths))
    return files.interleave(
        lambda path: tf.data.TextLineDataset([path]),
        cycle_length=min(cycle, len(paths)),
        block_length=1,
        num_parallel_calls=None,
    )


# %% wrong: strips spaces and tabs along with the line break | test_turns
# breaks: "In each turn every place serves one line, in the order of the places, without its line break."
def interleave_files(paths: list[str], cycle: int) -> tf.data.Dataset:
    if not paths or cycle < 1:
        raise ValueError("there must be a path, and cycle must be at least 1")
    files = tf.data.Dataset.from_tensor_slices(paths)
    lines = files.interleave(tf.data.TextLineDataset, cycle_length=cycle, block_length=1)
    return lines.map(tf.strings.strip)


# %% wrong: refuses 0 only; TensorFlow takes -1 for "choose yourself" | test_refused
# breaks: "or if cycle is less than 1."
def interleave_files(paths: list[str], cycle: int) -> tf.data.Dataset:
    if not paths or not cycle:
        raise ValueError("there must be a path, and cycle must be at least 1")
    files = tf.data.Dataset.from_tensor_slices(paths)
    return files.interleave(tf.data.TextLineDataset, cycle_length=cycle, block_length=1)
