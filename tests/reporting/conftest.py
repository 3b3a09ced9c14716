"""A class whose every name and message is hostile, for the reports that must show them as text."""

from __future__ import annotations

import msgspec
import pytest

from tensorkata.results import CheckResult, ExerciseResult, RunResult, SubmissionResult

NASTY = [
    "<script>alert(1)</script>",
    "=HYPERLINK(0)",
    "\x1b[31mred\x00\x0b",
    "\u202eright to left",
    "x" * 10_000,
    "🦊 <img src=x onerror=alert(1)>",
    "../../etc/passwd",
    "&amp; ]]> <b>",
    '" onmouseover="alert(1)',
    "مرحبا بالعالم 123 (abc)",
    "</pre></details></svg><iframe src=javascript:alert(1)>",
    "one\ntwo\r\n" * 50,
    "Z̸̢̛͙͓a̷̡͎͋l̵̰͛g̶͇̈́o̴̥͑",
]


KEY = "5eed" * 8


def _failed(name, worth, message, *, hidden):
    claim = "SECRET c" if hidden else "b holds"
    return CheckResult(
        name,
        0.0,
        worth,
        hidden=hidden,
        outcome="failed",
        message=message,
        claim=claim,
        mistake=message,
    )


def run_of(names):
    """Return a run in which every student's name and messages are hostile."""
    entries = []
    for number, name in enumerate(names):
        checks = [
            CheckResult("test_a", 1.0, 1.0, hidden=False, outcome="passed", claim="a holds"),
            _failed("test_b", 2.0, name, hidden=False),
            _failed("test_c", 1.0, f"SECRET {name}", hidden=True),
        ]
        exercise = ExerciseResult.of("Linear", checks)
        about = {"moodle_id": str(70_000 + number)}
        result = SubmissionResult(name, f"{number}.py", "", "graded", 1.0, 4.0, 0.5, (exercise,))
        entries.append(msgspec.structs.replace(result, platform=about))
    entries.append(SubmissionResult("gone", "", "", "unreadable", 0, 4.0, 0, (), "nothing here"))
    about = ("0.1.0", "05_custom_layers", None, "bubblewrap", "then", "now")
    return RunResult(*about, tuple(entries), KEY)


@pytest.fixture(scope="session")
def nasty():
    """Return the hostile names."""
    return NASTY


@pytest.fixture(scope="session")
def run():
    """Return the run of the hostile class."""
    return run_of(NASTY)
