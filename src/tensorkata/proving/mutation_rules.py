"""The small faults that can be put into a solution: the variants of one node of a syntax tree.

Each rule takes a node and its place and yields replacements. mutants.py chooses the nodes and uses
the variants.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence

import msgspec

# One direction of each pair; the other follows. A change of kind (+ to *) would be easier to kill.
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_PAIRS = (
    ("reduce_sum", "reduce_mean"),
    ("reduce_max", "reduce_min"),
    ("reduce_any", "reduce_all"),
    ("sum", "mean"),
    ("amax", "amin"),
    ("max", "min"),
    ("maximum", "minimum"),
    ("argmax", "argmin"),
    ("any", "all"),
    ("sin", "cos"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("floor", "ceil"),
    ("logical_and", "logical_or"),
    ("reduce_std", "reduce_variance"),
    ("std", "var"),
)
_FUNCTIONS = dict(_PAIRS) | {right: left for left, right in _PAIRS}
_BUILTIN = {"max", "min", "any", "all"}
# Calls that pass their first argument on in some form, so that the bare argument still runs.
_WRAPPERS = {
    "cast", "clip_by_value", "convert_to_tensor", "maximum", "minimum", "expand_dims", "squeeze",
}  # fmt: skip
# Calls that would only crash if replaced by their argument, as would the name of a class.
_NO_WRAPPERS = {"len", "range", "enumerate", "super", "isinstance", "type", "iter", "next", "set"}
_COMMUTATIVE = {
    "maximum", "minimum", "add", "multiply", "max", "min", "equal", "not_equal", "logical_and",
    "logical_or", "logical_xor", "squared_difference",
}  # fmt: skip
_UNORDERED = {"isinstance", "issubclass", "getattr", "setattr", "hasattr", "super", "print"}
UNTOLD = {"name", "verbose"}  # keywords that no check may ask for
AXIS = {"axis", "axes", "batch_dims", "dim"}
_TINY = 1e-3
_LITERAL = (ast.Constant, ast.JoinedStr)
_DISPLAY = (ast.List, ast.Tuple, ast.JoinedStr)


class Place(msgspec.Struct, frozen=True):
    """The place of a node: its parent, the parent's field, and the names bound before it."""

    parent: ast.AST
    field: str
    bound: frozenset[str] = frozenset()


# The fault's kind and the replacement; None if the node is removed from its list.
Variant = tuple[str, ast.AST | None]


def variants(node: ast.AST, place: Place) -> Iterator[Variant]:
    """Yield the kind and the node of each fault that could replace `node`."""
    match node:
        case ast.BinOp():
            yield from _binary(node)
        case ast.AugAssign(op=op) if type(op) in _OPERATORS:
            yield "operator", ast.AugAssign(node.target, _OPERATORS[type(op)](), node.value)
        case ast.Compare(ops=ops, left=left, comparators=others):
            for i, compared in enumerate(ops):
                for other in _COMPARISONS[type(compared)]:
                    changed = [*ops[:i], other(), *ops[i + 1 :]]
                    yield "compare", ast.Compare(left, changed, others)
        case ast.BoolOp(op=ast.And(), values=values):
            yield "boolean", ast.BoolOp(ast.Or(), values)
        case ast.BoolOp(values=values):
            yield "boolean", ast.BoolOp(ast.And(), values)
        case ast.UnaryOp(op=ast.USub() | ast.Not() | ast.Invert(), operand=operand):
            yield "unary", operand
        case ast.Constant():
            yield from _constant(node, place)
        case ast.keyword(arg=name):
            yield from _axis(node)
            if name not in UNTOLD:
                yield "keyword", None
        case ast.Call():
            yield from _call(node, place)
        case ast.If(body=body, orelse=orelse):
            for forced in (True, False):
                yield "condition", ast.If(ast.Constant(forced), body, orelse)
        case ast.IfExp(body=one, orelse=other):
            yield from (("condition", one), ("condition", other))
        case ast.comprehension(ifs=[_, *_]):
            yield "condition", ast.comprehension(node.target, node.iter, [], node.is_async)
        case ast.Slice():
            yield from _slice(node)
        case ast.Dict(keys=keys, values=values):
            for i in range(len(keys)):
                rest = keys[:i] + keys[i + 1 :], values[:i] + values[i + 1 :]
                yield "entry", ast.Dict(*rest)
        case ast.Tuple(elts=elements, ctx=ast.Load()) | ast.List(elts=elements, ctx=ast.Load()):
            for swapped in _swaps(elements):
                yield "swap", type(node)(swapped, ast.Load())
    if isinstance(node, ast.stmt) and _droppable(node, place):
        yield "statement", ast.Pass()


def _binary(node: ast.BinOp) -> Iterator[Variant]:
    left, op, right = node.left, node.op, node.right
    if isinstance(op, ast.MatMult):
        yield "swap", ast.BinOp(right, op, left)
    elif isinstance(op, ast.Pow):
        yield "operator", left
    elif isinstance(op, ast.BitOr) and (isinstance(left, ast.Dict) or isinstance(right, ast.Dict)):
        yield from (("operator", left), ("operator", right))
    elif type(op) in _OPERATORS and not any(_is_text(side) for side in (left, right)):
        yield "operator", ast.BinOp(left, _OPERATORS[type(op)](), right)


