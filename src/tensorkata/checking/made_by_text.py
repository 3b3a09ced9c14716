"""What Keras makes from a text or a dict, which may describe any of its classes.

An exercise may have it make what the exercise was given, such as the name of an activation, and
nothing that the exercise has put together itself. Knows no forbidden construct.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from tensorkata.checking.source_names import Use, chain_of
from tensorkata.checking.source_statements import Statement

# Functions of Keras that make an object from a string or a dict.
BY_TEXT = {
    *("Activation", "deserialize", "deserialize_keras_object", "from_config", "func_load", "get"),
    *("get_registered_object", "load_model", "model_from_json"),
}
HOLDS_ALL = "get_custom_objects"  # whatever the submission has put there
METHODS = BY_TEXT - {"Activation", "get"}  # their names say what they do, whatever they are of
# Modules with a `get`: passed on, it could no longer be seen.
MODULES = {
    f"keras.{name}"
    for name in (
        *("activations", "constraints", "dtype_policies", "initializers", "layers", "losses"),
        *("metrics", "models", "optimizers", "quantizers", "regularizers", "saving", "utils"),
    )
}
KEYS = {"class_name", "eval_str"}  # of a description, and of a look at annotations
_ENTRIES = {"__init__", "from_config"}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Given:
    """Tell what an exercise was given from what it has made."""

    def __init__(self, own: list[Statement], used: list[Statement]) -> None:
        """Read an exercise: its def, or its class with those of the submission that it extends."""
        self._classes = {name for statement in own for name in statement.binds}
        self._of_call: dict[int, set[str]] = {}  # the names that a call may pass on
        self._attributes: Counter[str] = Counter()
        self._calls = [call for statement in own for _, call in statement.calls]
        for entry in (entry for statement in own for entry in _entries(statement.node)):
            names = _unchanged(entry)
            for node in ast.walk(entry):
                if isinstance(node, ast.Call):
                    self._of_call[id(node)] = names
            if entry.name == "__init__":
                self._attributes.update(_kept(entry, names))
        self._attributes.subtract(store[1] for one in used for store in one.stores)

    def is_plain(self, argument: ast.expr, call: ast.Call) -> bool:
        """Return whether an argument of a call was given to the exercise, or stands in its text."""
        match argument:
            case ast.Constant():
                return True
            case ast.BoolOp(values=parts):
                return all(self.is_plain(part, call) for part in parts)
            case ast.IfExp(body=body, orelse=other):
                return self.is_plain(body, call) and self.is_plain(other, call)
            case ast.Starred(value=value):
                return self.is_plain(value, call)
        while isinstance(argument, (ast.Attribute, ast.Subscript)):
            if _is_self(argument):
                return self._attributes.get(argument.attr, -1) == 0  # type: ignore[union-attr]
            argument = argument.value
        return isinstance(argument, ast.Name) and argument.id in self._of_call.get(id(call), ())

    def is_all_plain(self, call: ast.Call) -> bool:
        """Return whether all arguments but a name are plain."""
        given = [*call.args, *(k.value for k in call.keywords if k.arg != "name")]
        return all(self.is_plain(argument, call) for argument in given)

    def calls_itself(self) -> bool:
        """Return whether the exercise gives itself something that it was not given."""
        return any(
            self._is_of_itself(call.func) and not self.is_all_plain(call) for call in self._calls
        )

    def _is_of_itself(self, function: ast.expr) -> bool:
        match function:
            case ast.Name(id=name):
                return name in self._classes | {"cls"}
            case ast.Attribute(attr="__class__"):
                return True
            case ast.Attribute(attr="__init__", value=base):
                return len(self._classes) > 1 or not isinstance(base, ast.Call)
            case ast.Call(func=ast.Name(id="type")):
                return True
        return False


def unseen(statement: Statement) -> Iterator[tuple[str, int]]:
    """Yield the methods that make something from a dict and are not called where they are named."""
    called = {id(call.func) for _, call in statement.calls}
    for node in ast.walk(statement.node):
        if isinstance(node, ast.Attribute) and node.attr in METHODS and id(node) not in called:
            yield node.attr, node.lineno


def makes(use: Use, paths: set[str]) -> bool:
    """Return whether a call makes an object from a text or a dict."""
    return use.parts[-1] in METHODS or any(
        path.split(".")[0] in {"tf", "keras"} and path.rpartition(".")[2] in BY_TEXT
        for path in paths
    )


def _entries(node: ast.stmt) -> list[ast.FunctionDef]:
    """Return the functions of an exercise that others call."""
    if isinstance(node, ast.FunctionDef):
        return [node]
    body = node.body if isinstance(node, ast.ClassDef) else []
    return [one for one in body if isinstance(one, ast.FunctionDef) and one.name in _ENTRIES]


def _unchanged(function: ast.FunctionDef) -> set[str]:
    """Return the parameters that hold what a caller gave, or a default that can be read."""
    given = function.args
    places = [*given.posonlyargs, *given.args]
    defaults = dict(zip(reversed(places), reversed(given.defaults), strict=False))
    defaults |= dict(zip(given.kwonlyargs, given.kw_defaults, strict=True))  # type: ignore[arg-type]
    own = [*places, *given.kwonlyargs]
    rest = [one for one in (given.vararg, given.kwarg) if one]
    names = {p.arg for p in own if isinstance(defaults.get(p) or ast.Constant(0), ast.Constant)}
    names |= {one.arg for one in rest} - _touched(function)
    known = {id(one) for one in (*own, *rest)}
    for node in ast.walk(function):
        match node:
            case ast.arg(arg=name) if id(node) not in known:
                names.discard(name)
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                names.discard(name)
            case ast.Nonlocal(names=others):
                names -= set(others)
            case ast.alias(name=name, asname=other):
                names -= {name.partition(".")[0], other}
            case ast.ExceptHandler(name=name) | ast.MatchAs(name=name) | ast.MatchStar(name=name):
                names.discard(name or "")
            case ast.MatchMapping(rest=name):
                names.discard(name or "")
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) if node is not function:
                names.discard(name)
    return names


def _touched(function: ast.FunctionDef) -> set[str]:
    """Return the names that are used in a function in another way than *args and **kwargs are."""
    nodes = list(ast.walk(function))
    passed = {id(n.value) for n in nodes if isinstance(n, ast.Starred)} | {
        id(n.value) for n in nodes if isinstance(n, ast.keyword) and n.arg is None
    }
    return {n.id for n in nodes if isinstance(n, ast.Name) and id(n) not in passed}


def _kept(function: ast.FunctionDef, names: set[str]) -> Iterator[str]:
    """Yield the attributes of self that are set to what a caller gave, once for each time."""
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        value = node.value
        if isinstance(value, ast.Call):  # self.activation = keras.activations.get(activation)
            chain, base = chain_of(value.func)
            of_keras = isinstance(base, ast.Name) and base.id in {"keras", "tf"}
            value = value.args[0] if of_keras and chain[-1:] == ["get"] and value.args else value
        fits = isinstance(value, ast.Constant) or (
            isinstance(value, ast.Name) and value.id in names
        )
        if fits and _is_self(node.targets[0]):
            yield node.targets[0].attr  # type: ignore[attr-defined]


def _is_self(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    )
