"""Find forbidden constructs in an exercise by reading its source; in doubt, refuse.

An exercise uses every name in its def or class, and every name in the helpers and variables that
it mentions. Code that cannot be read, because it is built from text or reached behind the scenes,
is refused with a reason. The source is only read: what a library does inside an allowed call stays
unseen.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from tensorkata.checking.back_doors import (
    BEHIND,
    BUILTINS,
    HIDDEN,
    PLAIN,
    SEEN,
    TAKES_TEXT,
    USABLE,
    opens,
)
from tensorkata.checking.exercise_source import lineage, statements_of
from tensorkata.checking.made_by_text import HOLDS_ALL, KEYS, MODULES, Given, makes, unseen
from tensorkata.checking.source_names import UNKNOWN, Use
from tensorkata.checking.source_statements import SHOWS, Reading, Statement
from tensorkata.protocol.cells import NO_MODULE, Cell

LOOP = "loop"


@lru_cache(maxsize=64)
def find_forbidden(
    cells: tuple[Cell, ...],
    name: str,
    constructs: tuple[str, ...],
    file: str = "this file",
    given: frozenset[str] = frozenset(),
) -> str | None:
    """Return why the exercise `name` is refused, with the line; None if it is accepted.

    A construct is `loop` or a dotted name. The names below it are forbidden too, as
    keras.losses.huber is with keras.losses, and so are other addresses of the same name. `given`
    are modules that the course hands out: names of theirs may be used, but not those of TensorFlow
    that they have imported.
    """
    reading = _reading(cells)
    refusal = next(_Look(reading, name, constructs, given).refusals(), None)
    if refusal and (module := _own_module(reading, name)):
        return NO_MODULE.format(module=module[0], line=module[1], here=file)
    return refusal


@lru_cache(maxsize=2)
def _reading(cells: tuple[Cell, ...]) -> Reading:
    return Reading(cells)


def _own_module(reading: Reading, name: str) -> tuple[str, int] | None:
    """Return the student's own module that an exercise is imported from, and the line."""
    last = reading.binders[name][-1:]
    for statement in last or [one for one in reading.statements if one.stars]:
        node = statement.node
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] not in KNOWN:
            return node.module or ".", statement.line
    return None


