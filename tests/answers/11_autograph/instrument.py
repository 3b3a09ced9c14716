"""Answers to instrument."""

import tensorflow as tf

# unnoticed: test_long_loops | instrument .results * | test_inside compares them
# unnoticed: test_long_loops | instrument .results[*] * | test_inside compares them
# unnoticed: test_long_loops | instrument result fewer | test_inside compares both parts

# %% equivalent: generic-graph | the function itself is called eagerly; it makes the graph


# %% right: lists, and TensorFlow's own count
def instrument(f):
    ran = tf.Variable(0, dtype=tf.int64, trainable=False)

    def counted(*args):
        ran.assign(ran + 1)
        return f(*args)

    graph = tf.function(counted)
    return graph, graph.experimental_get_tracing_count, lambda: ran.numpy().item()


# %% right: a list for the traces, a variable in a dict
def instrument(f):
    traces, state = [], {"runs": tf.Variable(0.0)}

    @tf.function
    def graph(*args):
        traces.append(len(args))
        with tf.control_dependencies([state["runs"].assign_add(1.0)]):
            return f(*args)

    return [graph, lambda: len(traces), lambda: int(state["runs"].numpy())]


# %% right: Python is called from the graph
def instrument(f):
    counts = {"traces": 0, "runs": 0}

    def ran():
        counts["runs"] += 1

    @tf.function
    def graph(*args):
        counts["traces"] += 1
        tf.py_function(ran, [], [])
        return f(*args)

    return graph, lambda: counts["traces"], lambda: counts["runs"]


# %% wrong: the runs go up in Python, in the traced function | test_example | runs counts traces
# breaks: "runs() how often the graph has run"
def instrument(f):
    traced, ran = 0, 0

    @tf.function
    def graph(*args):
        nonlocal traced, ran
        traced += 1
        ran += 1
        return f(*args)

    return graph, lambda: traced, lambda: ran


# %% wrong: the runs go up in Python, around the graph | test_inside | around the graph
# breaks: "Runs count where they happen: in a loop of another tf.function too"
def instrument(f):
    traced, ran = 0, 0

    @tf.function
    def inner(*args):
        nonlocal traced
        traced += 1
        return f(*args)

    def graph(*args):
        nonlocal ran
        ran += 1
        return inner(*args)

    return graph, lambda: traced, lambda: ran


# %% right: a variable around the graph, which the outer graph changes
def instrument(f):
    traced, ran = 0, tf.Variable(0)

    @tf.function
    def inner(*args):
        nonlocal traced
        traced += 1
        return f(*args)

    def graph(*args):
        ran.assign(int(ran) + 1)
        return inner(*args)

    return graph, lambda: traced, lambda: int(ran)


# %% wrong: the traces are counted by a variable | test_example | traces counts runs
# breaks: "traces() is how often Python has run f so far"
def instrument(f):
    traced, ran = tf.Variable(0), tf.Variable(0)

    @tf.function
    def graph(*args):
        traced.assign_add(1)
        ran.assign_add(1)
        return f(*args)

    return graph, lambda: int(traced), lambda: int(ran)


# %% wrong: the counters are swapped | test_example | swapped
# breaks: "Return (graph, traces, runs)"
def instrument(f):
    traced, ran = 0, tf.Variable(0)

    @tf.function
    def graph(*args):
        nonlocal traced
        traced += 1
        ran.assign_add(1)
        return f(*args)

    return graph, lambda: int(ran), lambda: traced


# %% wrong: no tf.function | test_example | traces counts runs
# breaks: "f as a tf.function"
def instrument(f):
    traced, ran = 0, tf.Variable(0)

    def graph(*args):
        nonlocal traced
        traced += 1
        ran.assign_add(1)
        return f(*args)

    return graph, lambda: traced, lambda: int(ran)


# %% wrong: the variable is made while tracing | test_example | it raised
# breaks: "0 before the first call"
def instrument(f):
    traced, ran = 0, None

    @tf.function
    def graph(*args):
        nonlocal traced, ran
        traced += 1
        if ran is None:
            ran = tf.Variable(0)
        ran.assign_add(1)
        return f(*args)

    return graph, lambda: traced, lambda: int(ran)


# %% wrong: the variable counts a trace twice | test_example | one trace too many
# breaks: "traces() is how often Python has run f so far"
def instrument(f):
    traced, ran = 0, None

    @tf.function
    def graph(*args):
        nonlocal traced, ran
        traced += 1
        if ran is None:
            ran = tf.Variable(0)
        ran.assign_add(1)
        return f(*args)

    return graph, lambda: traced, lambda: 0 if ran is None else int(ran)


# %% wrong: numbers instead of functions | test_example | return functions
# breaks: "two functions that count it"
def instrument(f):
    traced, ran = 0, tf.Variable(0)

    @tf.function
    def graph(*args):
        nonlocal traced
        traced += 1
        ran.assign_add(1)
        return f(*args)

    return graph, traced, int(ran)


# %% wrong: the variable itself, not an int | test_example | is a tf.Variable
# breaks: "Both are Python ints"
def instrument(f):
    traced, ran = 0, tf.Variable(0)

    @tf.function
    def graph(*args):
        nonlocal traced
        traced += 1
        ran.assign_add(1)
        return f(*args)

    return graph, lambda: traced, lambda: ran


# %% wrong: the counters of all are one | test_example | counted together
# breaks: "Each result of instrument counts for itself"
_counts = {}


