"""A sandbox that sends anything at all: the judge's reader must name each frame and survive it.

    python benchmarks/fuzz.py [FRAMES] [SEED]

A process of its own plays zygote and child. To each question of a real carrier it answers with a
frame that is random, damaged, cut off, oversized, nested, of another type, or endless; nineteen
frames of twenty it sends without being asked, to the same reader. What comes out is held to a value
that nobody can guess, as a check would. Exit 1 where a frame crashed the reader, passed, or held it
longer than its limit.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import os
import random
import socket
import struct
import sys
import time
import traceback
from collections.abc import Callable

import numpy as np
from msgspec.msgpack import Ext, decode, encode

from tensorkata.checking.assertions import CheckFailed, assert_close, assert_equal, assert_shape
from tensorkata.checking.message import explain
from tensorkata.checking.ran import Call
from tensorkata.checking.reply import read_reply
from tensorkata.diagnosis.student_source import written
from tensorkata.errors import FrameError, ProbeFailure
from tensorkata.limits import Limits
from tensorkata.protocol import frames, observation, records
from tensorkata.protocol.records import Broken, End, Started
from tensorkata.sandbox import carrier

LIMITS = Limits(wall=0.3, total=1e9)
ASKS = 40  # of one carrier
BUSY, HELD = 2.0, 30.0  # processor seconds, and seconds, that one frame may cost
ARRAY = np.arange(12, dtype=np.float32).reshape(3, 4)


def hostile(control: socket.socket, seed: int) -> None:
    """Play the zygote and each of its children until the judge goes away."""
    rng = random.Random(seed)
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 4096, 2)
        if not message:
            os._exit(0)
        wire, lifeline = (socket.socket(fileno=number) for number in descriptors)
        with wire, lifeline:
            try:
                while (asked := frames.receive(wire, 2**28)) is not None:
                    question = decode(asked, type=records.Start | records.Ask)
                    begins = isinstance(question, records.Start)
                    honest = begins and (not question.cells or rng.random() < 0.9)
                    answer = frame(encode(Started())) if honest else damaged(rng)
                    while begins and b"Broken" in answer:  # a second child would be asked
                        answer = damaged(rng)
                    wire.sendall(answer)
                    if rng.random() < 0.02:  # the rest never comes
                        break
                lifeline.send(encode(End("exit", 0)))
            except (OSError, FrameError):
                pass


def babbling(control: socket.socket, seed: int) -> None:
    """Send frames into each wire until its reader has enough."""
    rng = random.Random(seed)
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            os._exit(0)
        with socket.socket(fileno=descriptors[0]) as wire, contextlib.suppress(OSError):
            while True:
                wire.sendall(b"".join(damaged(rng) for _ in range(50)))


def frame(payload: bytes, size: int | None = None) -> bytes:
    """Return a frame, perhaps of another size than it tells."""
    return struct.pack(">I", len(payload) if size is None else size) + payload


def damaged(rng: random.Random) -> bytes:
    """Return a frame that is right or wrong in one of many ways."""
    way = rng.random()
    if way < 0.04:
        return frame(rng.randbytes(rng.randrange(300)))
    if way < 0.06:
        return frame(b"", rng.randrange(2**32))
    if way < 0.0605:  # held until the limit
        return frame(b"x", 100)
    payload = bytearray(encode(record(rng)))
    if way < 0.2:
        for _ in range(rng.randrange(1, 5)):
            payload[rng.randrange(len(payload))] = rng.randrange(256)
    elif way < 0.25:
        del payload[rng.randrange(len(payload)) :]
    elif way < 0.28:
        place = rng.randrange(len(payload))
        payload[place:place] = payload[: rng.randrange(len(payload))]
    return frame(bytes(payload))


def record(rng: random.Random) -> object:
    """Return a reply, of its own or of another form."""
    text = rng.choice(["", "x", "ValueError", "\x00\x1b[2J", "é" * 500, "<script>"])
    if rng.random() < 0.6:
        return records.Returned(content(rng), text)
    return rng.choice(
        [
            records.Raised(text, (text, "ValueError"), text, rng.randrange(-5, 5), text),
            records.Raised(text, (), text, unwritten=True),
            records.Raised("E", ("E",) * rng.randrange(5000), "m"),
            records.NoObservation(text),
            records.Undefined(text, (text,) * rng.randrange(9)),
            records.Unrun(text, rng.choice([text, "NotImplementedError", "CellTimeout"]), text, 1),
            Broken(rng.choice(["walls", "probes"]), text),
            Started(),
            {"type": "Returned", "value": plain(rng, 3), "printed": plain(rng, 2)},
            {"type": rng.choice(["Returned", "Raised", "Passed", 7]), "value": b"", "error": 1},
            plain(rng, 4),
        ]
    )


def content(rng: random.Random) -> bytes:
    """Return an observation's bytes: plain data, arrays that may be impossible, depth, numbers."""
    way = rng.random()
    if way < 0.3:
        return encode(plain(rng, 5))
    if way < 0.6:
        return encode(array(rng))
    if way < 0.8:
        parts = [array(rng) if rng.random() < 0.9 else plain(rng, 1) for _ in range(3)]
        code = rng.choice([2, 2, 3, 3, 4, 5, -1])
        return encode(Ext(code, encode([parts[0], parts[1:]] if code == 2 else parts)))
    if way < 0.85:
        return b"\x91" * rng.randrange(200) + b"\xc0"
    if way < 0.852:
        many = rng.randrange(10 ** rng.choice([3, 3, 3, 3, 6]))
        return b"\xdd" + many.to_bytes(4, "big") + rng.choice([b"\x90", b"\x80", b"\xc0"]) * many
    return encode(observation.Opaque("tensor", "(3, 4)")) + rng.randbytes(rng.randrange(3))


