"""What a submission may import: every distribution that is installed beside the kit.

Those that a class counts on are named, and imported behind the walls before anybody is graded.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from tensorkata.errors import MachineError, UsageError
from tensorkata.limits import Level
from tensorkata.sandbox import isolation, selftest, visible_paths
from tensorkata.student.not_there import PACKAGE_OF

IMPORT_SECONDS = 120
_ROOM_MB = 64


def installed() -> dict[str, str]:
    """Return the distributions that a sandbox sees: their names, and their versions."""
    found = {canonical(one.name): one.version for one in metadata.distributions(path=_places())}
    return dict(sorted(found.items()))


def demand(named: Sequence[str], level: Level) -> dict[str, str]:
    """Return what is installed; UsageError, in one line, if a named package cannot be used."""
    found, names = installed(), [PACKAGE_OF.get(name, name) for name in named]
    if missing := [name for name in names if canonical(name) not in found]:
        verb = "is" if len(missing) == 1 else "are"
        raise UsageError(MISSING.format(what=", ".join(missing), verb=verb, pip=" ".join(missing)))
    if names and (refused := _refused(names, level)):
        name, why = refused
        raise UsageError(UNUSABLE.format(name=name, level=level, why=why))
    return found


def canonical(name: str) -> str:
    """Return a distribution's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _places() -> list[str]:
    """Return the folders with packages on the path of a sandbox's interpreter."""
    own = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    seen = [Path(path) for path in visible_paths.readable()]
    path = [one for one in sys.path if any(Path(one).is_relative_to(place) for place in seen)]
    return list(dict.fromkeys([*visible_paths.import_roots(), *own, *path]))


def _modules_of(name: str) -> list[str]:
    """Return the modules at the top of a distribution, without private ones."""
    found = next(iter(metadata.distributions(name=name, path=_places())))
    named = (found.read_text("top_level.txt") or "").split()
    heads = [one.parts for one in found.files or [] if one.suffix == ".py"]
    named += [parts[0].removesuffix(".py") for parts in heads if parts[-1] != "setup.py"]
    whole = [one for one in dict.fromkeys(named) if one.isidentifier() and one[0] != "_"]
    return [one for one in whole if one not in {"tests", "test", "docs", "examples"}]


def _refused(names: Sequence[str], level: Level) -> tuple[str, str] | None:
    """Import the packages behind the walls; return the first that fails, and why."""
    modules = [(name, module) for name in names for module in _modules_of(name)]
    command = visible_paths.python("tensorkata.sandbox.packages:main")
    command += [level, *(module for _, module in modules)]
    with tempfile.TemporaryDirectory() as folder:
        environment = visible_paths.environment(folder)
        if level == "bubblewrap":
            command, environment = isolation.outer_wall().command(command, _ROOM_MB), {}
        said = isolation.answer_of(command, environment, IMPORT_SECONDS)
    try:
        number, why = json.loads(said)
    except ValueError:
        raise MachineError(f"{', '.join(names)}: {said}; type: kata doctor") from None
    return None if number is None else (modules[number][0], why)


def main() -> None:
    """Import the modules behind the walls; print the number of the first that fails, and why."""
    level, *modules = sys.argv[1:]
    out, sys.stdout = sys.stdout, sys.stderr  # a package may print
    if level != "none":
        selftest.enter(level)  # type: ignore[arg-type]
    out.write(json.dumps(next(_failed(modules), (None, ""))))


def _failed(modules: Sequence[str]) -> Iterator[tuple[int, str]]:
    for number, module in enumerate(modules):
        try:
            importlib.import_module(module)
        except BaseException as error:  # noqa: BLE001 - a package may do anything
            yield number, " ".join(f"{type(error).__name__}: {error}".split())[:300]


MISSING = (
    "{what} {verb} not installed where this is graded: type pip install {pip}; nobody was graded"
)
UNUSABLE = "{name} cannot be imported in the sandbox ({level}): {why}; nobody was graded"
