"""The statements of a submission's top level, and what each contains: uses, calls, stores, loops.

They are read from the syntax trees in one pass without recursion, linear in the size of the text.
Knows nothing of forbidden constructs.
"""

from __future__ import annotations

import ast
import warnings
from collections import defaultdict

from tensorkata.checking.source_names import (
    DEEPEST,
    UNKNOWN,
    Meaning,
    Names,
    Role,
    Scope,
    Use,
    chain_of,
    use_of,
)
from tensorkata.protocol.cells import Cell, tree_of

# They may be given a module, and hand on neither that nor a list: at most what is in the list.
SHOWS = (
    *("help", "dir", "print", "bool", "enumerate", "isinstance", "len", "list", "range", "repr"),
    *("reversed", "set", "sorted", "str", "sum", "tuple", "zip"),
)


class Statement:
    """A statement of the top level and what it contains."""

    def __init__(self, node: ast.stmt, line: int, number: int) -> None:
        self.node, self.line, self.number = node, line, number
        self.binds: dict[str, None] = {}  # in order, each name once
        self.rebinds: list[str] = []  # by `global`, from within a function
        self.uses: list[Use] = []
        self.calls: list[tuple[Use, ast.Call]] = []
        self.attributes: list[tuple[str, int]] = []  # every attribute's name, whatever its base
        self.stores: list[tuple[Use | None, str, int]] = []  # base, attribute
        self.guesses: list[tuple[Use | None, ast.expr | None, int]] = []  # getattr(base, some text)
        self.texts: list[tuple[str, int]] = []
        self.imports: list[tuple[str, int]] = []
        self.stars: list[str] = []
        self.loops: list[int] = []

    @property
    def is_definition(self) -> bool:
        """Return whether it is a plain def or class."""
        return isinstance(self.node, (ast.FunctionDef, ast.ClassDef))


class Reading:
    """A submission's statements in the order in which they run, with the meaning of their names."""

    def __init__(self, cells: tuple[Cell, ...]) -> None:
        self.names = Names()
        self.statements: list[Statement] = []
        self.unread: list[int] = []  # lines of cells that the parser gave up on
        self.binders: defaultdict[str, list[Statement]] = defaultdict(list)
        for cell in cells:
            tree = tree_of(cell)
            if tree is None and not _is_no_python(cell):
                self.unread.append(cell.line)
            for node in tree.body if tree else []:
                self._read(node, cell.line - 1)
        self.names.follow()

    def _read(self, node: ast.stmt, above: int) -> None:
        statement = Statement(node, above + node.lineno, len(self.statements))
        self.statements.append(statement)
        _Walk(self.names, statement, above).run(node)
        for name in statement.binds:
            self.binders[name].append(statement)
        self.names.stars += statement.stars