def array(rng: random.Random) -> Ext:
    """Return an array of any kind, dtype, shape and content, which may not fit each other."""
    dtype = rng.choice([*observation.DTYPES, "string", "object", "float99", "O8"])
    shape = [rng.choice([0, 1, 2, 3, 4, -1, 2**40]) for _ in range(rng.randrange(4))]
    data: object = rng.randbytes(rng.choice([0, 1, 4, 8, 12, 48, 96]))
    if rng.random() < 0.3:
        dtype, shape, data = "float32", [3, 4], rng.randbytes(48)
    elif rng.random() < 0.1:
        data = [rng.choice(["", "a", "\x00"]) for _ in range(rng.randrange(5))]
    kind = rng.choice(["tensor", "variable", "array", "judge"])
    return Ext(rng.choice([1, 1, 1, 1, 2, 3, 4, 9]), encode([kind, dtype, shape, data]))


def plain(rng: random.Random, depth: int) -> object:
    """Return plain data, nested a little."""
    if depth and rng.random() < 0.5:
        items = [plain(rng, depth - 1) for _ in range(rng.randrange(4))]
        keys = ["", "x", 1, 2**63, "want"]
        return {rng.choice(keys): item for item in items} if rng.random() < 0.5 else items
    leaves = [None, True, 0, -1, 2**64 - 1, 1.5, float("nan"), float("inf"), "", "text", b"bytes"]
    return array(rng) if rng.random() < 0.2 else rng.choice(leaves)


def held(value: object, want: np.ndarray, *, aloud: bool) -> str:
    """Hold a value to what nobody can guess in every way that a check would."""
    for hold in (
        lambda: assert_close(value, want),
        lambda: assert_equal(value, {"a": want.tolist()}),
        lambda: (assert_shape(value, (3, 4), dtype="float32"), assert_close(value, want)),
        lambda: assert_close(value.to_list(), want),  # type: ignore[attr-defined]
    ):
        try:
            hold()
        except CheckFailed as failed:
            calls = [Call("f(x)", {"x": ARRAY}, value, "printed")]
            _ = aloud and explain(failed, calls, lambda: written((), "f"))
        except Exception:  # noqa: BLE001 - of another form than the check reads: it fails
            pass
        else:
            return "PASSED"
    return "held"


class Reader:
    """Read frames as the judge does, and count what becomes of them."""

    def __init__(self) -> None:
        self.ends: collections.Counter[str] = collections.Counter()
        self.longest = 0.0
        self._want = np.random.default_rng().standard_normal((3, 4)).astype(np.float32)

    def take(self, reply: Callable[[], records.Reply]) -> bool:
        """Take one reply; return whether the wire is still of use."""
        at, used = time.monotonic(), time.process_time()
        try:
            end = held(read_reply(reply())[0], self._want, aloud=self.ends.total() % 50 == 0)
        except ProbeFailure as failure:
            end = failure.outcome
        except (*carrier._NO_ANSWER, EOFError, OSError) as error:
            end = "no answer" if isinstance(error, (FrameError, EOFError)) else "no reply"
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            end = f"CRASHED by {type(error).__name__}"
            traceback.print_exc()
        took, used = time.monotonic() - at, time.process_time() - used
        self.longest = max(self.longest, used)
        self.ends[end if used < BUSY and took < HELD else "HUNG"] += 1
        return end != "no answer"


def asked(reader: Reader, count: int, seed: int) -> None:
    """Ask a real carrier so many times."""
    control = forked(hostile, seed)
    ask, start = (
        records.Ask("call", encode([[], {}]), 1),
        records.Start("topic.py", (records.Cell(1, "x"),), "", 1),
    )
    for _ in range(0, count, ASKS):
        one = carrier.SandboxCarrier(control, start, LIMITS)
        for _ in range(ASKS):
            reader.take(lambda one=one: one.ask(ask))
        one.close()


def streamed(reader: Reader, count: int, seed: int) -> None:
    """Read so many frames as they come, from a new wire where one of them has no end."""
    control = forked(babbling, seed)

    def reply(wire: socket.socket) -> records.Reply:
        data = frames.receive(wire, LIMITS.message_bytes, time.monotonic() + HELD)
        if data is None:
            raise EOFError
        return carrier._reply(data)

    until = reader.ends.total() + count
    while reader.ends.total() < until:
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                socket.send_fds(control, [b"w"], [theirs.fileno()])
            while reader.ends.total() < until and reader.take(lambda ours=ours: reply(ours)):
                pass


def forked(play: Callable[[socket.socket, int], None], seed: int) -> socket.socket:
    """Start a process that plays a hostile part; return the way to it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if not os.fork():
        ours.close()
        play(theirs, seed)
    theirs.close()
    return ours


def main() -> None:
    """Send the frames and tell what became of them."""
    words = argparse.ArgumentParser(description="Fuzz the judge's reader of the wire.")
    words.add_argument("frames", nargs="?", type=int, default=1_000_000)
    words.add_argument("seed", nargs="?", type=int, default=1)
    count, seed = vars(words.parse_args()).values()
    reader, begun = Reader(), time.monotonic()
    asked(reader, count // 20, seed)
    streamed(reader, count - reader.ends.total(), seed)
    seconds = time.monotonic() - begun
    told = ", ".join(f"{number:,} {end}" for end, number in reader.ends.most_common())
    print(f"{count:,} frames in {seconds:.0f} s, at most {reader.longest:.2f} CPU s each: {told}")
    sys.exit(any(word in end for end in reader.ends for word in ("PASSED", "CRASHED", "HUNG")))


if __name__ == "__main__":
    main()
