"""Judges on other machines: jobs go out over Dask's scheduler, verdicts come back as they are made.

A submission travels as bytes, with the checks that judge it. Each worker process warms its own
bench once; Dask gives the jobs of a lost worker to another.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self, TypeVar

import msgspec

from tensorkata import __version__
from tensorkata.course import Course, Topic
from tensorkata.errors import KataError, MachineError, UnreadableError, UsageError
from tensorkata.grading.dask.worker import SharedBench, pack, same_kit, told_where
from tensorkata.grading.messages import Fault, Job, Ready, Unreadable, Verdict
from tensorkata.limits import Choice, Level, Limits
from tensorkata.protocol.submission import contents
from tensorkata.sandbox.isolation import choose
from tensorkata.sandbox.packages import demand

Key = TypeVar("Key")
VERDICTS: msgspec.msgpack.Decoder[Verdict] = msgspec.msgpack.Decoder(Verdict)
CONNECT_SECONDS = 10
WINDOW = 200  # submissions sent and not yet judged, so that memory does not follow the class
QUIET = ("distributed", "distributed.client")
LARGE = "distributed.admin.large-graph-warning-threshold"  # it warns about a big notebook


class Cluster:
    """The workers behind a scheduler's address; used instead of a pool of judges."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._client = _connected(address)
        self._sent: set[Any] = set()
        self._parcel = b""

    def workers(self) -> list[str]:
        """Return the addresses of the workers that have joined so far."""
        return list(self._client.nthreads())

    def level(self, choice: Choice) -> Any:
        """Return the isolation that one worker gives; after that every worker must give it.

        A worker without the kit would end at its first job without a message.
        """
        kits = self._client.run(version, "tensorkata", on_error="return")
        for name, kit in kits.items():
            if isinstance(kit, Exception):
                raise MachineError(UNFIT.format(address=self._address, what=f"{name}: {NO_KIT}"))
        future = self._client.submit(_level, __version__, choice, pure=False)
        return msgspec.convert(self._answer(future), Level)

    def packages(self, named: Sequence[str], level: Level) -> dict[str, str]:
        """Return what a worker has installed; UsageError if one lacks a named package."""
        told = self._client.run(_packages, tuple(named), level, on_error="return")
        for name, found in told.items():
            if isinstance(found, KataError):
                raise UsageError(f"{name}: {found}")
        fine = [found for found in told.values() if isinstance(found, dict)]
        return fine[0] if fine else {}

    def take(
        self, course: Course, topic: Topic, level: Level, limits: Limits, *, hidden: bool
    ) -> Self:
        """Set what to judge from now on."""
        self._parcel = pack(course, topic, level, limits, hidden=hidden)
        return self

    def ready(self) -> Ready:
        """Let every worker warm up, wait for the first, and say what the checks are worth."""
        from distributed import as_completed

        warm = partial(self._submit, _ready, allow_other_workers=True)
        futures = [warm(workers=[name]) for name in self.workers()] or [warm()]
        first = next(as_completed(futures, loop=self._client.loop))
        return msgspec.msgpack.decode(self._answer(first), type=Ready)

    def run(self, jobs: Iterable[tuple[Key, Job]]) -> Iterator[tuple[Key, Verdict]]:
        """Judge the jobs; yield each with its key when it is done, in no fixed order."""
        from distributed import as_completed

        waiting = iter(jobs)
        names: dict[Any, Key] = {}
        done = as_completed(loop=self._client.loop)
        while True:
            while len(names) < WINDOW and (following := next(waiting, None)):
                name, job = following
                try:
                    data = contents(Path(job.path))
                except UnreadableError as error:
                    yield name, Unreadable(str(error))
                    continue
                future = self._submit(_judged, msgspec.msgpack.encode(job), data)
                names[future] = name
                done.add(future)
            if not names:
                return
            future = next(done)
            yield names.pop(future), self._verdict(future)

    def close(self) -> None:
        """Cancel the jobs not judged yet, let the workers close their benches, and leave."""
        with contextlib.suppress(Exception):
            self._client.cancel(list(self._sent))
            self._client.run(_leave, self._parcel, on_error="ignore")
        with contextlib.suppress(Exception):
            self._client.close()

    def __enter__(self) -> Self:
        """Return the cluster."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the cluster."""
        self.close()

    def _submit(self, function: Callable[..., bytes], *given: bytes, **where: Any) -> Any:
        key = f"kata{function.__name__}-{secrets.token_hex(16)}"
        future = self._client.submit(function, __version__, self._parcel, *given, key=key, **where)
        self._sent.add(future)
        return future

    def _verdict(self, future: Any) -> Verdict:
        """Return the verdict on a job; a fault if it ended its workers, or a worker failed."""
        try:
            return VERDICTS.decode(self._result(future))
        except KataError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a worker ends with
            return Fault(_line(error), "worker")

    def _answer(self, future: Any) -> Any:
        """Return a worker's report on itself; MachineError if it cannot grade."""
        try:
            return self._result(future)
        except KataError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a machine without the kit says
            raise MachineError(UNFIT.format(address=self._address, what=_line(error))) from None

    def _result(self, future: Any) -> Any:
        """Return a task's result and forget the task; MachineError if the scheduler is gone."""
        self._sent.discard(future)
        if future.cancelled():
            raise MachineError(GONE.format(address=self._address))
        return future.result()


