"""Checkers that are faulty on purpose: `kata verify`, with real judges, says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tensorkata.course import Course
from tensorkata.proving.verify import Proof, verify

pytestmark = pytest.mark.slow  # a judge imports TensorFlow and hears some 300 submissions

CELL = '''
# %%
def {name}(x):
    """Return 3 x + 1."""
    # TODO: multiply, then add.
    ### BEGIN SOLUTION
    return 3 * x + 1
    ### END SOLUTION
'''
PROBES = '''"""Probes: a call, and its result as a list of rows."""


def rows(student, name, x):
    """Return the rows of a result."""
    return list(getattr(student, name)(x))
'''
HEAD = '''"""Checks."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_shape, draw, points

NAME = "{name}"


def oracle(x):
    """Return 3 x + 1."""
    return 3 * x + 1


def test_shape(probes, rng):
    """The result has the shape of x"""
    assert_shape(probes.call(NAME, draw(rng, (3, 2))), (3, 2), dtype="float32", kind="any")


'''
SOUND = '''@points(2)
@after(test_shape)
def test_values(probes, rng):
    """The result is 3 x + 1"""
    for shape in [(4, 2), (1, 3)]:
        x = draw(rng, shape)
        assert_close(probes.call(NAME, x), oracle(x))
'''


def with_check(*lines: str) -> str:
    """Return a check of values with other lines after its docstring."""
    head = SOUND.partition("    for shape")[0]
    return head + "".join(f"    {line}\n" for line in ("x = draw(rng, (4, 2))", *lines))


CHECKS = {
    "sound": SOUND,
    "guessable": SOUND
    + '''

@points(1)
def test_rank(probes, rng):
    """The result has two axes"""
    assert_shape(probes.call(NAME, draw(rng, (3, 2))), (3, 2), kind="any")
