"""What stands for a name whose statement failed: it says why as soon as it is used."""

from __future__ import annotations

from typing import Any, NoReturn

from tensorkata.protocol.records import Unrun


class NotThereError(NameError):
    """Tell that a name is used whose statement has failed, and how that one failed."""

    unrun: Unrun | None = None  # a framework may raise another of the class, with a text only


class StandIn:
    """Stand for a name that could not be bound: every use raises NotThereError."""

    def __init__(self, unrun: Unrun) -> None:
        object.__setattr__(self, "_unrun", unrun)

    def __getattr__(self, name: str) -> NoReturn:
        """Refuse: there is nothing that could have the attribute."""
        refuse(self)

    def __repr__(self) -> str:
        return f"<{unrun_of(self).name}, which is not there>"


def refuse(stand_in: StandIn, *_: object, **__: object) -> NoReturn:
    """Raise what a use of the name raises."""
    unrun = unrun_of(stand_in)
    error = NotThereError(f"{unrun.name} is not there: {unrun.message}")
    error.unrun = unrun
    raise error


def unrun_of(stand_in: StandIn) -> Unrun:
    """Return how the statement failed that should have bound the name."""
    found: Any = object.__getattribute__(stand_in, "_unrun")
    return found  # type: ignore[no-any-return]


_BINARY = (
    *("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor"),
    *("lshift", "rshift", "divmod"),
)
_USES = (
    *("call", "getitem", "setitem", "delitem", "setattr", "delattr", "iter", "next", "len"),
    *("contains", "reversed"),
    *("bool", "int", "float", "complex", "index", "round", "str", "format", "bytes", "hash"),
    *("eq", "ne", "lt", "le", "gt", "ge"),
    *("neg", "pos", "abs", "invert", "enter", "exit", "aenter", "aexit", "await", "aiter"),
    *("anext", "array", "mro_entries"),
    *("fspath", "deepcopy", "reduce_ex"),
    *(prefix + name for name in _BINARY for prefix in ("", "r", "i")),
)
for _use in _USES:
    setattr(StandIn, f"__{_use}__", refuse)
