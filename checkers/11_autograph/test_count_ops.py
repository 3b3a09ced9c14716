"""Checks of count_ops."""

from tensorkata.checking import after, assert_close, points
from tensorkata.checking.assertions import CheckFailed

RUNS = "the number of times that the graph ran"
TYPES = {"sin": "Sin", "sinh": "Sinh", "cos": "Cos", "named": "Cos"}
TYPES |= {"mul": "Mul", "product": "MatMul"}
LISTED = "the operations themselves: how many they are is wanted"
RAN = {"the graph is called: trace it, and no more": 1}


def oracle(parts, kind):
    """Return how many operations of the type are in a function of these parts, loops aside."""
    return sum(n for part, n in parts if TYPES.get(part) == kind)


def slips(parts, kind):
    """Return what common mistakes count."""
    there = {TYPES[part] for part, n in parts if n and part in TYPES}
    longer = sum(n for part, n in parts if TYPES.get(part, "").startswith(kind))
    alike = sum(n for part, n in parts if kind in TYPES.get(part, ""))
    named = sum(n for part, n in parts if part in ("sin", "named"))
    every = sum(n for part, n in parts if part in TYPES)
    return {
        "the operations in a While's body count too": oracle(parts, kind) + (kind == "Sin"),
        "a type that only begins with the word counts too": longer,
        "a type that only contains the word counts too": alike,
        "names are compared, not types": named if kind == "Sin" else 0,
        "only whether there is one, not how many": int(kind in there),
        "all the operations are counted, of whatever type": every,
    }


def check(probes, shape, parts, kind):
    got = probes.count_ops(shape, parts, kind)
    if isinstance(got["count"], list):
        raise CheckFailed("is a list", got=got["count"], rung="claim", cause=LISTED)
    assert_close(got["count"], oracle(parts, kind), slips=slips(parts, kind))
    assert_close(got["runs"], 0, dtype="int32", what=RUNS, slips=RAN)


def some(rng, *parts):
    """Return the parts, each with a number of operations from 2 to 12."""
    return [[part, int(n)] for part, n in zip(parts, rng.integers(2, 13, len(parts)), strict=True)]


def test_example(probes):
    """count_ops gives what the docstring's example shows"""
    check(probes, [None], [["sin", 2], ["mul", 1]], "Sin")


@points(1)
@after(test_example)
def test_counts(probes, rng):
    """count_ops counts the operations of one type, and runs nothing"""
    for kind in ["Sin", "Cos", "Mul", "Tanh"]:
        check(probes, [None, 3], some(rng, "cos", "sin", "mul", "sin"), kind)


@points(1)
@after(test_example)
def test_types(probes, rng):
    """count_ops compares whole types, and no names"""
    parts = some(rng, "mul", "product", "named", "sin", "sinh")
    for kind in ["Mul", "MatMul", "Sin"]:
        check(probes, [2, 2], parts, kind)


@points(1)
@after(test_example)
def test_loop(probes, rng):
    """count_ops takes a loop over a tensor for one operation, whatever is in its body"""
    parts = some(rng, "sin", "loop", "mul")
    check(probes, [None, None], parts, "Sin")
    check(probes, [None, None], parts, "Mul")
