"""The local carrier: the student's code in this process, without walls, so that pdb works."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import Any

from tensorkata.errors import CellTimeout, ProbeFailure
from tensorkata.protocol.records import Ask, Reply, Start
from tensorkata.student.laid_out import OwnFolder
from tensorkata.student.time_limit import SLOW, TimeLimit, told


@contextlib.contextmanager
def silent() -> Iterator[None]:
    """Discard what is written to stderr below Python, as by TensorFlow's C++."""
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


def _host(start: Start, names: dict[str, Any] | None, limit: TimeLimit | None) -> Any:
    """Make the host; discard what TensorFlow says about the machine."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with silent():
        from tensorkata.student import host, probes  # noqa: F401 - TensorFlow with them

        return host.Host(start, names, limit)


class LocalCarrier:
    """Answer probes in this process; the submission is run at the first of them.

    With `names` it asks a notebook's own namespace and runs nothing. `note` is told if there are
    fewer devices than the topic asks for.
    """

    name = "local"

    def __init__(
        self,
        start: Start,
        names: dict[str, Any] | None = None,
        limit: TimeLimit | None = None,
        note: Callable[[str], None] | None = None,
    ) -> None:
        self._start = start
        self._note = note
        self._limit = limit
        self._names = names
        self._host: Any = None
        self._folder: OwnFolder | None = None

    def ask(self, ask: Ask) -> Reply:
        """Run the probe here. Observations are encoded and decoded as in the sandbox."""
        if self._folder is None:
            self._folder = OwnFolder(self._start.files if self._names is None else {})
        try:
            with self._folder.entered():
                if self._host is None:
                    self._host = _host(self._start, self._names, self._limit)
                    if self._note and self._host.few_devices:
                        self._note(self._host.few_devices)
                reply: Reply = self._host.answer(ask)
        except CellTimeout as error:
            words = told(SLOW, error.seconds, error.line)
            raise ProbeFailure("timeout", f"{words}: an endless loop?") from None
        return reply

    def close(self) -> None:
        """Let the submission go."""
        self._host = None
        if self._folder:
            self._folder.close()
            self._folder = None
