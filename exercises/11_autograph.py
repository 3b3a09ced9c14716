# %% [markdown]
# # Graphs and AutoGraph
#
# So far your code ran *eagerly*: Python calls an operation, the operation runs, Python goes on.
# `tf.function` runs a function in two stages:
#
#     tracing    Python runs your function once, with symbolic tensors that have a dtype and a
#                shape but no values. Each operation that it meets is written into a graph.
#     running    TensorFlow runs the graph, as often as you call. Python has no part in it.
#
# A graph can be optimized, saved, sent to another machine and compiled. `fit`, `tf.data` and
# SavedModel all run graphs. And almost every surprise that they cause has one explanation: *your
# Python ran when the graph was traced, not when it ran.*
#
# In this topic you do not have to believe this. You count traces and operations, let Python's
# `if` and `while` depend on tensors, and keep state where a graph can change it.

# %%
from collections.abc import Callable
from typing import Any

import tensorflow as tf

# %% [markdown]
# ## When does Python run?
#
# `tf.function` keeps a graph for each *signature* that it has met:
#
#     a tensor         its dtype and its shape; the values do not matter
#     a Python value   the value itself: it becomes a constant of the graph
#
# A call with a new signature traces again. So `step(1)`, `step(2)`, `step(3)` makes three graphs,
# and a training loop that passes its epoch as a Python number gets slower and slower.
# `step(tf.constant(1))` and `step(tf.constant(2))` share a graph. A tensor of another length is
# another shape, and a trace more. After five traces in a row TensorFlow warns.
#
# The simplest way to see a trace is a Python side effect: a `print`, or a counter that goes up,
# happens when the function is traced and at no other time.
#
# A graph may not make a `tf.Variable` on each call, because a variable has to outlive the call. A
# function may make variables in its first call; `tf.function` then traces that call twice, once
# with the making and once without.


# %%
def count_traces(f: Callable[..., Any], calls: list[tuple]) -> int:
    """Return how often tf.function traces f over these calls: f, a list of tuples -> int.

    One tf.function, with its default settings, is made of f. Each tuple holds the positional
    arguments of one call; they are passed as they are, so that a Python number stays one.
    Every call runs, even if it needs no new trace. f never runs eagerly. If f makes a tf.Variable
    in its first call, tf.function traces that call twice, and both traces count. No calls give 0.
    Each count starts at 0.

    >>> square = lambda x: x * x
    >>> count_traces(square, [(tf.constant(1.0),), (tf.constant(2.0),), (3.0,), (4.0,)])
    3
    """
    # TODO 1: a tf.function of f that notices when Python runs.
    # TODO 2: all the calls, and then the count.
    raise NotImplementedError("count_traces")


# %% [markdown]
# ## What is in a graph?
#
# A trace ends in a *concrete function*: one graph for one signature. Ask a tf.function for it with
# `get_concrete_function`, and look at `concrete.graph.get_operations()`. Each operation has a
# `type` ("Sin", "AddV2") and a `name` that is unique in its graph.
#
# A Python loop has run when the graph is there, so its body was written down once for each pass:
#
#     for _ in range(3):             x --Sin--> --Sin--> --Sin-->
#         x = tf.sin(x)
#
# *AutoGraph* is the part of `tf.function` that rewrites your source before the trace. It turns a
# loop over a *tensor* into one operation, whose body is another graph:
#
#     for _ in tf.range(3):          x --While-->        body: --Sin-->
#         x = tf.sin(x)
#
# The first graph grows with the number of passes. The second does not, and may read that number
# from a tensor.


# %%
def count_ops(f: Callable[[tf.Tensor], tf.Tensor], spec: tf.TensorSpec, kind: str) -> int:
    """Return how many operations of a kind the graph of f has: f, spec, kind -> int.

    f takes one tensor; tf.function traces it for a tensor of that spec, whose sizes may be None.
    Nothing is run. kind is the type of an operation, in full: "Mul" does not count a MatMul, nor
    "Sin" a Sinh. The names of the operations do not matter. Operations in the body of a While are
    in another graph, and do not count. A kind that the graph lacks counts 0.

    >>> count_ops(lambda x: tf.sin(tf.sin(x)) * x, tf.TensorSpec([None]), "Sin")
    2
    """
    # TODO 1: the graph of f, without a call of f's graph.
    # TODO 2: the operations of that type.
    raise NotImplementedError("count_ops")


