"""The run store: every result of a run in one SQLite file of its folder, committed as it is made.

A result is found again by its ingredients: the submission's bytes, the kit, the checkers, the key
and the limits. So an interrupted run goes on where it stopped, and nothing is graded twice.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import msgspec

from tensorkata import __version__
from tensorkata.assignment_files import files_of
from tensorkata.checking.key import Key
from tensorkata.course import LOOKS, Course, Topic
from tensorkata.errors import MachineError, UnreadableError, UsageError
from tensorkata.protocol.submission import contents
from tensorkata.results import SCHEMA, RunResult, SubmissionResult, of_this_schema

FILE = "run.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS result (key TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS shown (key TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS entry (
    student TEXT PRIMARY KEY, place INTEGER NOT NULL, path TEXT NOT NULL, key TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS handed (student TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS run (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


_ENTRIES = """
SELECT student, path, key, data FROM entry LEFT JOIN handed USING (student)
WHERE key IN (SELECT key FROM result) ORDER BY place
"""


class Keyed(msgspec.Struct, frozen=True):
    """An entry of a run, the key of its result, how it was handed in, and where its file is."""

    student: str
    path: str
    key: str
    found: str = ""
    note: str = ""
    platform: dict[str, str] = {}
    submitted: str = ""
    due: str = ""
    days_late: int = 0
    share: float = 0.0  # of the maximum, that being late costs
    file: str = ""  # where it was read, as an absolute path

    def of(self, result: SubmissionResult) -> SubmissionResult:
        """Return the result as this entry's: what was made of the same may have another name."""
        cost = min(result.points, round(self.share * result.max_points, 4))
        return msgspec.structs.replace(
            result,
            student=self.student,
            path=self.path,
            found=self.found,
            note=self.note,
            platform=self.platform,
            submitted=self.submitted,
            due=self.due,
            days_late=self.days_late,
            penalty=cost if result.judged else 0.0,
        )


class Store:
    """Hold the results of one folder; only one process at a time does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = _locked(folder)
        with self._told():
            self._database = sqlite3.connect(folder / FILE, isolation_level=None)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.executescript(_TABLES)

    def note(self, run: RunResult, entries: list[Keyed]) -> None:
        """Note what a run is about; the results of earlier runs stay."""
        about = msgspec.json.encode(msgspec.structs.replace(run, submissions=())).decode()
        rows = [(e.student, number, e.path, e.key) for number, e in enumerate(entries)]
        with self._told(), self._database as database:
            database.execute("BEGIN")
            database.execute("INSERT OR REPLACE INTO run VALUES ('about', ?)", (about,))
            database.execute("DELETE FROM entry")
            database.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", rows)
            database.execute("DELETE FROM handed")
            handed = [(e.student, msgspec.msgpack.encode(e)) for e in entries]
            database.executemany("INSERT INTO handed VALUES (?, ?)", handed)

    def about(self) -> RunResult | None:
        """Return the last run without its submissions; None if there is none."""
        row = self._one("SELECT value FROM run WHERE name = 'about'")
        return msgspec.json.decode(row[0], type=RunResult) if row else None

    def known(self, key: str) -> SubmissionResult | None:
        """Return the result with this key; None if there is none."""
        row = self._one("SELECT data FROM result WHERE key = ?", key)
        return msgspec.msgpack.decode(row[0], type=SubmissionResult) if row else None

    def keep(self, key: str, result: SubmissionResult) -> None:
        """Commit a result; it is on the disk when this returns."""
        data = msgspec.msgpack.encode(result)
        with self._told():
            self._database.execute("INSERT OR REPLACE INTO result VALUES (?, ?)", (key, data))

    def keep_shown(self, key: str, shown: Any) -> None:
        """Keep what the cells of a submission have shown, or why that is not known."""
        data = msgspec.msgpack.encode(shown)
        with self._told():
            self._database.execute("INSERT OR REPLACE INTO shown VALUES (?, ?)", (key, data))

    def has_shown(self, key: str) -> bool:
        """Return whether it is kept what the cells have shown."""
        return self._one("SELECT 1 FROM shown WHERE key = ?", key) is not None

    def shown(self, key: str) -> Any:
        """Return what the cells of a submission have shown, as it came over the wire."""
        row = self._one("SELECT data FROM shown WHERE key = ?", key)
        return msgspec.msgpack.decode(row[0]) if row else None

    def entries(self) -> list[Keyed]:
        """Return the entries of the last run that have results, in its order."""
        with self._told():
            rows = self._database.execute(_ENTRIES).fetchall()
        return [
            msgspec.msgpack.decode(data, type=Keyed) if data else Keyed(*row) for *row, data in rows
        ]

    def close(self) -> None:
        """Release the folder."""
        with contextlib.suppress(AttributeError, sqlite3.Error):
            self._database.close()
        self._lock.close()

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Release the folder."""
        self.close()

    def _one(self, query: str, *values: str) -> Any:
        with self._told():
            return self._database.execute(query, values).fetchone()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Report a fault of the disk or of the file in one line; committed results are safe."""
        try:
            yield
        except sqlite3.Error as error:
            self.close()
            raise MachineError(FAULT.format(folder=self._folder, why=error)) from None


class Results(Sequence[SubmissionResult]):
    """The results of a run in its order, each read from the store whenever it is asked for."""

    def __init__(
        self,
        store: Store,
        entries: list[Keyed],
        unkept: Mapping[int, SubmissionResult],
        schema: int = SCHEMA,
    ) -> None:
        self._store, self._entries, self._unkept, self._schema = store, entries, unkept, schema

    def __len__(self) -> int:
        return len(self._entries)

    def shown(self, number: int) -> Any:
        """Return what the cells of one of them have shown, if the run has kept that."""
        return self._store.shown(self._entries[number].key)

    def __getitem__(self, number: Any) -> Any:
        entry = self._entries[number]
        found: Any = self._unkept.get(number) or self._store.known(entry.key)
        return of_this_schema(entry.of(found), self._schema)

    @property
    def files(self) -> dict[str, str]:
        """Where each student's file was read; empty if there was none."""
        return {entry.student: entry.file for entry in self._entries}


