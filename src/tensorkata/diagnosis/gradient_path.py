"""Where the path of a gradient is cut, read from the student's source: which call, at which line.

What a function returns (or what a tape differentiates) is followed back to its arguments. A place
is named only where nothing else leads from the arguments to the result, so that what the tape saw
of it is nothing. Names of other functions of the student's are taken to be harmless.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from tensorkata.protocol.cells import Cell, tree_of


class Cut(NamedTuple):
    """A call that no gradient passes: its line in the file, how it reads, and why."""

    line: int
    code: str
    why: str


Flow = frozenset[Cut | None]  # None: a gradient passes
NOTHING: Flow = frozenset()
LIVE: Flow = frozenset({None})


def find_cut(cells: tuple[Cell, ...], name: str) -> str | None:
    """Return where the path through the exercise of that name is cut; None where it is not sure."""
    for cell in reversed(cells):
        tree = tree_of(cell)
        for node in tree.body if tree else []:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == name:
                if sum(1 for _ in ast.walk(node)) > MOST_NODES:
                    return None
                try:
                    found = [_cut_in(function, cell) for function in _functions(node)]
                except RecursionError:  # nested as no student nests
                    return None
                cuts = sorted({cut for cut in found if cut})
                return TOLD.format(**cuts[0]._asdict()) if len(cuts) == 1 else None
    return None


def _functions(node: ast.FunctionDef | ast.ClassDef) -> list[ast.FunctionDef]:
    if isinstance(node, ast.FunctionDef):
        return [node]
    methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
    return [item for item in methods if item.name in {"call", "__call__", "train_step"}]


def _cut_in(function: ast.FunctionDef, cell: Cell) -> Cut | None:
    """Return the first cut of a function that no gradient passes."""
    walk = _Walk(function, cell)
    outside = walk.outside_the_tape()
    if outside:
        return outside
    walk.run(function.body)
    cuts = [cut for cut in walk.results if cut]
    return min(cuts) if cuts and None not in walk.results else None


class _Walk:
    """Follow a function's arguments through its statements."""

    def __init__(self, function: ast.FunctionDef, cell: Cell) -> None:
        self._function, self._cell = function, cell
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        self._known: dict[str, Flow] = {a.arg: LIVE for a in arguments if a.arg != "self"}
        self._tapes = dict(_tapes(function))
        self._looped = False
        self.results: set[Cut | None] = set()

    def outside_the_tape(self) -> Cut | None:
        """Return where what is differentiated is computed, if that is before or after the tape."""
        for call in _calls(self._function):
            tape, target = _differentiated(call)
            if tape not in self._tapes or not isinstance(target, ast.Name):
                continue
            inside = {id(node) for part in self._tapes[tape].body for node in ast.walk(part)}
            made = [
                node
                for node in ast.walk(self._function)
                if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign))
                and target.id in _names_set(node)
            ]
            if made and not any(id(node) in inside for node in made):
                return self._place(made[-1], "it stands outside the tape's `with`")
        return None

    def run(self, body: list[ast.stmt]) -> None:
        """Follow the statements in their order, every branch."""
        for statement in body:
            for value in _tops(statement):
                self._differentiate(value)
            match statement:
                case ast.Return() if statement.value and not self._tapes:
                    self.results |= self._flow(statement.value)
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        self._set(target, value, self._flow(value))
                case ast.AnnAssign(target=one) if statement.value:
                    self._set(one, statement.value, self._flow(statement.value))
                case ast.AugAssign(target=one):
                    self._set(one, None, self._flow(statement.value) | self._flow(one))
                case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)), args=a)):
                    if name in self._known:  # a list is appended to
                        self._known[name] |= self._all(a)
                case ast.For() | ast.While():
                    self._loop(statement)
                case ast.FunctionDef(name=name):
                    self._known[name] = LIVE
                case ast.If() | ast.With() | ast.Try():
                    self.run(statement.body)
                    self.run(getattr(statement, "orelse", []))

    def _loop(self, loop: ast.For | ast.While) -> None:
        """Follow a body twice, as what it makes comes back to it; a loop within, once each time."""
        outer, self._looped = self._looped, True
        for _ in range(1 if outer else 2):
            if isinstance(loop, ast.For):
                self._set(loop.target, None, self._flow(loop.iter))
            self.run(loop.body)
        self._looped = outer

    def _differentiate(self, value: ast.expr) -> None:
        for call in _calls(value):
            tape, target = _differentiated(call)
            if tape in self._tapes and target is not None:
                self.results |= self._flow(target)

    def _set(self, target: ast.expr, value: ast.expr | None, flow: Flow) -> None:
        if isinstance(target, (ast.Tuple, ast.List)):
            each = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
            pairs = each if len(each) == len(target.elts) else [None] * len(target.elts)
            for one, part in zip(target.elts, pairs, strict=True):
                self._set(one, part, self._flow(part) if part is not None else flow)
        elif isinstance(target, ast.Name):
            self._known[target.id] = flow
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            self._known[target.value.id] = self._known.get(target.value.id, NOTHING) | flow

    def _flow(self, node: ast.AST) -> Flow:
        """Return what leads from the arguments to a value: a gradient's path, cuts, or nothing."""
        match node:
            case ast.Name(id=name):
                return self._known.get(name, NOTHING)
            case ast.Attribute(attr=attr) if attr in PLAIN:
                return NOTHING
            case ast.Attribute(value=value):
                # A layer or a weight of the object's own may lead to the result as well.
                return LIVE if ast.unparse(value) == "self" else self._flow(value)
            case ast.Call():
                return self._called(node)
            case ast.Compare():
                flow = self._all([node.left, *node.comparators])
                return self._severed(node, flow, "a comparison has no gradient")
            case ast.Subscript(value=value):
                return self._flow(value)
            case ast.IfExp(body=body, orelse=orelse):
                return self._all([body, orelse])
            case ast.ListComp() | ast.GeneratorExp() | ast.SetComp():
                for loop in node.generators:
                    self._set(loop.target, None, self._flow(loop.iter))
                return self._flow(node.elt)
            case ast.Lambda():
                return LIVE
        return self._all(list(ast.iter_child_nodes(node)))

    def _called(self, call: ast.Call) -> Flow:
        name = ast.unparse(call.func)
        head, _, last = name.rpartition(".")
        flow = self._all([*call.args, *(keyword.value for keyword in call.keywords)])
        if last == "numpy" and head:
            flow = self._flow(call.func)
            return self._severed(call, flow, NUMPY)
        if name in BLIND or last in {"shape", "rank", "size"}:
            return NOTHING
        if head.partition(".")[0] in {"np", "numpy", "math"}:
            return self._severed(call, flow, NUMPY)
        if name in {"int", "float", "bool"}:
            return self._severed(call, flow, "the tape does not follow Python numbers")
        if last == "cast" and any(
            "int" in ast.unparse(a) or "bool" in ast.unparse(a) for a in _dtypes(call)
        ):
            return self._severed(call, flow, "whole numbers have no gradient")
        if head and last in WHY:
            return self._severed(call, flow, WHY[last])
        if isinstance(call.func, ast.Attribute) and head.partition(".")[0] not in MODULES:
            return flow | self._flow(call.func)
        known = bool(head) or name in HARMLESS
        return flow if known or isinstance(call.func, ast.Call) else flow | LIVE

    def _all(self, nodes: list[ast.AST] | list[ast.expr]) -> Flow:
        return frozenset().union(*(self._flow(node) for node in nodes))

    def _severed(self, node: ast.AST, flow: Flow, why: str) -> Flow:
        return frozenset(cut or self._place(node, why) for cut in flow)

    def _place(self, node: ast.AST, why: str) -> Cut:
        first = ast.unparse(node).splitlines()[0]
        code = first if len(first) <= LONGEST else f"{first[: LONGEST - 2]} …"
        return Cut(self._cell.line + getattr(node, "lineno", 1) - 1, code, why)


