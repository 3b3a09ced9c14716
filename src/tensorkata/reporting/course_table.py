"""A course as one table: a row per student, a column per topic, the total by the weights.

Made from the results of its topics only. A student is the same in two topics by the roster, by a
number or address that a platform gives a person, or by the name of what was handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from statistics import fmean

import msgspec

from tensorkata.reporting.class_figures import UNSOLVED, remark
from tensorkata.reporting.history import Step, means_of
from tensorkata.results import RunResult, SubmissionResult
from tensorkata.text import for_csv

# Moodle's number is of a person in one assignment, Gradescope's of a submission: neither is here.
PERSONAL = ("person", "canvas_id", "sis_id", "sid", "login", "email")


class Column(msgspec.Struct, frozen=True):
    """One topic: its maximum, its weight in the total, its class."""

    topic: str
    most: float
    weight: float
    graded: int
    mean: float | None
    due: str
    finished: str
    means: tuple[tuple[str, float], ...] = ()


class Cell(msgspec.Struct, frozen=True):
    """One student in one topic: points if there is a verdict, and how they came about."""

    points: float | None = None
    status: str = ""
    days_late: int = 0
    steps: tuple[float, ...] = ()
    remark: str = ""


class Row(msgspec.Struct, frozen=True):
    """One student: a cell for each topic; no share of the total while a verdict is missing.

    Without any verdict there are no points.
    """

    student: str
    name: str
    about: dict[str, str]
    cells: tuple[Cell, ...]
    points: float | None
    share: float | None
    missing: tuple[str, ...]

    @property
    def title(self) -> str:
        """The student, with the name beside it if it is another."""
        same = self.name in {"", self.student}
        return self.student if same else f"{self.student} ({self.name})"


class CourseTable(msgspec.Struct, frozen=True):
    """The topics and the students of a course."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def most(self) -> float:
        """The maximum of the total."""
        return sum(column.weight for column in self.columns)

    @property
    def mean(self) -> float | None:
        """The mean share of the total, of those who have one."""
        shares = [row.share for row in self.rows if row.share is not None]
        return fmean(shares) if shares else None


class Topic(msgspec.Struct, frozen=True):
    """A topic's run, its history and its weight, if one is set."""

    run: RunResult
    history: list[Step]
    weight: float | None = None


def table_of(title: str, topics: Iterable[Topic]) -> CourseTable:
    """Return the table of a course, the topics in the order given, the students by name.

    One topic's results are held at a time.
    """
    columns: list[Column] = []
    people: list[_Person] = []
    for number, topic in enumerate(topics):
        columns.append(_column(topic))
        steps: dict[str, list[float]] = {}
        for step in topic.history:
            steps.setdefault(step.student, []).append(step.points)
        known = _index(people)
        for entry in topic.run.submissions:
            person = _found(entry, known, number)
            if person is None:
                person = _Person()
                people.append(person)
            person.take(entry, number, _cell(topic.run, entry, steps))
    rows = sorted((person.row(columns) for person in people), key=lambda r: r.student.casefold())
    return CourseTable(title, tuple(columns), tuple(rows))


def _column(topic: Topic) -> Column:
    run = topic.run
    most, graded, earned = 0.0, 0, []
    for entry in run.submissions:
        most = max(most, entry.max_points)
        graded += entry.status == "graded"
        earned += [] if (points := run.points_of(entry)) is None else [points]
    weight = most if topic.weight is None else topic.weight
    mean = fmean(earned) if earned else None
    due = run.due if isinstance(run.due, str) else ""
    means = tuple(means_of(topic.history))
    return Column(run.topic, most, weight, graded, mean, due, run.finished, means)


def _cell(run: RunResult, entry: SubmissionResult, steps: Mapping[str, list[float]]) -> Cell:
    told = remark(entry)
    return Cell(
        points=run.points_of(entry),
        status=entry.status,
        days_late=entry.days_late,
        steps=tuple(steps.get(for_csv(entry.student), ())),
        remark="" if told == UNSOLVED else told,
    )


class _Person:
    """What is known of a student so far, while the topics are read."""

    def __init__(self) -> None:
        self.student = self.name = ""
        self.names: set[str] = set()
        self.about: dict[str, str] = {}
        self.cells: dict[int, Cell] = {}
        self.handed_in = False

    def take(self, entry: SubmissionResult, number: int, cell: Cell) -> None:
        """Add the student's cell of a topic; they are called as in the first they handed in."""
        self.names.add(entry.student)
        handed_in = entry.status != "absent"
        if not self.student or (handed_in and not self.handed_in):
            self.student, self.handed_in = entry.student, handed_in
        self.name = self.name or entry.name
        self.about = {**entry.platform, **self.about}
        self.cells[number] = cell

    def row(self, columns: list[Column]) -> Row:
        """Return the student's row."""
        cells = tuple(self.cells.get(number, Cell()) for number in range(len(columns)))
        missing, total = [], 0.0
        for cell, column in zip(cells, columns, strict=True):
            if cell.points is None:
                missing.append(f"{column.topic}: {NAMES.get(cell.status, 'not in this run')}")
            elif column.most:
                total += cell.points / column.most * column.weight
        most = sum(column.weight for column in columns)
        share = total / most if most and not missing else None
        points = round(total, 4) if len(missing) < len(cells) else None
        about = (self.student, self.name, self.about, cells)
        return Row(*about, points, share, tuple(missing))


NAMES = {"absent": "absent", "fault": "not graded"}


def _index(people: Iterable[_Person]) -> dict[tuple[str, str], _Person]:
    found: dict[tuple[str, str], _Person] = {}
    for person in people:
        for name in person.names:
            found |= {key: found.get(key, person) for key in _keys(name, person.about)}
    return found


def _found(
    entry: SubmissionResult, known: Mapping[tuple[str, str], _Person], number: int
) -> _Person | None:
    """Return who an entry is of, among those who have no cell of this topic yet."""
    for key in _keys(entry.student, entry.platform):
        person = known.get(key)
        if person and number not in person.cells and not _differ(entry.platform, person.about):
            return person
    return None


def _keys(student: str, about: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key in PERSONAL:
        if about.get(key):
            yield key, about[key].casefold()
    yield "student", student.casefold()


def _differ(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether two cannot be the same person: the roster or Canvas says that they are two."""
    return any(one.get(k) and other.get(k) and one[k] != other[k] for k in ("person", "canvas_id"))
