"""What the names of a program mean: scopes, aliases, and the dotted path behind each name.

Names resolve as in Python: locals of a function hide the module's, a class's names are seen only
in its body, an alias of an import is followed. A name that may mean several things means all of
them.
"""

from __future__ import annotations

import ast
import builtins
from typing import Literal, NamedTuple

DEEPEST = 10  # dots in a name that can be read
MOST_SCOPES = 50  # within each other
MOST_MEANINGS = 20  # meanings of one name
UNKNOWN = "?"  # a meaning that cannot be read

Parts = tuple[str, ...]
# How a name is used: as a value, as a whole alias, as the function called, in super(...), in
# help(...), in getattr(..., some text), as the target of an assignment, by an import in a function,
# for a part of it: x[0], for a in x.
Role = Literal[
    "value", "alias", "called", "super", "shown", "guessed", "stored", "imported", "read"
]


class Meaning:
    """What one name of one scope may mean: paths of libraries, and the aliases that copy them."""

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.feeds: set[tuple[Meaning, Parts]] = set()

    def add(self, paths: set[str]) -> bool:
        """Add paths, or note that there are too many; return whether anything is new."""
        new = paths - self.paths
        if len(self.paths) + len(new) > MOST_MEANINGS:
            new = {UNKNOWN} - self.paths
        self.paths |= new
        return bool(new)


class Scope:
    """A module, function, class or comprehension with the names that it binds."""

    def __init__(self, kind: str, parent: Scope | None) -> None:
        self.kind, self.parent = kind, parent
        self.depth: int = parent.depth + 1 if parent else 0
        if self.depth > MOST_SCOPES:  # each name would be looked up in all of them
            raise RecursionError
        self.names: dict[str, Meaning] = {}
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()
        self.parameters: set[str] = set()  # of a function, unless assigned to


class Use(NamedTuple):
    """A name with its attributes, as written: keras.layers.Dense."""

    parts: Parts
    scope: Scope
    line: int
    role: Role


class Names:
    """The names of a program: first bind them all, then `follow`, then resolve the uses."""

    def __init__(self) -> None:
        self.module = Scope("module", None)
        self.stars: list[str] = []  # modules whose names `import *` took
        self.bound: set[str] = set()  # in any scope
        self._shared: dict[str, Meaning] = {}  # bound by `nonlocal` in some function
        self._aliases: list[tuple[Meaning, Use]] = []

    def bind(self, name: str, scope: Scope) -> Meaning:
        """Return the meaning that an assignment to a name in a scope adds to."""
        self.bound.add(name)
        scope.parameters.discard(name)
        if name in scope.nonlocals:
            return self._shared.setdefault(name, Meaning())
        return self.home(name, scope).names.setdefault(name, Meaning())

    def home(self, name: str, scope: Scope) -> Scope:
        """Return the scope that an assignment binds in: the module's if the name is global."""
        return self.module if name in scope.globals else scope

    def alias(self, name: str, scope: Scope, use: Use) -> None:
        """Bind a name to whatever a use means."""
        self._aliases.append((self.bind(name, scope), use))

    def follow(self) -> None:
        """Hand the paths of each name on to its aliases until nothing new comes."""
        todo: set[Meaning] = set()
        for meaning, use in self._aliases:
            sources = self._meanings(use)
            if not sources and meaning.add(self.paths(use)):
                todo.add(meaning)
            for source in sources:
                source.feeds.add((meaning, use.parts[1:]))
                todo.add(source)
        while todo:
            source = todo.pop()
            for target, attributes in source.feeds:
                if target.add({_joined(path, attributes) for path in source.paths}):
                    todo.add(target)

    def paths(self, use: Use) -> set[str]:
        """Return the dotted names of libraries that a use may mean; none for the student's own."""
        base, *attributes = use.parts
        found = self._meanings(use)
        paths = set[str]().union(*(meaning.paths for meaning in found))
        if not found and not hasattr(builtins, base):
            paths = {f"{star}.{base}" for star in self.stars}
        return {_joined(path, tuple(attributes)) for path in paths}

    def is_of_module(self, use: Use) -> bool:
        """Return whether the first name of a use is, or may be, a name of the top level."""
        return self.module in self._scopes(*use[:2])

    def is_local(self, use: Use) -> bool:
        """Return whether the first name of a use is bound in a function around it."""
        return any(scope.kind in _STRICT for scope in self._scopes(*use[:2]))

    def is_parameter(self, use: Use) -> bool:
        """Return whether the first name of a use is a parameter that is never assigned to."""
        return any(use.parts[0] in scope.parameters for scope in self._scopes(*use[:2]))

    def _meanings(self, use: Use) -> list[Meaning]:
        name = use.parts[0]
        shared = [self._shared[name]] if name in self._shared else []
        return shared + [scope.names[name] for scope in self._scopes(*use[:2])]

    def _scopes(self, parts: Parts, scope: Scope) -> list[Scope]:
        """Return the scopes that may hold the first of the names, innermost first."""
        found: list[Scope] = []
        name = parts[0]
        at: Scope | None = scope
        while at is not None:
            if name in at.globals:  # home(), without a call for each scope
                at = self.module
            if name in at.names and (at.kind != "class" or at is scope):
                found.append(at)
                if at.kind in _STRICT:
                    break
            at = at.parent
        return found


def use_of(node: ast.expr, scope: Scope, line: int) -> Use | None:
    """Return the name with its attributes that an expression is; None for any other."""
    chain, base = chain_of(node)
    return Use((base.id, *chain), scope, line, "value") if isinstance(base, ast.Name) else None


def chain_of(node: ast.expr) -> tuple[list[str], ast.expr]:
    """Return the attributes that follow an expression, outermost last, and the expression."""
    names: list[str] = []
    while True:
        match node:
            case ast.Attribute(value=value, attr=name):
                pass
            case ast.Call(
                func=ast.Name(id="getattr"),
                args=[value, ast.Constant(value=str(name))],
                keywords=[],
            ):
                pass
            case _:
                return names[::-1], node
        names.append(name)
        node = value


def _joined(path: str, attributes: Parts) -> str:
    whole = ".".join((path, *attributes))
    return UNKNOWN if path == UNKNOWN or whole.count(".") > DEEPEST else whole


_STRICT = {"function", "comprehension"}  # a name that is bound there hides the outer ones
