"""Merge the top-level code of several modules into one: what is wanted of each, and no more.

Works on text and never runs it. Names that mean different things in two modules get new ones.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable

import msgspec


class Part(msgspec.Struct, frozen=True):
    """A module's text, the names that are wanted of it, and what is added to a name that clashes.

    Without `wanted` all of it is.
    """

    text: str
    tag: str
    wanted: frozenset[str] | None = None


class Merged(msgspec.Struct, frozen=True):
    """One module's text, and for each part the new names of what clashed."""

    text: str
    renamed: tuple[dict[str, str], ...]


class _Statement(msgspec.Struct, frozen=True):
    """A top-level statement: its names, its tree, its text with the comment above it."""

    binds: frozenset[str]
    node: ast.stmt
    text: str


def merge(parts: Iterable[Part], title: str) -> Merged:
    """Return one module with this docstring, which has the wanted code of every part."""
    imports: dict[str, None] = {}
    bodies: list[str] = []
    known: dict[str, str] = {}
    renamed = []
    for part in parts:
        kept = needed(part.text, part.wanted)
        meant = {name: text for one in kept for name, text in _meanings(one.node).items()}
        clash = {name for name, text in meant.items() if known.setdefault(name, text) != text}
        new = {name: f"{name}_{part.tag}" for name in sorted(clash)}
        renamed.append(new)
        for one in kept:
            if isinstance(one.node, (ast.Import, ast.ImportFrom)):
                imports |= dict.fromkeys(_imported(one.node, new))
            elif (text := _with_names(one, new)) not in bodies:
                bodies.append(text)
    future = [line for line in imports if "__future__" in line]
    head = "\n\n".join(
        [f'"""{title}"""'] * bool(title) + future + _in_order({*imports} - {*future})
    )
    return Merged("\n\n\n".join([head, *bodies]) + "\n", tuple(renamed))


def needed(text: str, wanted: Iterable[str] | None) -> list[_Statement]:
    """Return the imports, and the statements that the wanted names stand on, in their order."""
    found = _statements(text)
    if wanted is None:
        return found
    home = {name: one for one in found for name in one.binds}
    queue, reached = [name for name in wanted if name in home], set[str]()
    while queue:
        name = queue.pop()
        if name not in reached:
            reached.add(name)
            queue += [used for used in _used(home[name].node) if used in home]
    return [one for one in found if not one.binds or one.binds & reached]


def attributes_of(text: str, wanted: Iterable[str], owner: str) -> set[str]:
    """Return the X of every `owner.X` in the code that the wanted names stand on."""
    return {
        node.attr
        for one in needed(text, wanted)
        if one.binds and not isinstance(one.node, (ast.Import, ast.ImportFrom))
        for node in ast.walk(one.node)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == owner
    }


def _statements(text: str) -> list[_Statement]:
    lines, end, found = text.splitlines(), 0, []
    for number, node in enumerate(ast.parse(text).body):
        last = node.end_lineno or node.lineno
        is_words = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not (number == 0 and is_words):
            above = "\n".join(lines[end:last]).strip("\n")
            found.append(_Statement(frozenset(_meanings(node)), node, above))
        end = last
    return found


def _meanings(node: ast.stmt) -> dict[str, str]:
    """Return the names that a top-level statement binds, each with what it stands for."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return {name: ast.unparse(node)}
        case ast.Import() | ast.ImportFrom():
            names = [(one.asname or one.name).partition(".")[0] for one in node.names]
            return dict(zip(names, _imported(node, {}), strict=True))
        case ast.Assign(targets=targets):
            stored = {name for target in targets for name in _stored(target)}
            return dict.fromkeys(stored, ast.unparse(node))
    return dict.fromkeys(_stored(node), ast.unparse(node))


def _stored(node: ast.AST) -> set[str]:
    """Return every name that is bound in the code of a statement, in functions of it too."""
    found = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and not _is_read(n)}
    found |= {n.arg for n in ast.walk(node) if isinstance(n, ast.arg)}
    inner = [n for n in ast.walk(node) if n is not node]
    return found | {n.name for n in inner if isinstance(n, (ast.FunctionDef, ast.ClassDef))}


def _is_read(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Load)


def _used(node: ast.stmt) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and _is_read(n)}


def _imported(node: ast.Import | ast.ImportFrom, new: dict[str, str]) -> list[str]:
    """Return an import as one line for each name, which sort and compare well."""
    source = f"from {node.module} import" if isinstance(node, ast.ImportFrom) else "import"
    lines = []
    for one in node.names:
        name = new.get(one.asname or one.name, one.asname)
        lines.append(f"{source} {one.name}" + (f" as {name}" if name else ""))
    return lines


def _in_order(imports: Iterable[str]) -> list[str]:
    """Return the imports of Python's own modules and of all others, each as one text."""
    plain = {line for line in imports if line.startswith("import")}
    names: dict[str, list[str]] = {}
    for line in sorted({*imports} - plain):
        source, _, name = line.partition(" import ")
        names.setdefault(source, []).append(name)
    lines = sorted(plain) + [f"{source} import {', '.join(names[source])}" for source in names]
    others = [line for line in lines if re.split(r"[ .]", line)[1] not in sys.stdlib_module_names]
    groups = [[line for line in lines if line not in others], others]
    return ["\n".join(group) for group in groups if group]


def _with_names(one: _Statement, new: dict[str, str]) -> str:
    """Return a statement's text with new names, where they do not name something local."""
    local = _stored(one.node) - one.binds
    new = {name: text for name, text in new.items() if name not in local}
    places = {
        (node.lineno, node.col_offset): node.id
        for node in ast.walk(one.node)
        if isinstance(node, ast.Name) and node.id in new
    }
    last = one.node.end_lineno or 0
    lines = [line.encode() for line in one.text.splitlines()]
    for (number, column), name in sorted(places.items(), reverse=True):
        row = len(lines) - 1 - (last - number)
        end = column + len(name.encode())
        lines[row] = lines[row][:column] + new[name].encode() + lines[row][end:]
    text = b"\n".join(lines).decode()
    for name in one.binds & new.keys():
        text = re.sub(rf"^(def|class) {name}\b", rf"\1 {new[name]}", text, flags=re.MULTILINE)
    return text
