"""The list of a class: people, as a spreadsheet, Canvas, Moodle or Gradescope writes them.

Separator, encoding and columns are taken from the file itself. Knows nothing of what was handed in.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import msgspec

from tensorkata.errors import UsageError
from tensorkata.grading.names import plain
from tensorkata.times import moment

MAX_BYTES = 20 * 2**20
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls
# What a column's head means, its letters only; Canvas's own "Student" is a name.
HEADS = {
    "student": ("student", "students", "studentid", "githubusername", "identifierstudent"),
    "id": ("id",),
    "login": ("sisloginid", "login", "loginid", "username", "user", "userid", "benutzername",
              "anmeldename"),
    "sis_id": ("sisuserid", "sid", "idnumber", "studentnumber", "matriculation", "matrikelnummer"),
    "moodle_id": ("identifier", "participant", "participantid"),
    "email": ("email", "emailaddress", "mail", "emailadresse"),
    "name": ("name", "fullname", "studentname", "vollstandigername"),
    "first": ("firstname", "givenname", "vorname", "forename"),
    "last": ("lastname", "surname", "familyname", "nachname"),
    # Moodle's "Groups", of which a person may have several, are no teams.
    "section": ("section", "sections", "sectionname", "groups"),
    "group": ("group", "groupname", "team"),
    "submitted": ("submitted", "submittedat", "submissiontime", "submissiondate", "handedin",
                  "timestamp", "createdat", "lastmodifiedsubmission"),
    "topic": ("topic", "assignment"),
    "modified": ("lastmodifiedgrade",),
}  # fmt: skip
_MEANING = {head: meaning for meaning, heads in HEADS.items() for head in heads}
OF_ONE_TOPIC = ("student", "submitted", "topic")
KEYS = ("student", "login", "sis_id", "email", "canvas_id", "moodle_id", "name")
_COLUMN = re.compile(r"^(?P<title>.+) \((?P<id>\d+)\)$")


class Person(msgspec.Struct, frozen=True):
    """One person of the class, by what the list says of them."""

    about: dict[str, str]

    @property
    def key(self) -> str:
        """The name under which someone who handed in nothing is listed."""
        return next(self.about[key] for key in KEYS if self.about.get(key))

    @property
    def platform(self) -> dict[str, str]:
        """What an entry of theirs has from the list; `person` is the same in every topic."""
        about = {key: text for key, text in self.about.items() if key not in OF_ONE_TOPIC}
        return {**about, "person": self.key}

    def names(self) -> set[str]:
        """Return what a submission of theirs may be called."""
        said = [self.about.get(key, "") for key in ("student", "login", "sis_id", "email", "name")]
        said += [self.about.get("email", "").partition("@")[0]]
        said += [*turned(self.about.get("name", "")), *turned(self.about.get("student", ""))]
        return {folded(text) for text in said if text.strip()}


class Roster(msgspec.Struct, frozen=True):
    """The people of a class in their order, and Canvas's names of its columns with their points."""

    people: tuple[Person, ...]
    columns: dict[str, str] = {}


def read_roster(path: Path) -> Roster:
    """Read a list of people; UsageError if it is no table with a column that names them."""
    return _read(path, "--roster", lambda _: True, _merged)


def read_times(path: Path, of_topic: Callable[[str], bool]) -> Roster:
    """Read when submissions of a topic were handed in; who stands there twice has the later time.

    `of_topic` tells if the topic is meant by the cell of that column; without one, each row counts.
    UsageError for what is no time.
    """
    return _read(
        path,
        "--times",
        lambda about: not about.get("topic") or of_topic(about["topic"]),
        lambda one, other: max(one, other, key=lambda p: moment(p.about["submitted"])),
        lambda about: _check_time(path, about),
    )


def _check_time(path: Path, about: dict[str, str]) -> None:
    who = next(about[key] for key in KEYS if about.get(key))
    try:
        moment(about.get("submitted", ""))
    except ValueError as error:
        raise UsageError(f"--times {path}: {who}, submitted: {error}") from None


def _read(
    path: Path,
    option: str,
    wanted: Callable[[dict[str, str]], bool],
    merged: Callable[[Person, Person], Person],
    check: Callable[[dict[str, str]], None] = lambda _: None,
) -> Roster:
    rows = _rows(path, option)
    if not rows:
        raise UsageError(f"{option} {path}: nobody is in it; {FORM}")
    meanings = _meanings(rows[0])
    body = rows[1:]
    columns: dict[str, str] = {}
    if not meanings:
        meanings, body = {0: "student"}, rows
    canvas = "canvas_id" in meanings.values()
    people: dict[str, Person] = {}
    for row in body:
        cells = {m: plain(row[n].strip()) for n, m in meanings.items() if n < len(row)}
        if canvas and _is_canvas_s(cells):
            possible = "points possible" in cells.get("name", "").lower()
            columns |= _columns(rows[0], row) if possible else {}
            continue
        if (about := _about(cells)) and wanted(about):
            check(about)
            one = Person(about)
            known = people.get(folded(one.key))
            people[folded(one.key)] = merged(known, one) if known else one
    if canvas and not columns:
        columns = _columns(rows[0], [])
    if not people and option == "--roster":
        raise UsageError(f"--roster {path}: nobody is in it; {FORM}")
    return Roster(tuple(people.values()), columns)


