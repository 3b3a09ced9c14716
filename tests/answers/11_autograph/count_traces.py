"""Answers to count_traces."""

import tensorflow as tf

# %% equivalent: generic-graph | the function itself is called eagerly; it makes the graph

# %% right: TensorFlow's own count
def count_traces(f, calls):
    graph = tf.function(f)
    for args in calls:
        graph(*args)
    return graph.experimental_get_tracing_count()


# %% right: a list that grows with each trace
def count_traces(f, calls):
    traces = []

    @tf.function
    def graph(*args):
        traces.append("traced")
        return f(*args)

    results = [graph(*args) for args in calls]
    assert len(results) == len(calls)
    return len(traces)


# %% right: a dict, without AutoGraph
def count_traces(f, calls):
    seen = {"traces": 0}

    def traced(*args):
        seen["traces"] = seen["traces"] + 1
        return f(*args)

    graph = tf.function(traced, autograph=False)
    for args in calls:
        graph(*args)
    return seen["traces"]


# %% right: an object that is called
def count_traces(f, calls):
    class Counted:
        traces = 0

        def __call__(self, *args):
            self.traces += 1
            return f(*args)

    counted = Counted()
    graph = tf.function(counted.__call__)
    for args in calls:
        graph(*args)
    return counted.traces


# %% wrong: the counter goes up outside the tf.function | test_example | calls are counted
# breaks: "Return how often tf.function traces f over these calls"
def count_traces(f, calls):
    graph = tf.function(f)
    count = 0
    for args in calls:
        graph(*args)
        count += 1
    return count


# %% wrong: a new tf.function for each call | test_example | calls are counted
# breaks: "One tf.function"
def count_traces(f, calls):
    traces = 0

    def traced(*args):
        nonlocal traces
        traces += 1
        return f(*args)

    for args in calls:
        tf.function(traced)(*args)
    return traces


# %% wrong: no tf.function at all | test_example | calls are counted
# breaks: "Return how often tf.function traces f"
def count_traces(f, calls):
    traces = 0

    def traced(*args):
        nonlocal traces
        traces += 1
        return f(*args)

    for args in calls:
        traced(*args)
    return traces


# %% wrong: a tf.Variable counts, and that counts runs | test_example | calls are counted
# breaks: "Return how often tf.function traces f over these calls"
def count_traces(f, calls):
    traces = tf.Variable(0)

    @tf.function
    def graph(*args):
        traces.assign_add(1)
        return f(*args)

    for args in calls:
        graph(*args)
    return int(traces)


# %% wrong: sizes are relaxed | test_tensors | sizes are relaxed
# breaks: "with its default settings"
def count_traces(f, calls):
    graph = tf.function(f, reduce_retracing=True)
    for args in calls:
        graph(*args)
    return graph.experimental_get_tracing_count()


# %% wrong: the tuple is one argument | test_example | multiply
# breaks: "Each tuple holds the positional arguments of one call"
def count_traces(f, calls):
    graph = tf.function(f)
    for args in calls:
        graph(args)
    return graph.experimental_get_tracing_count()


# %% wrong: only the first argument is passed | test_arguments | first argument
# breaks: "Each tuple holds the positional arguments of one call"
def count_traces(f, calls):
    graph = tf.function(f)
    for args in calls:
        graph(args[0])
    return graph.experimental_get_tracing_count()


# %% wrong: every argument becomes a tensor | test_example | have become tensors
# breaks: "a Python number stays one"
def count_traces(f, calls):
    graph = tf.function(f)
    for args in calls:
        graph(*[tf.convert_to_tensor(value) for value in args])
    return graph.experimental_get_tracing_count()


# %% wrong: traced but never run | test_runs | no call runs
# breaks: "Every call runs"
def count_traces(f, calls):
    graph = tf.function(f)
    for args in calls:
        graph.get_concrete_function(*args)
    return graph.experimental_get_tracing_count()


# %% wrong: signatures are kept, and seen ones skipped | test_runs | does not run
# breaks: "even if it needs no new trace"
def count_traces(f, calls):
    graph = tf.function(f)
    for args in calls:
        before = graph.experimental_get_tracing_count()
        graph.get_concrete_function(*args)
        if graph.experimental_get_tracing_count() > before:
            graph(*args)
    return graph.experimental_get_tracing_count()


# %% wrong: signatures are counted, without tf.function | test_runs | no call runs
# breaks: "Return how often tf.function traces f"
# breaks: "f makes a tf.Variable in its first call"
def count_traces(f, calls):
    def of(value):
        return (value.shape, value.dtype) if tf.is_tensor(value) else value

    return len({tuple(str(of(value)) for value in args) for args in calls})


# %% wrong: one trace of the first call is forgotten | test_first_call | traced twice
# breaks: "both traces count"
def count_traces(f, calls):
    graph = tf.function(f)
    count = 0
    for args in calls:
        before = graph.experimental_get_tracing_count()
        graph(*args)
        count += graph.experimental_get_tracing_count() > before
    return int(count)


# %% wrong: f runs eagerly to check the graph | test_runs | f itself is called
# breaks: "f never runs eagerly"
def count_traces(f, calls):
    graph = tf.function(f)
    for args in calls:
        graph(*args)
    if calls and len(calls[0]) == 1:
        f(tf.zeros_like(calls[0][0]))
    return graph.experimental_get_tracing_count()


# %% wrong: the last count, read in the loop | test_numbers | UnboundLocalError
# breaks: "No calls give 0"
def count_traces(f, calls):
    graph = tf.function(f)
    for args in calls:
        graph(*args)
        count = graph.experimental_get_tracing_count()
    return count


# %% wrong: the first call warms up beforehand | test_numbers | IndexError
# breaks: "No calls give 0"
def count_traces(f, calls):
    graph = tf.function(f)
    graph(*calls[0])
    for args in calls:
        graph(*args)
    return graph.experimental_get_tracing_count()


# %% wrong: a list as default goes on growing | test_numbers | value differs
# breaks: "Each count starts at 0"
def count_traces(f, calls, traces=[]):
    @tf.function
    def graph(*args):
        traces.append(1)
        return f(*args)

    for args in calls:
        graph(*args)
    return len(traces)


# %% wrong: nonlocal is missing | test_example | traces
# breaks: "Return how often tf.function traces f over these calls"
def count_traces(f, calls):
    traces = 0

    @tf.function
    def graph(*args):
        traces += 1
        return f(*args)

    for args in calls:
        graph(*args)
    return traces


# %% wrong: f is only wrapped, and counts in a name that nobody reads | test_example | nothing is
# breaks: "Return how often tf.function traces f over these calls"
def count_traces(f, calls):
    traces = 0

    @tf.function
    def graph(*args):
        traces = 1
        return f(*args)

    for args in calls:
        graph(*args)
    return traces


# %% wrong: a float comes back | test_example | dtype
# breaks: "-> int"
def count_traces(f, calls):
    graph = tf.function(f)
    for args in calls:
        graph(*args)
    return float(graph.experimental_get_tracing_count())


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return how often tf.function traces f over these calls"
def count_traces(f, calls):
    graph = tf.function(f)
    for args in calls:
        graph(*args)
    graph.experimental_get_tracing_count()
