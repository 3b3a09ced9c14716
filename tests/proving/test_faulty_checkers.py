"""Checkers that are faulty on purpose: `kata verify`, with real judges, says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tensorkata.course import Course
from tensorkata.proving.proof import Proof
from tensorkata.proving.verify import verify

# A judge imports TensorFlow and hears some 300 submissions.
RUN = pytest.mark.slow

CELL = '''
# %%
def {name}(x):
    """Return 3 x + 1."""
    # TODO: multiply, then add.
    ### BEGIN SOLUTION
    return 3 * x + 1
    ### END SOLUTION
'''
# No probe makes a tensor: starting TensorFlow in each of 400 forks would take most of the time.
PROBES = '''"""Probes: a result, and a result as a list of rows."""


def answer(student, name, x):
    """Return a result."""
    return getattr(student, name)(x)


def rows(student, name, x):
    """Return the rows of a result."""
    return list(getattr(student, name)(x))
'''
HEAD = '''"""Checks."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_raises, assert_shape, draw, points

NAME = "{name}"


def oracle(x):
    """Return 3 x + 1."""
    return 3 * x + 1


def test_shape(probes, rng):
    """The result has the shape of x"""
    assert_shape(probes.answer(NAME, draw(rng, (3, 2))), (3, 2), dtype="float32", kind="any")


'''
SOUND = '''@points(2)
@after(test_shape)
def test_values(probes, rng):
    """The result is 3 x + 1"""
    for shape in [(4, 2), (1, 3)]:
        x = draw(rng, shape)
        assert_close(probes.answer(NAME, x), oracle(x))
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
    assert_shape(probes.answer(NAME, draw(rng, (3, 2))), (3, 2), kind="any")
''',
    "loose": with_check("assert_close(probes.answer(NAME, x), oracle(x), rtol=0, atol=0.8)"),
    "removed": with_check("assert_close(probes.answer(NAME, x)[:, 0], oracle(x)[:, 0])"),
    "redundant": with_check(*["assert_close(probes.answer(NAME, x), oracle(x))"] * 2),
    "twins": with_check("assert_close(probes.answer(NAME, x), probes.answer(NAME, x.copy()))"),
    "relatives": with_check("assert_close(probes.answer(NAME, x + 1), probes.answer(NAME, x) + 3)"),
    "zipped": with_check(
        "for got, want in zip(probes.rows(NAME, x), oracle(x), strict=False):",
        "    assert_close(got, want)",
    ).replace("@after(test_shape)\n", ""),
    "idle": with_check(
        "for got, want in zip(probes.rows(NAME, x), [], strict=False):",
        "    assert_close(got, want)",
    ),
    "constant": with_check(
        "x = np.ones_like(x)", "assert_close(probes.answer(NAME, x), oracle(x))"
    ),
    "coarse": with_check(
        "assert_close(np.float32(probes.answer(NAME, x)), oracle(x), atol=0.01)"
    ).replace("@after(test_shape)\n", ""),
    "unordered": with_check(
        "got = probes.answer(NAME, x)",
        "assert_shape(got, (4, 2), kind='any')",
        "assert_close(np.sort(got, axis=0), np.sort(oracle(x), axis=0))",
    ),
    "unsigned": with_check("assert_close(np.abs(probes.answer(NAME, x)), np.abs(oracle(x)))"),
    "slow": with_check(
        "time.sleep(1.2)", "assert_close(probes.answer(NAME, x), oracle(x))"
    ).replace("@points", "import time\n\n\n@points"),
    "excepted": SOUND
    + '''

@points(1)
def test_error(probes):
    """No text is taken"""
    assert_raises("TypeError", probes.answer, NAME, "a")
