"""docs/checkers.md is made from the docstrings; KATA_GOLDEN=write renews it."""

from __future__ import annotations

import ast
import inspect
import os
import re
import textwrap
from pathlib import Path

import tensorkata.checking
from tensorkata.checking.tolerance import TOLERANCES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "checkers.md"
PROBES = ROOT / "src" / "tensorkata" / "student" / "probes.py"
WRAP = textwrap.TextWrapper(98, subsequent_indent="  ", break_on_hyphens=False)
ASSERTIONS = (
    *("assert_close", "assert_equal", "assert_gradient", "assert_raises"),
    *("assert_shape", "assert_true"),
)
NUMBERS, MARKS = ("draw", "numeric_gradient"), ("points", "after", "forbids")


def page():
    """Return the reference as Markdown."""
    probes = functions(PROBES)
    own = [name for name, node in probes.items() if node.args.args[0].arg == "student"]
    helpers = [name for name in probes if name not in own]
    parts = [HEAD, "## Assertions\n"]
    parts += [entry(public(name)) for name in ASSERTIONS]
    parts += ["## Allowances by dtype\n", allowances()]
    parts += ["## Inputs and derivatives\n", *(entry(public(name)) for name in NUMBERS)]
    parts += ["## Marks\n", *(entry(public(name)) for name in MARKS)]
    parts += ["## The engine's probes\n", ABOUT_PROBES]
    parts += [entry(probes[name], skip=1, prefix="probes.") for name in own]
    parts += ["## For a topic's probes.py\n", ABOUT_HELPERS]
    parts += [item(f"`{name}`: {first(probes[name])}") for name in helpers]
    return "\n".join(parts) + "\n"


def functions(path):
    """Return the functions of a file by name."""
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def public(name):
    """Return the definition of a public name of tensorkata.checking."""
    return functions(Path(inspect.getfile(getattr(tensorkata.checking, name))))[name]


def arguments(node, skip=0):
    """Return the parameters without their types, the first ones left out."""
    given = node.args
    given.args = given.args[skip:]
    every = [*given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    for parameter in filter(None, every):
        parameter.annotation = None
    return ast.unparse(given)


def first(node):
    """Return the first line of a docstring."""
    return ast.get_docstring(node).partition("\n")[0]


def entry(node, skip=0, prefix=""):
    """Return a function's heading, and its docstring with the parameters as a list."""
    text = ast.get_docstring(node)
    text = re.sub(r"\n {4,}", " ", text)  # a parameter's further lines
    text = re.sub(r"^((?:\w+, )*\w+): (\S.*)", parameter, text, flags=re.MULTILINE)
    return (
        f"### {prefix}{node.name}\n\n    {prefix}{node.name}({arguments(node, skip)})\n\n{text}\n"
    )


def parameter(match):
    """Return the lines about some parameters as an item of a list."""
    names = ", ".join(f"`{name}`" for name in match[1].split(", "))
    return item(f"{names}: {match[2]}")


def item(text):
    """Return an item of a list, wrapped."""
    return WRAP.fill(f"- {text}")


def allowances():
    """Return the table of default allowances."""
    rows = [f"| {name} | {room[0]:g} | {room[1]:g} |" for name, room in TOLERANCES.items()]
    return "\n".join(["| dtype | rtol | atol |", "| --- | --- | --- |", *rows, "", EXACT])


def test_the_reference_says_what_the_docstrings_say():
    """The page is the docstrings of today; a new exercise does not change it."""
    text = page()
    if os.environ.get("KATA_GOLDEN") == "write":
        PAGE.write_text(text, encoding="utf-8")
    assert text == PAGE.read_text(encoding="utf-8")


def test_every_public_name_and_every_parameter_is_in_the_reference():
    """Each name of tensorkata.checking has an entry, and each parameter of an entry a line."""
    assert sorted((*ASSERTIONS, *NUMBERS, *MARKS)) == sorted(tensorkata.checking.__all__)
    nodes = [public(name) for name in tensorkata.checking.__all__]
    nodes += [
        node for name, node in functions(PROBES).items() if node.args.args[0].arg == "student"
    ]
    for node in nodes:
        given = node.args
        parameters = [p.arg for p in (*given.args, *given.kwonlyargs, given.vararg) if p]
        lines = re.findall(r"^((?:\w+, )*\w+): ", ast.get_docstring(node), re.MULTILINE)
        told = {name for line in lines for name in line.split(", ")}
        assert set(parameters) - {"student"} <= told, node.name


HEAD = """\
# What a checker is written with

The reference of the author's API, made from the docstrings (tests/checking/test_reference.py;
`KATA_GOLDEN=write` renews it). A checker imports these names from `tensorkata.checking`; `probes`
and `rng` are fixtures. In every assertion `got` is the student's and `want` the oracle's.
"""
EXACT = """\
The allowance at a value is `atol + rtol * |want|`. Whole numbers and bools must be equal.
"""
ABOUT_PROBES = """\
A check calls them without `student`: `probes.call("huber", y_true, y_pred)`. Arrays go in as
tensors and come back as arrays that know whether they were a tensor, a variable or an array.
"""
ABOUT_HELPERS = """\
A topic's own probes may use these too.
"""
