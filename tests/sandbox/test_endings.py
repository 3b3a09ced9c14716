"""The end of a sandbox: nothing outlives a carrier, a sandbox or a judge."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tensorkata.errors import MachineError, ProbeFailure
from tensorkata.sandbox import visible_paths
from tensorkata.sandbox.sandbox import Sandbox


def descendants(pid):
    """Return the processes below a process, it left out."""
    parents = {}
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit():
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
    below = [child for child, parent in parents.items() if parent == pid]
    return below + [deeper for child in below for deeper in descendants(child)]


def eventually(condition, seconds=20.0):
    """Wait for a condition."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    assert condition()


def numbered(folder):
    """Return the places below a folder that are named as a submission's room is: by a number."""
    return {place for place in folder.rglob("*") if place.name.isdigit()}


@pytest.mark.parametrize(
    "walls", [pytest.param("both", marks=pytest.mark.bubblewrap), "inner", "none"]
)
def test_nothing_outlives_its_carrier(walls, behind, hostile):
    """No process and no file is left of a submission, nor of the sandbox after that."""
    with behind(walls) as sandbox:
        zygote = sandbox._zygote.pid
        before = set(descendants(zygote))
        home = Path(sandbox._home) if sandbox._home else None
        inside = home or Path(f"/proc/{max(before)}/root", "tmp")
        files = numbered(inside)  # a clone in /tmp is visible there
        for name in ("leave_files", "fork_away"):
            with contextlib.closing(sandbox.open(hostile.start())) as carrier:
                with contextlib.suppress(ProbeFailure, AssertionError):
                    hostile.asked(carrier, name)
                assert set(descendants(zygote)) > before
            eventually(lambda: set(descendants(zygote)) == before)
        eventually(lambda: numbered(inside) == files)
    assert not descendants(zygote)
    assert not Path(f"/proc/{zygote}").exists()
    assert home is None or not home.exists()


@pytest.mark.parametrize(
    "level", [pytest.param("bubblewrap", marks=pytest.mark.bubblewrap), "landlock", "none"]
)
def test_the_sandbox_dies_with_its_judge(level):
    """A judge that is killed leaves no zygote, no child and no folder."""
    judge = subprocess.Popen(
        [sys.executable, "-c", JUDGE, level],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    home = Path(judge.stdout.readline().strip() or "/nowhere")
    below = descendants(judge.pid)
    assert len(below) >= 2
    judge.send_signal(signal.SIGKILL)
    judge.wait()
    judge.stdout.close()
    eventually(lambda: not [pid for pid in below if Path(f"/proc/{pid}").exists()])
    assert not home.exists()


def test_the_zygote_s_own_end_is_the_machine_s_fault(behind, hostile):
    """A zygote that is killed fails no check: the judge says what to do."""
    with behind("none") as sandbox, contextlib.closing(sandbox.open(hostile.start())) as carrier:
        assert hostile.asked(carrier, "fine") == 1
        sandbox._zygote.kill()
        sandbox._zygote.wait()
        for _ in range(2):
            with pytest.raises(MachineError, match="kata doctor"):
                hostile.asked(carrier, "fine")


def test_judges_share_a_sandbox_by_ticket(best, hostile):
    """A process that was given the descriptor and the ticket opens children of its own."""
    judge = subprocess.run(
        [sys.executable, "-c", OTHER_JUDGE, best.ticket().hex()],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        pass_fds=best.descriptors(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (judge.stdout, judge.stderr) == ("Returned(value=b'*', printed='')\n", "")
    assert hostile.of(best, "fine") == 1


def test_the_zygote_stays_as_it_is(best, hostile):
    """A hundred children leave the zygote's memory, descriptors and threads as they were."""
    below = [best._zygote.pid, *descendants(best._zygote.pid)]
    zygote = max(below, key=_memory)
    hostile.of(best, "fine")
    eventually(lambda: not descendants(zygote))  # the first child holds descriptors of its own
    before = _memory(zygote), _count(f"/proc/{zygote}/fd")
    for _ in range(100):
        hostile.of(best, "fine", source="def fine():\n    return 1\n")
    eventually(lambda: _count(f"/proc/{zygote}/fd") == before[1])
    assert _count(f"/proc/{zygote}/task") == 1
    assert _memory(zygote) - before[0] < 256  # pages


def _count(folder):
    return len(list(Path(folder).iterdir()))


def _memory(pid):
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return 0


def test_a_sandbox_that_is_closed_says_so(hostile):
    """Opening a submission of a closed sandbox is a fault of the machine's, in one line."""
    with pytest.raises(MachineError, match="not open"):
        Sandbox("none").open(hostile.start())


def test_a_zygote_that_does_not_start_says_why(monkeypatch):
    """The last line of its complaint is in the error, and nothing is left of it."""
    complaint = "import sys; sys.exit('no TensorFlow here')"
    monkeypatch.setattr(visible_paths, "python", lambda _: [sys.executable, "-c", complaint])
    with pytest.raises(MachineError, match="no TensorFlow here"), Sandbox("none"):
        pass


JUDGE = """
import os, sys, time
from tensorkata.protocol import observation
from tensorkata.protocol.cells import Cell
from tensorkata.protocol.records import Ask, Start
from tensorkata.sandbox.sandbox import Sandbox
with Sandbox(sys.argv[1]) as sandbox:
    probes = "def call(student):\\n    open('file', 'w').close()\\n"
    carrier = sandbox.open(Start("topic.py", (Cell(1, "x = 1"),), probes, 1))
    carrier.ask(Ask("call", observation.encode([[], {}]), 1))
    print(sandbox._home or "", flush=True)
    time.sleep(600)
"""

OTHER_JUDGE = """
import sys
from tensorkata.protocol import observation
from tensorkata.protocol.cells import Cell
from tensorkata.protocol.records import Ask, Start
from tensorkata.sandbox.sandbox import from_ticket
carrier = from_ticket(bytes.fromhex(sys.argv[1])).open(
    Start("topic.py", (Cell(1, "x = 1"),), "def call(student):\\n    return 42\\n", 1)
)
print(carrier.ask(Ask("call", observation.encode([[], {}]), 1)))
carrier.close()
"""