''',
    "weak": with_check("x = x * 0", "assert_close(probes.answer(NAME, x), oracle(x))"),
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
        quote = '# breaks: "3 x + 1"\n' if title == "adds 2" else ""
        text += f"# %% wrong: {title} | {check}\n{quote}def {name}(x):\n    return {value}\n\n"
    return text


def course_of(root: Path, checks: dict[str, str]) -> Course:
    """Write a course of one topic, with an exercise for each text of checks."""
    manifest = '[[topic]]\nname = "01_faults"\ntitle = "Faults"\n'
    manifest += "".join(f'[[topic.exercise]]\nname = "{n}"\ntitle = "{n}"\n' for n in checks)
    files = {
        "course/curriculum.toml": manifest,
        "solutions/01_faults.py": "# %% [markdown]\n# # Faults\n\n# %%\nimport numpy as np\n"
        + "".join(CELL.format(name=name) for name in checks),
        "checkers/01_faults/probes.py": PROBES,
    }
    for name, check in checks.items():
        files[f"checkers/01_faults/test_{name}.py"] = HEAD.format(name=name) + check
        files[f"tests/answers/01_faults/{name}.py"] = answers_of(name)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Course(root)


@pytest.fixture(scope="module")
def proofs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Proof]:
    """Prove a course with an exercise for each kind of fault, with a local judge."""
    course = course_of(tmp_path_factory.mktemp("faulty"), CHECKS)
    [topic] = course.topics
    found = verify(course, topic, topic.exercise, sandbox=None, jobs=1, seed=7)
    return {proof.exercise: proof for proof in found}


@RUN
def test_sound_checks_are_green(proofs: dict[str, Proof]) -> None:
    """Where nothing is wrong, nothing is found: right answers pass, all else is caught."""
    proof = proofs["sound"]
    assert proof.findings == []
    assert (proof.right, proof.wrong, proof.survivors, proof.liars_points) == (2, 6, 0, 0)
    assert proof.mutants >= 4


@RUN
@pytest.mark.parametrize(
    ("exercise", "finding"),
    [
        ("guessable", "test_rank earns points for zeros, ones, nan, noise, input"),
        ("guessable", "test_rank: it passes without comparing a value: is one of its loops empty?"),
        ("loose", "test_values: a wrong answer is 1.2 allowances away (least: 2.0)"),
        (
            "removed",
            "wrong: spoils the last column: it loses 0 points; test_values should catch it",
        ),
        ("redundant", "this assertion could be lost and nothing would notice"),
        ("twins", "test_values earns points for zeros, "),
        (
            "twins",
            "test_values: it compares the student's values only with other values of the student's",
        ),
        (
            "relatives",
            "test_values: it compares the student's values only with other values of the student's",
        ),
        ("zipped", "test_values earns points for empty and nothing: compare a value"),
        ("constant", "test_values earns points for replay: compare a value"),
        ("coarse", "test_values earns points for coarse: compare a value"),
        ("idle", "test_values: it passes without comparing a value: is one of its loops empty?"),
        ("weak", "survives: line"),
        (
            "unordered",
            "test_values does not notice swapped in answer result: compare it, or list it",
        ),
        ("unsigned", "test_values does not notice sign in answer result"),
        ("slow", "test_values takes 1.2 s (most: 1): make it smaller, or list it:"),
        ("excepted", "test_error earns points for replay and raises"),
    ],
)
def test_each_fault_is_found(proofs: dict[str, Proof], exercise: str, finding: str) -> None:
    """A fault of a checker is told in words that name the check, the liar or the line."""
    assert [text for text in proofs[exercise].findings if finding in text], proofs[exercise]


@RUN
def test_a_surviving_mutant_is_named_by_what_was_changed(proofs: dict[str, Proof]) -> None:
    """At x = 0 no factor matters: the mutants of the factor survive, those of the sum do not."""
    told = [text for text in proofs["weak"].findings if "survives" in text]
    assert any("`3`" in text for text in told)
    assert not any("`1` becomes" in text for text in told)
    assert proofs["weak"].survivors == len(told)


@RUN
def test_a_redundant_assertion_is_named_with_its_line(proofs: dict[str, Proof]) -> None:
    """Either of two equal assertions could go, since the other would catch everything."""
    told = [text.split(":")[:2] for text in proofs["redundant"].findings]
    checker = (HEAD + CHECKS["redundant"]).splitlines()
    lines = [n for n, row in enumerate(checker, 1) if row.lstrip().startswith("assert_close")]
    assert told == [["test_redundant.py", str(line)] for line in lines]


CHECKER, HIDDEN, ANSWERS, SOLUTION = (
    "checkers/01_faults/test_{}.py",
    "checkers/01_faults/hidden/test_{}.py",
    "tests/answers/01_faults/{}.py",
    "solutions/01_faults.py",
)
VALUES = "assert_close(probes.answer(NAME, x), oracle(x))"
WRONG_2 = "# %% wrong: adds 2 | test_values\n"
# What stands in which file of a sound exercise, what takes its place, and what verify says.
PLANTED = {
    "a generator of its own": (
        *(CHECKER, "x = draw(rng, shape)", "x = np.random.default_rng(3).random(shape)"),
        "it draws from a generator of its own: draw from the fixture `rng`",
    ),
    "the module random": (CHECKER, "import numpy", "import random\nimport numpy", "`rng`"),
    "TensorFlow": (
        *(CHECKER, "import numpy", "import tensorflow as tf\nimport numpy"),
        "a judge's file imports TensorFlow: move what needs it into probes.py",
    ),
    "Keras": (CHECKER, "import numpy", "from keras import ops\nimport numpy", "probes.py"),
    "a bare assert": (
        *(CHECKER, VALUES, "assert np.allclose(probes.answer(NAME, x), oracle(x))"),
        "a comparison without the kit: use assert_close, assert_equal or assert_true",
    ),
    "numpy.testing": (
        *(CHECKER, VALUES, "np.testing.assert_allclose(probes.answer(NAME, x), oracle(x))"),
        "a comparison without the kit",
    ),
    "any error": (
        *(CHECKER, VALUES, VALUES + "\n        assert_raises(Exception, probes.answer, NAME, 0)"),
        "any error satisfies it: name the class that the docstring promises",
    ),
    "any error by name": (
        *(
            CHECKER,
            VALUES,
            VALUES + '\n        assert_raises("BaseException", probes.answer, NAME, 0)',
        ),
        "any error satisfies it",
    ),
    "a short zip": (
        *(CHECKER, VALUES, "got = probes.rows(NAME, x)\n        list(zip(got, x, strict=False))"),
        "zip over an observation: a short one ends the loop early; add strict=True",
    ),
    "a zip without strict": (
        *(CHECKER, VALUES, "got = probes.rows(NAME, x)\n        list(zip(x, got[0]))"),
        "add strict=True",
    ),
    "the keys that came": (
        *(CHECKER, VALUES, "got = probes.rows(NAME, x)\n        for k, v in got.items(): ..."),
        "it loops over the keys that came: loop over those that are wanted",
    ),
    "student with student": (
        *(CHECKER, "oracle(x))", "2 * probes.answer(NAME, x))"),
        "both sides come from the student: compare each with the oracle",
    ),
    "student with student, through names": (
        *(CHECKER, VALUES, "a, b = probes.rows(NAME, x)\n        assert_equal(a, b + 3)"),
        "both sides come from the student",
    ),
    "no check needs the first": (
        *(CHECKER, "@after(test_shape)\n", ""),
        "test_shape has no points and no check needs it: put @after(test_shape) on the others",
    ),
    "a check without a claim": (
        *(CHECKER, '    """The result is 3 x + 1"""\n', ""),
        "the check has no docstring: write the claim that the student reads",
    ),
    "a check that catches": (
        *(CHECKER, VALUES, f"try:\n            {VALUES}\n        except KeyError: ..."),
        "the check catches exceptions: let them end it, or use assert_raises",
    ),
    "an allowance without a reason": (
        *(CHECKER, "oracle(x))", "oracle(x), atol=0.1)"),
        "an allowance of its own: write the reason beside it, or leave it out",
    ),
    "a hidden check imports": (
        *(HIDDEN, "", "from test_sound import oracle\n"),
        "it imports another checker: copy the oracle",
    ),
    "a right answer is the solution": (
        *(ANSWERS, "x + x + x + 1", "3 * x + 1"),
        "“sums” is a copy of the solution: write it in another way",
    ),
    "two right answers are one": (
        *(ANSWERS, "3 * (x + np.float32(1 / 3))", "x + x + x + 1  # again"),
        "“multiplies last” is a copy of “sums”: write it in another way",
    ),
    "a short word": (
        *(ANSWERS, WRONG_2, WRONG_2.replace("\n", " | is\n")),
        "“is” stands in too many messages: expect words with four letters or more",
    ),
    "one right answer": (ANSWERS, "# %% right: sums", "# %% wrong: sums | test_values", "1 right"),
    "an unknown check": (ANSWERS, "| test_shape", "| test_shapes", "did you mean test_shape?"),
    "words that nothing says": (
        *(ANSWERS, WRONG_2, WRONG_2 + '# breaks: "3 y + 1"\n'),
        "the docstring does not say “3 y + 1”; the nearest words are “Return 3 x + 1.”",
    ),
    "a sentence that nothing breaks": (
        *(SOLUTION, "3 x + 1.", "3 x + 1. Any rank."),
        "nothing breaks “Any rank.”: write a wrong answer with `# breaks:",
    ),
    "a dtype that nothing breaks": (
        *(SOLUTION, "3 x + 1.", "3 x + 1, in float32 or float64."),
        "nothing breaks float32 in “",
    ),
    "only a hidden check proves": (
        *(ANSWERS, "# %% wrong: adds 2 | test_values", "# %% wrong: adds 2 | test_secret"),
        "only a hidden check (test_secret) proves “Return 3 x + 1.”",
    ),
    "a needless excuse": (
        *(ANSWERS, "import numpy", '# unbreakable: "3 x" | no\nimport numpy'),
        "“Return 3 x + 1.” is listed as unbreakable, but “adds 2” breaks it: remove one of",
    ),
    "a mutant that is gone": (
        *(ANSWERS, WRONG_2, "# %% equivalent: swap-00112233 | why\n\n" + WRONG_2),
        "there is no such mutant",
    ),
    "an excuse for nothing": (
        *(ANSWERS, "import numpy", "# unnoticed: test_values | answer * | no\nimport numpy"),
        "answers, line 1: `# unnoticed: test_values | answer *` excuses nothing: strike it",
    ),
    "an excuse without a reason": (
        *(ANSWERS, "import numpy", "# slow: test_values\nimport numpy"),
        "write `# slow: test_name | why it cannot be quick`",
    ),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_fault_in_a_text_is_one_line(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault that the text shows is found before any run, in a line that says what to do."""

    class Pool:
        def __init__(self, *_: object, **__: object) -> None: ...
        def __enter__(self) -> Any:
            return self

        def __exit__(self, *_: object) -> None: ...
        def run(self, _: object) -> Iterator[Any]:
            return iter(())

    monkeypatch.setattr("tensorkata.proving.verify.PoolOf", Pool)
    course = course_of(tmp_path, {"sound": SOUND})
    [topic] = course.topics
    before = verify(course, topic, topic.exercise, sandbox=None, jobs=1, seed=7)[0].findings
    file, old, new, told = PLANTED[fault]
    path = tmp_path / file.format("sound")
    path.parent.mkdir(exist_ok=True)
    text = path.read_text() if path.exists() else ""
    assert old in text
    path.write_text(text.replace(old, new))
    after = verify(course, topic, topic.exercise, sandbox=None, jobs=1, seed=7)[0].findings
    lines = [line for line in after if line not in before and "could be lost" not in line]
    assert len([line for line in lines if told in line]) == 1, lines
