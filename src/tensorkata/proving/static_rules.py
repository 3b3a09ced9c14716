"""The rules for checks and answers that their text shows: no run is needed to see them broken.

A finding is one line: the file, the line, what is wrong, and what to do. CONTRIBUTING.md has the
rules; this module knows nothing of verdicts. What many checks broke when a rule was new is demanded
of topics that quote claims.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from tensorkata.authoring.source import Solution
from tensorkata.course import Course, Exercise, Topic
from tensorkata.points_of_checks import check_points
from tensorkata.proving.answers import Answers, quotes_claims

_Found = Iterator[tuple[ast.AST, str]]
_COMPARES = {"assert_close": 1, "assert_equal": 1, "assert_gradient": 1, "assert_true": 0}
_ANY_ERROR = {"Exception", "BaseException"}
LETTERS = 4


def faults_of(
    course: Course, topic: Topic, exercise: Exercise, known: Answers, solution: Solution
) -> Iterator[str]:
    """Yield a line for each place of an exercise's checkers and answers that breaks a rule."""
    strict = quotes_claims(course, topic, exercise)
    yield from _checker_faults(course, topic, exercise, strict=strict)
    where = f"tests/answers/{topic.name}/{exercise.stem}.py"
    yield from _answer_faults(known, solution, where, strict=strict)


def _checker_faults(
    course: Course, topic: Topic, exercise: Exercise, *, strict: bool
) -> Iterator[str]:
    check_points(course, topic, exercise, hidden=True)  # CourseError if a file is not Python
    folder = course.checkers / topic.name
    paths = [folder / f"test_{exercise.stem}.py", folder / "hidden" / f"test_{exercise.stem}.py"]
    trees: dict[str, ast.Module] = {}
    for path in filter(Path.is_file, paths):
        where, text = path.relative_to(course.root).as_posix(), path.read_text(encoding="utf-8")
        tree = trees[where] = ast.parse(text)
        rows = text.splitlines()
        for node, told in chain(_world(tree, rows), _checks(tree), _tolerances(tree, rows)):
            if strict or told != TOLERANCE:
                yield f"{where}:{getattr(node, 'lineno', 1)}: {told}"
    yield from _grounds(trees)


def _answer_faults(
    known: Answers, solution: Solution, where: str, *, strict: bool
) -> Iterator[str]:
    """Yield a line for each right answer that is a copy, and for each word that says little."""
    seen = {_bare(solution.cell.source, solution.exercise): "the solution"}
    for right in known.right:
        body = _bare(right.source, solution.exercise)
        if body in seen:
            yield f"{where}:{right.line}: {COPY.format(title=right.title, other=seen[body])}"
        seen.setdefault(body, f"“{right.title}”")
    for wrong in known.wrong:
        if strict and wrong.word and len(re.findall(r"[^\W_]", wrong.word)) < LETTERS:
            yield f"{where}:{wrong.line}: {SHORT.format(word=wrong.word)}"


