"""Answers to count_ops."""

import collections

import tensorflow as tf

# unnoticed: test_larger_graphs | count_ops .runs * | test_counts compares it
# unnoticed: test_larger_graphs | count_ops result fewer | test_counts compares both parts

# %% equivalent: generic-graph | the function itself is called eagerly; it makes the graph

# %% right: types in a list
def count_ops(f, spec, kind):
    graph = tf.function(f, input_signature=[spec]).get_concrete_function().graph
    return [op.type for op in graph.get_operations()].count(kind)


# %% right: the nodes of the graph's definition
def count_ops(f, spec, kind):
    concrete = tf.function(f).get_concrete_function(spec)
    return len([node for node in concrete.graph.as_graph_def().node if node.op == kind])


# %% right: a Counter
def count_ops(f, spec, kind):
    graph = tf.function(lambda x: f(x)).get_concrete_function(spec).graph
    return collections.Counter(op.type for op in graph.get_operations())[kind]


# %% right: a loop with a condition
def count_ops(f, spec, kind):
    count = 0
    for operation in tf.function(f).get_concrete_function(spec).graph.get_operations():
        if operation.node_def.op == kind:
            count += 1
    return count


# %% wrong: names that begin with the type | test_counts | names are compared
# breaks: "The names of the operations do not matter"
def count_ops(f, spec, kind):
    graph = tf.function(f).get_concrete_function(spec).graph
    return sum(op.name.split("_")[0] == kind for op in graph.get_operations())


# %% wrong: types that contain the word | test_types | only contains the word
# breaks: "does not count a MatMul"
def count_ops(f, spec, kind):
    graph = tf.function(f).get_concrete_function(spec).graph
    return sum(kind in op.type for op in graph.get_operations())


# %% wrong: types that end in the word | test_types | only contains the word
# breaks: "in full"
def count_ops(f, spec, kind):
    graph = tf.function(f).get_concrete_function(spec).graph
    return sum(op.type.endswith(kind) for op in graph.get_operations())


# %% wrong: types that begin with the word | test_types | only begins with the word
# breaks: "nor "Sin" a Sinh"
def count_ops(f, spec, kind):
    graph = tf.function(f).get_concrete_function(spec).graph
    return sum(op.type.startswith(kind) for op in graph.get_operations())


# %% wrong: whether there is one | test_example | value differs
# breaks: "how many operations of a kind the graph of f has"
def count_ops(f, spec, kind):
    graph = tf.function(f).get_concrete_function(spec).graph
    return int(kind in {op.type for op in graph.get_operations()})


# %% wrong: each type is counted once, by a dict that forgets | test_example | not how many
# breaks: "how many operations of a kind"
def count_ops(f, spec, kind):
    graph = tf.function(f).get_concrete_function(spec).graph
    counts = {}
    for op in graph.get_operations():
        counts[op.type] = 1
    return counts.get(kind, 0)


# %% wrong: all the operations of the graph | test_example | value differs
# breaks: "of a kind"
def count_ops(f, spec, kind):
    return len(tf.function(f).get_concrete_function(spec).graph.get_operations())


# %% wrong: the graph is called on zeros | test_example | value differs
# breaks: "whose sizes may be None"
def count_ops(f, spec, kind):
    graph = tf.function(f)
    x = tf.zeros([1 if size is None else size for size in spec.shape], spec.dtype)
    graph(x)
    return sum(op.type == kind for op in graph.get_concrete_function(x).graph.get_operations())


# %% wrong: the graph runs once before it is read | test_example | graph is called
# breaks: "Nothing is run"
def count_ops(f, spec, kind):
    concrete = tf.function(f).get_concrete_function(spec)
    concrete(tf.zeros([1 if size is None else size for size in spec.shape], spec.dtype))
    return sum(op.type == kind for op in concrete.graph.get_operations())


# %% wrong: f is called with the spec's zeros, eagerly | test_example | graph is called
# breaks: "Nothing is run"
def count_ops(f, spec, kind):
    f(tf.zeros([2 if size is None else size for size in spec.shape], spec.dtype))
    concrete = tf.function(f).get_concrete_function(spec)
    return sum(op.type == kind for op in concrete.graph.get_operations())


# %% wrong: bodies of loops count too | test_loop | body count too
# breaks: "Operations in the body of a While are in another graph"
# breaks: "and do not count"
def count_ops(f, spec, kind):
    definition = tf.function(f).get_concrete_function(spec).graph.as_graph_def()
    nodes = list(definition.node)
    for function in definition.library.function:
        nodes += function.node_def
    return sum(node.op == kind for node in nodes)


# %% wrong: no AutoGraph, so no loop over a tensor | test_loop | tf.Tensor
# breaks: "tf.function traces it for a tensor of that spec"
def count_ops(f, spec, kind):
    concrete = tf.function(f, autograph=False).get_concrete_function(spec)
    return sum(op.type == kind for op in concrete.graph.get_operations())


# %% wrong: an index that a missing type has not | test_counts | KeyError
# breaks: "A kind that the graph lacks counts 0"
def count_ops(f, spec, kind):
    counts = {}
    for op in tf.function(f).get_concrete_function(spec).graph.get_operations():
        counts[op.type] = counts.get(op.type, 0) + 1
    return counts[kind]


# %% wrong: the spec in a list | test_types | can't multiply
# breaks: "f takes one tensor"
def count_ops(f, spec, kind):
    graph = tf.function(f).get_concrete_function([spec]).graph
    return sum(op.type == kind for op in graph.get_operations())


# %% wrong: a list of operations | test_example | how many they are
# breaks: "-> int"
def count_ops(f, spec, kind):
    graph = tf.function(f).get_concrete_function(spec).graph
    return [op.name for op in graph.get_operations() if op.type == kind]


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return how many operations of a kind the graph of f has"
def count_ops(f, spec, kind):
    graph = tf.function(f).get_concrete_function(spec).graph
    sum(op.type == kind for op in graph.get_operations())
