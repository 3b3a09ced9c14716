"""The sandbox carrier: ask one submission's child, and name every way in which it can fail.

Trusts nothing that a child says. A child that hangs, dies or babbles costs the probe that was
asked; the next one is asked of a fresh child, which runs the submission again.
"""

from __future__ import annotations

import contextlib
import select
import signal
import socket
import time

import msgspec

from tensorkata.errors import CourseError, FrameError, KataError, MachineError, ProbeFailure
from tensorkata.limits import SLACK_BYTES, Limits
from tensorkata.protocol import frames
from tensorkata.protocol.records import Ask, Broken, End, Reply, Returned, Start, Started

END_SECONDS = 2.0
GRACE_SECONDS = 1.0
END_BYTES = 256
START_TRIES = 2
# A frame that cannot be, and all that a decoder says of bytes: UTF-8 is a ValueError.
_NO_ANSWER = (FrameError, msgspec.MsgspecError, ValueError, RecursionError, MemoryError)

_replies: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)
_beginnings = msgspec.msgpack.Decoder(Started | Broken)
_ends = msgspec.msgpack.Decoder(End)


class SandboxCarrier:
    """Answer probes from a child of the zygote; the child is forked at the first of them.

    Use it in the process that made it, and close it: the child lives as long as its lifeline.
    """

    name = "sandbox"

    def __init__(self, control: socket.socket, start: Start, limits: Limits) -> None:
        self._control = control
        self._start = start
        self._limits = limits
        self._child: _Connection | None = None
        self._spent = 0.0
        self._unstartable: list[ProbeFailure] = []

    def ask(self, ask: Ask) -> Reply:
        """Run the probe in the child; ProbeFailure if it breaks a limit, dies or babbles."""
        if self._spent >= self._limits.total:
            raise ProbeFailure("timeout", TOTAL.format(limits=self._limits))
        begun = time.monotonic()
        try:
            return self._asked(ask)
        except BaseException:
            self.close()
            raise
        finally:
            self._spent += time.monotonic() - begun

    def close(self) -> None:
        """End the child."""
        if self._child:
            self._child.close()
            self._child = None

    def _asked(self, ask: Ask) -> Reply:
        if self._child and not self._child.quiet():
            self._child.end(0.0)  # a fault of the machine's makes its last answer doubtful
            self.close()  # it died or babbled after its last answer, which stands
        if self._child is None:
            self._child = self._started()
        deadline = self._deadline()
        try:
            return _reply(self._child.asked(ask, deadline))
        except TimeoutError:
            raise ProbeFailure("timeout", self._late(SLOW)) from None
        except (EOFError, OSError):
            raise ProbeFailure("crashed", _ended(self._child.end(), self._limits)) from None
        except _NO_ANSWER:
            raise ProbeFailure("crashed", BABBLED) from None

    def _started(self) -> _Connection:
        """Return a child that has run the submission; what cannot run is not tried without end."""
        if len(self._unstartable) >= START_TRIES:
            failure = self._unstartable[0]
            raise ProbeFailure(failure.outcome, failure.message)
        child = _Connection(self._control, self._limits)
        try:
            self._run(child)
        except BaseException as error:
            child.close()
            if isinstance(error, ProbeFailure):
                self._unstartable.append(error)
            raise
        return child

    def _run(self, child: _Connection) -> None:
        """Run the cells: the host stops a slow one, and has twice a probe's time for them all."""
        seconds = min(2 * self._limits.wall, max(0.0, self._limits.total - self._spent))
        start = msgspec.structs.replace(self._start, seconds=seconds)
        deadline = time.monotonic() + seconds + GRACE_SECONDS
        try:
            beginning = _beginnings.decode(child.asked(start, deadline))
        except TimeoutError:
            raise ProbeFailure("timeout", self._late(SLOW_FILE)) from None
        except (EOFError, OSError):
            message = _ended(child.end(), self._limits)
            raise ProbeFailure("crashed", f"{WHILE_RUNNING}{message}") from None
        except _NO_ANSWER:
            raise ProbeFailure("crashed", BABBLED) from None
        if isinstance(beginning, Broken):
            self._confirm(beginning)

    def _confirm(self, broken: Broken) -> None:
        """Raise the kit's own fault, if it is one: a child without a submission tells it too."""
        with contextlib.closing(_Connection(self._control, self._limits)) as child:
            empty = msgspec.structs.replace(self._start, cells=())
            deadline = time.monotonic() + self._limits.wall  # whatever the submission has spent
            try:
                told = _beginnings.decode(child.asked(empty, deadline))
            except (TimeoutError, EOFError, OSError):
                raise MachineError(f"{GONE} ({broken.reason})") from None
        if isinstance(told, Broken):
            fault: type[KataError] = MachineError if told.part == "walls" else CourseError
            raise fault(FAULTS[told.part].format(reason=told.reason))
        raise ProbeFailure("crashed", BABBLED)

    def _deadline(self) -> float:
        left = max(0.0, self._limits.total - self._spent)
        return time.monotonic() + min(self._limits.wall, left)

    def _late(self, message: str) -> str:
        cut = self._limits.total - self._spent < self._limits.wall
        return (TOTAL if cut else message).format(limits=self._limits)


