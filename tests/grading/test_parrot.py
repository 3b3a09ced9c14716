"""The parrot of tests/attacks: it runs the judge's checks again, if it can find the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tensorkata.checking.key import Key
from tensorkata.commands.audit import armed
from tensorkata.grading.messages import Graded, Job

PARROT = Path(__file__).parents[1] / "attacks" / "parrot.py"


@pytest.mark.sandbox
@pytest.mark.parametrize(("key", "earned"), [(Key.of(7), {"test_values"}), (Key.drawn(), set())])
def test_a_parrot_earns_only_if_the_key_can_be_guessed(judges, key, earned):
    """A small seed is found by search from one input; a drawn key is not, and nothing tells it."""
    text = armed(PARROT.read_text(encoding="utf-8"), ("Scale",))
    [(_, verdict)] = judges.run([("parrot", Job("parrot.py", key, text, ("Scale",)))])
    assert isinstance(verdict, Graded)
    assert {check.name for check in verdict.checks if check.points} == earned
