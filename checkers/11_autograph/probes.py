"""Probes of 11_autograph: functions whose traces, runs and operations can be counted."""

import contextlib
import functools
import tempfile

import numpy as np
import tensorflow as tf

from tensorkata.student.probes import tensors

plain = tf.autograph.experimental.do_not_convert  # the student's function is what AutoGraph reads


def count_traces(student, calls, *, makes=False):
    """Count the traces of x -> x * x over the calls, each a list of arguments.

    If it "makes" a variable, the function does so in its first call.
    """
    made = []

    @plain
    def f(*args):
        if makes and not made:
            made.append(tf.Variable(0.0))
        return args[0] * args[0]

    with silent():
        return student.count_traces(f, [tuple(tensors(call)) for call in calls])


@contextlib.contextmanager
def silent():
    """Keep TensorFlow from warning of many traces, and of what `write` returned and nobody used."""
    logger = tf.get_logger()
    level = logger.level
    logger.setLevel("CRITICAL")
    try:
        yield
    finally:
        logger.setLevel(level)


def count_traces_in_runs(student, calls):
    """Count the traces over calls with a number each; return what that does to a function.

    That is the sum of the numbers with which it ran, and how often it ran eagerly.
    """
    total, eager = tf.Variable(0.0), []

    @plain
    def f(x):
        eager.append(tf.executing_eagerly())
        return total.assign_add(tf.cast(x, tf.float32))

    with silent():
        student.count_traces(f, [tuple(tensors(call)) for call in calls])
    return {"total": total, "eager": sum(eager)}


def count_ops(student, shape, parts, kind):
    """Count the operations of a kind in the graph of a function, for a spec of that shape.

    `parts` are pairs (operation, n): "sin", "sinh", "cos", "cosh" and "mul" n times; "product" of
    x and x; "named" is a cosine with the name Sin; "loop" has a sine in a loop over a tensor of n.
    Return the count, and how often the function's graph ran.
    """
    runs = tf.Variable(0)

    def f(x):
        runs.assign_add(1)
        for part, n in parts:
            x = grown(x, part, n)
        return x

    spec = tf.TensorSpec(shape, tf.float32)
    return {"count": student.count_ops(f, spec, kind), "runs": runs}


def grown(x, part, n):
    """Return x after a part of a function."""
    if part == "loop":
        for _ in tf.range(n):
            x = tf.sin(x)
        return x
    for _ in range(n):
        x = once(x, part)
    return x


@plain
def once(x, part):
    """Return x after one operation."""
    if part == "named":
        return tf.cos(x, name="Sin")
    if part == "product":
        return tf.matmul(x, x)
    more = {"sinh": tf.sinh, "cosh": tf.cosh, "mul": lambda z: z * 0.5}
    return {"sin": tf.sin, "cos": tf.cos, **more}[part](x)


def trace_once(student, x, batches, *, whole=False, double=False):
    """Return what the graph of sin(x) * (batch size + 1) returns for each batch.

    As a "whole", return also how often Python ran the function, and how often eagerly. To "double"
    is the example's function.
    """
    eager = []

    @plain
    def f(z):
        eager.append(tf.executing_eagerly())
        return z + z if double else tf.sin(z) * tf.cast(tf.shape(z)[0] + 1, z.dtype)

    with silent():
        graph = student.trace_once(f, tensors(x))
        results = [graph(batch) for batch in tensors(batches)]
    if not whole:
        return results
    return {"results": results, "traces": len(eager), "eager": sum(eager)}


def trace_once_refusals(student, x, bad):
    """Return what each of the tensors that do not fit raises, by its words."""
    graph = student.trace_once(plain(tf.sin), tensors(x))
    return {words: error_of(graph, tensors(one)) for words, one in bad.items()}


def error_of(function, *args):
    """Return the name of the error that a call raises."""
    try:
        function(*args)
    except (TypeError, ValueError) as error:
        return "TypeError" if isinstance(error, TypeError) else "ValueError"
    except Exception as error:  # noqa: BLE001 - its name is the observation
        return type(error).__name__
    return "nothing was raised"


def collatz_lengths(student, batches, limit, graph=False):
    """Return the lengths of each batch of numbers, eagerly or by one graph of unknown sizes."""

    def lengths(n):
        return student.collatz_lengths(n, limit)

    if graph:
        spec = tf.TensorSpec([None] * batches[0].ndim, tf.int64)
        lengths = tf.function(lengths, input_signature=[spec])
    return [lengths(batch) for batch in tensors(batches)]