# %% [markdown]
# ## One trace for every batch size
#
# The last batch of an epoch is shorter, and the shorter shape is traced again. If sentences have
# many lengths, you trace for most of the epoch. An *input signature* settles beforehand what the
# graph is for:
#
#     tf.function(f, input_signature=[tf.TensorSpec([None, 28, 28], tf.uint8)])
#
# A `None` is an axis of any size. There is one trace, and what does not fit is refused with a
# TypeError instead of being traced again. `reduce_retracing=True` is the softer way: after a few
# traces TensorFlow guesses which axes vary.
#
# While such a function is traced, `x.shape[0]` is None: nobody knows it yet. `tf.shape(x)[0]` is a
# tensor, the size that the running graph will find.


# %%
def trace_once(f: Callable[[tf.Tensor], Any], x: tf.Tensor) -> Callable[[tf.Tensor], Any]:
    """Return f as a graph, traced once for batches of every size: f, x (batch, ...) -> graph.

    The graph is called with one tensor, which has the dtype of x and the shape of x except for the
    batch size: 0, 1 and any other size will do. It returns what f returns. f is traced once at
    most, however many sizes come, and never runs eagerly. The graph raises TypeError for another
    dtype, another number of axes or another size of a later axis.

    >>> double = trace_once(lambda x: x + x, tf.zeros((2, 1)))
    >>> double(tf.constant([[1.0], [2.0], [3.0]])).numpy().tolist()
    [[2.0], [4.0], [6.0]]
    """
    # TODO 1: say which tensors the graph is for.
    # TODO 2: f as such a graph.
    raise NotImplementedError("trace_once")


# %% [markdown]
# ## A while loop over tensors
#
# Take a number. If it is even, halve it; if it is odd, take three times the number plus 1. As far
# as anybody has tried, you end at 1: 3, 10, 5, 16, 8, 4, 2, 1. How many steps it takes cannot be
# known beforehand, so no Python loop can be written out for it.
#
# In a graph, `while condition:` has to become a While operation. AutoGraph does that if the
# condition is a tensor, and it carries your variables from pass to pass:
#
#     while tf.reduce_any(...):        one condition for all the numbers, a scalar
#         n = ...                      same dtype and same shape after each pass
#
# If a variable leaves a pass with another dtype than it had before (`n / 2` makes a float of an
# integer), AutoGraph refuses. If one number is at 1 already and its neighbor is not, the pass must
# leave the first as it is: choose element by element with `tf.where`.
#
# Give every such loop a limit. Ctrl-C reaches Python, and a graph runs without it.


# %%
def collatz_lengths(n: tf.Tensor, limit: int) -> tf.Tensor:
    """Count the Collatz steps of each positive number: any shape, int64 -> same shape, int32.

    A step halves an even number, and makes 3 * n + 1 of an odd number n. The length is the number
    of steps until 1, so that of 1 is 0. Counting ends after `limit` steps: a longer way has the
    length limit. On the way numbers may be larger than int32 holds. Works in tf.function, also if
    no size of n is known.

    >>> collatz_lengths(tf.constant([1, 2, 3, 27], tf.int64), limit=100).numpy().tolist()
    [0, 1, 7, 100]
    """
    # TODO 1: no steps so far, for each number.
    # TODO 2: steps, up to the limit, as long as a number needs them; a number at 1 rests.
    raise NotImplementedError("collatz_lengths")


# %% [markdown]
# ## Only if it is needed
#
# `tf.where(condition, a, b)` computes both a and b, and then chooses. If b is slow, or must not
# happen at all, the graph has to take one way and leave the other. `tf.cond` does that, and
# AutoGraph makes it of an `if` whose condition is a tensor:
#
#     if tf.reduce_any(...):           x --If--> y       two branches, each a graph; one runs
#         y = a(x)
#     else:
#         y = b(x)
#
# Both branches must leave the same variables, with the same dtypes. You may `return` early, as long
# as every way through the function returns. The condition is a single tensor; `and`, `or` and `not`
# are rewritten too. AutoGraph cannot turn everything into a graph:
#
# - `try` and `except` around operations: their error comes when the graph runs, without Python.
# - A `raise` below such an `if` is raised while tracing, whatever the value will be, and a plain
#   `assert` of a tensor is refused. Use the operations of `tf.debugging`, like `assert_positive`.
# - A `return` in a loop over tensors. Keep the result in a variable, and `break`.