class _Look:
    """Look at one exercise of a submission."""

    def __init__(
        self, reading: Reading, name: str, constructs: tuple[str, ...], given: frozenset[str]
    ) -> None:
        self._reading, self._names, self._name = reading, reading.names, name
        self._loop, self._handed_out = LOOP in constructs, given
        self._forbidden = {_canonical(c): c for c in constructs if c != LOOP}
        self._last = {(_family(k), k.rpartition(".")[2]): c for k, c in self._forbidden.items()}
        parts = [c.split(".") for c in self._forbidden]
        self._above = {".".join(p[:n]) for p in parts for n in range(1, len(p))}
        if self._above & KERAS:
            self._above |= KERAS | {"tf.compat"}
        self._unpassed = self._above | (MODULES if self._above & KERAS else set())
        self._used: dict[Statement, str] = {}  # the exercise, and how it got there

    def refusals(self) -> Iterator[str]:
        """Yield a line for each reason to refuse the exercise."""
        if self._reading.unread:
            yield UNREAD.format(line=self._reading.unread[0])
        binders = self._reading.binders[self._name]
        last = binders[-1] if binders else None
        if last:
            self._used = statements_of(self._reading, last, self._name)
            if not last.is_definition:
                yield BOUND.format(name=self._name, line=last.line)
        self._given = Given(lineage(self._reading, last), [*self._used])
        for statement, name in self._used.items():
            yield from self._uses(statement, name)
            yield from self._calls(statement)
        yield from self._bindings()

    def _bindings(self) -> Iterator[str]:
        """Search the whole submission for statements that secretly bind or change a name."""
        names = {self._name, *self._used.values()}
        first = min((s.number for n in names for s in self._reading.binders[n]), default=-1)
        methods = {
            node.name
            for statement in self._used
            for node in ast.walk(statement.node)
            if isinstance(node, ast.FunctionDef)
        }
        for statement in self._reading.statements:
            if statement.stars and statement.number > first:
                yield STAR.format(line=statement.line, name=self._name)
            for name in names & set(statement.rebinds):
                yield BOUND.format(name=name, line=statement.line)
            yield from self._stores(statement, names, methods)
            for path, line in statement.imports:
                if path.partition(".")[0] in BEHIND or set(path.split(".")) & HIDDEN:
                    yield ODD.format(name=self._name, what=path, line=line)
            for attribute, line in statement.attributes:
                if attribute in HIDDEN:
                    yield ODD.format(name=self._name, what=attribute, line=line)
            for base, text, line in statement.guesses:
                is_seen = text is not None and base and self._names.paths(base)
                if not is_seen and not (base and base.parts == ("self",)):
                    yield ODD.format(name=self._name, what=GUESSED, line=line)
            for use in statement.uses:
                yield from self._behind(use)
            for use, call in statement.calls:
                yield from self._runs(use, call)

    def _runs(self, use: Use, call: ast.Call) -> Iterator[str]:
        """Refuse to have a text run; a function may be timed, and the docstrings tried."""
        if not use.parts[0] or not TAKES_TEXT.intersection(self._names.paths(use)):
            return
        odd = [a for a in call.args if not (isinstance(a, ast.Lambda) or self._is_function(a))]
        if odd or any(
            not isinstance(k.value, ast.Constant) or isinstance(k.value.value, str)
            for k in call.keywords
        ):
            yield ODD.format(name=self._name, what=".".join(use.parts), line=use.line)

    def _is_function(self, node: ast.expr) -> bool:
        found = self._reading.binders.get(node.id) if isinstance(node, ast.Name) else None
        return bool(found) and all(one.is_definition for one in found or [])

    def _stores(self, statement: Statement, names: set[str], methods: set[str]) -> Iterator[str]:
        """Refuse changes to the exercise, its helpers or a library from outside."""
        for base, attribute, line in statement.stores:
            is_mine = base is not None and base.parts == ("self",)
            if (base and self._names.paths(base)) or (
                statement not in self._used
                and (
                    (base and base.parts[0] in names and self._names.is_of_module(base))
                    or (attribute in names | methods and not is_mine)
                    or _is_special(attribute)
                )
            ):
                what = ".".join((*(base.parts if base else ("…",)), attribute))
                yield CHANGED.format(name=self._name, what=what, line=line)

    def _behind(self, use: Use) -> Iterator[str]:
        """Refuse ways to reach names behind the scenes, and modules that are handed around."""
        base = use.parts[0]
        is_odd = base in BUILTINS or (base in SEEN and use.role != "called")
        if (is_odd and not self._names.is_local(use)) or (
            base.startswith("__") and base not in PLAIN
        ):
            yield ODD.format(name=self._name, what=base, line=use.line)
        handed = (
            use.role in {"value", "super"}
            or (use.role == "shown" and bool(self._names.bound & set(SHOWS)))
            or (use.role == "imported" and use.scope.kind == "class")
        )
        for path in map(_canonical, self._names.paths(use)):
            if handed and path in self._unpassed:
                yield HANDED.format(name=self._name, what=path, line=use.line)
            if use.role != "imported" and opens(path):
                yield ODD.format(name=self._name, what=path, line=use.line)
            if use.role != "called" and path in TAKES_TEXT:
                yield ODD.format(name=self._name, what=path, line=use.line)

    def _uses(self, statement: Statement, name: str) -> Iterator[str]:
        if self._loop and statement.loops:
            yield USED.format(name=name, what="a Python loop", line=statement.loops[0])
        for use in statement.uses:
            paths = set(map(_canonical, self._names.paths(use)))
            # What is forbidden first; then the same order in every run.
            for path in sorted(paths, key=lambda one: (self._construct(one) is None, one)):
                if use.role == "super" and use.parts == (self._name,):
                    continue
                family, *parts = path.split(".")
                if construct := self._construct(path):
                    yield USED.format(name=name, what=construct, line=use.line)
                elif path == UNKNOWN or not self._may_use(family, parts):
                    yield ODD.format(name=self._name, what=use.parts[0], line=use.line)
                elif family in KERAS and any(map(_is_inner, parts)):
                    yield INNER.format(name=self._name, what=path, line=use.line)
                elif use.role == "guessed" and path in self._above:
                    yield HANDED.format(name=self._name, what=path, line=use.line)
                elif parts[-1:] == [HOLDS_ALL] or (
                    use.role in {"value", "read", "shown"} and makes(use, {path})
                ):
                    yield ODD.format(name=self._name, what=path, line=use.line)

    def _may_use(self, family: str, parts: list[str]) -> bool:
        """Return whether an exercise may use the name: of a known library, or of the course's own.

        A module of the course's hands out nothing that it has imported from TensorFlow.
        """
        if family in READ:
            return not KERAS.intersection(parts)
        lasts = {last for _, last in self._last}
        return family in self._handed_out and not set(parts) & {*KERAS, "tensorflow", *lasts}

    def _construct(self, path: str) -> str | None:
        """Return the forbidden construct that a path is or lies in, by any of its addresses."""
        parts = path.split(".")
        for n in range(1, len(parts) + 1):
            if (above := ".".join(parts[:n])) in self._forbidden:
                return self._forbidden[above]
        return next(
            (self._last[_family(path), p] for p in parts[1:] if (_family(path), p) in self._last),
            None,
        )

    def _calls(self, statement: Statement) -> Iterator[str]:
        """Refuse to ask a library for a forbidden construct by its name in a string."""
        asks = False
        for use, call in statement.calls:
            paths = set(map(_canonical, self._names.paths(use))) if use.parts[0] else set[str]()
            given = [*call.args, *(k.value for k in call.keywords if k.arg != "name")]
            texts = [str(a.value) for a in given if isinstance(a, ast.Constant)]
            for path, text in product(paths, texts):
                if construct := self._last.get((_family(path), text)):
                    yield USED.format(name=self._name, what=construct, line=use.line)
            if makes(use, paths):
                asks = True
                if not self._given.is_all_plain(call):
                    yield ODD.format(
                        name=self._name, what=".".join(use.parts).lstrip("."), line=use.line
                    )
        if self._above & KERAS:
            for text, line in statement.texts:
                if text in KEYS:
                    yield ODD.format(name=self._name, what=text, line=line)
            for method, line in unseen(statement):
                yield ODD.format(name=self._name, what=method, line=line)
        if asks and self._given.calls_itself():
            yield ODD.format(name=self._name, what=ITSELF, line=statement.line)


