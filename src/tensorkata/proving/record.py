"""The record of green proofs, so that an unchanged exercise need not be proven again.

A proof is found by a digest of all that it rests on: the exercise's solution, checks, probes,
answers and place in its topic, the engine, the installed packages and the machine's kind. Only
`kata verify` of this user reads it; CI proves everything anew with `--fresh`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import time
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import msgspec

import tensorkata
from tensorkata.authoring import source
from tensorkata.course import Course, Exercise, Topic
from tensorkata.proving.proof import Proof

ABOVE = ("cli", "commands", "platforms")  # the parts of the engine that no proof runs
DAYS = 30  # after which a proof that nobody asked for is removed


class Record:
    """Find and keep the proofs of one topic's exercises, for one seed and kind of run.

    A proof belongs to the files as they were when the record was made: before the proof began.
    A `part` of the proof has a record of its own.
    """

    def __init__(
        self, course: Course, topic: Topic, *, seed: int, local: bool, part: str = ""
    ) -> None:
        self._course = course
        self._topic = topic
        self._run = f"{seed} {local} {os.environ.get('KATA_STOCK', '')}{part}"
        self._folder = course.root / ".tensorkata" / "proofs"
        self._paths = {exercise.name: self._path(exercise) for exercise in topic.exercise}

    def of(self, exercises: Iterable[Exercise]) -> dict[str, Proof]:
        """Return the proofs of the exercises of which nothing has changed, by name."""
        found = {}
        for exercise in exercises:
            path = self._paths[exercise.name]
            with contextlib.suppress(OSError, msgspec.MsgspecError):
                found[exercise.name] = msgspec.msgpack.decode(path.read_bytes(), type=Proof)
                path.touch()
        return found

    def keep(self, proofs: Iterable[Proof]) -> None:
        """Keep the proofs without findings, and forget those that nobody has used for long."""
        for proof in proofs:
            if not proof.findings:
                path = self._paths[proof.exercise]
                path.parent.mkdir(parents=True, exist_ok=True)
                draft = path.with_suffix(f".{os.getpid()}")
                draft.write_bytes(msgspec.msgpack.encode(proof))
                draft.replace(path)
        for path in self._folder.glob("*"):
            with contextlib.suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > DAYS * 86400:
                    path.unlink()

    def _path(self, exercise: Exercise) -> Path:
        digest = hashlib.sha256()
        for part in self._rests_on(exercise):
            digest.update(b"%d:" % len(part))
            digest.update(part)
        return self._folder / f"{digest.hexdigest()}.proof"

    def _rests_on(self, exercise: Exercise) -> Iterator[bytes]:
        """Yield all that can change an exercise's proof."""
        course, topic = self._course, self._topic
        yield _engine_and_machine()
        yield self._run.encode()
        yield exercise.name.encode()
        plain = [msgspec.structs.replace(e, hints=(), links=()) for e in topic.exercise]
        yield msgspec.json.encode(msgspec.structs.replace(topic, exercise=tuple(plain)))
        yield source.read(course, topic).encode()
        own = f"test_{exercise.stem}.py"
        for path in sorted((course.checkers / topic.name).rglob("*.py")):
            others = path.name.startswith("test_") and path.name != own
            if not others and path.name != "looks.py":
                yield path.relative_to(course.checkers).as_posix().encode()
                yield path.read_bytes()
        with contextlib.suppress(OSError):
            yield (course.answers / topic.name / f"{exercise.stem}.py").read_bytes()


@cache
def _engine_and_machine() -> bytes:
    """Return a digest of the engine's modules, the packages and the kind of machine."""
    digest = hashlib.sha256(f"{platform.python_version()} {platform.machine()}".encode())
    packages = {f"{one.name}=={one.version}" for one in metadata.distributions()}
    digest.update(" ".join(sorted(packages)).encode())
    package = Path(tensorkata.__file__).parent
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if not name.startswith(ABOVE):
            digest.update(name.encode() + path.read_bytes())
    return digest.digest()