class _Walk:
    """Note the contents of one statement of the top level."""

    def __init__(self, names: Names, statement: Statement, above: int) -> None:
        self._names, self._statement, self._above = names, statement, above
        self._todo: list[tuple[ast.AST, Scope, Role]] = []

    def run(self, node: ast.stmt) -> None:
        """Visit the nodes in the order of the text."""
        self._todo = [(node, self._names.module, "value")]
        while self._todo:
            node_, scope, role = self._todo.pop()
            self._visit(node_, scope, role)

    def _push(self, *items: tuple[ast.AST | None, Scope, Role]) -> None:
        self._todo += [(node, scope, role) for node, scope, role in reversed(items) if node]

    def _line(self, node: ast.AST) -> int:
        return self._above + getattr(node, "lineno", 1)

    def _visit(self, node: ast.AST, scope: Scope, role: Role) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                self._function(node, scope)
            case ast.ClassDef():
                self._class(node, scope)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                self._comprehension(node, scope)
            case ast.Import() | ast.ImportFrom():
                self._import(node, scope)
            case ast.Global(names=names):
                scope.globals |= set(names)
                self._statement.rebinds += names
                for name in names:
                    self._bind(name, scope)
            case ast.Nonlocal(names=names):
                scope.nonlocals |= set(names)
            case ast.Assign(targets=[ast.Name() as target], value=value):
                self._alias(target, value, scope)
            case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
                self._push((node.annotation, scope, "value"))
                self._alias(target, value, scope)
            case ast.NamedExpr(target=target, value=value):
                self._push((value, scope, "value"))
                while scope.kind == "comprehension" and scope.parent:
                    scope = scope.parent
                self._bind(target.id, scope)
            case ast.Call():
                self._call(node, scope)
            case ast.Attribute() | ast.Name():
                self._named(node, scope, role)
            case _:
                self._other(node, scope, role)

    def _other(self, node: ast.AST, scope: Scope, role: Role) -> None:
        if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
            self._statement.loops.append(self._line(node))
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            self._statement.texts.append((node.value, self._line(node)))
        if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            self._push((node.value, scope, "stored"), (node.slice, scope, "value"))
            return
        if isinstance(node, ast.Subscript):
            read: Role = "stored" if role == "stored" else "read"  # x[0][1] = 2 changes x
            self._push((node.value, scope, read), (node.slice, scope, "value"))
            return
        if isinstance(node, (ast.For, ast.AsyncFor)):
            self._push((node.target, scope, "value"), (node.iter, scope, "read"))
            self._push(*((part, scope, "value") for part in (*node.body, *node.orelse)))
            return
        for field in ("name", "rest"):  # except ... as name, case ... as name, case {**rest}
            if isinstance(name := getattr(node, field, None), str):
                self._bind(name, scope)
        self._push(*((child, scope, "value") for child in ast.iter_child_nodes(node)))

    def _function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scope: Scope
    ) -> None:
        inner = Scope("function", scope)
        given = node.args
        every = (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg)
        for parameter in filter(None, every):
            self._bind(parameter.arg, inner)
            inner.parameters.add(parameter.arg)
            self._push((parameter.annotation, scope, "value"))
        self._push(*((d, scope, "value") for d in (*given.defaults, *given.kw_defaults)))
        if isinstance(node, ast.Lambda):
            self._push((node.body, inner, "value"))
            return
        self._bind(node.name, scope)
        self._push(*((statement, inner, "value") for statement in node.body))
        self._push((node.returns, scope, "value"))
        self._push(*((decorator, scope, "called") for decorator in node.decorator_list))

    def _class(self, node: ast.ClassDef, scope: Scope) -> None:
        self._bind(node.name, scope)
        inner = Scope("class", scope)
        self._push(*((statement, inner, "value") for statement in node.body))
        self._push(*((keyword.value, scope, "value") for keyword in node.keywords))
        self._push(*((part, scope, "called") for part in (*node.decorator_list, *node.bases)))

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, scope: Scope
    ) -> None:
        self._statement.loops.append(self._line(node))
        inner = Scope("comprehension", scope)
        first, *others = node.generators
        made = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        self._push(
            (first.iter, scope, "read"),
            (first.target, inner, "value"),
            *((condition, inner, "value") for condition in first.ifs),
            *((generator, inner, "value") for generator in others),
            *((part, inner, "value") for part in made),
        )

    def _import(self, node: ast.Import | ast.ImportFrom, scope: Scope) -> None:
        for alias in node.names:
            if isinstance(node, ast.Import):
                path, bound = alias.name, alias.asname or alias.name.partition(".")[0]
                meaning = path if alias.asname else bound
            else:
                path = meaning = "." * node.level + f"{node.module or ''}.{alias.name}"
                bound = alias.asname or alias.name
            self._statement.imports.append((path, self._line(node)))
            if bound == "*":
                self._statement.stars.append(path.removesuffix(".*"))
                continue
            self._bind(bound, scope).add({meaning if meaning.count(".") < DEEPEST else UNKNOWN})
            if scope is not self._names.module:
                use = Use((bound,), scope, self._line(node), "imported")
                self._statement.uses.append(use)

    def _alias(self, target: ast.Name, value: ast.expr, scope: Scope) -> None:
        self._named(target, scope, "value")
        chain, base = chain_of(value)
        if isinstance(base, ast.Name) and scope.kind != "class":
            use = Use((base.id, *chain), scope, self._line(value), "alias")
            self._bind(target.id, scope)
            self._names.alias(target.id, scope, use)
            self._push((value, scope, "alias"))
        else:
            self._push((value, scope, "value"))

    def _call(self, node: ast.Call, scope: Scope) -> None:
        if chain_of(node)[0]:  # getattr(keras.layers, "Dense") is keras.layers.Dense
            self._named(node, scope, "value")
            return
        chain, base = chain_of(node.func)
        role: Role = "value"
        use = Use((getattr(base, "id", ""), *chain), scope, self._line(node), "called")
        self._statement.calls.append((use, node))
        if isinstance(base, ast.Name):
            role = _ROLES.get(".".join(use.parts), "value")
        if role == "guessed":
            self._attribute_by_text(node, scope)
        self._statement.texts += [(k.arg, self._line(node)) for k in node.keywords if k.arg]
        self._push(
            (node.func, scope, "called"),
            *((argument, scope, role) for argument in node.args),
            *((keyword.value, scope, "value") for keyword in node.keywords),
        )

    def _attribute_by_text(self, node: ast.Call, scope: Scope) -> None:
        """Note getattr with a default, setattr, and either with a computed name."""
        line, (base, *rest) = self._line(node), [*node.args, node]
        match rest:
            case [ast.Constant(value=str(name)), _, ast.Call(func=ast.Name(id="setattr"))]:
                self._statement.stores.append((use_of(base, scope, line), name, line))
            case [ast.Constant(value=str(name)), _, _]:
                self._statement.attributes.append((name, line))
            case _:
                reads = isinstance(node.func, ast.Name) and node.func.id == "getattr"
                text = rest[0] if rest and reads and isinstance(rest[0], ast.expr) else None
                self._statement.guesses.append((use_of(base, scope, line), text, line))

    def _named(self, node: ast.expr, scope: Scope, role: Role) -> None:
        """Note a name with its attributes, or the attributes of another expression."""
        chain, base = chain_of(node)
        line = self._line(node)
        self._statement.attributes += [(name, line) for name in chain]
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            self._statement.stores.append((use_of(node.value, scope, line), node.attr, line))
            chain = chain[:-1]
            role = "stored"
        if not isinstance(base, ast.Name):  # x[0].append(2) changes x
            self._push((base, scope, "stored" if role in {"called", "stored"} else "value"))
            return
        if isinstance(base.ctx, ast.Load) or chain:
            self._statement.uses.append(Use((base.id, *chain), scope, line, role))
        else:
            self._bind(base.id, scope)

    def _bind(self, name: str, scope: Scope) -> Meaning:
        if self._names.home(name, scope) is self._names.module:
            self._statement.binds[name] = None
        return self._names.bind(name, scope)


def _is_no_python(cell: Cell) -> bool:
    """Return whether a cell is broken Python, of which no line ever runs."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(cell.source)
    except SyntaxError:
        return True
    except Exception:  # noqa: BLE001 - hostile text may bring a parser down in any way
        return False
    return False


_ROLES: dict[str, Role] = {
    "super": "super",
    "getattr": "guessed",
    "setattr": "guessed",
    **dict.fromkeys(SHOWS, "shown"),
}
