"""The messages of wrong answers are those in tests/golden; KATA_GOLDEN=write renews them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tensorkata.authoring import source
from tensorkata.grading.messages import Graded, Job
from tensorkata.proving import answers

GOLDEN = Path(__file__).parents[1] / "golden"
EACH = 6
LEAST_MESSAGES, LEAST_MISTAKES = 25, 15


@pytest.fixture(scope="module")
def messages(course, topic, local_judges, solution):
    """Return, for each exercise, what its wrong answers are told, in the order of the answers."""
    jobs = []
    for exercise in topic.exercise:
        for wrong in answers.read(course, topic, exercise).wrong[:EACH]:
            text = source.with_answer(solution, exercise.name, wrong.source)
            key = (exercise.stem, wrong.title)
            jobs.append((key, Job(topic.filename, 7, text, (exercise.name,))))
    found = dict(local_judges.run(jobs))
    told: dict[str, list[str]] = {}
    for (stem, title), _ in jobs:
        verdict = found[stem, title]
        assert isinstance(verdict, Graded), title
        first = next(c for e in verdict.exercises for c in e.checks if c.outcome != "passed")
        text = f"# {title}\n✗ {first.claim} ({first.outcome})\n{first.message}\n"
        told.setdefault(stem, []).append(text)
    return told


def test_messages_of_wrong_answers_are_the_golden_ones(messages, topic):
    """The first wrong answers of each exercise are told the same words as before."""
    folder = GOLDEN / topic.name
    if os.environ.get("KATA_GOLDEN") == "write":
        folder.mkdir(parents=True, exist_ok=True)
        for stem, texts in messages.items():
            (folder / f"{stem}.txt").write_text("\n".join(texts), encoding="utf-8")
    for stem, texts in messages.items():
        assert "\n".join(texts) == (folder / f"{stem}.txt").read_text(encoding="utf-8"), stem
    assert {path.stem for path in folder.glob("*.txt")} == set(messages)


def test_many_mistakes_are_named(messages):
    """At least 25 messages are held, and at least 15 different mistakes have a name."""
    texts = [text for found in messages.values() for text in found]
    assert len(texts) >= LEAST_MESSAGES
    named = {match[1] for text in texts for match in re.finditer(r"looks like: (.*)", text)}
    assert len(named) >= LEAST_MISTAKES


def test_a_message_is_short_and_shows_no_library(messages):
    """At most a dozen lines, no traceback, no path of TensorFlow or Keras."""
    for texts in messages.values():
        for text in texts:
            assert len(text.splitlines()) <= 14, text
            assert "Traceback" not in text
            assert "site-packages" not in text