def _line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


def _connected(address: str) -> Any:
    """Return a client of the scheduler that logs nothing."""
    try:
        import dask
    except ImportError:
        raise MachineError(MISSING) from None
    dask.config.set({"logging": dict.fromkeys(QUIET, "critical"), LARGE: "1GB"})
    from distributed import Client, Security
    from distributed.comm.addressing import get_address_host_port

    try:  # a client with a bad address, or without a certificate, would never end
        get_address_host_port(address)
        identity = Security().get_connection_args("client")["ssl_context"]
        if address.startswith("tls:") and identity is None:
            raise MachineError(NO_CERTIFICATE.format(address=address))
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        why = " ".join(str(error).split())
        raise MachineError(NOBODY.format(address=address, why=why)) from None


# The following runs in a worker.


@cache
def _shared() -> SharedBench:
    """Return the bench that this process's threads share."""
    return SharedBench()


def _level(version: str, choice: Choice) -> str:
    with told_where():
        same_kit(version)
        return choose(choice)


def _packages(named: tuple[str, ...], level: Level) -> dict[str, str]:
    return demand(named, level)


def _ready(version: str, parcel: bytes) -> bytes:
    with _bench(version, parcel) as bench:
        return msgspec.msgpack.encode(bench.ready())


def _judged(version: str, parcel: bytes, job: bytes, data: bytes) -> bytes:
    with _bench(version, parcel) as bench:
        verdict = bench.judged(msgspec.msgpack.decode(job, type=Job), data)
    if isinstance(verdict, Fault):
        _shared().leave(parcel)  # so that the next job finds a fresh sandbox
    return msgspec.msgpack.encode(verdict)


def _bench(version: str, parcel: bytes) -> Any:
    from distributed import get_worker

    with told_where():
        same_kit(version)
    return _shared().bench(parcel, get_worker().local_directory)


async def _leave(parcel: bytes) -> None:
    await asyncio.to_thread(_shared().leave, parcel)


MISSING = "--scheduler needs Dask: type pip install 'tensorkata[cluster]'"
NOBODY = "--scheduler {address}: no scheduler answers there ({why}); start one with: dask scheduler"
NO_CERTIFICATE = "--scheduler {address}: Dask has no certificate: see docs/cluster.md, TLS"
UNFIT = (
    "--scheduler {address}: its machines cannot grade ({what}); the same Python and kit must be"
    " installed on each: see docs/cluster.md"
)
NO_KIT = "tensorkata is not installed"
GONE = (
    "--scheduler {address}: it is gone; every result so far is kept: start it again, then type the"
    " same command to go on"
)
