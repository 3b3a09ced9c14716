"""Neighbours: what one submission does to disk and memory costs no other one anything."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
import pytest

from tensorkata.errors import MachineError, ProbeFailure
from tensorkata.limits import Limits
from tensorkata.protocol import frames, observation
from tensorkata.protocol.records import End, Returned, Started
from tensorkata.sandbox import rooms, scratch, watched_child
from tensorkata.sandbox.carrier import SandboxCarrier
from tensorkata.sandbox.rooms import Rooms
from tensorkata.sandbox.watched_child import WatchedChild

SLOW = Limits(wall=60.0, total=600.0)
MANY = 6  # at once: more than there are cores


def test_no_thread_has_descriptors_of_its_own(held, hostile):
    """Threads share one table of descriptors, so that each file that is open is seen."""
    answers = hostile.of(held, "descriptor_tables")
    assert answers == dict.fromkeys(answers, "EPERM")


def test_no_memory_escapes_the_limit_on_data(held, hostile):
    """Shared memory of no file, stacks that grow, huge pages and a device of zeros are refused."""
    answers = hostile.of(held, "memory_of_no_limit")
    assert answers.pop("zeros") is False
    assert answers == dict.fromkeys(answers, "EPERM")


def test_locks_take_no_memory_of_the_kernel_s(held, hostile):
    """A lock on part of a file is granted, and the kernel keeps none."""
    with contextlib.closing(held.open(hostile.start())) as carrier:
        before = Path("/proc/locks").read_text().count("POSIX")
        assert hostile.asked(carrier, "locks") == 1000
        assert Path("/proc/locks").read_text().count("POSIX") - before < 500


def test_no_room_is_taken_without_writing(held, hostile):
    """A file system is asked for nothing but reading and writing."""
    assert set(hostile.of(held, "file_system_requests")) == {"EPERM"}


def test_a_process_goes_on_no_longer_than_its_first_thread(held, hostile):
    """When the first thread has ended, what others do is no longer seen: they end, too."""
    begun = time.monotonic()
    outcome, message = hostile.refused(held, "first_thread_leaves", limits=SLOW)
    assert outcome == "crashed"
    assert "the process ended itself" in message
    assert time.monotonic() - begun < SLOW.wall


def test_every_submission_has_room_of_its_own(held, hostile):
    """Submissions that keep just within their limits leave an honest one all that it needs."""
    with contextlib.ExitStack() as stack:
        for _ in range(MANY):
            carrier = stack.enter_context(contextlib.closing(held.open(hostile.start(), SLOW)))
            assert hostile.asked(carrier, "nearly_full") == 4
        assert hostile.of(held, "nearly_full", limits=SLOW) == 4


@pytest.mark.bubblewrap
def test_a_room_in_memory_is_bounded_by_the_kernel(sandboxes, hostile):
    """Behind the outer wall no file can take more than a room has, whoever looks when."""
    unwatched = Limits(wall=60.0, total=600.0, folder_mb=2**20)
    assert hostile.of(sandboxes("both"), "fits", limits=unwatched) == "ENOSPC after 320 MB"


def test_what_is_written_to_the_disk_has_an_end(sandboxes, tmp_path, hostile):
    """However a submission hides what it holds, the kernel counts what it has written to a disk."""
    before = scratch.written(os.getpid())
    (tmp_path / "one").write_bytes(bytes(2**20))
    if scratch.written(os.getpid()) - before >= 2**20:  # not so where the disk is memory
        said = hostile.refused(sandboxes("inner"), "write_over_and_over", limits=SLOW)[1]
        assert "256 MB" in said
    else:
        assert hostile.of(sandboxes("inner"), "write_over_and_over", limits=SLOW) == "done"


def test_a_machine_without_room_lets_nobody_in(sandboxes, hostile):
    """If the disk cannot hold what a submission may leave, that is no fault of the submission."""
    limits = Limits(folder_mb=2**40)
    with (
        contextlib.closing(sandboxes("inner").open(hostile.start(), limits)) as carrier,
        pytest.raises(MachineError, match="too little memory or disk"),
    ):
        hostile.asked(carrier, "fine")


def test_a_room_serves_the_next_one_empty(held, hostile):
    """What a submission has left is gone before another one stands in its place."""
    for _ in range(3):
        with contextlib.suppress(ProbeFailure):
            hostile.of(held, "big_folder", limits=SLOW)
        assert hostile.of(held, "private") == ["file", "text"]


def test_a_full_disk_is_the_machine_s_fault(tmp_path, monkeypatch):
    """A disk without room is noticed, and nobody is let in."""
    place = Rooms(str(tmp_path))
    assert not place.full()
    space = os.statvfs(tmp_path)
    none_left = os.statvfs_result([*space[:3], 0, 0, *space[5:10]])
    monkeypatch.setattr(os, "statvfs", lambda _: none_left)
    assert place.full()
    assert place.crowded() is False
    with pytest.raises(OSError, match="no room"):
        place.take(Limits(), 0)


def test_lost_room_is_a_reason_to_look(tmp_path, monkeypatch):
    """What the shared disk loses is noticed, once for each amount of it."""
    place, mebibytes = Rooms(str(tmp_path)), iter([4000, 3990, 3900, 3900, 5000, 4950, 4900])
    monkeypatch.setattr(rooms, "_free_mb", lambda _: next(mebibytes))
    assert [place.crowded() for _ in range(7)] == [False, False, True, False, False, False, True]


def test_a_child_that_the_kernel_killed_for_memory_is_no_crash(tmp_path, monkeypatch):
    """A machine without memory is told as such; a child that kills itself is a child's crash."""
    kills = iter([3, 3, 3, 4])
    monkeypatch.setattr(watched_child, "killed_for_memory", lambda: next(kills))
    ends = []
    for _ in range(2):
        process = subprocess.Popen([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"])
        lifeline = socket.socket()
        one = WatchedChild(process.pid, lifeline, Rooms(str(tmp_path)), "", Limits(), 0)
        ends.append(one.end())
        os.close(one.process)
        lifeline.close()
        process.returncode = 0  # reaped by then
    assert ends == [End("signal", 9), End("room", 0)]


@pytest.mark.parametrize("answered", [False, True])
def test_a_machine_without_room_gives_no_grade(answered, hostile):
    """If the zygote says that the machine was to blame, no check fails and nothing is an answer."""
    control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with control, theirs, contextlib.closing(SandboxCarrier(control, hostile.start(), SLOW)) as one:
        zygote = threading.Thread(target=_starve, args=(theirs, answered))
        zygote.start()
        if answered:
            assert hostile.asked(one, "fine") == 1
            zygote.join()
        with pytest.raises(MachineError, match="too little memory or disk"):
            hostile.asked(one, "fine")
        zygote.join()


def _starve(control, answered):
    """Be a zygote whose child ends for want of room, before it answers or after."""
    _, (wire, lifeline), _, _ = socket.recv_fds(control, 4096, 2)
    with socket.socket(fileno=wire) as wire, socket.socket(fileno=lifeline) as lifeline:
        replies = [Started(), Returned(observation.encode(1))] if answered else []
        for reply in replies:
            frames.receive(wire, 2**20)
            frames.send(wire, msgspec.msgpack.encode(reply))
        lifeline.send(msgspec.msgpack.encode(End("room", 0)))


@pytest.mark.bubblewrap
def test_a_user_who_has_less_can_grade():
    """A user's own limits that are below the kit's stay as they are, and the walls stand."""
    judge = subprocess.run(
        [sys.executable, "-c", POOR],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (judge.stdout, judge.stderr) == ("[2000, 200]\n", "")


POOR = """
import resource
from tensorkata.protocol import observation
from tensorkata.protocol.records import Ask, Cell, Start
from tensorkata.sandbox.sandbox import Sandbox
resource.setrlimit(resource.RLIMIT_NPROC, (2000, 2000))
resource.setrlimit(resource.RLIMIT_NOFILE, (200, 200))
probes = '''
import resource
def call(student):
    limits = resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE
    return [resource.getrlimit(limit)[1] for limit in limits]
'''
with Sandbox("bubblewrap") as sandbox:
    carrier = sandbox.open(Start("topic.py", (Cell(1, "x = 1"),), probes, 1))
    print(observation.decode(carrier.ask(Ask("call", observation.encode([[], {}]), 1)).value))
    carrier.close()
"""
