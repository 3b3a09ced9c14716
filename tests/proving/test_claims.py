"""The claims of a docstring, the quotes of the answers, and `kata verify --claims`."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from tensorkata.cli import app
from tensorkata.course import Course
from tensorkata.errors import CourseError
from tensorkata.proving.answers import Quote, parse, quotes_claims
from tensorkata.proving.claims import Claim, broken_by, split
from tensorkata.proving.ledger import Ledger, ledger_of

DOCSTRING = """Halve x: any shape, (n, ...) -> the same; rounded.

x is float32 or float64; the sum (0. 5, for short; never 0) stays. Drops "n. b." too:
no zeros are kept, nan, no infinities are kept.

    mode = "up":     to the next number
                     away from 0
    mode = "down":   to 0

- one: first line
  goes on. And more;
- two
Below the bullets. Raises ValueError if x is odd, or TypeError if x is no number.

>>> halve(2)
1
"""
CLAIMS = [
    "Halve x: any shape, (n, ...) -> the same; rounded.",
    "x is float32 or float64",
    "float32 in x is float32 or float64",
    "float64 in x is float32 or float64",
    "the sum (0. 5, for short; never 0) stays.",
    'Drops "n. b." too: no zeros are kept, nan',
    "no infinities are kept.",
    'mode = "up": to the next number away from 0',
    'mode = "down": to 0',
    "one: first line goes on.",
    "And more",
    "two",
    "Below the bullets.",
    "Raises ValueError if x is odd",
    "or TypeError if x is no number.",
]


def told(claim: Claim) -> str:
    """Return a claim without its quotation marks."""
    return f"{claim.term} in {claim.text}" if claim.term else claim.text


def test_a_docstring_is_cut_at_sentences_lists_and_names() -> None:
    """Each kind of claim is cut out; brackets and quotes hold together; the example is none."""
    assert [told(claim) for claim in split(DOCSTRING)] == CLAIMS


@pytest.mark.parametrize(
    ("quote", "broken"),
    [
        ("the  sum", ["the sum (0. 5, for short; never 0) stays."]),
        ("away from 0", ['mode = "up": to the next number away from 0']),
        ("float32", ["x is float32 or float64", "float32 in x is float32 or float64"]),
        ("x is", "“x is” stands in several claims; quote more words:"),
        ("float32 or float64", "names float32 and float64; write a line for each"),
        ("float64; the sum", "quotes two claims; write a line for each that the answer breaks:"),
        ("the summit stays", "does not say “the summit stays”; the nearest words are “the sum (0"),
        ("float", "the docstring does not say “float”"),
    ],
)
def test_a_quote_means_one_claim_or_says_why_not(quote: str, broken: list[str] | str) -> None:
    """Whole words find their claim across line ends; a term counts only if it is quoted."""
    claims = list(split(DOCSTRING))
    if isinstance(broken, list):
        assert [told(claim) for claim in broken_by(quote, claims)] == broken
        return
    with pytest.raises(ValueError, match=re.escape(broken)):
        broken_by(quote, claims)


ANSWERS = """\
# unbreakable: "half" | a mutant shows it

# %% right: times a half
def halve(x):
    return 0.5 * x

# %% wrong: a third | test_values | differ
# breaks: "Return half"
# breaks: "of x."
def halve(x):
    return x / 3
