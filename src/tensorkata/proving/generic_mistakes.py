"""Mistakes that any function can make, put around a reference: the claims say which must be caught.

Each is a mutant like those of mutants.py. Classes have none: their methods are called by Keras.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

import msgspec

from tensorkata.authoring.source import Solution
from tensorkata.proving.claims import Claim
from tensorkata.proving.mutants import Mutant


class Mistake(msgspec.Struct, frozen=True):
    """A mistake: what it does to the arguments or the result, and the words that forbid it."""

    name: str
    description: str
    body: str
    forbidden_by: str


MISTAKES = (
    Mistake(
        "graph",
        "raises in tf.function",
        "if not tf.executing_eagerly():\n    raise RuntimeError('a graph')\n"
        "return {kept}(*args, **kwargs)",
        r"\btf\.function\b|\bgraph\b|\bcompiled\b",
    ),
    Mistake(
        "float64",
        "returns float64 for float32",
        "return tf.nest.map_structure(lambda part: tf.cast(part, tf.float64)"
        " if getattr(part, 'dtype', None) == tf.float32 else part, {kept}(*args, **kwargs))",
        r"-> .*float32|has (?:that|the) dtype|result has the dtype|same shape and dtype",
    ),
    Mistake(
        "gradient",
        "cuts the gradient",
        "return tf.nest.map_structure(lambda part: tf.stop_gradient(part)"
        " if tf.is_tensor(part) else part, {kept}(*args, **kwargs))",
        r"\b[Gg]radients?\b",
    ),
)


def generic_mistakes(solution: Solution, claims: Iterable[Claim]) -> Iterator[Mutant]:
    """Yield the reference with each mistake that one of its claims forbids."""
    tree = ast.parse(solution.cell.source)
    [owner] = [node for node in tree.body if getattr(node, "name", "") == solution.exercise]
    if not isinstance(owner, ast.FunctionDef):
        return
    owner.name = kept = f"_kept_{solution.exercise}"
    reference, texts = ast.unparse(tree), [claim.text for claim in claims if not claim.method]
    for mistake in MISTAKES:
        if any(re.search(mistake.forbidden_by, text) for text in texts):
            head = f"def {solution.exercise}(*args, **kwargs):"
            rows = mistake.body.format(kept=kept).splitlines()
            source = "\n".join([reference, "", head, *(f"    {row}" for row in rows), ""])
            line = solution.cell.line
            yield Mutant(f"generic-{mistake.name}", line, mistake.description, source)
