"""The messages of wrong answers are those in tests/golden; KATA_GOLDEN=write renews them.

A file names its answers by their titles in tests/answers: to hold one more, write its title, as
`# title`, at the end of a file or into a new one, and renew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tensorkata.authoring import source
from tensorkata.checking.key import Key
from tensorkata.grading.messages import Graded, Job
from tensorkata.grading.pool import Pool
from tensorkata.proving import answers

pytestmark = pytest.mark.slow  # each topic starts a judge with TensorFlow

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
TOPICS = sorted(path.stem for path in (ROOT / "solutions").glob("*.py"))
FEWEST, FEWEST_MISTAKES = 2, 15
LONGEST = 14  # lines


@pytest.fixture(scope="module", params=TOPICS)
def messages(request, course):
    """Return, for each golden file of a topic, what it says now."""
    topic = course.topic(request.param)
    with Pool(course, topic, 1, hidden=True) as judges:
        jobs = list(asked(course, topic))
        found = dict(judges.run(jobs))
    told = {}
    for (path, title), _ in jobs:
        verdict = found[path, title]
        assert isinstance(verdict, Graded), title
        first = next(c for e in verdict.exercises for c in e.checks if c.outcome != "passed")
        text = f"# {title}\n✗ {first.claim} ({first.outcome})\n{first.message}\n"
        told.setdefault(path, []).append(text)
    return told


def asked(course, topic):
    """Yield a job for each answer that the golden files of a topic name."""
    solution = source.read(course, topic)
    for path in sorted((GOLDEN / topic.name).glob("*.txt")):
        exercise = topic.find(path.stem)
        wrong = {a.title: a.source for a in answers.read(course, topic, exercise).wrong}
        for title in re.findall(r"^# (.*)$", path.read_text("utf-8"), re.MULTILINE):
            assert title in wrong, f"{path.name}: no wrong answer is called {title!r} any more"
            text = source.with_answer(solution, exercise.name, wrong[title])
            yield (path, title), Job(topic.filename, Key.of(7), text, (exercise.name,))


def test_messages_of_wrong_answers_are_the_golden_ones(messages):
    """The answers that the golden files name are told the same words as before."""
    for path, texts in messages.items():
        if os.environ.get("KATA_GOLDEN") == "write":
            path.write_text("\n".join(texts), encoding="utf-8")
        assert "\n".join(texts) == path.read_text(encoding="utf-8"), path.stem


def test_each_topic_holds_messages(messages):
    """No topic goes without: at least two wrong answers each."""
    assert sum(map(len, messages.values())) >= FEWEST


def test_a_message_is_short_and_shows_no_library(messages):
    """At most a dozen lines, no traceback, no path of TensorFlow or Keras."""
    for text in (text for texts in messages.values() for text in texts):
        assert len(text.splitlines()) <= LONGEST, text
        assert "Traceback" not in text
        assert "site-packages" not in text


def test_many_mistakes_are_named():
    """The golden files name at least 15 different mistakes."""
    texts = [path.read_text("utf-8") for path in GOLDEN.rglob("*.txt")]
    assert len(set(re.findall(r"looks like: (.*)", "\n".join(texts)))) >= FEWEST_MISTAKES
