"""Answers to compile_if_possible."""

import tensorflow as tf

# %% equivalent: generic-graph | the function itself is called eagerly; it makes the graph
# unnoticed: test_mixture | compile_if_possible [*][*] flipped | test_not_compiled compares it


# %% right: the two errors by name, the concrete function is called
def compile_if_possible(f, x):
    compiled = tf.function(f, jit_compile=True).get_concrete_function(x)
    try:
        value = compiled(x)
    except (tf.errors.InvalidArgumentError, tf.errors.UnimplementedError):
        plain = tf.function(f)
        return plain(x), False
    return value, True


# %% right: it notices whether the trace has come to its end
def compile_if_possible(f, x):
    traced = []

    def watched(z):
        result = f(z)
        traced.append(True)
        return result

    for compiled in [True, False]:
        try:
            return tf.function(watched, jit_compile=compiled)(x), compiled
        except tf.errors.OpError:
            if not traced or not compiled:
                raise


# %% right: a list comes back, and f is called by another function
def compile_if_possible(f, x):
    graph = tf.function(f, jit_compile=True)
    graph.get_concrete_function(x)
    try:
        return [graph(x), True]
    except tf.errors.InvalidArgumentError:
        return [tf.function(lambda z: f(z))(x), False]


# %% right: the compiled graph calls a plain one, which is there if it fails
def compile_if_possible(f, x):
    plain = tf.function(f)
    compiled = tf.function(lambda z: plain(z), jit_compile=True)
    compiled.get_concrete_function(x)
    try:
        return compiled(x), True
    except tf.errors.OpError:
        return plain(x), False


# %% right: the plain graph is traced first, and the compiled one calls it
def compile_if_possible(f, x):
    plain = tf.function(f)
    plain.get_concrete_function(x)
    try:
        return tf.function(plain, jit_compile=True)(x), True
    except tf.errors.OpError:
        return plain(x), False


# %% wrong: an error of TensorFlow's class is taken for XLA's | test_errors | tried again
# breaks: "even a tf.errors.InvalidArgumentError"
def compile_if_possible(f, x):
    try:
        return tf.function(f, jit_compile=True)(x), True
    except tf.errors.OpError:
        return tf.function(f)(x), False


# %% wrong: one after the other, in a loop around the trace too | test_errors | tried again
# breaks: "after one trace only"
def compile_if_possible(f, x):
    for compiled in [True, False]:
        try:
            return tf.function(f, jit_compile=compiled)(x), compiled
        except tf.errors.InvalidArgumentError:
            if not compiled:
                raise


# %% wrong: a plain graph first, compiled only if it fails | test_example | it says False
# breaks: "by XLA if XLA can compile f"
def compile_if_possible(f, x):
    try:
        return tf.function(f)(x), False
    except tf.errors.OpError:
        return tf.function(f, jit_compile=True)(x), True


# %% wrong: never compiled | test_compiled | jit_compile=True is missing
# breaks: "by XLA if XLA can compile f"
def compile_if_possible(f, x):
    return tf.function(f)(x), True


# %% wrong: what cannot be compiled runs eagerly | test_not_compiled | f runs eagerly
# breaks: "never runs eagerly"
# breaks: "else by a plain tf.function"
def compile_if_possible(f, x):
    try:
        return tf.function(f, jit_compile=True)(x), True
    except tf.errors.OpError:
        return f(x), False


# %% wrong: eagerly always | test_compiled | f runs eagerly
# breaks: "never runs eagerly"
def compile_if_possible(f, x):
    return f(x), True


# %% wrong: always compiled, whatever comes of it | test_not_compiled | it raised
# breaks: "else by a plain tf.function"
def compile_if_possible(f, x):
    return tf.function(f, jit_compile=True)(x), True


# %% wrong: the making is tried, not the call | test_not_compiled | it raised
# breaks: "by XLA if XLA can compile f, else by a plain tf.function"
def compile_if_possible(f, x):
    try:
        graph, compiled = tf.function(f, jit_compile=True), True
    except tf.errors.OpError:
        graph, compiled = tf.function(f), False
    return graph(x), compiled


# %% wrong: only the trace is tried | test_not_compiled | it raised
# breaks: "by XLA if XLA can compile f, else by a plain tf.function"
def compile_if_possible(f, x):
    graph, compiled = tf.function(f, jit_compile=True), True
    try:
        graph.get_concrete_function(x)
    except tf.errors.OpError:
        graph, compiled = tf.function(f), False
    return graph(x), compiled


# %% wrong: compiled if the loop is Python's | test_compiled | it raised
# breaks: "by XLA if XLA can compile f"
def compile_if_possible(f, x):
    try:
        return tf.function(f, jit_compile=True, autograph=False)(x), True
    except tf.errors.OpError:
        return tf.function(f, autograph=False)(x), False


# %% wrong: every error is caught | test_errors | tried again
# breaks: "An error that f itself raises in its trace"
def compile_if_possible(f, x):
    try:
        return tf.function(f, jit_compile=True)(x), True
    except Exception:
        return tf.function(f)(x), False


# %% wrong: ValueError is caught as well | test_errors | tried again
# breaks: "after one trace only"
def compile_if_possible(f, x):
    try:
        return tf.function(f, jit_compile=True)(x), True
    except (tf.errors.OpError, ValueError, TypeError):
        return tf.function(f)(x), False


# %% wrong: another error is raised | test_errors | of another class
# breaks: "of the same class"
def compile_if_possible(f, x):
    try:
        return tf.function(f, jit_compile=True)(x), True
    except tf.errors.OpError:
        return tf.function(f)(x), False
    except Exception as error:
        raise RuntimeError("f cannot be traced") from error


# %% wrong: True in any case | test_not_compiled | whatever happened
# breaks: "compiled says which"
def compile_if_possible(f, x):
    try:
        return tf.function(f, jit_compile=True)(x), True
    except tf.errors.OpError:
        return tf.function(f)(x), True


# %% wrong: the contrary | test_example | it says False
# breaks: "True for XLA"
def compile_if_possible(f, x):
    try:
        return tf.function(f, jit_compile=True)(x), False
    except tf.errors.OpError:
        return tf.function(f)(x), True


# %% wrong: the flag first | test_example | the other order
# breaks: "Return (f(x), compiled)"
def compile_if_possible(f, x):
    try:
        return True, tf.function(f, jit_compile=True)(x)
    except tf.errors.OpError:
        return False, tf.function(f)(x)


# %% wrong: the graph, not its result | test_example | not a tensor
# breaks: "Return (f(x), compiled)"
def compile_if_possible(f, x):
    graph = tf.function(f, jit_compile=True)
    try:
        graph(x)
    except tf.errors.OpError:
        return tf.function(f), False
    return graph, True


# %% wrong: the result alone | test_example | only the result
# breaks: "Return (f(x), compiled)"
def compile_if_possible(f, x):
    try:
        return tf.function(f, jit_compile=True)(x)
    except tf.errors.OpError:
        return tf.function(f)(x)


# %% wrong: x in a list | test_example | differ
# breaks: "f takes one tensor"
def compile_if_possible(f, x):
    try:
        return tf.function(f, jit_compile=True)([x])[0], True
    except tf.errors.OpError:
        return tf.function(f)([x])[0], False


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return (f(x), compiled)"
def compile_if_possible(f, x):
    try:
        tf.function(f, jit_compile=True)(x), True
    except tf.errors.OpError:
        tf.function(f)(x), False