class _Connection:
    """To one child: the wire to it, and the lifeline over which the zygote tells its end."""

    def __init__(self, control: socket.socket, limits: Limits) -> None:
        self._wire, its_wire = socket.socketpair()
        self._lifeline, its_lifeline = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._most = limits.message_bytes
        with its_wire, its_lifeline:
            ends = [its_wire.fileno(), its_lifeline.fileno()]
            try:
                socket.send_fds(control, [msgspec.msgpack.encode(limits)], ends)
            except OSError:
                self.close()
                raise MachineError(GONE) from None

    def asked(self, question: Start | Ask, deadline: float) -> bytes:
        """Return the next frame after a question; EOFError if the wire ends."""
        frames.send(self._wire, msgspec.msgpack.encode(question), deadline)
        frame = frames.receive(self._wire, self._most, deadline)
        if frame is None:
            raise EOFError
        return frame

    def quiet(self) -> bool:
        """Return whether nothing has come unasked and the other end still stands."""
        waiting = select.poll()
        waiting.register(self._wire, select.POLLIN)
        return not waiting.poll(0)

    def end(self, seconds: float = END_SECONDS) -> End | None:
        """Return how the child ended; None if it has not, MachineError if the machine ended it."""
        waiting = select.poll()
        waiting.register(self._lifeline, select.POLLIN)
        if not waiting.poll(seconds * 1000):
            return None
        try:
            end = _ends.decode(self._lifeline.recv(END_BYTES))
        except (OSError, msgspec.MsgspecError):  # it closed without a word
            raise MachineError(GONE) from None
        if end.cause == "room":
            raise MachineError(NO_ROOM)
        if end.cause == "fork":
            raise MachineError(f"{GONE} (fork: error {end.number})")
        return end

    def close(self) -> None:
        """Kill the child: the zygote does when its end of the lifeline closes."""
        self._wire.close()
        with contextlib.suppress(OSError):
            self._lifeline.shutdown(socket.SHUT_RDWR)  # even if a forked judge holds a copy
        self._lifeline.close()


def _reply(frame: bytes) -> Reply:
    """Decode a reply; what is long in it can only be an observation."""
    if len(frame) > SLACK_BYTES:
        returned = msgspec.msgpack.decode(frame, type=Returned)
        if len(frame) - len(returned.value) > SLACK_BYTES:
            raise FrameError("too much beside the observation")
        return returned
    return _replies.decode(frame)


def _ended(end: End | None, limits: Limits) -> str:
    """Return how a child ended, in a student's words."""
    match end:
        case None:
            return ENDS["hung up"]
        case End("signal", number):
            name = signal.Signals(number).name if number in set(signal.Signals) else number
            return ENDS["signal"].format(number=name)
        case End(cause, number):
            return ENDS[cause].format(number=number, limits=limits)


SLOW = "no answer within {limits.wall:g} s: an endless loop?"
SLOW_FILE = (
    "running your file took more than twice {limits.wall:g} s:"
    " an endless loop outside every function?"
)
TOTAL = "your file has used up the {limits.total:g} s that it has for all checks"
WHILE_RUNNING = "while your file was run, "
BABBLED = "what came back is no answer: your file wrote where only the kit writes"
ENDS = {
    "exit": "the process ended itself (exit code {number})",
    "signal": "the process was killed (signal {number})",
    "memory": "the process was killed: more than {number} MB of memory",
    "cpu": "the process was killed: more than {number} CPU seconds",
    "threads": "the process was killed: more than {number} threads",
    "files": "the process was killed: it left {limits.folder_mb} MB or {limits.entries} files",
    "hung up": "the process hung up: it closed a descriptor that is not its own",
}
GONE = "the sandbox has ended; run the command again, and if it does so again, type: kata doctor"
NO_ROOM = (
    "the machine has too little memory or disk (for temporary files) left to grade: free some, or"
    " grade with fewer --jobs"
)
FAULTS = {
    "walls": "no wall can be put around a submission: {reason}; type: kata doctor",
    "probes": "the topic's probes.py does not run: {reason}",
}