# %%
def repair_if_needed(x: tf.Tensor, repair: Callable[[tf.Tensor], tf.Tensor]) -> tf.Tensor:
    """Return x, or repair(x) if x has a NaN or an infinity: any shape -> same shape and dtype.

    repair takes x, and returns a tensor of that shape and dtype. It runs only if x needs it, and
    then once. What it returns is the result, finite or not. An empty x needs no repair, nor does
    one of finite numbers, however large. Works in tf.function, where the running graph decides
    anew for each x.

    >>> repair_if_needed(tf.constant([1.0, float("nan")]), tf.zeros_like).numpy().tolist()
    [0.0, 0.0]
    """
    # TODO 1: one condition for the whole tensor.
    # TODO 2: one of two ways, so that the other does not run.
    raise NotImplementedError("repair_if_needed")


# %% [markdown]
# ## A list that a loop can fill
#
# A loop over time that keeps a result for each step: in Python you append to a list. In a graph the
# list would get one symbolic tensor of the loop's *body*, once, while tracing; outside the body it
# means nothing (InaccessibleTensorError). A `tf.TensorArray` is the list that a graph can fill:
#
#     out = tf.TensorArray(x.dtype, size=tf.shape(x)[0])
#     for t in tf.range(tf.shape(x)[0]):
#         out = out.write(t, ...)          write returns the array: without `out =` it is lost
#     return out.stack()
#
# Eagerly, `write` without the assignment works, and that is the trap. If there may be no steps at
# all, `stack` has to be told how large an element is: `element_shape=...`.
#
# The leaky sum is the simplest memory there is: it forgets a share of the past in each step. A
# recurrent network, momentum and the moving averages of topic 05 are made of it.


# %%
def leaky_sum(x: tf.Tensor, decay: float) -> tf.Tensor:
    """Return the leaky sum of x over time: x (time, ...), a number -> same shape and dtype.

    y[0] = x[0], and then y[t] = decay * y[t - 1] + x[t], for hundreds of steps too. decay may be 0
    or negative. No steps, (0, ...), give an empty result. The gradient flows back through every
    step. Works in tf.function, also if time is unknown. If it is known, the graph still does not
    grow with it: it has fewer than 200 operations (those in its loops count).

    >>> leaky_sum(tf.constant([[1.0], [0.0], [4.0]]), 0.5).numpy().tolist()
    [[1.0], [0.5], [4.25]]
    """
    # TODO 1: a place for the results, and the sum before the first step.
    # TODO 2: step after step, in a loop that stays a loop in the graph.
    # TODO 3: the results as one tensor.
    raise NotImplementedError("leaky_sum")


# %% [markdown]
# ## State that survives the call
#
# `self.rows += len(x)` in a traced function adds once, while tracing, and then never again. And
# `self.total = self.total + x` puts a symbolic tensor into the object, which is dead after the
# trace. What a graph changes has to be a `tf.Variable`, changed in place: `assign`, `assign_add`.
#
# A variable is made once. Often the first call is the first to know its shape, so the making stands
# behind an `if self.total is None:`. That is a Python condition, decided while tracing, which is
# just right here. A variable made anew in each call is refused ("tf.function only supports
# singleton tf.Variables").
#
# `tf.Module` finds the variables of its attributes: `module.variables` lists them, and
# `tf.train.Checkpoint(module=module)` saves and restores them by the names of the attributes.


# %%
class RunningMean(tf.Module):
    """Return the mean of all rows so far: a call takes (batch, features) -> (features,), float32.

    A call adds the rows of its batch and returns the mean of all rows since the start. A batch of
    no rows adds nothing. The mean of no rows at all is zeros. After a first call, `reset()` goes
    back to the start. The state is in tf.Variables; the first call makes them, and nothing later
    makes another. Works in tf.function with an unknown batch size, even if the first call is there.
    Eager calls and graphs share the state. Each module has a state of its own. tf.train.Checkpoint
    saves the state, and restores it into another module that has been called.

    >>> mean = RunningMean()
    >>> [mean(tf.constant(rows)).numpy().tolist() for rows in ([[1.0], [3.0]], [[8.0]])]
    [[2.0], [4.0]]
    """

    # TODO 1: in __init__, no state yet.
    # TODO 2: in __call__, make the state if there is none; then add the rows; then the mean.
    # TODO 3: in reset, the same variables as at the start.

    def __init__(self) -> None:
        """Begin without a state."""
        raise NotImplementedError("RunningMean")

    def __call__(self, x: tf.Tensor) -> tf.Tensor:
        """Add the rows of x and return the mean of all rows."""
        raise NotImplementedError("RunningMean")

    def reset(self) -> None:
        """Forget all rows."""
        raise NotImplementedError("RunningMean")


