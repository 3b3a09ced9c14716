"""The inner wall: prepared once in a zygote, then put up for good by each of its children.

The self-test puts up the same wall by the same two steps. Knows the two halves, Landlock and
seccomp, and nothing of what runs behind them.
"""

from __future__ import annotations

import os

import msgspec

from tensorkata.limits import Level
from tensorkata.sandbox import visible_paths
from tensorkata.sandbox.walls import landlock


class InnerWall(msgspec.Struct, frozen=True):
    """The parts of the inner wall that all children of a zygote share."""

    level: Level
    readable: tuple[str, ...] = ()
    program: bytes = b""
    around_hidden: int | None = None  # the descriptor of a ruleset

    def enter(self, folder: str) -> None:
        """Put up the wall around this process for good; it may only write to `folder`."""
        if self.level == "none":
            return
        from tensorkata.sandbox.walls import seccomp

        if self.around_hidden is not None:
            _enter(self.around_hidden)
        _enter(landlock.ruleset(self.readable, (folder, *visible_paths.WRITABLE)))
        seccomp.drop_capabilities()
        seccomp.enter(self.program)


def prepare(level: Level, base: str) -> InnerWall:
    """Prepare the shared parts once; the children's private folders will be in `base`."""
    if level == "none":
        return InnerWall(level)
    from tensorkata.sandbox.walls import seccomp

    readable = (*visible_paths.readable(), *visible_paths.PROCESS, *visible_paths.DEVICES)
    return InnerWall(level, readable, seccomp.compiled(), _around_hidden(level, base))


def _around_hidden(level: Level, base: str) -> int | None:
    """Return a ruleset that leaves out an installed course, if one is in a readable folder.

    It has a thousand paths, so it is made once. An outer wall has emptied those folders already.
    """
    if level != "landlock" or not visible_paths.hidden():
        return None
    readable = (*visible_paths.without_hidden(), "/proc", *visible_paths.DEVICES)
    return landlock.ruleset(readable, (base, *visible_paths.WRITABLE))


def _enter(rules: int) -> None:
    landlock.enter(rules)
    os.close(rules)