def _world(tree: ast.Module, rows: list[str]) -> _Found:
    """Find what a judge's file has no business with; a comment may say why numbers are fixed."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [alias.name for alias in node.names]
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else names
            for name in {name.split(".")[0] for name in names}:
                if name in {"tensorflow", "keras"}:
                    yield node, TENSORFLOW
                if name == "random":
                    yield node, RANDOM
                if name.startswith("test_"):
                    yield node, VISIBLE
        elif isinstance(node, ast.Attribute) and node.attr in {"random", "testing"}:
            if isinstance(node.value, ast.Name) and node.value.id in {"np", "numpy"}:
                if node.attr == "testing":
                    yield node, BARE
                elif not _has_reason(node, rows):
                    yield node, RANDOM
        elif isinstance(node, ast.Assert):
            yield node, BARE


def _checks(tree: ast.Module) -> _Found:
    """Find what a check does with observations that it must not."""
    askers = {f.name for f in _functions(tree) if any(a.arg == "probes" for a in f.args.args)}
    for check in _functions(tree):
        if not check.name.startswith("test_"):
            continue
        if not ast.get_docstring(check):
            yield check, UNTOLD
        observed = _Observed(check, askers)
        for node in ast.walk(check):
            if isinstance(node, ast.Try):
                yield node, CAUGHT
            elif isinstance(node, (ast.For, ast.comprehension)) and observed.keys(node.iter):
                yield node.iter, KEYS
            elif isinstance(node, ast.Call):
                yield from ((node, told) for told in _called(node, observed))


def _called(call: ast.Call, observed: _Observed) -> Iterator[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name == "zip" and any(map(observed.is_raw, call.args)) and not _is_strict(call):
        yield ZIP
    if name == "assert_raises" and call.args:
        error = call.args[0]
        if getattr(error, "id", getattr(error, "value", "")) in _ANY_ERROR:
            yield ERROR
    at = _COMPARES.get(name, 0)
    if at and len(call.args) > at and all(map(observed.is_raw, call.args[: at + 1])):
        yield OWN


def _is_strict(call: ast.Call) -> bool:
    return any(k.arg == "strict" and getattr(k.value, "value", 0) is True for k in call.keywords)


class _Observed:
    """The names of a check that hold an observation as it came, or a part of one."""

    def __init__(self, check: ast.FunctionDef, askers: set[str]) -> None:
        self._askers = askers
        self._names: set[str] = set()
        for node in ast.walk(check):
            if isinstance(node, ast.Assign) and self.is_raw(node.value):
                targets = (n for target in node.targets for n in ast.walk(target))
                self._names |= {n.id for n in targets if isinstance(n, ast.Name)}

    def is_raw(self, node: ast.AST) -> bool:
        """Tell whether an expression is an observation, or is computed from nothing else."""
        match node:
            case ast.Name():
                return node.id in self._names
            case ast.Subscript() | ast.Attribute() | ast.Starred():
                return self.is_raw(node.value)
            case ast.UnaryOp():
                return self.is_raw(node.operand)
            case ast.BinOp(left=left, right=right):
                sides = self.is_raw(left), self.is_raw(right)
                return all(sides) or (any(sides) and ast.Constant in map(type, (left, right)))
            case ast.Call(func=ast.Name(id=name)):
                return name in self._askers
            case ast.Call(func=ast.Attribute(value=ast.Name(id="probes"))):
                return True
            case ast.Call(func=ast.Attribute(value=value)):
                return self.is_raw(value)
        return False

    def keys(self, node: ast.AST) -> bool:
        """Tell whether an expression gives the keys of an observation."""
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr="items" | "keys")):
                return self.is_raw(value)
        return False


def _tolerances(tree: ast.Module, rows: list[str]) -> _Found:
    """Find calls with an allowance of their own, without a comment in them or above them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (getattr(node.func, "id", "") in _COMPARES):
            given = [k.value for k in node.keywords if k.arg in {"rtol", "atol"}]
            literal = any(isinstance(value, ast.Constant) and value.value for value in given)
            if literal and not _has_reason(node, rows):
                yield node, TOLERANCE


def _has_reason(node: ast.expr, rows: list[str]) -> bool:
    """Tell whether a comment stands beside an expression or above it."""
    return any("#" in row for row in rows[max(0, node.lineno - 2) : node.end_lineno])


def _grounds(trees: dict[str, ast.Module]) -> Iterator[str]:
    """Yield the checks without points that no other check needs."""
    checks = [(where, f) for where, tree in trees.items() for f in _functions(tree)]
    checks = [(where, f) for where, f in checks if f.name.startswith("test_")]
    marks = [mark for _, check in checks for mark in check.decorator_list]
    text = " ".join(map(ast.unparse, marks))
    for where, check in checks:
        pointless = not any("points(" in ast.unparse(mark) for mark in check.decorator_list)
        if pointless and not re.search(rf"after\(['\"]?{check.name}['\"]?\)", text):
            yield f"{where}:{check.lineno}: {UNNEEDED.format(check=check.name)}"


def _functions(tree: ast.Module) -> Iterable[ast.FunctionDef]:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def _bare(source: str, exercise: str) -> str:
    """Return the code of an exercise without docstrings, comments, annotations and decorators."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            node.decorator_list = []
            if ast.get_docstring(node) is not None:
                node.body = node.body[1:] or [ast.Pass()]
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
    owner = [node for node in tree.body if getattr(node, "name", "") == exercise]
    return "\n".join(map(ast.unparse, owner)) or source


TENSORFLOW = "a judge's file imports TensorFlow: move what needs it into probes.py"
RANDOM = "it draws from a generator of its own: draw from the fixture `rng`, so that no run repeats"
BARE = "a comparison without the kit: use assert_close, assert_equal or assert_true"
VISIBLE = "it imports another checker: copy the oracle, students have no hidden file"
UNTOLD = "the check has no docstring: write the claim that the student reads"
CAUGHT = "the check catches exceptions: let them end it, or use assert_raises"
ZIP = "zip over an observation: a short one ends the loop early; add strict=True"
KEYS = "it loops over the keys that came: loop over those that are wanted, a missing one must fail"
ERROR = "any error satisfies it: name the class that the docstring promises"
OWN = "both sides come from the student: compare each with the oracle"
TOLERANCE = "an allowance of its own: write the reason beside it, or leave it out"
UNNEEDED = "{check} has no points and no check needs it: put @after({check}) on the others"
UNBANNED = (
    "the docstring forbids something: add pytestmark = forbids(...) and a wrong answer for it"
)
COPY = "“{title}” is a copy of {other}: write it in another way"
SHORT = "“{word}” stands in too many messages: expect words with four letters or more"