def _is_text(node: ast.expr) -> bool:
    """Return whether arithmetic on the node could only crash."""
    text = isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))
    return text or isinstance(node, _DISPLAY)


def _constant(node: ast.Constant, place: Place) -> Iterator[Variant]:
    value = node.value
    match value:
        case bool():
            yield "constant", ast.Constant(not value)
        case int():
            yield "constant", ast.Constant(value + 1)
            exponent = isinstance(place.parent, ast.BinOp) and isinstance(place.parent.op, ast.Pow)
            if value == 1 and not exponent:
                yield "constant", ast.Constant(0)
        case float() if abs(value) <= _TINY:
            yield "constant", ast.Constant(0.0 if value else 1.0)
        case float():
            yield "constant", ast.Constant(round(value * 1.1, 12))
            if not isinstance(place.parent, ast.UnaryOp):
                yield "constant", ast.UnaryOp(ast.USub(), ast.Constant(value))


def _axis(node: ast.keyword) -> Iterator[Variant]:
    """Yield other axes: -1 to 0, 0 to 1, 1 to 0, else one less; a tuple drops one of its axes."""
    if node.arg not in AXIS:
        return
    match node.value:
        case ast.Constant(value=int() as axis):
            yield "axis", ast.keyword(node.arg, ast.Constant(1 if axis == 0 else axis - 1))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1)):
            yield "axis", ast.keyword(node.arg, ast.Constant(0))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
            yield "axis", ast.keyword(node.arg, ast.UnaryOp(ast.USub(), ast.Constant(1)))
        case ast.Tuple(elts=elements) | ast.List(elts=elements) if len(elements) > 1:
            for i in range(len(elements)):
                fewer = elements[:i] + elements[i + 1 :]
                yield "axis", ast.keyword(node.arg, type(node.value)(fewer, ast.Load()))


def _call(node: ast.Call, place: Place) -> Iterator[Variant]:
    function, args, keywords = node.func, node.args, node.keywords
    name = _name(function)
    if name not in _COMMUTATIVE | _UNORDERED:
        for swapped in _swaps(args):
            yield "swap", ast.Call(function, swapped, keywords)
    if name in _FUNCTIONS and (isinstance(function, ast.Attribute) or name in _BUILTIN):
        yield "function", ast.Call(_renamed(function, _FUNCTIONS[name]), args, keywords)
    if name == "range" and args:
        fewer = ast.BinOp(args[-1], ast.Sub(), ast.Constant(1))
        if len(args) <= len(("start", "stop")) and not isinstance(args[-1], ast.Constant):
            yield "range", ast.Call(function, [*args[:-1], fewer], keywords)
    alone = len(args) == 1 and not keywords and name not in _NO_WRAPPERS and name[:1].islower()
    used = place.field != "func" and not isinstance(place.parent, ast.Expr)
    inner = args[0] if used and args and (alone or name in _WRAPPERS) else None
    if inner and not isinstance(inner, (ast.Starred, ast.GeneratorExp, *_LITERAL)):
        yield "wrapper", inner


def _slice(node: ast.Slice) -> Iterator[Variant]:
    lower, upper, step = node.lower, node.upper, node.step
    if lower is not None:
        yield "slice", ast.Slice(_one_more(lower), upper, step)
        yield "slice", ast.Slice(None, upper, step)
    if upper is not None:
        yield "slice", ast.Slice(lower, _one_more(upper), step)
        yield "slice", ast.Slice(lower, None, step)
    if step is not None:
        yield "slice", ast.Slice(lower, upper, None)


def _one_more(bound: ast.expr) -> ast.expr:
    match bound:
        case ast.Constant(value=int() as number):
            return ast.Constant(number + 1)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as number)):
            return ast.UnaryOp(ast.USub(), ast.Constant(number + 1))
    return ast.BinOp(bound, ast.Add(), ast.Constant(1))


def _swaps(nodes: Sequence[ast.expr]) -> Iterator[list[ast.expr]]:
    """Yield the nodes with two neighbours swapped, for each pair of unlike neighbours."""
    for i, (left, right) in enumerate(itertools.pairwise(nodes)):
        starred = isinstance(left, ast.Starred) or isinstance(right, ast.Starred)
        if not starred and not _is_dtype(right) and ast.dump(left) != ast.dump(right):
            yield [*nodes[:i], right, left, *nodes[i + 2 :]]


def _is_dtype(node: ast.expr) -> bool:
    """Return whether the node is a string or a dtype, which could only crash in another place."""
    text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    ends = ("dtype", "int32", "int64", "float16", "float32", "float64", "bool", "string")
    return text or (isinstance(node, ast.Attribute) and node.attr in ends)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _renamed(function: ast.expr, name: str) -> ast.expr:
    if isinstance(function, ast.Attribute):
        return ast.Attribute(function.value, name, ast.Load())
    return ast.Name(name, ast.Load())


def _droppable(node: ast.stmt, place: Place) -> bool:
    """Return whether the function could still run without the statement.

    A name that nothing else binds must keep its assignment. The only statement under an `if` is
    dropped by forcing the condition.
    """
    match node:
        case ast.Expr(value=value):
            return not isinstance(value, _LITERAL)
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name in place.bound
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]) | ast.AugAssign() | ast.For():
            return True
        case ast.Raise():
            return not (isinstance(place.parent, ast.If) and place.field == "body")
    return False
