"""The files of an assignment, laid out in a folder in which a submission runs."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path


def lay_out(files: dict[str, bytes], folder: str) -> None:
    """Write the files into a folder; Python files among them can be imported from there."""
    for name, data in files.items():
        Path(folder, name).write_bytes(data)
    if any(name.endswith(".py") for name in files):
        sys.path.append(folder)


class OwnFolder:
    """A folder with copies of the files, for runs in a student's own process.

    It is the same as in the sandbox: what is not named is not there, and the originals are safe.
    Without files, runs stay in the folder in which the process is.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True) if files else None
        if self._folder:
            lay_out(files, self._folder.name)

    def entered(self) -> AbstractContextManager[None]:
        """Be in the folder for a while."""
        return contextlib.chdir(self._folder.name) if self._folder else contextlib.nullcontext()

    def close(self) -> None:
        """Remove the folder, and forget what was imported from it."""
        if self._folder is None:
            return
        own = f"{self._folder.name}{os.sep}"
        sys.path[:] = [path for path in sys.path if path != self._folder.name]
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None)).startswith(own):
                del sys.modules[name]
        self._folder.cleanup()
