"""The answers that prove a checker: tests/answers/NN_topic/<exercise>.py, as data.

A py:percent script with one cell per answer. The cell's header says what the answer is:

    # %% right: einsum
    # %% wrong: forgets the bias | test_output_values | bias
    # breaks: "words of the docstring"
    # %% equivalent: constant-1f2e3d4c | the sum is over one element

The code before the first header is part of every answer. A comment there may say what no answer
can break: `# unbreakable: "words of the docstring" | the reason`. Nothing is run here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

import msgspec

from tensorkata.course import Course, Exercise, Topic, unknown
from tensorkata.errors import CourseError
from tensorkata.points_of_checks import check_points
from tensorkata.protocol.cells import Cell, defined_names, script_cells

_MARK = re.compile(r"^# %%(?P<head>.*)$")
_HEAD = re.compile(r"^ (?P<kind>right|wrong|equivalent):(?P<rest>.*)$")
_BREAKS = re.compile(r"^# breaks: \"(?P<words>.*\S.*)\"\s*$")
_NEARLY_BREAKS = re.compile(r"^\s*#+\s*breaks?\b", re.IGNORECASE)
_UNBREAKABLE = re.compile(r"^# unbreakable: \"(?P<words>.*\S.*)\" \|(?P<reason>.*\S.*)$")
_NEARLY_UNBREAKABLE = re.compile(r"^\s*#+\s*unbreakable\b", re.IGNORECASE)
_MARKDOWN = re.compile(r"^ \[(markdown|md)\]")


class Quote(msgspec.Struct, frozen=True):
    """Words of the docstring, the line that quotes them, and why no answer can break them."""

    words: str
    line: int
    reason: str = ""


class Note(msgspec.Struct, frozen=True):
    """What is let pass of a check, and why: that it is slow, or what it does not notice.

    The `changes` that it does not notice are a pattern of probe, place and kind, or a liar.
    """

    check: str
    changes: str
    reason: str
    line: int

    def excuses(self, check: str, change: str) -> bool:
        """Tell whether a check need not notice a change."""
        return check == self.check and fnmatchcase(change, self.changes.replace("[", "[[]"))


class Right(msgspec.Struct, frozen=True):
    """An answer that earns every point, and the line of its header."""

    title: str
    source: str
    line: int


class Wrong(msgspec.Struct, frozen=True):
    """An answer that `check` must catch with `word` (which may be empty) in its message.

    It `breaks` the words of the docstring that it quotes.
    """

    title: str
    check: str
    word: str
    source: str
    line: int
    breaks: tuple[Quote, ...] = ()


class Equivalent(msgspec.Struct, frozen=True):
    """A mutant that no check can distinguish from the reference, and why."""

    mutant: str
    reason: str
    line: int


class Answers(msgspec.Struct, frozen=True):
    """The known answers of one exercise."""

    right: tuple[Right, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    equivalent: tuple[Equivalent, ...] = ()
    unbreakable: tuple[Quote, ...] = ()
    slow: tuple[Note, ...] = ()
    unnoticed: tuple[Note, ...] = ()


def read(course: Course, topic: Topic, exercise: Exercise) -> Answers:
    """Read the exercise's answers; CourseError if there are none or a cell is malformed."""
    path = course.answers / topic.name / f"{exercise.stem}.py"
    where = path.relative_to(course.root).as_posix()
    return parse(course.text(path, ANSWERS), exercise.name, where)


def quotes_claims(course: Course, topic: Topic, exercise: Exercise) -> bool:
    """Tell whether any answer of the exercise quotes what it breaks; then every claim needs one."""
    path = course.answers / topic.name / f"{exercise.stem}.py"
    rows = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return any(map(_BREAKS.match, rows))


def unknown_checks(
    course: Course, topic: Topic, exercise: Exercise, known: Answers
) -> Iterator[str]:
    """Yield a line for each wrong answer that names a check which the exercise does not have."""
    where = f"tests/answers/{topic.name}/{exercise.stem}.py"
    checks = check_points(course, topic, exercise, hidden=True)
    for wrong in known.wrong:
        if wrong.check not in checks:
            told = unknown(f"check of {exercise.name}", wrong.check, checks)
            yield f"{where}:{wrong.line}: {told}"


def parse(text: str, exercise: str, where: str = "answers") -> Answers:
    """Read the text of an answers file; CourseError with file and line if it is malformed."""
    heads = _heads(text, where)
    first = heads[0][0] if heads else len(text.splitlines()) + 1
    sources = {cell.line - 1: cell.source for cell in script_cells(text)}
    prelude = "".join(f"{source.strip()}\n\n\n" for at, source in sources.items() if at < first)
    right, wrong, equivalent = [], [], []
    for line, kind, fields in heads:
        source = sources.get(line, "")
        if kind == "equivalent":
            equivalent.append(_equivalent(fields, Cell(line, source), where))
            continue
        _check_source(source, exercise, f"{where}:{line}")
        breaks = tuple(_quotes(source, line, kind, where))
        whole = f"{prelude}{source.strip()}\n"
        if kind == "right":
            title = _fields(fields, (1,), f"{where}:{line}: {RIGHT}")[0]
            right.append(Right(title, whole, line))
        else:
            title, check, word = _fields(fields, (2, 3), f"{where}:{line}: {WRONG}")
            wrong.append(Wrong(title, check, word, whole, line, breaks))
            if not check.startswith("test_"):
                raise CourseError(f"{where}:{line}: {WRONG}")
    _check_unique([(r.title, r.line) for r in right] + [(w.title, w.line) for w in wrong], where)
    _check_unique([(e.mutant, e.line) for e in equivalent], where)
    return Answers(
        tuple(right),
        tuple(wrong),
        tuple(equivalent),
        tuple(_unbreakable(text, where)),
        tuple(_notes(text, "slow", SLOW, where)),
        tuple(_notes(text, "unnoticed", UNNOTICED, where)),
    )


