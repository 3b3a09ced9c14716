"""Mistakes that any function can make, put around a reference."""

from __future__ import annotations

import pytest

from tensorkata.authoring.source import solution_of
from tensorkata.proving.claims import claims_of
from tensorkata.proving.generic_mistakes import generic_mistakes

CELL = '''\
# %%
def triple(x):
    """{docstring}"""
    # TODO: multiply.
    ### BEGIN SOLUTION
    return 3 * x
    ### END SOLUTION
'''


@pytest.mark.parametrize(
    ("docstring", "names"),
    [
        ("Return 3 x.", []),
        ("Return 3 x. Works in tf.function too.", ["graph"]),
        ("Return 3 x: (n,) -> (n,), float32. The gradient is 3.", ["float64", "gradient"]),
    ],
)
def test_a_mistake_is_made_if_a_claim_forbids_it(docstring: str, names: list[str]) -> None:
    """Only what the docstring promises can be broken; the mistake is around the reference."""
    solution = solution_of(CELL.format(docstring=docstring), "triple")
    found = list(generic_mistakes(solution, claims_of(solution)))
    assert [mutant.id for mutant in found] == [f"generic-{name}" for name in names]
    for mutant in found:
        names_of: dict[str, object] = {}
        exec(compile(mutant.source, "mutant", "exec"), names_of)
        assert {"triple", "_kept_triple"} <= set(names_of)


def test_a_class_has_none(source: str) -> None:
    """Keras calls the methods of a class: no wrapper can stand in for it."""
    solution = solution_of(source, "RunningTotal")
    assert not list(generic_mistakes(solution, claims_of(solution)))
