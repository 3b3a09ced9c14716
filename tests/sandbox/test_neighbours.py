"""Neighbours: what one submission does to disk and memory costs no other one anything."""

from __future__ import annotations

import contextlib
import os
import time

import pytest

from tensorkata.errors import MachineError, ProbeFailure
from tensorkata.limits import Limits
from tensorkata.sandbox import scratch

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