def _canonical(path: str) -> str:
    """Return one address for a name that TensorFlow and Keras have under several."""
    parts = path.split(".")
    parts[0] = {"tensorflow": "tf", "tf_keras": "keras"}.get(parts[0], parts[0])
    while parts[:2] == ["tf", "compat"] and parts[2:]:  # tf.compat.v1.nn is tf.nn
        parts[1:3] = []
    if parts[0] == "tf" and parts[1:2] and parts[1] in OF_KERAS:  # tf.metrics is keras.metrics
        parts[0] = "keras"
    parts = [EXTENDED.get(part, part) for part in parts]
    return ".".join(parts[1:] if parts[:2] == ["tf", "keras"] else parts)


def _family(path: str) -> str:
    return path.partition(".")[0]


def _is_inner(part: str) -> bool:
    return part in {"src", "python", "api"} or (part[0] == "_" and not _is_special(part))


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


KERAS = {"tf", "keras"}
OF_KERAS = {"initializers", "losses", "metrics", "optimizers"}
# Classes of Keras that are another one with one method replaced.
EXTENDED = dict.fromkeys(("SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"), "Dropout")
LIBRARIES = {"numpy", "scipy", "sklearn", "pandas", "matplotlib", "ml_dtypes", "PIL"}
KNOWN = sys.stdlib_module_names | KERAS | LIBRARIES | {"tqdm", "IPython", "tensorkata"}
READ = USABLE | KERAS | LIBRARIES  # what an exercise may use
WITHOUT = ", which this exercise forbids"
USED = "{name} uses {what} (line {line})" + WITHOUT
BOUND = "{name} is defined in a way that cannot be read (line {line}): write one plain def or class"
STAR = "`import *` in line {line} may redefine {name}: move that import to the top"
UNREAD = "the cell at line {line} cannot be read: write it in a simpler form"
ODD = "{name} cannot be read, because line {line} uses {what}: write it without that"
ITSELF = "its own class with something made by itself"
GUESSED = "getattr or setattr with a computed name"
INNER = "{name} cannot be read, because line {line} uses {what}: use the public names"
HANDED = "{name} cannot be read, because line {line} passes {what} on: write the full name instead"
CHANGED = "{name} cannot be read, because line {line} changes {what}: write it without that"
