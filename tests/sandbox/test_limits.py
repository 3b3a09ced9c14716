"""How a submission in the sandbox fails: each limit and each lie on the wire has its name."""

from __future__ import annotations

import contextlib
import time

import pytest

from tensorkata.checking.reply import read_reply
from tensorkata.errors import CourseError, ProbeFailure
from tensorkata.limits import Limits
from tensorkata.protocol import observation
from tensorkata.protocol.records import Ask


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("leave", "ended itself (exit code 0)"),
        ("abort", "SIGABRT"),
        ("fault", "SIGSEGV"),
        ("kill_itself", "SIGKILL"),
        ("many_threads", "256 threads"),
        ("many_files", "2000 files"),
        ("deep_folders", "2000 files"),
        ("big_folder", "256 MB"),
        ("removed_files", "256 MB"),
        ("flood", "the answer was damaged"),
        ("babble", "the answer was damaged"),
        ("too_long", "the answer was damaged"),
    ],
)
def test_a_breach_is_named_and_costs_one_probe(best, name, said, hostile):
    """Each way to break a limit or the wire has its words, and the next ask is answered."""
    limits = Limits(wall=60.0, total=600.0, memory_mb=300)
    outcome, message = hostile.refused(best, name, limits=limits)
    assert outcome == "crashed"
    assert said in message


def test_memory_that_is_in_use_is_watched(sandboxes, hostile):
    """Without walls memory can be shared, which the kernel's limit leaves out: it is counted."""
    limits = Limits(wall=60.0, total=600.0, memory_mb=300)
    outcome, message = hostile.refused(sandboxes("none"), "shared_memory", limits=limits)
    assert (outcome, message) == ("crashed", "the process was killed: more than 300 MB of memory")


def test_room_that_only_a_mapping_holds_is_counted(held, hostile):
    """Files that were removed and closed, a page of each still mapped, count as whole ones."""
    outcome, message = hostile.refused(held, "mapped_files", limits=Limits(wall=60.0, total=600.0))
    assert outcome == "crashed"
    assert "256 MB" in message


@pytest.mark.parametrize("name", ["endless", "endless_and_deaf", "dribble", "silent"])
def test_an_endless_probe_is_a_timeout(best, name, hostile):
    """A loop, one that catches everything, a dribble of bytes and silence all end at the limit."""
    outcome, message = hostile.refused(best, name, limits=Limits(wall=2.0, total=600.0))
    assert (outcome, message) == ("timeout", "still running after 2 s: an endless loop?")


def test_cpu_seconds_are_limited(best, hostile):
    """CPU time is counted by the kernel, whatever the clock says."""
    outcome, message = hostile.refused(
        best, "endless", limits=Limits(wall=60.0, total=600.0, cpu=2)
    )
    assert (outcome, message) == ("crashed", "the process was killed: more than 2 CPU seconds")


@pytest.mark.parametrize(
    ("way", "error", "said"),
    [
        ("gigabytes", "MemoryError", ""),
        ("page_tables", "OSError", "Cannot allocate memory"),
        ("one_big_file", "OSError", "File too large"),
        ("many_descriptors", "OSError", "Too many open files"),
    ],
)
def test_what_the_kernel_refuses_is_an_exception(best, way, error, said, hostile):
    """What does not fit is refused when it is asked for, where Python can still say so."""
    with contextlib.closing(best.open(hostile.start())) as carrier:
        reply = carrier.ask(Ask("call", observation.encode([[way], {}]), 1))
        assert said in reply.message
        assert reply.error == error
        assert hostile.asked(carrier, "fine") == 1


def test_what_is_printed_is_cut(best, hostile):
    """A hundred megabytes on stdout cost no check anything, and the head of them is told."""
    with contextlib.closing(best.open(hostile.start())) as carrier:
        reply = carrier.ask(Ask("call", observation.encode([["prints_much"], {}]), 1))
        assert (observation.decode(reply.value), reply.printed) == (1, "x" * 300)