''',
    "loose": with_check("assert_close(probes.call(NAME, x), oracle(x), rtol=0, atol=0.8)"),
    "removed": with_check("assert_close(probes.call(NAME, x)[:, 0], oracle(x)[:, 0])"),
    "redundant": with_check(*["assert_close(probes.call(NAME, x), oracle(x))"] * 2),
    "twins": with_check("assert_close(probes.call(NAME, x), probes.call(NAME, x.copy()))"),
    "relatives": with_check("assert_close(probes.call(NAME, x + 1), probes.call(NAME, x) + 3)"),
    "zipped": with_check(
        "for got, want in zip(probes.rows(NAME, x), oracle(x), strict=False):",
        "    assert_close(got, want)",
    ).replace("@after(test_shape)\n", ""),
    "idle": with_check(
        "for got, want in zip(probes.rows(NAME, x), [], strict=False):",
        "    assert_close(got, want)",
    ),
    "constant": with_check("x = np.ones_like(x)", "assert_close(probes.call(NAME, x), oracle(x))"),
    "coarse": with_check(
        "assert_close(np.float32(probes.call(NAME, x)), oracle(x), atol=0.01)"
    ).replace("@after(test_shape)\n", ""),
    "weak": with_check("x = x * 0", "assert_close(probes.call(NAME, x), oracle(x))"),
}
WRONG = {
    "forgets to add": "3 * x",
    "adds 2": "3 * x + 2",
    "doubles": "2 * x + 1",
    "spoils the last column": "3 * x + 1 - np.eye(x.shape[1], dtype='float32')[-1]",
    "adds first": "3 * (x + 1)",
    "loses an axis": "3 * x[0] + 1",
}
RIGHT = {"sums": "x + x + x + 1", "multiplies last": "3 * (x + np.float32(1 / 3))"}


def answers_of(name: str) -> str:
    """Return an answers file of two right answers and six wrong ones."""
    text = "import numpy as np\n\n"
    for title, value in RIGHT.items():
        text += f"# %% right: {title}\ndef {name}(x):\n    return {value}\n\n"
    for title, value in WRONG.items():
        check = "test_shape" if title == "loses an axis" else "test_values"
        text += f"# %% wrong: {title} | {check}\ndef {name}(x):\n    return {value}\n\n"
    return text


@pytest.fixture(scope="module")
def proofs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Proof]:
    """Prove a course of one topic, an exercise for each kind of fault, with a local judge."""
    root: Path = tmp_path_factory.mktemp("faulty")
    manifest = '[[topic]]\nname = "01_faults"\ntitle = "Faults"\n'
    manifest += "".join(f'[[topic.exercise]]\nname = "{n}"\ntitle = "{n}"\n' for n in CHECKS)
    files = {
        "course/curriculum.toml": manifest,
        "solutions/01_faults.py": "# %% [markdown]\n# # Faults\n\n# %%\nimport numpy as np\n"
        + "".join(CELL.format(name=name) for name in CHECKS),
        "checkers/01_faults/probes.py": PROBES,
    }
    for name, check in CHECKS.items():
        files[f"checkers/01_faults/test_{name}.py"] = HEAD.format(name=name) + check
        files[f"tests/answers/01_faults/{name}.py"] = answers_of(name)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    course = Course(root)
    [topic] = course.topics
    found = verify(course, topic, topic.exercise, sandbox=None, jobs=1, seed=7)
    return {proof.exercise: proof for proof in found}


def test_sound_checks_are_green(proofs: dict[str, Proof]) -> None:
    """Where nothing is wrong, nothing is found: right answers pass, all else is caught."""
    proof = proofs["sound"]
    assert proof.findings == []
    assert (proof.right, proof.wrong, proof.survivors, proof.liars_points) == (2, 6, 0, 0)
    assert proof.mutants >= 4


@pytest.mark.parametrize(
    ("exercise", "finding"),
    [
        ("guessable", "liars (seed 7): the liar “zeros” earns 1 on test_rank"),
        ("guessable", "test_rank: it passes without comparing a value: is one of its loops empty?"),
        ("loose", "test_values: a wrong answer is 1.2 allowances away (least: 2.0)"),
        (
            "removed",
            "wrong: spoils the last column: it loses 0 points; test_values should catch it",
        ),
        ("redundant", "this assertion could be lost and nothing would notice"),
        ("twins", "liars (seed 7): the liar “zeros” earns 2 on test_values"),
        (
            "twins",
            "test_values: it compares the student's values only with other values of the student's",
        ),
        (
            "relatives",
            "test_values: it compares the student's values only with other values of the student's",
        ),
        ("zipped", "liars (seed 7): the liar “empty” earns 2 on test_values"),
        ("constant", "liars (seed 7): the liar “replay” earns 2 on test_values"),
        ("coarse", "liars (seed 7): the liar “coarse” earns 2 on test_values"),
        ("idle", "test_values: it passes without comparing a value: is one of its loops empty?"),
        ("weak", "survives: line"),
    ],
)
def test_each_fault_is_found(proofs: dict[str, Proof], exercise: str, finding: str) -> None:
    """A fault of a checker is told in words that name the check, the liar or the line."""
    assert [text for text in proofs[exercise].findings if finding in text], proofs[exercise]


def test_a_surviving_mutant_is_named_by_what_was_changed(proofs: dict[str, Proof]) -> None:
    """At x = 0 no factor matters: the mutants of the factor survive, those of the sum do not."""
    told = [text for text in proofs["weak"].findings if "survives" in text]
    assert any("`3`" in text for text in told)
    assert not any("`1` becomes" in text for text in told)
    assert proofs["weak"].survivors == len(told)


def test_a_redundant_assertion_is_named_with_its_line(proofs: dict[str, Proof]) -> None:
    """Either of two equal assertions could go, since the other would catch everything."""
    told = [text.split(":")[:2] for text in proofs["redundant"].findings]
    checker = (HEAD + CHECKS["redundant"]).splitlines()
    lines = [n for n, row in enumerate(checker, 1) if row.lstrip().startswith("assert_close")]
    assert told == [["test_redundant.py", str(line)] for line in lines]