"""


def test_quotes_are_read_with_their_lines() -> None:
    """A wrong answer has its quotes; what is unbreakable has its reason."""
    found = parse(ANSWERS, "halve")
    assert found.wrong[0].breaks == (Quote("Return half", 8), Quote("of x.", 9))
    assert found.unbreakable == (Quote("half", 1, "a mutant shows it"),)


@pytest.mark.parametrize(
    ("row", "instead", "fault"),
    [
        ('# breaks: "of x."', "# breaks: of x.", ":9: write `# breaks:"),
        ('# breaks: "of x."', "# Break: of x.", ":9: write `# breaks:"),
        ("def halve(x):\n    return 0", '# breaks: "x"\ndef halve(x):\n    return 0', ":4: write"),
        (" | a mutant shows it", "", ":1: write `# unbreakable:"),
    ],
)
def test_a_malformed_quote_is_one_line(row: str, instead: str, fault: str) -> None:
    """A quote without marks, in a right answer or without a reason is told with its line."""
    with pytest.raises(CourseError) as error:
        parse(ANSWERS.replace(row, instead), "halve")
    assert fault in str(error.value)


@pytest.fixture
def ledger(course: Course) -> Callable[..., Ledger]:
    """Return a function that reads the ledger of halve, of whose docstring it takes the text."""

    def ledger(docstring: str, answers: str) -> Ledger:
        topic = course.topic("01")
        path = course.solutions / topic.filename
        path.write_text(path.read_text().replace("Return half of x.", docstring))
        path = course.answers / topic.name / "halve.py"
        path.parent.mkdir(parents=True)
        path.write_text(answers)
        return ledger_of(course, topic, topic.find("halve"))

    return ledger


WRONG = '# %% wrong: {0} | {0}\n# breaks: "{1}"\ndef halve(x): ...\n\n'


def test_each_claim_wants_an_answer_that_a_visible_check_catches(
    ledger: Callable[..., Ledger],
) -> None:
    """A claim without an answer is a finding, and one that only a hidden check proves."""
    answers = WRONG.format("test_values", "half") + WRONG.format("test_secret", "halves come")
    answers = '# unbreakable: "any x" | no other numbers\n\n' + answers
    found = ledger("Return half of x. All halves come. Takes any x. Never twice.", answers)
    assert found.faults == []
    assert [line.partition(":")[0] for line in found.findings()] == [
        "nothing breaks “Never twice.”",
        "only a hidden check (test_secret) proves “All halves come.”",
    ]
    assert "“Return half of x.”" in [*found.findings(unseen=["test_values"])][1]


def test_a_quote_that_is_not_there_is_told_with_its_line(ledger: Callable[..., Ledger]) -> None:
    """Words that the docstring does not say are a fault, and so is an excuse without need."""
    answers = '# unbreakable: "x" | no\n' + WRONG.format("test_values", "of x")
    found = ledger("Return half of x.", answers + WRONG.format("test_kind", "one third of x"))
    where = "tests/answers/01_numbers/halve.py"
    near, excuse = found.faults
    assert near.startswith(f"{where}:7: the docstring does not say “one third of x”; the nearest")
    assert near.endswith(" words are “Return half of x.”")
    assert excuse.startswith(f"{where}:1: “Return half of x.” is listed as unbreakable, but")


def test_the_command_shows_what_stands_beside_each_claim(
    course: Course, ledger: Callable[..., Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Claims, answers and checks are shown for an exercise, the counts for a topic."""
    ledger("Return half of x. Never twice.", WRONG.format("test_values", "half"))
    assert quotes_claims(course, *course.select("halve"))
    monkeypatch.chdir(course.root)
    one = CliRunner().invoke(app, ["verify", "--claims", "halve"])
    assert one.exit_code == 1
    assert one.output.splitlines()[:5] == [
        "halve",
        "✓ Return half of x.",
        "      test_values | test_values",
        "✗ Never twice.",
        "2 claims: 1 proven, 1 of them by a visible check; 1 unproven",
    ]
    table = CliRunner().invoke(app, ["verify", "--claims", "01"])
    assert table.exit_code == 1
    row = next(row for row in table.output.splitlines() if row.startswith("halve"))
    assert row.split() == ["halve", "2", "1", "1", "0", "1"]
    assert "running_total.py: there is no such file" in table.output


def test_only_an_exercise_that_quotes_claims_must_prove_them(course: Course) -> None:
    """An exercise without any quote is left alone until its author begins."""
    assert not quotes_claims(course, *course.select("halve"))
