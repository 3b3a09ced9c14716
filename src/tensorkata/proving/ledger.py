"""Which wrong answer breaks which claim of an exercise, read from its answers and its docstring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from tensorkata.authoring import source
from tensorkata.course import Course, Exercise, Topic
from tensorkata.points_of_checks import check_points
from tensorkata.proving import answers
from tensorkata.proving.answers import Quote, Wrong
from tensorkata.proving.claims import Claim, broken_by, claims_of


class Entry(msgspec.Struct):
    """A claim, the wrong answers that break it, and why it cannot be broken if it cannot."""

    claim: Claim
    wrong: list[Wrong] = []
    reason: str = ""


class Ledger(msgspec.Struct):
    """The claims of an exercise, what is wrong with the quotes, and the names of visible checks."""

    entries: list[Entry]
    faults: list[str]
    visible: frozenset[str]

    @property
    def claims(self) -> list[Entry]:
        """The entries that have to be proven: what methods say may be quoted, but need not."""
        return [entry for entry in self.entries if not entry.claim.method]

    def proven(self) -> list[Entry]:
        """Return the entries that a wrong answer breaks."""
        return [entry for entry in self.claims if entry.wrong]

    def seen(self, unseen: Iterable[str] = ()) -> list[Entry]:
        """Return the entries of which a visible check catches a wrong answer.

        `unseen` are the titles of answers that only a hidden check caught when they were run.
        """
        gone = set(unseen)
        return [entry for entry in self.proven() if any(self._shows(w, gone) for w in entry.wrong)]

    def unproven(self) -> list[Entry]:
        """Return the entries that nothing breaks and no reason excuses."""
        return [entry for entry in self.claims if not entry.wrong and not entry.reason]

    def findings(self, unseen: Iterable[str] = ()) -> Iterator[str]:
        """Yield a line for each claim that is not proven by a visible check."""
        for entry in self.unproven():
            yield UNPROVEN.format(claim=entry.claim.words)
        seen = self.seen(unseen)
        for entry in self.proven():
            if entry not in seen:
                checks = ", ".join(dict.fromkeys(wrong.check for wrong in entry.wrong))
                yield UNSEEN.format(claim=entry.claim.words, checks=checks)

    def _shows(self, wrong: Wrong, unseen: set[str]) -> bool:
        return wrong.check in self.visible and wrong.title not in unseen


def ledger_of(course: Course, topic: Topic, exercise: Exercise) -> Ledger:
    """Read an exercise's ledger; CourseError if its source or its answers cannot be read."""
    text = source.read(course, topic, (exercise,))
    known = answers.read(course, topic, exercise)
    entries = [Entry(claim) for claim in claims_of(source.solution_of(text, exercise.name))]
    visible = check_points(course, topic, exercise, hidden=False)
    ledger = Ledger(entries, [], frozenset(visible))
    where = f"tests/answers/{topic.name}/{exercise.stem}.py"
    for wrong in known.wrong:
        for quote in wrong.breaks:
            for entry in _quoted(quote, ledger, where):
                entry.wrong.append(wrong)
    for quote in known.unbreakable:
        for entry in _quoted(quote, ledger, where):
            entry.reason = quote.reason
            if entry.wrong:
                told = BROKEN.format(claim=entry.claim.words, title=entry.wrong[0].title)
                ledger.faults.append(f"{where}:{quote.line}: {told}")
    return ledger


def _quoted(quote: Quote, ledger: Ledger, where: str) -> list[Entry]:
    """Return the entries that a quote means; none, and a fault, if it means no single claim."""
    try:
        meant = broken_by(quote.words, [entry.claim for entry in ledger.entries])
    except ValueError as error:
        ledger.faults.append(f"{where}:{quote.line}: {error}")
        return []
    return [entry for entry in ledger.entries if entry.claim in meant]


UNPROVEN = (
    'nothing breaks {claim}: write a wrong answer with `# breaks: "..."`, or a line'
    ' `# unbreakable: "..." | reason`, or strike the words from the docstring'
)
UNSEEN = "only a hidden check ({checks}) proves {claim}: let a visible check prove it too"
BROKEN = "{claim} is listed as unbreakable, but “{title}” breaks it: remove one of the lines"