def repair_if_needed(student, batches, *, graph=False, keep=False, zeros=False):
    """Return the result for each batch, eagerly or by one graph, and how often repair ran for it.

    Repair doubles the finite values and puts -1 for the others; if it is to "keep" them, it only
    doubles. The example's repair gives zeros.
    """
    runs = tf.Variable(0)

    @plain
    def repair(x):
        runs.assign_add(1)
        if zeros:
            return tf.zeros_like(x)
        doubled = x + x
        return doubled if keep else tf.where(tf.math.is_finite(x), doubled, -tf.ones_like(x))

    def repaired(x):
        return student.repair_if_needed(x, repair)

    if graph:
        spec = tf.TensorSpec([None] * batches[0].ndim, batches[0].dtype)
        repaired = tf.function(repaired, input_signature=[spec])
    results, counts = [], []
    for batch in tensors(batches):
        runs.assign(0)
        results.append(repaired(batch))
        counts.append(int(runs))
    return {"results": results, "runs": counts}


def leaky_sum(student, xs, decay, graph=""):
    """Return the leaky sum of each x: eagerly, or by a graph.

    The "unknown" graph does not know the time. The "known" one is made for the first x; with it
    comes how many operations it has, those in its loops included.
    """

    def summed(x):
        return student.leaky_sum(x, decay)

    given = tensors(xs)
    if not graph:
        with silent():
            return [summed(x) for x in given]
    shape = [None, *xs[0].shape[1:]] if graph == "unknown" else xs[0].shape
    made = tf.function(summed, input_signature=[tf.TensorSpec(shape, xs[0].dtype)])
    results = [made(x) for x in given]
    if graph == "unknown":
        return results
    definition = made.get_concrete_function().graph.as_graph_def()
    inner = sum(len(function.node_def) for function in definition.library.function)
    return {"results": results, "operations": len(definition.node) + inner}


def leaky_sum_gradient(student, x, decay, upstream):
    """Return the gradient in x of the weighted leaky sum."""
    x = tensors(x)
    with silent(), tf.GradientTape() as tape:
        tape.watch(x)
        result = tf.reduce_sum(tensors(upstream) * student.leaky_sum(x, decay))
    return tape.gradient(result, x)


def leaky_sum_in_a_graph(student, x, decay, upstream):
    """Return the gradient in x of the weighted leaky sum, for an unknown time."""

    @tf.function(input_signature=[tf.TensorSpec([None, *x.shape[1:]], x.dtype)] * 2)
    def slope(x, upstream):
        with tf.GradientTape() as tape:
            tape.watch(x)
            result = tf.reduce_sum(upstream * student.leaky_sum(x, decay))
        return tape.gradient(result, x)

    return slope(*tensors([x, upstream]))


def running_mean_in_calls(student, batches, *, resets=(), graph=False, counted=False):
    """Return what a module returns for each batch.

    It is reset before the calls in `resets`. With a "graph" two of three calls go through one graph
    of unknown batch size; without, another module is called with other rows in between. If they are
    "counted", return also how many variables are made after the first call.
    """
    module, other = student.RunningMean(), student.RunningMean()
    call = module
    if graph:
        spec = tf.TensorSpec([None, *batches[0].shape[1:]], tf.float32)
        call = tf.function(module.__call__, input_signature=[spec])
    results, seen = [], []
    for number, batch in enumerate(tensors(batches)):
        if number in resets:
            module.reset()
        results.append(module(batch) if number % 3 == 1 else call(batch))
        seen.append({variable.ref() for variable in module.variables})
        if not graph:
            other(3.0 * batch + 1.0)
    later = set().union(*seen) - seen[0]
    return {"results": results, "later": len(later)} if counted else results


def running_mean_after_restoring(student, saved, forgotten, batch):
    """Return the mean after a batch, in a module that got the state of another from a checkpoint.

    The other has seen the batches `saved`; this one has seen `forgotten` before.
    """
    first, second = student.RunningMean(), student.RunningMean()
    for rows in tensors(saved):
        first(rows)
    second(tensors(forgotten))
    with tempfile.TemporaryDirectory() as folder:
        path = tf.train.Checkpoint(module=first).write(f"{folder}/state")
        tf.train.Checkpoint(module=second).read(path)
    return second(tensors(batch))


def instrument(student, xs, loops=(), *, watched=False):
    """Call an instrumented x -> x * x for each x, then from loops of another graph.

    Return the results and the counts: before the calls, after them, and after each loop of so many
    passes. Another function is instrumented and called in between. If the first is "watched",
    return also how often it ran eagerly.
    """
    eager = []

    @plain
    def f(x):
        eager.append(tf.executing_eagerly())
        return x * x

    graph, traces, runs = student.instrument(f)
    other, _, _ = student.instrument(plain(tf.cos))

    def counted():
        return [asked(traces), asked(runs)]

    counts = [counted()]
    with silent():
        results = [graph(x) for x in tensors(xs)]
    other(tf.constant(1.0))
    counts.append(counted())

    @tf.function(input_signature=[tf.TensorSpec(()), tf.TensorSpec((), tf.int32)])
    def repeated(x, passes):
        for _ in tf.range(passes):
            x = graph(x) / 4.0
        return x

    for passes in loops:
        repeated(tf.constant(0.5), tf.constant(passes))
        counts.append(counted())
    seen = {"eager": sum(eager)} if watched else {}
    return {"results": results, "counts": counts, **seen}