def _rows(path: Path, option: str) -> list[list[str]]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES)
        if data.startswith(WORKBOOKS):
            raise UsageError(f"{option} {path}: a workbook; save it as CSV")
        text = _text(data)
        first, _, rest = text.partition("\n")
        if first.strip().lower().startswith("sep="):
            text = rest
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
        return [row for row in rows if any(cell.strip() for cell in row)]
    except (OSError, csv.Error) as error:
        raise UsageError(f"{option} {path}: {error}; name a CSV file") from None


def _text(data: bytes) -> str:
    """Return a spreadsheet's bytes as text: UTF-8 or UTF-16, else what Windows writes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\0" in data[:200]:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _separator(text: str) -> str:
    """Return what stands between the columns, by the first lines."""
    lines = [line for line in text.splitlines()[:5] if line.strip()]
    counts = {
        mark: [len(row) for row in csv.reader(lines, delimiter=mark)] for mark in (",", ";", "\t")
    }
    return max(counts, key=lambda mark: (counts[mark][:1], sum(counts[mark])))


def _letters(head: str) -> str:
    """Return the letters of a column's head, without marks: `E-Mail-Adresse` as emailadresse."""
    bare = unicodedata.normalize("NFKD", head).casefold()
    return "".join(char for char in bare if char.isalnum())


def _meanings(heads: list[str]) -> dict[int, str]:
    """Return the columns that are understood, by their place."""
    letters = [_letters(head) for head in heads]
    canvas = {"student", "id"} <= set(letters) and (
        bool({"sisloginid", "sisuserid"} & set(letters)) or any(map(_COLUMN.match, heads))
    )
    found: dict[int, str] = {}
    for number, head in enumerate(letters):
        meaning = _MEANING.get(head, "")
        if canvas:
            meaning = {"student": "name", "id": "canvas_id"}.get(head, meaning)
        if meaning == "id":
            meaning = "moodle_id" if "vollstandigername" in letters else "sis_id"
        if meaning and meaning not in found.values():
            found[number] = meaning
    return found if set(found.values()) & {*KEYS, "first", "last"} else {}


def _is_canvas_s(cells: dict[str, str]) -> bool:
    """Tell whether a row of Canvas's is about the columns, or its test student's."""
    name = cells.get("name", "")
    return not name or "points possible" in name.lower() or name == "Student, Test"


def _columns(heads: list[str], possible: list[str]) -> dict[str, str]:
    """Return Canvas's assignments, `Name (id)`, with the points that are possible."""
    return {
        head: possible[number].strip() if number < len(possible) else ""
        for number, head in enumerate(heads)
        if _COLUMN.match(head)
    }


def _about(cells: dict[str, str]) -> dict[str, str]:
    about = {meaning: text for meaning, text in cells.items() if text}
    first, last = about.pop("first", ""), about.pop("last", "")
    if not about.get("name") and (first or last):
        about["name"] = f"{first} {last}".strip()
    if "moodle_id" in about:
        digits = re.search(r"\d+$", about["moodle_id"])
        about["moodle_id"] = digits[0] if digits else ""
    return about if any(about.get(key) for key in KEYS) else {}


def _merged(one: Person, other: Person) -> Person:
    """Return a person who is listed twice as once, with both sections."""
    both = {**other.about, **one.about}
    sections = dict.fromkeys(filter(None, (p.about.get("section") for p in (one, other))))
    return Person({**both, "section": ", ".join(sections)} if sections else both)


def column_of(roster: Roster, topic: str, title: str) -> dict[str, str]:
    """Return Canvas's column for a topic and its points, if there is one that must be meant."""
    number, _, words = topic.partition("_")
    heads = {head: _letters(_COLUMN.sub(r"\g<title>", head)) for head in roster.columns}
    for wanted in (_letters(topic), _letters(title), _letters(words)):
        same = [head for head, letters in heads.items() if letters == wanted]
        near = same or [head for head, letters in heads.items() if wanted in letters]
        if len(near) == 1:
            return {"canvas": near[0], "canvas_points": roster.columns[near[0]]}
    numbered = [
        head
        for head in heads
        if re.search(rf"(?<!\d)0*{int(number)}(?!\d)", head.rpartition(" (")[0])
    ]
    only = numbered if len(numbered) == 1 else list(heads)
    if len(only) == 1:
        return {"canvas": only[0], "canvas_points": roster.columns[only[0]]}
    return {}


def folded(text: str) -> str:
    """Return a name for comparing: without case and doubled spaces; a Turkish İ is an i."""
    small = unicodedata.normalize("NFC", text).casefold().replace("i\u0307", "i")
    return " ".join(small.split())


def turned(name: str) -> list[str]:
    """Return a name in its other order, and as Canvas squeezes it: lovelaceada."""
    last, comma, first = (part.strip() for part in name.partition(","))
    if not comma:
        first, _, last = name.rpartition(" ")
    return [f"{first} {last}", re.sub(r"[\W_]", "", last + first)]


FORM = "give it a column student, Username, SIS Login ID, Email or name"
