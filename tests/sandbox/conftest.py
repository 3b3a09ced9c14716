"""Sandboxes behind each choice of walls, and a hostile submission to put into them."""

from __future__ import annotations

import contextlib
import functools
import types
from pathlib import Path

import pytest

from tensorkata.errors import ProbeFailure
from tensorkata.limits import Limits
from tensorkata.protocol import observation
from tensorkata.protocol.cells import Cell
from tensorkata.protocol.records import Ask, Returned, Start
from tensorkata.sandbox import isolation
from tensorkata.sandbox.sandbox import Sandbox
from tensorkata.sandbox.walls import bubblewrap

HOSTILE = (Path(__file__).parent / "hostile.py").read_text()
PROBES = "def call(student, name, *inputs):\n    return getattr(student, name)(*inputs)\n"
ROOMY = Limits(wall=60.0, total=600.0)
SECRET = "TENSORKATA_TEST_SECRET"
BOTH, OUTER = (pytest.param(walls, marks=pytest.mark.bubblewrap) for walls in ("both", "outer"))


@contextlib.contextmanager
def sandbox_behind(walls):
    """Start a sandbox behind `both` walls, the `inner` or the `outer` one alone, or `none`."""
    level = {"both": "bubblewrap", "outer": "bubblewrap", "inner": "landlock"}.get(walls, "none")
    with contextlib.closing(Sandbox(level, ROOMY)) as sandbox:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(SECRET, "hush")
            if walls == "outer":
                patch.setattr(bubblewrap.OuterWall, "command", _command_without_inner_wall)
            sandbox.start()
        yield sandbox


_command = bubblewrap.OuterWall.command


def _command_without_inner_wall(wall, inside, room):
    return _command(wall, [*inside[:-1], "none"], room)


@pytest.fixture(scope="session")
def sandboxes():
    """Start each sandbox that is asked for once, and end all of them."""
    with contextlib.ExitStack() as stack:
        yield functools.cache(lambda walls: stack.enter_context(sandbox_behind(walls)))


@pytest.fixture(params=[BOTH, "inner", OUTER])
def walled(request, sandboxes):
    """Return a sandbox behind both walls, and behind each of them alone."""
    return sandboxes(request.param)


@pytest.fixture(params=[BOTH, "inner"])
def held(request, sandboxes):
    """Return a sandbox with the inner wall, inside the outer one and alone."""
    return sandboxes(request.param)


@pytest.fixture
def best(sandboxes):
    """Return a sandbox with all that the machine gives."""
    return sandboxes({"bubblewrap": "both", "landlock": "inner"}[isolation.choose("auto")])


@pytest.fixture
def hostile():
    """Return the ways to ask a hostile submission."""
    return types.SimpleNamespace(
        start=start, asked=asked, of=of, refused=refused, source=HOSTILE, secret=SECRET
    )


@pytest.fixture
def behind():
    """Return the way to start a sandbox of a test's own."""
    return sandbox_behind


def start(*sources, probes=PROBES):
    """Return a submission of these cells, of the hostile one where none is named."""
    return Start("topic.py", tuple(Cell(1, one) for one in sources or [HOSTILE]), probes, 1)


def asked(carrier, name, *inputs):
    """Return what a function of the submission's returns."""
    reply = carrier.ask(Ask("call", observation.encode([[name, *inputs], {}]), 1))
    assert isinstance(reply, Returned), reply
    return observation.decode(reply.value)


def of(sandbox, name, *inputs, limits=None, source=HOSTILE):
    """Open a submission, ask it one thing, and close it."""
    with contextlib.closing(sandbox.open(start(source), limits)) as carrier:
        return asked(carrier, name, *inputs)


def refused(sandbox, name, *inputs, limits=None, source=HOSTILE):
    """Return how a probe failed, once the next one was answered by a fresh child."""
    with contextlib.closing(sandbox.open(start(source), limits)) as carrier:
        with pytest.raises(ProbeFailure) as failure:
            asked(carrier, name, *inputs)
        assert asked(carrier, "fine") == 1
    return failure.value.outcome, failure.value.message
