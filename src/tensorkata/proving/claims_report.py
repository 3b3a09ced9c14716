"""`kata verify --claims`: which sentences of the docstrings are proven. Reads, runs nothing."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from tensorkata.course import Course, Exercise, Parts, Topic
from tensorkata.errors import CourseError
from tensorkata.proving.ledger import Entry, Ledger, ledger_of


def show_claims(course: Course, parts: Parts) -> int:
    """Print an exercise's claims, or a table of each topic's; return 1 if any is open."""
    console = Console(highlight=False, soft_wrap=True)
    return max(_show(console, course, topic, exercises) for topic, exercises in parts)


def _show(console: Console, course: Course, topic: Topic, exercises: tuple[Exercise, ...]) -> int:
    if exercises != topic.exercise:
        return max(_show_exercise(console, course, topic, exercise) for exercise in exercises)
    return _show_topic(console, course, topic)


def _show_exercise(console: Console, course: Course, topic: Topic, exercise: Exercise) -> int:
    ledger = ledger_of(course, topic, exercise)
    console.print(f"[bold]{exercise.name}[/]")
    for entry in ledger.entries:
        if not entry.claim.method or entry.wrong:
            _show_entry(console, entry, ledger)
    for fault in ledger.faults:
        console.print(f"✗ {fault}", style="red", markup=False)
    counts = f"{len(ledger.proven())} proven, {len(ledger.seen())} of them by a visible check"
    console.print(f"{len(ledger.claims)} claims: {counts}; {len(ledger.unproven())} unproven")
    console.print(LEGEND, style="dim")
    return _code(ledger)


def _show_entry(console: Console, entry: Entry, ledger: Ledger) -> None:
    """Print a claim after its sign, and what breaks it below."""
    claim = entry.claim
    sign, color = _sign(entry, ledger)
    indent = "    " if claim.term else ""
    place = f" (of {claim.method})" if claim.method else ""
    console.print(f"{indent}{sign} {claim.term or claim.text}{place}", style=color, markup=False)
    for wrong in entry.wrong:
        hidden = "" if wrong.check in ledger.visible else " (hidden)"
        told = f"{indent}      {wrong.title} | {wrong.check}{hidden}"
        console.print(told, style="dim", markup=False)
    if entry.reason:
        console.print(f"{indent}      unbreakable: {entry.reason}", style="dim", markup=False)


def _sign(entry: Entry, ledger: Ledger) -> tuple[str, str]:
    if entry.wrong:
        return ("✓", "green") if entry in ledger.seen() else ("h", "yellow")
    return ("-", "dim") if entry.reason else ("✗", "red")


def _show_topic(console: Console, course: Course, topic: Topic) -> int:
    table = Table("exercise", box=None, title=topic.name, title_justify="left", pad_edge=False)
    for name in ("claims", "proven", "visibly", "unbreakable", "unproven"):
        table.add_column(name, justify="right")
    code, faults = 0, list[str]()
    for exercise in topic.exercise:
        try:
            ledger = ledger_of(course, topic, exercise)
        except CourseError as error:
            faults.append(str(error))
            continue
        entries = ledger.claims, ledger.proven(), ledger.seen()
        counts = [len(found) for found in entries]
        counts += [sum(bool(entry.reason) for entry in ledger.claims), len(ledger.unproven())]
        table.add_row(exercise.name, *map(str, counts))
        faults += ledger.faults
        code = max(code, _code(ledger))
    console.print(table)
    for fault in faults:
        console.print(f"✗ {fault}", style="red", markup=False)
    return 1 if faults else code


def _code(ledger: Ledger) -> int:
    return 1 if ledger.faults or any(ledger.findings()) else 0


LEGEND = (
    "✓ a visible check proves it  h only a hidden check does  - unbreakable  ✗ unproven"
    "\nread from the answers' headers; `kata verify` without --claims runs them"
)
