"""The marks of a check: its points, the check it stands on, what its exercise forbids."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import pytest

from tensorkata.protocol.cells import Cell, tree_of

MARKS = (
    "points(n): what the check is worth",
    "after(name): run only where that check of the same exercise has passed",
    "forbids(*constructs): the exercise must not use them; dotted names, or 'loop'",
    "hidden: run by instructors only (set for every check in a folder called hidden)",
)

LOOP = "loop"
DEEPEST = 10  # dots in a name that a course forbids; a chain of thousands is nobody's
_LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def points(n: float) -> pytest.MarkDecorator:
    """Give the check its points; a check without them is a verdict on which others stand."""
    return pytest.mark.points(n)


def after(check: Callable[..., Any] | str) -> pytest.MarkDecorator:
    """Skip the check where `check`, of the same exercise, has not passed."""
    return pytest.mark.after(check if isinstance(check, str) else check.__name__)


def forbids(*constructs: str) -> pytest.MarkDecorator:
    """Refuse a submission whose exercise uses a construct: `loop`, or a name like `tf.one_hot`."""
    return pytest.mark.forbids(*constructs)


@lru_cache(maxsize=64)
def find_forbidden(cells: tuple[Cell, ...], name: str, constructs: tuple[str, ...]) -> str | None:
    """Return what the exercise `name` uses of the constructs, with its line; None where nothing.

    Functions and classes of the submission that the exercise refers to are looked at too, and
    import aliases are followed: `from tensorflow import one_hot as oh` is `tf.one_hot`.
    """
    aliases, definitions = _known(cells)
    todo, seen = [name], set[str]()
    while todo:
        current = todo.pop()
        if current in seen or current not in definitions:
            continue
        seen.add(current)
        line, definition = definitions[current]
        for node in ast.walk(definition):
            used = _construct(node, aliases)
            for construct in constructs if used else ():
                if _is_or_is_in(used, construct):
                    where = line + getattr(node, "lineno", 1) - 1
                    return f"{current} uses {WORDS.get(construct, construct)} (line {where})"
            if isinstance(node, ast.Name):
                todo.append(node.id)
    return None


def _is_or_is_in(used: str, construct: str) -> bool:
    """Tell whether a name is the construct or stands below it, as tf.math.exp below tf.math."""
    whole = _canonical(construct)
    return used in {construct, whole} or used.startswith(f"{whole}.")


@lru_cache(maxsize=2)
def _known(
    cells: tuple[Cell, ...],
) -> tuple[dict[str, str], dict[str, tuple[int, ast.FunctionDef | ast.ClassDef]]]:
    """Return a submission's import aliases, and its functions and classes with their lines."""
    trees = [(cell.line, tree) for cell in cells if (tree := tree_of(cell)) is not None]
    aliases = dict(alias for _, tree in trees for alias in _aliases(tree))
    definitions = {
        node.name: (line, node)
        for line, tree in trees
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    return aliases, definitions


def _construct(node: ast.AST, aliases: dict[str, str]) -> str:
    if isinstance(node, _LOOPS):
        return LOOP
    if isinstance(node, (ast.Attribute, ast.Name)) and isinstance(node.ctx, ast.Load):
        names = []
        while isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        if len(names) < DEEPEST and isinstance(node, ast.Name):
            return _canonical(".".join([aliases.get(node.id, node.id), *reversed(names)]))
    return ""


def _canonical(dotted: str) -> str:
    dotted = dotted.replace("tensorflow.", "tf.", 1) if dotted.startswith("tensorflow.") else dotted
    return dotted.replace("tf.keras.", "keras.", 1) if dotted.startswith("tf.keras.") else dotted


def _aliases(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((a.asname, a.name) for a in node.names if a.asname)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((a.asname or a.name, f"{node.module}.{a.name}") for a in node.names)
    yield "tf", "tf"


WORDS = {LOOP: "a Python loop"}