# %% [markdown]
# ## Twice a side effect
#
# You have met both kinds of side effects. They count different things:
#
#     print("here"), list.append, n += 1      in Python: once for each trace
#     tf.print("here"), variable.assign_add   in the graph: once for each run
#
# A counter in Python *around* the graph seems to count the runs, too. It fails as soon as the graph
# is called from another graph: a loop over tensors runs it a thousand times, and Python passes by
# once, when the loop is traced. Only what is in the graph happens when the graph runs. TensorFlow
# keeps the order of such operations and runs them even if nobody uses their result.


# %%
def instrument(
    f: Callable[..., Any],
) -> tuple[Callable[..., Any], Callable[[], int], Callable[[], int]]:
    """Return (graph, traces, runs): f as a tf.function, and two functions that count it.

    graph takes the positional arguments of f, of any number, and returns what f returns: a tensor,
    a pair, a dict or None. traces() is how often Python has run f so far, runs() how often the
    graph has run. Both are Python ints, and 0 before the first call. Runs count where they happen:
    in a loop of another tf.function too. f never runs eagerly. Each result of instrument counts for
    itself.

    >>> graph, traces, runs = instrument(lambda x: x * x)
    >>> [float(graph(tf.constant(x))) for x in (1.0, 2.0, 3.0)], traces(), runs()
    ([1.0, 4.0, 9.0], 1, 3)
    """
    # TODO 1: two counters, one for Python and one for the graph.
    # TODO 2: a tf.function that moves both, and calls f.
    # TODO 3: two functions that read the counters.
    raise NotImplementedError("instrument")


# %% [markdown]
# ## Compiled, if it can be
#
# XLA compiles a graph to machine code: `tf.function(f, jit_compile=True)`. Operations are fused, so
# that a chain of small ones no longer writes its intermediate results to memory. Compiling takes a
# while for each signature, so it pays for a function that runs often.
#
# The values are the same, up to the last bits. But XLA has to know all the operations, and it knows
# none on strings, no file and no Python (`tf.strings`, `tf.print`, `tf.py_function`). The error
# comes in the first call of the graph, after the trace, as a `tf.errors.InvalidArgumentError`.
# Errors that your Python raises while tracing are another matter, of whatever class they are: no
# other way to run f will help. `get_concrete_function` traces without a call.


# %%
def compile_if_possible(f: Callable[[tf.Tensor], Any], x: tf.Tensor) -> tuple[Any, bool]:
    """Return (f(x), compiled): by XLA if XLA can compile f, else by a plain tf.function.

    compiled says which: True for XLA. f takes one tensor and never runs eagerly. An error that f
    itself raises in its trace, even a tf.errors.InvalidArgumentError, comes out, of the same class,
    after one trace only.

    >>> value, compiled = compile_if_possible(lambda x: x + x, tf.constant([1.0, 2.0]))
    >>> value.numpy().tolist(), compiled
    ([2.0, 4.0], True)
    """
    # TODO 1: trace f for XLA; an error of f itself may come out here.
    # TODO 2: try the compiled graph.
    # TODO 3: what to do if XLA cannot compile it.
    raise NotImplementedError("compile_if_possible")


# %% [markdown]
# ## What to read next
#
# - TensorFlow's guide [Better performance with
#   tf.function](https://www.tensorflow.org/guide/function): tracing, retracing, side effects and
#   variables, with more of their traps.
# - The guide to [graphs and tf.function](https://www.tensorflow.org/guide/intro_to_graphs), and to
#   [XLA](https://www.tensorflow.org/xla), which compiles them.
# - AutoGraph's [reference](https://github.com/tensorflow/tensorflow/tree/master/tensorflow/python/autograph/g3doc/reference):
#   what it rewrites, and what it cannot.
