"""What `kata verify` says to an author: which file, what is wrong, what to write."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from rich.console import Console

from tensorkata.course import Course
from tensorkata.errors import CourseError
from tensorkata.proving import verify_report
from tensorkata.proving.cases import Case
from tensorkata.proving.proof import Proof
from tensorkata.proving.trials import Assertion, CheckName, Proven, Trace, Trial
from tensorkata.proving.verify import verify
from tensorkata.results import CheckResult, ExerciseResult, Outcome

ANSWERS = """\
# %% right: times a half
def halve(x):
    return 0.5 * x

# %% right: by two
def halve(x):
    return x / 2

# %% wrong: a third | test_value | differ
def halve(x):
    return x / 3
"""


def judged(outcome: Outcome) -> tuple[ExerciseResult, ...]:
    """Return the results of halve: its one check ended so."""
    check = CheckResult(
        "test_values", 2.0 * (outcome == "passed"), 2.0, hidden=False, outcome=outcome
    )
    return (ExerciseResult.of("halve", [check]),)


@pytest.fixture
def prove(course: Course, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Proof]:
    """Return a function that verifies halve with a judge that gives every case one verdict."""

    def prove(verdict: Proven | None = None, answers: str = ANSWERS) -> Proof:
        class Pool:
            def __init__(self, *_: object, **__: object) -> None: ...
            def __enter__(self) -> Any:
                return self

            def __exit__(self, *_: object) -> None: ...
            def run(self, jobs: Iterable[tuple[Case, Trial]]) -> Iterator[tuple[Case, Proven]]:
                return ((case, verdict or Proven(judged("passed"))) for case, _ in jobs)

        monkeypatch.setattr("tensorkata.proving.verify.PoolOf", Pool)
        topic = course.topic("01")
        path = course.answers / topic.name / "halve.py"
        if answers:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(answers)
        [proof] = verify(course, topic, (topic.find("halve"),), sandbox=None, jobs=1, seed=7)
        return proof

    return prove


def test_a_broken_check_is_one_line_and_nothing_else_is_judged(
    prove: Callable[..., Proof],
) -> None:
    """A check that is broken under every seed is told once, with its file, and no liar after it."""
    trace = Trace(CheckName("test_values", hidden=False), Assertion("test_halve.py", 11))
    proof = prove(Proven(judged("broken"), traces=(trace,), again=(judged("broken"),) * 2))
    told = [text for text in proof.findings if "test_values" in text and "broken" in text]
    where = "checkers/01_numbers/test_halve.py:11"
    assert told == [
        f"nothing else was judged: reference (sandbox): {where}: test_values is broken: "
    ]
    assert not proof.right
    assert not proof.mutants


def test_an_unknown_check_in_a_header_is_named_with_its_line(prove: Callable[..., Proof]) -> None:
    """A header's check that does not exist is told before any run, with the nearest name."""
    assert (
        "tests/answers/01_numbers/halve.py:9: no check of halve is called 'test_value'; did you"
        " mean test_values? (there are: test_kind, test_values, test_negative, test_secret)"
    ) in prove().findings


def test_a_missing_answers_file_is_one_line(prove: Callable[..., Proof]) -> None:
    """Where there are no answers, one line says which file to write and how."""
    [told] = [text for text in prove(answers="").findings if "answers" in text]
    assert told == (
        "tests/answers/01_numbers/halve.py: there is no such file: write the answers there,"
        " under `# %% right: ...` and `# %% wrong: ...`"
    )


def test_an_exercise_without_a_cell_names_the_source(
    course: Course, prove: Callable[..., Proof]
) -> None:
    """The source's file is named where one exercise alone is verified and has no cell in it."""
    path = course.solutions / "01_numbers.py"
    path.write_text(path.read_text().replace("halve", "third"))
    with pytest.raises(CourseError, match=r"^solutions/01_numbers.py:1: exercise halve .* write"):
        prove()


def test_the_totals_count_mutants_that_survive_without_a_reason(
    prove: Callable[..., Proof],
) -> None:
    """A mutant that survives unexcused is counted as such."""
    proof, out = prove(), io.StringIO()
    assert proof.mutants
    verify_report.totals(Console(file=out, soft_wrap=True), [proof], 1.0)
    assert f"(0 survive with a reason, {proof.mutants} without)" in out.getvalue()


def test_claims_are_demanded_once_an_answer_quotes_one(prove: Callable[..., Proof]) -> None:
    """An exercise without quotes is left alone; with one, each claim wants a visible check."""
    assert not [text for text in prove().findings if "“Return half of x.”" in text]
    quoted = ANSWERS.replace("test_value | differ", 'test_secret | differ\n# breaks: "of x"')
    [told] = [text for text in prove(answers=quoted).findings if "“Return half of x.”" in text]
    assert told.startswith("only a hidden check (test_secret) proves")