def instrument(f):
    counts = _counts.setdefault("traces", [])
    runs = _counts.setdefault("runs", [])
    if not runs:
        runs.append(tf.Variable(0))

    @tf.function
    def graph(*args):
        counts.append(1)
        runs[0].assign_add(1)
        return f(*args)

    return graph, lambda: len(counts), lambda: int(runs[0])


# %% wrong: f runs eagerly while nothing is counted | test_counts | f itself is called
# breaks: "f never runs eagerly"
def instrument(f):
    traced, ran, tried = 0, tf.Variable(0), []

    @tf.function
    def inner(*args):
        nonlocal traced
        traced += 1
        ran.assign_add(1)
        return f(*args)

    def graph(*args):
        if not tried and tf.executing_eagerly():
            tried.append(f(*args))
        return inner(*args)

    return graph, lambda: traced, lambda: int(ran)


# %% wrong: graph returns nothing | test_example | drops what f returns
# breaks: "returns what f returns"
def instrument(f):
    traced, ran = 0, tf.Variable(0)

    @tf.function
    def graph(*args):
        nonlocal traced
        traced += 1
        ran.assign_add(1)
        f(*args)

    return graph, lambda: traced, lambda: int(ran)


# %% wrong: the result goes through tf.identity | test_other_functions | one tensor of it
# breaks: "a pair"
def instrument(f):
    traced, ran = 0, tf.Variable(0)

    @tf.function
    def graph(*args):
        nonlocal traced
        traced += 1
        with tf.control_dependencies([ran.assign_add(1)]):
            return tf.identity(f(*args))

    return graph, lambda: traced, lambda: int(ran)


# %% wrong: each part of the result goes through tf.identity | test_other_functions | it raised
# breaks: "or None"
def instrument(f):
    traced, ran = 0, tf.Variable(0)

    @tf.function
    def graph(*args):
        nonlocal traced
        traced += 1
        with tf.control_dependencies([ran.assign_add(1)]):
            return tf.nest.map_structure(tf.identity, f(*args))

    return graph, lambda: traced, lambda: int(ran)


# %% wrong: a list of the result's parts | test_other_functions | one tensor of it
# breaks: "a dict"
def instrument(f):
    traced, ran = 0, tf.Variable(0)

    @tf.function
    def graph(*args):
        nonlocal traced
        traced += 1
        ran.assign_add(1)
        result = f(*args)
        return tf.nest.flatten(result) if isinstance(result, (dict, tuple)) else result

    return graph, lambda: traced, lambda: int(ran)


# %% right: the result is handed on part by part
def instrument(f):
    traced, ran = [], tf.Variable(0)

    def counted(*args):
        traced.append(1)
        result = f(*args)
        ran.assign_add(1)
        return result if result is None else tf.nest.map_structure(tf.identity, result)

    return tf.function(counted), lambda: len(traced), lambda: int(ran)


# %% wrong: 0 for None | test_other_functions | stands in for None
# breaks: "or None"
def instrument(f):
    traced, ran = 0, tf.Variable(0)

    @tf.function
    def graph(*args):
        nonlocal traced
        traced += 1
        ran.assign_add(1)
        result = f(*args)
        return tf.constant(0.0) if result is None else result

    return graph, lambda: traced, lambda: int(ran)


# %% wrong: f runs once more if it returns nothing | test_other_functions | runs twice
# breaks: "f as a tf.function"
def instrument(f):
    traced, ran = 0, tf.Variable(0)

    @tf.function
    def graph(*args):
        nonlocal traced
        traced += 1
        ran.assign_add(1)
        result = f(*args)
        return f(*args) if result is None else result

    return graph, lambda: traced, lambda: int(ran)


# %% wrong: the arguments are counted, not the runs | test_other_functions | arguments are counted
# breaks: "runs() how often the graph has run"
def instrument(f):
    traced, ran = 0, tf.Variable(0)

    @tf.function
    def graph(*args):
        nonlocal traced
        traced += 1
        for _ in args:
            ran.assign_add(1)
        return f(*args)

    return graph, lambda: traced, lambda: int(ran)


# %% wrong: the first argument becomes the last | test_other_functions | differ
# breaks: "graph takes the positional arguments of f"
def instrument(f):
    traced, ran = 0, tf.Variable(0)

    @tf.function
    def graph(*args):
        nonlocal traced
        traced += 1
        ran.assign_add(1)
        return f(*args[1:], *args[:1])

    return graph, lambda: traced, lambda: int(ran)


# %% wrong: graph takes one argument | test_other_functions | takes one argument
# breaks: "of any number"
def instrument(f):
    traced, ran = 0, tf.Variable(0)

    @tf.function
    def graph(x):
        nonlocal traced
        traced += 1
        ran.assign_add(1)
        return f(x)

    return graph, lambda: traced, lambda: int(ran)


# %% wrong: graph takes a tuple | test_example | it raised
# breaks: "graph takes the positional arguments of f"
def instrument(f):
    traced, ran = 0, tf.Variable(0)

    @tf.function
    def graph(args):
        nonlocal traced
        traced += 1
        ran.assign_add(1)
        return f(*args)

    return graph, lambda: traced, lambda: int(ran)


# %% wrong: counting begins at 1 | test_example | starts at 1
# breaks: "0 before the first call"
def instrument(f):
    traced, ran = 0, tf.Variable(1)

    @tf.function
    def graph(*args):
        nonlocal traced
        traced += 1
        ran.assign_add(1)
        return f(*args)

    return graph, lambda: traced, lambda: int(ran)