def test_the_total_is_limited(best, hostile):
    """When a submission has used up its time, every further probe says so at once."""
    limits = Limits(wall=1.0, total=1.5)
    with contextlib.closing(best.open(hostile.start(), limits)) as carrier:
        for _ in range(3):
            with pytest.raises(ProbeFailure):
                hostile.asked(carrier, "endless")
        begun = time.monotonic()
        with pytest.raises(ProbeFailure, match=r"used up the 1\.5 s"):
            hostile.asked(carrier, "fine")
        assert time.monotonic() - begun < 0.5


DEAF = """
import signal
signal.signal(signal.SIGALRM, signal.SIG_IGN)
while True: pass
"""


@pytest.mark.parametrize(
    ("source", "outcome", "said"),
    [
        (DEAF, "timeout", "your file was still running after twice 1 s"),
        ("import os; os._exit(3)", "crashed", "while your file was run, the process ended itself"),
    ],
)
def test_a_file_that_does_not_run_is_tried_twice(best, source, outcome, said, hostile):
    """What happens while the file runs is told as such, and a third probe waits for nothing."""
    limits = Limits(wall=1.0, total=60.0)
    with contextlib.closing(best.open(hostile.start(source), limits)) as carrier:
        for _ in range(3):
            begun = time.monotonic()
            with pytest.raises(ProbeFailure) as failure:
                hostile.asked(carrier, "fine")
            assert failure.value.outcome == outcome
            assert said in failure.value.message
        assert time.monotonic() - begun < 0.5


def test_an_endless_loop_in_a_cell_costs_what_the_cell_defines(best, hostile):
    """Cells before and after one that loops have run; a name of its own says what happened."""
    cells = ("def first(): return 1", "while True: pass\ndef lost(): return 2", hostile.source)
    start = hostile.start(*cells)
    with contextlib.closing(best.open(start, Limits(wall=1.0, total=60.0))) as carrier:
        assert hostile.asked(carrier, "fine") == 1
        assert read_reply(carrier.ask(Ask("call", observation.encode([["first"], {}]), 1)))[0] == 1
        with pytest.raises(ProbeFailure, match="defines lost took more than 1 s, at line") as late:
            read_reply(carrier.ask(Ask("call", observation.encode([["lost"], {}]), 1)))
        assert late.value.outcome == "timeout"


def test_forged_frames_gain_nothing_and_hurt_nobody(best, hostile):
    """Frames written at import into every descriptor are answers of the liar's own, no more."""
    source = hostile.source + "\nforge()\n"
    with contextlib.closing(best.open(hostile.start(source))) as carrier:
        for _ in range(3):
            with contextlib.suppress(ProbeFailure):
                assert hostile.asked(carrier, "fine") == "forged"
    assert hostile.of(best, "fine") == 1


def test_a_forged_fault_of_the_kit_s_is_the_submission_s(best, hostile):
    """A submission cannot make the kit believe that the course is broken."""
    source = hostile.source + "\nblame()\n"
    with contextlib.closing(best.open(hostile.start(source))) as carrier:
        with pytest.raises(ProbeFailure) as failure:
            hostile.asked(carrier, "fine")
        assert failure.value.outcome == "crashed"


def test_broken_probes_stop_the_run(best, hostile):
    """Probes that do not load are the course's fault, with the reason."""
    with (
        contextlib.closing(best.open(hostile.start(probes="x = nothing"))) as carrier,
        pytest.raises(CourseError, match="'nothing' is not defined"),
    ):
        hostile.asked(carrier, "fine")


def test_what_is_said_unasked_is_thrown_away(best, hostile):
    """A thread that goes on answering gets a fresh child for each probe."""
    with contextlib.closing(best.open(hostile.start())) as carrier:
        assert hostile.asked(carrier, "fine") == 1
        with contextlib.suppress(ProbeFailure):
            hostile.asked(carrier, "linger")
        time.sleep(0.1)
        assert hostile.asked(carrier, "fine") == 1
