"""A class's roster held against what was handed in: whose it is, who is missing, who is a stranger.

Knows no file: only the names and numbers that came with one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from tensorkata.grading.collect import Entry
from tensorkata.grading.roster import Person, Roster, folded

_OF_A_PLATFORM = ("canvas_id", "moodle_id", "sid", "email")


def with_roster(roster: Roster, entries: list[Entry]) -> list[Entry]:
    """Return the entries with what the roster says of their students, and one for who is missing.

    Who is not in the roster is graded, and the entry says so. One submission of a group is that of
    each of its members.
    """
    whose = _whose(roster, entries)
    told = [_told(roster, entry, whose.get(number)) for number, entry in enumerate(entries)]
    there = {place for places in whose.values() for place in places}
    groups: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        places = whose.get(number, ())
        own = roster.people[places[0]].about.get("group", "") if len(places) == 1 else ""
        group = own or _group_of(roster, entry)
        if group:
            groups.setdefault(group, []).append(number)
    taken = {entry.student for entry in told}
    for place, person in enumerate(roster.people):
        if place not in there:
            shared = groups.get(person.about.get("group", ""), [])
            one = _shared(told[shared[0]], person) if len(shared) == 1 else _absent(person)
            told.append(replace(one, student=_free(one.student, taken)))
    return told


def _whose(roster: Roster, entries: list[Entry]) -> dict[int, tuple[int, ...]]:
    """Return the people that each entry may be of: by a platform's number, else by name.

    Two entries of one name are nobody's, since they cannot both be that person's.
    """
    by_number: dict[tuple[str, str], list[int]] = {}
    by_name: dict[str, list[int]] = {}
    by_digits: dict[str, list[int]] = {}
    for place, person in enumerate(roster.people):
        for key in _OF_A_PLATFORM:
            if value := person.about.get("sis_id" if key == "sid" else key):
                by_number.setdefault((key, folded(value)), []).append(place)
        for name in person.names():
            by_name.setdefault(name, []).append(place)
            if name.isdecimal():
                by_digits.setdefault(name.lstrip("0"), []).append(place)
    digits = [entry.student.lstrip("0") for entry in entries if entry.student.isdecimal()]
    found: dict[int, tuple[int, ...]] = {}
    surely: set[int] = set()
    for number, entry in enumerate(entries):
        keyed = [(key, folded(entry.platform.get(key, ""))) for key in _OF_A_PLATFORM]
        places = next((by_number[pair] for pair in keyed if pair in by_number), None)
        if places:
            surely |= {number}
        else:
            bare = entry.student.lstrip("0")
            zeros = by_digits.get(bare, []) if digits.count(bare) == 1 else []
            names = [folded(name) for name in _called(entry)]
            places = next((by_name[name] for name in names if name in by_name), zeros)
        if places:
            found[number] = tuple(dict.fromkeys(places))
    claims: dict[int, list[int]] = {}
    for number, places_found in found.items():
        for place in places_found:
            claims.setdefault(place, []).append(number)
    for numbers in claims.values():
        sure = [number for number in numbers if number in surely]
        if len(numbers) > 1:
            for number in numbers:
                if number not in sure:
                    found[number] = (*found[number], NOBODY)
    return found


def _called(entry: Entry) -> list[str]:
    """Return what an entry's student is called: whole, and without a platform's number."""
    squeezed = re.sub(r"_\d+$", "", entry.student)
    called = [entry.student, entry.platform.get("name", "")]
    called += [squeezed, entry.platform.get("canvas_id", "")] if entry.platform else []
    return [name for name in called if name]


def _told(roster: Roster, entry: Entry, places: tuple[int, ...] | None) -> Entry:
    if places is not None and len(places) == 1:
        person = roster.people[places[0]].about
        about = {**entry.platform, **{k: v for k, v in person.items() if k != "student"}}
        return replace(entry, platform=about)
    if places is None and _group_of(roster, entry):
        return entry
    note = UNKNOWN if places is None else DOUBTFUL
    return replace(entry, note="; ".join(filter(None, [entry.note, note])))


def _group_of(roster: Roster, entry: Entry) -> str:
    """Return the group whose name the entry has, if it is a group's."""
    names = set(map(folded, _called(entry)))
    groups = (person.about.get("group", "") for person in roster.people)
    return next((group for group in groups if group and names & {folded(group)}), "")


def _shared(entry: Entry, person: Person) -> Entry:
    """Return the one submission of a group as another member's."""
    kept = {k: v for k, v in entry.platform.items() if k == "late"}
    about = {**kept, **{k: v for k, v in person.about.items() if k != "student"}}
    note = f"handed in by {entry.student} for the group {person.about['group']}"
    notes = "; ".join(filter(None, [entry.note, note]))
    return replace(entry, student=person.key, note=notes, platform=about)


def _absent(person: Person) -> Entry:
    about = {key: text for key, text in person.about.items() if key != "student"}
    return Entry(person.key, None, "", platform=about)


def _free(name: str, taken: set[str]) -> str:
    """Return the name, made another if someone has it."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def unknown(entries: Iterable[Entry]) -> list[str]:
    """Return the students that the roster does not have."""
    return [e.student for e in entries if UNKNOWN in e.note or DOUBTFUL in e.note]


NOBODY = -1  # beside the people that an entry may be of: it is no one's of them for sure
UNKNOWN = "not in the roster"
DOUBTFUL = "the roster does not say whose it is: more than one fits"
