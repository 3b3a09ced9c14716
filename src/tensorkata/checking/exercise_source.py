"""The statements of a submission that one exercise consists of.

It uses its own def or class, and whatever stands behind the names that it mentions. Knows nothing
of forbidden constructs.
"""

from __future__ import annotations

import ast

from tensorkata.checking.source_names import Names
from tensorkata.checking.source_statements import Reading, Statement

_IMPORTS = (ast.Import, ast.ImportFrom)


def statements_of(reading: Reading, first: Statement, own: str) -> dict[Statement, str]:
    """Return the statements that the exercise `own` consists of, each with the name it came by.

    If it uses a list, or anything else that can change, they are also those that may change it
    under this name or another.
    """
    used: dict[Statement, str] = {}
    todo = [(first, own, False)]
    touched, seen = _touched(reading), set[tuple[str, bool]]()
    read = set[tuple[Statement, bool]]()
    while todo:
        statement, name, changes = todo.pop()
        if (statement, changes) in read:
            continue
        read.add((statement, changes))
        used.setdefault(statement, name)
        bases = [(u.parts[0], False) for u in statement.uses if reading.names.is_of_module(u)]
        if changes and not statement.is_definition:
            bases += [(base, True) for base in statement.binds]
        for base, changed in set(bases) - seen:
            seen.add((base, changed))
            found = [s for s in reading.binders[base] if not isinstance(s.node, _IMPORTS)]
            may_change = changed or not all(_is_fixed(one, reading.names) for one in found)
            todo += [(other, base, may_change) for other in found]
            if may_change:
                todo += [(other, base, True) for other in touched.get(base, ())]
    return used


def _is_fixed(statement: Statement, names: Names) -> bool:
    """Return whether the bound value can only change by binding the name again."""
    node = statement.node
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        called = (use for use in statement.uses if node.decorator_list and use.role == "called")
        paths = (path for use in called for path in names.paths(use))
        return not any(path.startswith("functools.singledispatch") for path in paths)
    value = getattr(node, "value", None)
    return isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(
        value, (ast.Constant, ast.Lambda, ast.Name, ast.Attribute, ast.BinOp, ast.UnaryOp)
    )


def lineage(reading: Reading, last: Statement | None) -> list[Statement]:
    """Return the exercise's statement, and for a class those of the classes that it extends."""
    found = [last] if last else []
    seen: set[str] = set()
    for statement in found:  # which grows meanwhile
        bases = statement.node.bases if isinstance(statement.node, ast.ClassDef) else []
        names = {base.id for base in bases if isinstance(base, ast.Name)} - seen
        seen |= names
        more = (one for name in names for one in reading.binders.get(name, ()))
        found += [one for one in more if one.is_definition and one is not last]
    return found


def _touched(reading: Reading) -> dict[str, list[Statement]]:
    """Return, for each name, the statements that may change what it holds."""
    found: dict[str, list[Statement]] = {}
    for statement in reading.statements:
        for use in statement.uses:
            is_whole = use.role in {"value", "alias"} and len(use.parts) == 1
            if (
                is_whole or use.role == "stored" or (use.role == "called" and len(use.parts) > 1)
            ) and reading.names.is_of_module(use):
                found.setdefault(use.parts[0], []).append(statement)
    return found
