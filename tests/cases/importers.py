"""Two platforms' imports of grades, written here after the rules of their sources.

Canvas: lib/gradebook_importer.rb of canvas-lms at 00b222d. Moodle: lib/csvlib.class.php and
mod/assign/feedback/offline (locallib.php, importgradeslib.php) of moodle at 452e36f. Neither knows
how the kit writes a table.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field


class RefusedError(Exception):
    """The platform takes nothing of the file."""


@dataclass
class CanvasCourse:
    """What Canvas has: people by their IDs, their logins, and assignments by their numbers."""

    people: dict[int, tuple[str, str]]  # name, sortable name
    sis_ids: dict[str, int] = field(default_factory=dict)
    logins: dict[str, int] = field(default_factory=dict)
    assignments: dict[int, tuple[str, float]] = field(default_factory=dict)  # title, points

    def imported(self, text):
        """Return what would be made of a file: grades by person and assignment, and new ones."""
        first = text.splitlines()[:3]
        mark = ";" if _fields(first, ";") > _fields(first, ",") else ","
        lines = [line for line in text.splitlines() if not re.fullmatch(r"[;, ]+", line)]
        rows = [[_number(cell) for cell in row] for row in csv.reader(lines, delimiter=mark)]
        head, *rows = rows
        if not (len(head) > 3 and "Student" in head[0] and "ID" in head[1]):
            raise RefusedError("Invalid header row")
        known, sis, login = 3, None, None
        if re.search(r"SIS\s+Login\s+ID", head[2]):
            login, known = 2, 4
        elif re.search(r"SIS\s+User\s+ID", head[2]) and re.search(r"SIS\s+Login\s+ID", head[3]):
            extra = 1 if re.search(r"Integration\s+ID", head[4]) else 0
            sis, login, known = 2, 3, 5 + extra
            known += bool(re.search(r"Root\s+Account", head[4 + extra]))
        if "Section" not in head[known - 1]:
            raise RefusedError("Invalid header row")
        columns = {
            number: self._assignment(title)
            for number, title in enumerate(head)
            if number >= known and not re.search(NO_ASSIGNMENT, title)
        }
        found = Imported()
        for row in rows:
            if "Points Possible" in row[0]:
                found.possible = {columns[number]: row[number] for number in columns}
            elif not all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell) for cell in row):
                person = self._person(row, sis, login)
                grades = {columns[number]: row[number].strip() for number in columns}
                found.grades[person if person is not None else row[0]] = grades
        return found

    def _assignment(self, head):
        titled = re.fullmatch(r"(.*)\s\((\d+)\)", head)
        if titled and int(titled[2]) in self.assignments:
            return int(titled[2])
        same = [number for number, (title, _) in self.assignments.items() if title == head]
        return same[0] if same else head

    def _person(self, row, sis, login):
        leading = re.match(r"\s*(\d+)", row[1])  # Ruby's to_i
        if leading and int(leading[1]) in self.people:
            return int(leading[1])
        by = [(sis, self.sis_ids), (login, self.logins)]
        for column, known in by:
            if column is not None and row[column].strip() and row[column] in known:
                return known[row[column]]
        return next((number for number, names in self.people.items() if row[0] in names), None)


@dataclass
class Imported:
    """What Canvas shows before it imports: whoever is no number is a new person or assignment."""

    grades: dict = field(default_factory=dict)
    possible: dict = field(default_factory=dict)


NO_ASSIGNMENT = "(Current|Final|Override) (Score|Points|Grade|Status)"


def _fields(lines, mark):
    """Return how many fields the first lines have, if it is the same number in each."""
    try:
        counts = {len(next(csv.reader([line], delimiter=mark, strict=True), [])) for line in lines}
    except csv.Error:
        return 0
    return counts.pop() if len(counts) == 1 else 0


def _number(cell):
    """Read a number with a decimal comma, and marks of thousands, as Canvas converts it."""
    if not re.fullmatch(r"-?[0-9.,]+%?", cell):
        return cell
    *parts, last = re.split("[,.]", cell)
    return f"{''.join(parts)}.{last}" if parts else last


@dataclass
class MoodleAssignment:
    """What Moodle has: who takes part, by number, with grade and time; and the highest grade."""

    people: dict[str, tuple[float | None, int]]
    highest: float
    decimal: str = "."

    def imported(self, text):
        """Return the grades that Moodle would set, by number; RefusedError for the whole file."""
        rows = php_rows(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
        head, *rows = [row for row in rows if row != [""]]
        if any(len(row) != len(head) for row in rows):
            raise RefusedError("csvweirdcolumns")
        if not {"Identifier", "Grade", "Last modified (grade)"} <= set(head):
            raise RefusedError("invalidgradeimport")
        number, grade, modified = map(head.index, ("Identifier", "Grade", "Last modified (grade)"))
        found = {}
        for row in rows:
            person = row[number][len("Participant ") :]
            if person not in self.people:
                continue
            now, changed = self.people[person]
            text = row[grade].strip().replace(" ", "").replace(self.decimal, ".")
            points = float(text) if text else None
            stale = now is not None and changed > (0 if row[modified] == "-" else changed) + 60
            if points is not None and 0 <= points <= self.highest and points != now and not stale:
                found[person] = points
        return found


def php_rows(text):
    """Split a table as PHP's fgetcsv does, for which a backslash keeps the quote after it."""
    rows, row, cell, quoted, at = [], [], "", False, 0
    while at < len(text):
        char = text[at]
        if quoted and char == "\\" and text[at + 1 : at + 2] == '"':
            cell, at = cell + '\\"', at + 1
        elif char == '"':
            if quoted and text[at + 1 : at + 2] == '"':
                cell, at = cell + '"', at + 1
            else:
                quoted = not quoted
        elif not quoted and char in ",\n":
            row, cell = [*row, cell], ""
            if char == "\n":
                rows, row = [*rows, row], []
        else:
            cell += char
        at += 1
    return [*rows, [*row, cell]] if cell or row else rows