def instrument_other_functions(student, kind, x, y, times):
    """Return what an instrumented function of a kind gives, called so often, and [traces, runs].

    The "pair" is x - y and x * y, the "dict" has 2 * x; "None" comes of a function without
    arguments, which adds y to a variable: it is returned too. If graph does not take the
    arguments, the result is "refused".
    """
    total = tf.Variable(tf.zeros_like(y))

    @plain
    def nothing():
        total.assign_add(y)

    pair, double = plain(lambda x, y: (x - y, x * y)), plain(lambda x: {"double": x + x})
    function, inputs = {"pair": (pair, [x, y]), "dict": (double, [x]), "None": (nothing, [])}[kind]
    graph, traces, runs = student.instrument(function)
    try:
        results = [graph(*tensors(inputs)) for _ in range(times)]
    except TypeError as error:
        if "positional argument" not in str(error):
            raise
        results = ["refused"]
    return {"result": results[-1], "counts": [asked(traces), asked(runs)], "total": total}


def asked(counter):
    """Return the count of a counter as it is if it is an int, else what it is instead."""
    if not callable(counter):
        return f"{type(counter).__name__}, not a function"
    count = counter()
    is_int = isinstance(count, (int, np.integer)) and not isinstance(count, bool)
    return int(count) if is_int else f"{type(count).__name__}, not int"


def compile_if_possible(student, xs, kinds):
    """Return the results for functions of some kinds, each with its x.

    "sine" is 2 * sin(x) and "loop" has a loop over tensors; if a plain graph runs one of them, the
    result is the text "in a plain graph". A "string" op and "python" cannot be compiled; "double"
    is the example's. Eagerly they give other numbers.
    """
    return [
        compiled_or_told(student.compile_if_possible, FUNCTIONS[k], x)
        for k, x in zip(kinds, tensors(xs), strict=True)
    ]


def compiled_or_told(compile_if_possible, f, x):
    """Return the result, or the text if it shows that a plain graph ran."""
    try:
        return compile_if_possible(f, x)
    except tf.errors.InvalidArgumentError as error:
        if PLAIN in str(error):
            return PLAIN
        raise


@plain
def compiled_only(value):
    """Return twice the value if XLA computes it, eagerly the value; a plain graph fails.

    Which of them runs is seen when it runs: XLA leaves out what checks numbers. While it is traced
    nobody can know, since a compiled graph may call a plain one, which has its own trace.
    """
    if tf.executing_eagerly():
        return value
    nan = tf.debugging.check_numerics(tf.reduce_sum(value) * 0.0 + float("nan"), PLAIN)
    with tf.control_dependencies([nan]):
        return 2.0 * value


@plain
def in_graph_only(value):
    """Return three times the value in a graph, eagerly the value."""
    return value if tf.executing_eagerly() else 3.0 * value


@plain
def sine(x):
    """Return a sine."""
    return compiled_only(tf.sin(x))


@plain
def by_strings(x):
    """Return how many letters the numbers have, which XLA cannot compile."""
    letters = tf.strings.length(tf.strings.as_string(tf.round(x)))
    return in_graph_only(tf.cast(letters, tf.float32))


@plain
def by_python(x):
    """Return x + 1 by Python, which XLA cannot compile."""
    return in_graph_only(tf.py_function(lambda z: z + 1.0, [x], tf.float32))


def by_loop(x):
    """Return x after three halvings in a loop over tensors."""
    for _ in tf.range(3):
        x = x / 2.0
    return compiled_only(x)


PLAIN = "in a plain graph"


FUNCTIONS = {
    "sine": sine,
    "string": by_strings,
    "python": by_python,
    "loop": by_loop,
    "double": plain(lambda x: x + x),
}


def compile_if_possible_of_an_error(student, x, error):
    """Return the error of a function that raises one of that name, and how often it was traced."""
    traces = []

    @plain
    def f(z):
        traces.append(1)
        raise ERRORS[error]("mine")

    return {"error": error_of(student.compile_if_possible, f, tensors(x)), "traces": len(traces)}


ERRORS = {
    "ValueError": ValueError,
    "KeyError": KeyError,
    "TypeError": TypeError,
    "InvalidArgumentError": functools.partial(tf.errors.InvalidArgumentError, None, None),
}
