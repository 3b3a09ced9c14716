"""A PostgreSQL server of a test's own: in a temporary folder, on a socket there, not as root."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path


def binary(name):
    """Return a program of Debian's postgresql package."""
    return str(max(Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))


@contextlib.contextmanager
def server():
    """Hold a server with an empty database; return its URL."""
    other = {"user": "postgres", "group": "postgres", "extra_groups": []}
    rights = {} if os.geteuid() else other
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        if rights:
            shutil.chown(folder, "postgres")
        data = Path(folder, "data")
        init = [binary("initdb"), "-D", data, "-U", "kata", "-A", "trust", "--no-sync"]
        subprocess.run(init, check=True, stdout=subprocess.DEVNULL, cwd=folder, **rights)
        run = [binary("postgres"), "-D", data, "-k", folder, "-F", "-c", "listen_addresses="]
        with subprocess.Popen(run, stderr=subprocess.PIPE, text=True, cwd=folder, **rights) as one:
            assert any("ready to accept connections" in line for line in one.stderr)
            yield f"postgresql+psycopg://kata@/postgres?host={folder}"
            one.terminate()
            one.communicate()