def _tapes(function: ast.FunctionDef) -> Iterator[tuple[str, ast.With]]:
    for node in ast.walk(function):
        for item in node.items if isinstance(node, ast.With) else []:
            if "GradientTape" in ast.unparse(item.context_expr) and isinstance(
                item.optional_vars, ast.Name
            ):
                assert isinstance(node, ast.With)
                yield item.optional_vars.id, node


def _differentiated(call: ast.Call) -> tuple[str, ast.expr | None]:
    """Return the tape and what it differentiates, where the call is one of a tape's."""
    match call.func:
        case ast.Attribute(value=ast.Name(id=tape), attr="gradient" | "jacobian"):
            return tape, call.args[0] if call.args else None
    return "", None


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (child for child in ast.walk(node) if isinstance(child, ast.Call))


def _tops(statement: ast.stmt) -> list[ast.expr]:
    value = getattr(statement, "value", None)
    return [value] if isinstance(value, ast.expr) else []


def _names_set(node: ast.Assign | ast.AugAssign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}


def _dtypes(call: ast.Call) -> list[ast.expr]:
    return [*call.args[1:2], *(k.value for k in call.keywords if k.arg == "dtype")]


LONGEST = 40
MOST_NODES = 5_000
TOLD = "the gradient's path is cut at line {line}, `{code}`: {why}"
PLAIN = {"shape", "dtype", "ndim", "rank", "name"}
BLIND = {"len", "range", "isinstance", "print", "type", "tf.shape", "tf.rank", "tf.size"}
HARMLESS = {"abs", "sum", "max", "min", "zip", "list", "tuple", "enumerate", "reversed", "pow"}
MODULES = {"tf", "keras", "np", "numpy", "math", "tensorflow", "functools", "itertools"}
NUMPY = "the tape does not follow what NumPy does"
_STEPS = "it goes in steps, and has no gradient"
_NEW = "a new variable begins a path of its own"
WHY = {
    "Variable": _NEW,
    "stop_gradient": "it is made to stop gradients",
    "numpy_function": NUMPY,
    "convert_to_numpy": NUMPY,
    "one_hot": "classes have no gradient",
    "argmax": "an index has no gradient",
    "argmin": "an index has no gradient",
    "argsort": "an index has no gradient",
} | dict.fromkeys(("round", "rint", "floor", "ceil"), _STEPS)
