"""What a child is asked, and when: nothing tells it the key, and hidden checks come last."""

from __future__ import annotations

import msgspec
import pytest

from tensorkata.checking.key import Key
from tensorkata.checking.local_run import run_quietly
from tensorkata.checking.opened_submission import open_over
from tensorkata.checking.plugin import Checks
from tensorkata.course import Course
from tensorkata.protocol import observation
from tensorkata.protocol.submission import from_text
from tensorkata.student.local_carrier import LocalCarrier

MANIFEST = """
[[topic]]
name = "01_made_up"
title = "Made up"

[[topic.exercise]]
name = "first"
title = "First"

[[topic.exercise]]
name = "second"
title = "Second"
"""
CHECKER = '''"""Checks."""

from tensorkata.checking import after, assert_close, draw, points


@points(1)
{after}def test_{kind}(probes, rng):
    """{kind}: {name} returns its input"""
    x = {x}
    assert_close(probes.call("{name}", x), x)
'''
SECRET = 81726354.0
TALE = """
SEEN = []


def first(x):
    SEEN.append(float(x))
    raise ValueError(f"{SEEN} {vars()}")


second = first
"""
HONEST = """
def first(x):
    return x


def second(x):
    return x
"""


class Listening(LocalCarrier):
    """Keep everything that goes to the child."""

    def __init__(self, start):
        super().__init__(start)
        self.heard = [start]

    def ask(self, ask):
        """Keep the question and bring it."""
        self.heard.append(ask)
        return super().ask(ask)


@pytest.fixture
def graded(tmp_path):
    """Return a function that grades a text under a key: the results, and what the child heard."""
    visible, secret = 'float(draw(rng, (), dtype="float64"))', repr(SECRET)
    files = {"course/curriculum.toml": MANIFEST, "checkers/01_made_up/probes.py": '"""None."""\n'}
    for name in ("first", "second"):
        for folder, kind, x, after in (
            ("", "shown", visible, ""),
            ("hidden/", "kept", secret, '@after("test_shown")\n' if name == "second" else ""),
        ):
            text = CHECKER.format(name=name, kind=kind, x=x, after=after)
            files[f"checkers/01_made_up/{folder}test_{name}.py"] = text
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    course = Course(tmp_path)

    def grade(text, key):
        carriers = []

        def carry(start):
            carriers.append(Listening(start))
            return carriers[-1]

        submission = from_text(text, "01_made_up.py")
        checks = Checks(
            course,
            lambda topic: open_over(carry, course, topic, submission, key),
            key=key,
            hidden=True,
        )
        run_quietly(checks, list(course.topics))
        return checks.tally.results("01_made_up"), carriers[0].heard

    return grade


def test_no_visible_message_holds_what_a_hidden_check_asks(graded):
    """A submission that shows all it was ever asked shows nothing of a hidden question."""
    results, _ = graded(TALE, Key.drawn())
    checks = [check for exercise in results for check in exercise.checks]
    assert [check.hidden for check in checks] == [False, True, False, True]
    for check in checks:
        assert (repr(SECRET) in check.message) is (check.hidden and check.outcome != "skipped")


def test_results_are_in_the_order_of_exercises_whatever_was_asked_first(graded):
    """Visible checks of all exercises are asked first; `after` reaches from hidden to visible."""
    results, heard = graded(HONEST, Key.drawn())
    assert [[check.name for check in exercise.checks] for exercise in results] == [
        ["test_shown", "test_kept"]
    ] * 2
    assert all(exercise.complete for exercise in results)
    asked = [observation.decode(ask.inputs)[0] for ask in heard[1:]]
    assert [name for name, _ in asked] == ["first", "second", "first", "second"]
    assert [value == SECRET for _, value in asked] == [False, False, True, True]


def test_nothing_that_a_child_hears_tells_the_key(graded):
    """Neither the key nor a seed from which it was made; another key gives other questions."""
    key = Key.of(271828182)
    _, heard = graded(HONEST, key)
    sent = b"".join(map(msgspec.msgpack.encode, heard))
    for secret in (key.secret, key.secret.hex().encode(), str(key.seed).encode()):
        assert secret not in sent
    assert msgspec.msgpack.encode(key.seed) not in sent
    seeds = [one.seed for one in heard]
    assert len(set(seeds)) == len(seeds)
    assert seeds == [one.seed for one in graded(HONEST, key)[1]]
    assert not set(seeds) & {one.seed for one in graded(HONEST, Key.drawn())[1]}
