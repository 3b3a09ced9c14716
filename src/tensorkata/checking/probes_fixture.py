"""The `probes` object of a check: it brings questions to a carrier and remembers them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from tensorkata.checking.ran import Call
from tensorkata.checking.reply import read_reply
from tensorkata.course import snake_case, unknown
from tensorkata.errors import CheckerFault
from tensorkata.protocol import observation
from tensorkata.protocol.cells import Cell, tree_of
from tensorkata.protocol.records import Ask, Carrier


class Questions:
    """Answer `probes.name(...)` with an observation, and note the question. One object a check."""

    def __init__(
        self,
        carrier: Carrier,
        probes: str,
        cells: tuple[Cell, ...],
        seed_of: Callable[[str], int],
        calls: list[Call],
    ) -> None:
        self._carrier = carrier
        self._parameters, self._about = _parameters(probes), _about(probes)
        self._cells = cells
        self._seed_of = seed_of
        self._calls = calls

    def __getattr__(self, probe: str) -> Callable[..., Any]:
        """Return the question that runs the probe of that name."""
        if probe.startswith("_"):
            raise AttributeError(probe)

        def question(*args: Any, **kwargs: Any) -> Any:
            if probe not in self._parameters and probe not in _engines_own():
                raise CheckerFault(
                    unknown("probe", probe, sorted({*self._parameters, *_engines_own()}))
                )
            inputs = observation.encode([list(args), kwargs])
            call = Call(probe, is_direct=probe in DIRECT and probe not in self._parameters)
            self._calls.append(call)  # from here on the submission may be at fault
            call.title, call.inputs = self._title(probe, args, kwargs)
            seed = self._seed_of(str(len(self._calls)))
            reply = self._carrier.ask(Ask(probe, inputs, seed))
            call.observation, call.printed = read_reply(reply, call)
            return call.observation

        return question

    def _title(self, probe: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[str, Any]:
        """Return the call as text, with the student's parameter names if it is their function."""
        name, names = probe, (_engines_own() | self._parameters).get(probe, [])
        if args and (probe not in self._parameters or names[:1] == [CALLED]):  # the name is first
            name, args = str(args[0]), args[1:]
            names = names[1:] or _signature(self._cells, name)
        labels = [*names, *(f"input {n}" for n in range(len(names) + 1, len(args) + 1))][
            : len(args)
        ]
        named = dict(zip(labels, args, strict=True)) | kwargs
        # A topic's probe may have the name of the function that it calls, and other parameters.
        own = probe in self._parameters and _signature(self._cells, name)
        if probe in self._parameters:  # None: an input that this check leaves out
            named = {label: value for label, value in named.items() if value is not None}
        if probe in self._about:
            return self._about[probe], named
        if _is_class(self._cells, name):  # which is made and used, not called with these
            return f"{name}()", named
        return f"{name}({', '.join(own or labels)})", named


@lru_cache(maxsize=32)
def _parameters(source: str) -> dict[str, list[str]]:
    """Return the parameters of each probe: a public function whose first one is `student`."""
    found = {
        node.name: [argument.arg for argument in node.args.args]
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    return {name: names[1:] for name, names in found.items() if names[:1] == ["student"]}


@lru_cache(maxsize=32)
def _about(source: str) -> dict[str, str]:
    """Return words for probes named after what they use: linear_in_fit is "Linear, in fit"."""
    found: dict[str, str] = {}
    for probe in _parameters(source):
        body = source.partition(f"\ndef {probe}(")[2].partition("\ndef ")[0]
        for name in re.findall(r"\bstudent\.(\w+)", body)[:1]:
            head, _, done = probe.partition(f"{snake_case(name)}_")
            found |= {} if head or not done else {probe: f"{name}, {done.replace('_', ' ')}"}
    return found


@cache
def _engines_own() -> dict[str, list[str]]:
    """Return the engine's probes; read and not imported, since TensorFlow comes with them."""
    return _parameters(
        Path(observation.__file__).parents[1].joinpath("student", "probes.py").read_text("utf-8")
    )


def _signature(cells: tuple[Cell, ...], name: str) -> list[str]:
    for cell in cells:
        tree = tree_of(cell)
        for node in tree.body if tree else []:
            if isinstance(node, ast.FunctionDef) and node.name == name:
                return [argument.arg for argument in node.args.args]
    return []


def _is_class(cells: tuple[Cell, ...], name: str) -> bool:
    return any(
        isinstance(node, ast.ClassDef) and node.name == name
        for cell in cells
        if (tree := tree_of(cell))
        for node in tree.body
    )


CALLED = "called"  # a topic's probe with this parameter first takes the name, as the engine's do
DIRECT = {"call", "graph"}  # probes of the engine that return the result as it is
