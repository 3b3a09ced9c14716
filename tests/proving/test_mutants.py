"""The mutants of a reference solution: which faults, where, under which ids."""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from tensorkata.authoring.source import with_answer
from tensorkata.proving.mutants import mutants

HEAD = '''\
# %%
def f(x, y, training=False):
    """Do 1 + 1 things."""
    scale = 1 + 2
    # TODO: all.
    ### BEGIN SOLUTION
'''
TAIL = "    ### END SOLUTION\n"


def source_of(body: str) -> str:
    """Return the text of a source whose only exercise has that body."""
    return HEAD + "".join(f"    {line}\n" for line in body.splitlines()) + TAIL


def bodies(body: str) -> set[str]:
    """Return the bodies of all mutants of a body, without the lines outside the region."""
    found = mutants(source_of(body), "f", most=1000)
    return {"\n".join(line[4:] for line in m.source.splitlines()[3:]).strip() for m in found}


FAULTS = {
    "return x + y": {"return x - y"},
    "return x / y": {"return x * y"},
    "return x @ y": {"return y @ x"},
    "return x ** y": {"return x"},
    "return x < y": {"return x <= y", "return x > y"},
    "return x == y": {"return x != y"},
    "return x is y": {"return x is not y"},
    "return x + 0": {"return x - 0", "return x + 1"},
    "return x + 1": {"return x - 1", "return x + 2", "return x + 0"},
    "return x + 0.5": {"return x - 0.5", "return x + 0.55", "return x + -0.5"},
    "return x + 1e-7": {"return x - 1e-07", "return x + 0.0"},
    "return True": {"return False"},
    "return 'sum'": set(),
    "return None": set(),
    "return x and y": {"return x or y"},
    "return -x": {"return x"},
    "return not x": {"return x"},
    "return g(x, axis=-1)": {"return g(x, axis=0)", "return g(x)"},
    "return g(x, axis=0)": {"return g(x, axis=1)", "return g(x)"},
    "return g(x, axis=1)": {"return g(x, axis=0)", "return g(x)"},
    "return g(x, axis=(1, 2))": {"return g(x, axis=(1,))", "return g(x, axis=(2,))", "return g(x)"},
    "return g(x, y)": {"return g(y, x)"},
    "return tf.maximum(x, y)": {"return tf.minimum(x, y)", "return x"},
    "return tf.cast(x, tf.int32)": {"return x"},
    "return tf.stop_gradient(x)": {"return x"},
    "return tf.reduce_mean(x)": {"return tf.reduce_sum(x)", "return x"},
    "return sum(x)": {"return x"},
    "return len(x)": set(),
    "return Dense(x, name=y + 1, verbose=0)": set(),
    "return Dense(x)": set(),
    "return any(z for z in x)": {"return all((z for z in x))"},
    "return x[y:]": {"return x[y + 1:]", "return x[:]"},
    "return x[:-1]": {"return x[:-2]", "return x[:]"},
    "return {'a': x, **y}": {"return {**y}", "return {'a': x}"},
    "return x if training else y": {"return x", "return y"},
    "return (x, y)": {"return (y, x)"},
    "x = g(x)\nreturn x": {"pass\nreturn x", "x = x\nreturn x"},
    "z = g(y, x)\nreturn z": {"z = g(x, y)\nreturn z"},
    "super().__init__(**x)": {"super().__init__()", "pass"},
    "if x:\n    raise ValueError(1 + y)": {
        "if True:\n    raise ValueError(1 + y)",
        "if False:\n    raise ValueError(1 + y)",
    },
    "for i in range(y):\n    x += i": {
        "for i in range(y - 1):\n    x += i",
        "for i in range(y):\n    x -= i",
        "for i in range(y):\n    pass",
        "pass",
    },
    "z: tf.Tensor[1] = -x\nreturn z": {"z: tf.Tensor[1] = x\nreturn z"},
    "def inner(a: g(1) = 0) -> g(2):\n    '''Add 1.'''\n    return f'{a + 1}'": {
        "def inner(a: g(1)=1) -> g(2):\n    '''Add 1.'''\n    return f'{a + 1}'",
    },
}


