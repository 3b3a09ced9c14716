"""Older kernels: what each version of Landlock lacks is covered, or told."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import pytest

from tensorkata.sandbox import isolation, visible_paths
from tensorkata.sandbox.walls import landlock

KNOWN = 7

WALLED = """
import ctypes, json, os, socket, sys, tempfile
from pathlib import Path
from tensorkata.sandbox import visible_paths as view
from tensorkata.sandbox.walls import landlock, seccomp
abi, readable, port, name, parent = json.loads(sys.argv[1])
landlock.version = lambda: abi
own = tempfile.mkdtemp()
program = seccomp.compiled()
landlock.enter(landlock.ruleset((*view.readable(), readable), [own]))
seccomp.drop_capabilities()
seccomp.enter(program)
for folder in ("one", "two"):
    os.mkdir(f"{own}/{folder}")
Path(own, "one", "file").write_text("own")
unix = lambda: socket.socket(socket.AF_UNIX).connect(name)
ways = {
    "read": lambda: Path(readable).read_text(),
    "write": lambda: Path(readable).write_text(""),
    "empty": lambda: os.open(readable, os.O_RDONLY | os.O_TRUNC),
    "empty unopened": lambda: os.open(readable, os.O_ACCMODE | os.O_TRUNC),
    "truncate": lambda: os.truncate(readable, 0),
    "connect": lambda: socket.create_connection(("127.0.0.1", port), 2),
    "abstract": unix,
    "signal": lambda: os.kill(parent, 0),
    "move": lambda: os.rename(f"{own}/one/file", f"{own}/two/file"),
    "write own": lambda: Path(own, "one", "other").write_text("x"),
    "empty own": lambda: os.truncate(os.open(f"{own}/one/other", os.O_WRONLY), 0),
}
done = []
for way, attempt in ways.items():
    try:
        attempt()
        done.append(way)
    except OSError:
        pass
print(json.dumps(done))
"""


@pytest.mark.parametrize("abi", range(1, KNOWN + 1))
def test_each_version_is_asked_for_what_it_has_and_the_rest_is_covered(abi, tmp_path):
    """With each version's rights alone a process can do the same, but for moving before 2."""
    kept = tmp_path / "readable"
    kept.write_text("kept")
    abstract = f"\0tensorkata-{os.getpid()}-{abi}"
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_UNIX) as unix:
        unix.bind(abstract)
        unix.listen()
        about = [abi, str(kept), tcp.getsockname()[1], abstract, os.getpid()]
        done = subprocess.run(
            [sys.executable, "-c", WALLED, json.dumps(about)],
            env={
                **visible_paths.environment(str(tmp_path)),
                "PYTHONPATH": os.pathsep.join(sys.path),
            },
            capture_output=True,
            text=True,
            check=True,
        )
    moves = ["move"] if abi >= landlock.MOVES_SINCE else []
    assert json.loads(done.stdout) == ["read", *moves, "write own", "empty own"]
    assert kept.read_text() == "kept"
    assert bool(landlock.remark(abi)) == (not moves)


def test_the_kernel_s_structure_grows_with_its_version():
    """A version is never asked for a right that it does not know: the kernel would refuse all."""
    sizes = [len(landlock._attributes(abi)[1]) for abi in range(1, KNOWN + 1)]
    assert sizes == [8, 8, 8, 16, 16, 24, 24]
    rights = [landlock._attributes(abi)[0].bit_length() for abi in range(1, KNOWN + 1)]
    assert rights == [13, 14, 15, 15, 16, 16, 16]


def test_the_doctor_tells_what_an_old_kernel_lacks(monkeypatch):
    """The row of the inner wall names the version, and what it costs."""
    isolation.tried_inner.cache_clear()
    monkeypatch.setattr(landlock, "version", lambda: 1)
    row = isolation.tried_inner()
    isolation.tried_inner.cache_clear()
    assert row.ok
    assert "ABI 1; before Linux 5.19" in row.detail