@contextlib.contextmanager
def loaded(folder: Path) -> Iterator[RunResult]:
    """Return the last run of a folder with its results so far; UsageError if there is none."""
    if not (folder / FILE).is_file():
        runs = sorted(path.parent for path in folder.glob(f"*/{FILE}"))
        named = f"a topic's, as {runs[0]}" if runs else "a folder that `kata grade --out` wrote"
        raise UsageError(f"{folder} holds no run: name {named}")
    with Store(folder) as store:
        about = store.about()
        if about is None:
            raise UsageError(
                f"{folder} holds a run that never began: type the `kata grade` command again"
            )
        results = Results(store, store.entries(), {}, about.schema)
        yield msgspec.structs.replace(about, submissions=results, schema=SCHEMA)


def basis_of(
    course: Course,
    topic: Topic,
    key: Key,
    level: str,
    *,
    hidden: bool,
    limits: Any,
    packages: Mapping[str, str],
) -> bytes:
    """Return a digest of everything that decides a run's results, except the submission.

    The packages, with their versions, are those that a submission can import.
    """
    about = (__version__, SCHEMA, topic.name, key.secret.hex(), level, hidden, limits, packages)
    digest = hashlib.sha256("|".join(map(str, about)).encode())
    for name, data in sorted(files_of(course, topic.name).items()):
        digest.update(hashlib.sha256(name.encode() + b"\0" + data).digest())
    for path in sorted((course.checkers / topic.name).rglob("*.py")):
        if path.name == LOOKS:
            continue  # a picture decides no result
        digest.update(path.relative_to(course.checkers).as_posix().encode() + path.read_bytes())
    return digest.digest()


def key_of(basis: bytes, path: Path | None, why: str = "") -> str:
    """Return the key of a submission's result, from its bytes; else from why they are not read.

    If nothing was handed in, the key is always the same.
    """
    if path is None:
        return hashlib.sha256(basis + b"\0\0" + why.encode()).hexdigest()
    try:
        content = contents(path)
    except UnreadableError as error:
        content = f"\0{error}".encode()  # no graded text begins like this
    return hashlib.sha256(basis + path.suffix.encode() + content).hexdigest()


def _locked(folder: Path) -> Any:
    """Hold the folder's lock until this process ends, however it ends."""
    import fcntl

    try:
        lock = (folder / ".lock").open("w")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise UsageError(
            f"another run is writing into {folder}: wait for it, or name another folder"
        ) from None
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}; name a folder that can be written") from None
    return lock


FAULT = (
    "{folder}: {why}; every result so far is kept: make room, then type the same command to go on"
)
