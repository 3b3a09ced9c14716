"""The mutants of a reference solution: copies of the exercise's cell, each with one small fault.

A mutant only changes code that students write: the solution regions, without annotations,
docstrings and error messages. Nothing is run here; `kata verify` grades the mutants as submissions.
"""

from __future__ import annotations

import ast
import hashlib
import itertools
from collections import Counter
from collections.abc import Iterator

import msgspec

from tensorkata.authoring.source import Solution, solution_of
from tensorkata.proving.mutation_rules import AXIS, UNTOLD, Place, variants

MOST = 60
SHOWN = 60
_UNTOUCHED = {"annotation", "returns", "decorator_list", "exc", "cause", "msg", "type_params"}
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


class Mutant(msgspec.Struct, frozen=True):
    """One mutant: its id, the reference's line, the change, and the cell's new source.

    The id is made from the method, the line's text and the change, so edits elsewhere keep it.
    """

    id: str
    line: int
    description: str
    source: str


class _Slot(msgspec.Struct, frozen=True):
    """A node, its place in the tree, and the method that contains it."""

    node: ast.AST
    parent: ast.AST
    field: str
    index: int | None
    line: int
    owner: str
    bound: frozenset[str]


def mutants(text: str, exercise: str, most: int = MOST) -> list[Mutant]:
    """Return at most `most` mutants of the exercise in the reference's text, in line order.

    If there are more, each kind of fault gives an equal share if it can, evenly spread.
    """
    solution = solution_of(text, exercise)
    tree = ast.parse(solution.cell.source)
    lines = solution.cell.source.splitlines()
    seen, ordinals = {ast.unparse(tree)}, Counter[str]()
    found: dict[str, list[Mutant]] = {}
    for slot in _slots(tree, exercise, None):
        if not _inside(slot, solution):
            continue
        for kind, other in variants(slot.node, Place(slot.parent, slot.field, slot.bound)):
            source = _replaced(tree, slot, other)
            if source in seen:
                continue
            seen.add(source)
            before, after = _shown(slot.node), _shown(other)
            squeezed = "".join(lines[slot.line - 1].split())
            key = f"{kind}|{slot.owner}|{squeezed}|{before}|{after}"
            digest = hashlib.sha256(f"{key}|{ordinals[key]}".encode()).hexdigest()[:8]
            ordinals[key] += 1
            line = solution.cell.line + slot.line - 1
            mutant = Mutant(f"{kind}-{digest}", line, _description(before, after), source)
            found.setdefault(kind, []).append(mutant)
    return _sampled(found, most)


def _slots(parent: ast.AST, owner: str, function: ast.AST | None) -> Iterator[_Slot]:
    """Walk the tree in the order of its text, skipping the parts that must not change."""
    for field, value in ast.iter_fields(parent):
        if field in _UNTOUCHED or isinstance(parent, ast.JoinedStr):
            continue
        for index, node in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(node, ast.AST) or _is_taken_whole(parent, node):
                continue
            place = index if isinstance(value, list) else None
            line = getattr(node, "lineno", getattr(parent, "lineno", 0))
            bound = _bound(function, line) if isinstance(node, ast.stmt) else frozenset[str]()
            yield _Slot(node, parent, field, place, line, owner, bound)
            inner = f"{owner}.{node.name}" if isinstance(node, _FUNCTION) else owner
            yield from _slots(node, inner, node if isinstance(node, _FUNCTION) else function)


def _is_taken_whole(parent: ast.AST, node: ast.AST) -> bool:
    """Return whether to skip the node: a number that its parent's variants change, or no code."""
    keyword = parent.arg if isinstance(parent, ast.keyword) else None
    if keyword in UNTOLD:
        return True
    if isinstance(parent, ast.Slice) or keyword in AXIS:
        return all(isinstance(n, (ast.Constant, *_PLAIN)) for n in ast.walk(node))
    return False


def _bound(function: ast.AST | None, line: int) -> frozenset[str]:
    """Return the names that the function binds before the line, parameters included."""
    names: set[str] = set()
    for node in ast.walk(function) if function else ():
        if isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.lineno < line:
            names.add(node.id)
    return frozenset(names)


def _inside(slot: _Slot, solution: Solution) -> bool:
    shift = solution.cell.line - 1
    first = slot.line + shift
    last = getattr(slot.node, "end_lineno", slot.line) + shift
    return any(region.begin < first and last < region.end for region in solution.regions)


def _replaced(tree: ast.Module, slot: _Slot, other: ast.AST | None) -> str:
    """Return the tree's source with `other` in the slot; the tree itself does not change."""
    field = getattr(slot.parent, slot.field)
    changed: object = other
    if slot.index is not None:
        changed = [*field[: slot.index], *([other] if other else []), *field[slot.index + 1 :]]
    setattr(slot.parent, slot.field, changed)
    source = ast.unparse(tree)
    setattr(slot.parent, slot.field, field)
    return source


def _shown(node: ast.AST | None) -> str:
    """Return the first line of the node's source; empty for a removed node."""
    if node is None or isinstance(node, ast.Pass):
        return ""
    return (ast.unparse(node).strip().splitlines() or [":"])[0]


def _description(before: str, after: str) -> str:
    """Describe the change; of long texts show the part around the first difference."""
    alike = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    same = sum(1 for _ in alike)
    start = max(0, same - SHOWN // 2) if max(len(before), len(after)) > SHOWN else 0
    old, new = (_cut(text, start) for text in (before, after))
    return f"`{old}` becomes `{new}`" if after else f"`{old}` is dropped"


def _cut(text: str, start: int) -> str:
    head, tail = "..." if start else "", "..." if len(text) > start + SHOWN else ""
    return f"{head}{text[start : start + SHOWN]}{tail}"


def _sampled(found: dict[str, list[Mutant]], most: int) -> list[Mutant]:
    """Give the kinds one place each in turn until `most` are given, then spread them out."""
    places: Counter[str] = Counter()
    while sum(places.values()) < most:
        open_kinds = [kind for kind in found if places[kind] < len(found[kind])]
        if not open_kinds:
            break
        places.update(open_kinds[: most - sum(places.values())])
    chosen = [
        found[kind][i * len(found[kind]) // count]
        for kind, count in places.items()
        for i in range(count)
    ]
    return sorted(chosen, key=lambda mutant: (mutant.line, mutant.id))


_PLAIN = (ast.UnaryOp, ast.USub, ast.Tuple, ast.List, ast.Load)