@pytest.mark.parametrize("body", FAULTS)
def test_each_construct_has_its_faults(body: str) -> None:
    """These faults and no others are put into the construct."""
    got = {text.replace('"""', "'''") for text in bodies(body)}
    assert got == FAULTS[body]


BODY = """\
if training and x > 0:
    raise ValueError("x + 1")
y = tf.nn.relu(x @ y + 1)
for i in range(3):
    y = y * 0.5 - tf.reduce_mean(y, axis=-1, keepdims=True)[1:] * (x / 2 + 3)
return not -y < x or g(x, y)"""


def test_every_mutant_differs_and_is_python() -> None:
    """No mutant is the original, none stands twice, each compiles and fits into the source."""
    text = source_of(BODY)
    found = mutants(text, "f")
    sources = [mutant.source for mutant in found]
    original = ast.unparse(ast.parse(text))
    assert len({*sources, original}) == len(found) + 1
    assert len({mutant.id for mutant in found}) == len(found)
    for mutant in found:
        whole = with_answer(text, "f", mutant.source)
        compile(whole, mutant.id, "exec")
        assert "scale = 1 + 2" in whole
        assert "Do 1 + 1 things." in whole


def test_a_mutant_names_its_line_and_its_change() -> None:
    """The line is the source file's, the description shows both sides."""
    found = mutants(source_of("y = -x\nreturn y + x"), "f")
    told = {(mutant.line, mutant.description) for mutant in found}
    assert told == {
        (7, "`-x` becomes `x`"),
        (7, "`y = -x` is dropped"),
        (8, "`y + x` becomes `y - x`"),
    }


def test_a_long_change_is_shown_where_it_differs() -> None:
    """Both sides of a long line are cut around the first difference."""
    long = " * ".join(f"number{i}" for i in range(20))
    found = mutants(source_of(f"return {long} + x"), "f", most=1000)
    told = next(m.description for m in found if "+" in m.description)
    assert told.endswith("* number19 - x`")
    assert told.startswith("`...")


def test_ids_survive_edits_elsewhere() -> None:
    """Lines added around, in the lesson and in the region, leave the ids of a line alone."""
    before = {mutant.id for mutant in mutants(source_of(BODY), "f", most=1000)}
    text = "# %% [markdown]\n# New.\n\n" + source_of(f"g(x)\n{BODY.replace('x @ y', 'x  @ y')}")
    after = {mutant.id for mutant in mutants(text, "f", most=1000)}
    assert before < after


def test_the_same_change_on_equal_lines_has_two_ids() -> None:
    """Two equal lines have mutants with ids of their own."""
    found = mutants(source_of("x = -x\nx = -x\nreturn x"), "f")
    assert len({mutant.id for mutant in found}) == len(found) == 4


def test_more_than_the_most_is_sampled_evenly() -> None:
    """A cap keeps every kind of fault, takes the same ones each time, and is kept."""
    text = source_of(BODY + "\n" + "\n".join(f"g(x + {i}, y)" for i in range(2, 60)))
    everything = Counter(m.id.split("-")[0] for m in mutants(text, "f", most=1000))
    found = mutants(text, "f")
    kinds = Counter(m.id.split("-")[0] for m in found)
    assert sum(kinds.values()) == 60
    assert set(kinds) == set(everything)
    assert found == mutants(text, "f")
    assert [mutant.line for mutant in found] == sorted(mutant.line for mutant in found)


def test_only_regions_of_the_exercise_are_touched(source: str) -> None:
    """What a student is given stays; other exercises stay."""
    found = mutants(source, "RunningTotal")
    assert {mutant.line for mutant in found} == {30, 40}
    assert all("if math.isnan(x):" in mutant.source for mutant in found)
    assert all("halve" not in mutant.source for mutant in found)