def _heads(text: str, where: str) -> list[tuple[int, str, list[str]]]:
    """Return line, kind and fields of each headed cell; only the first may lack a header."""
    found: list[tuple[int, str, list[str]]] = []
    for line, row in enumerate(text.splitlines(), 1):
        mark = _MARK.match(row)
        if not mark or _MARKDOWN.match(mark["head"]):
            continue
        head = _HEAD.match(mark["head"])
        if head:
            found.append((line, head["kind"], [f.strip() for f in head["rest"].split("|")]))
        elif found or mark["head"].strip():
            raise CourseError(f"{where}:{line}: {HEADER}")
    return found


def _fields(fields: list[str], counts: tuple[int, ...], fault: str) -> list[str]:
    """Return the fields of a header; only the last, optional one may be empty."""
    if len(fields) not in counts or not all(fields[: counts[0]]):
        raise CourseError(fault)
    return [*fields, *[""] * (counts[-1] - len(fields))]


def _equivalent(fields: list[str], cell: Cell, where: str) -> Equivalent:
    """Read an equivalent mutant; comment lines under its header continue the reason."""
    rows = [row.strip() for row in cell.source.splitlines() if row.strip()]
    mutant, *rest = fields
    reason = " ".join([*rest, *(row.lstrip("# ") for row in rows)]).strip()
    code = any(not row.startswith("#") for row in rows)
    if code or not mutant or not reason or len(rest) > 1:
        raise CourseError(f"{where}:{cell.line}: {EQUIVALENT}")
    return Equivalent(mutant, reason, cell.line)


def _quotes(source: str, head: int, kind: str, where: str) -> Iterator[Quote]:
    """Yield the quotes of an answer's cell."""
    for line, row in enumerate(source.splitlines(), head + 1):
        if _NEARLY_BREAKS.match(row):
            quote = _BREAKS.match(row)
            if not quote or kind != "wrong":
                raise CourseError(f"{where}:{line}: {BREAKS}")
            yield Quote(quote["words"], line)


def _unbreakable(text: str, where: str) -> Iterator[Quote]:
    """Yield what the file says that no answer can break."""
    for line, row in enumerate(text.splitlines(), 1):
        if _NEARLY_UNBREAKABLE.match(row):
            quote = _UNBREAKABLE.match(row)
            if not quote:
                raise CourseError(f"{where}:{line}: {UNBREAKABLE}")
            yield Quote(quote["words"], line, quote["reason"].strip())


def _notes(text: str, kind: str, fault: str, where: str) -> Iterator[Note]:
    """Yield what the file lets pass of its checks."""
    for line, row in enumerate(text.splitlines(), 1):
        if row.startswith(f"# {kind}:"):
            fields = [field.strip() for field in row.partition(":")[2].split("|")]
            check, *changes, reason = _fields(
                fields, (2 if kind == "slow" else 3,), f"{where}:{line}: {fault}"
            )
            yield Note(check, "".join(changes), reason, line)


def _check_source(source: str, exercise: str, place: str) -> None:
    try:
        ast.parse(source)
    except SyntaxError as error:
        raise CourseError(f"{place}: not Python: {error.msg}") from error
    if exercise not in defined_names(Cell(1, source)):
        raise CourseError(f"{place}: the answer does not define {exercise}")


def _check_unique(titles: list[tuple[str, int]], where: str) -> None:
    seen: set[str] = set()
    for title, line in titles:
        if title in seen:
            raise CourseError(f"{where}:{line}: {title!r} is here twice")
        seen.add(title)


ANSWERS = "write the answers there, under `# %% right: ...` and `# %% wrong: ...`"
HEADER = "a cell without a header: `# %% right: ...`, `# %% wrong: ...` or `# %% equivalent: ...`"
RIGHT = "write `# %% right: how it is done`"
WRONG = "write `# %% wrong: the mistake | test_that_catches_it | a word of the message`"
BREAKS = 'write `# breaks: "words of the docstring"` below the header of a wrong answer'
UNBREAKABLE = 'write `# unbreakable: "words of the docstring" | why no answer can break them`'
SLOW = "write `# slow: test_name | why it cannot be quick`"
UNNOTICED = "write `# unnoticed: test_name | probe place kind | why it need not be noticed`"
EQUIVALENT = "write `# %% equivalent: the mutant's id | the reason`, and no code"
