"""Every answer as a script and as a notebook: the results must be the same.

    python benchmarks/parity.py [TOPIC] [--every N]

Grades each answer of tests/answers twice in the sandbox and prints where the two differ; with
`--every 10` only each tenth of them. Exits with 1 where any does.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import jupytext
import msgspec

from tensorkata.authoring import source
from tensorkata.checking.key import Key
from tensorkata.course import Course, Topic
from tensorkata.grading.messages import Graded, Job, Verdict
from tensorkata.grading.pool import Pool
from tensorkata.proving import answers
from tensorkata.results import ExerciseResult, SubmissionResult, without_times
from tensorkata.sandbox.isolation import choose
from tensorkata.sandbox.sandbox import Sandbox

SEED = 7


def submissions(course: Course, topic: Topic) -> Iterator[tuple[str, str, str]]:
    """Yield the exercise, the title and the text of each answer, as a whole submission."""
    text = (course.solutions / topic.filename).read_text()
    for exercise in topic.exercise:
        known = answers.read(course, topic, exercise)
        for answer in (*known.right, *known.wrong):
            whole = source.with_answer(text, exercise.name, answer.source)
            yield exercise.name, f"{exercise.name}: {answer.title}", whole


def comparable(verdict: Verdict) -> tuple[ExerciseResult, ...]:
    """Return a verdict without times and lines: a notebook's lines are not those of a script."""
    exercises = verdict.exercises if isinstance(verdict, Graded) else ()
    entry = SubmissionResult("", "", "", "graded", 0, 0, 0, exercises)
    data = msgspec.json.encode(without_times(entry))
    return msgspec.json.decode(
        re.sub(rb"\bline \d+", b"line N", data), type=SubmissionResult
    ).exercises


def compared(course: Course, topic: Topic, every: int, sandbox: Sandbox) -> tuple[int, list[str]]:
    """Return how many answers of a topic were compared, and the titles of those that differ."""
    chosen = list(submissions(course, topic))[::every]
    seen: dict[int, Verdict] = {}
    differ = []
    with (
        tempfile.TemporaryDirectory() as folder,
        Pool(course, topic, os.cpu_count() or 1, hidden=True, sandbox=sandbox) as pool,
    ):

        def jobs() -> Iterator[tuple[tuple[int, str], Job]]:
            for number, (exercise, _, text) in enumerate(chosen):
                book = Path(folder, f"{topic.name}-{number}.ipynb")
                book.write_text(jupytext.writes(jupytext.reads(text, fmt="py:percent"), "ipynb"))
                script = book.with_suffix(".py")
                script.write_text(text)
                for path in (script, book):
                    yield (number, path.suffix), Job(str(path), Key.of(SEED), exercises=(exercise,))

        for (number, suffix), verdict in pool.run(jobs()):
            other = seen.pop(number, None)
            if other is None:
                seen[number] = verdict
            elif not comparable(verdict) or comparable(verdict) != comparable(other):
                differ.append(chosen[number][1])
                print(f"{topic.name} {chosen[number][1]} ({suffix} last)")
                for one, two in zip(comparable(verdict), comparable(other), strict=False):
                    for left, right in zip(one.checks, two.checks, strict=False):
                        if left != right:
                            print(f"  {left}\n  {right}")
    return len(chosen), differ


def main() -> int:
    """Compare, and print a line a topic."""
    words = argparse.ArgumentParser(description="Grade every answer as .py and as .ipynb.")
    words.add_argument("topic", nargs="?", default="")
    words.add_argument("--every", type=int, default=1)
    asked = words.parse_args()
    course = Course(Path(__file__).parents[1])
    wrong = total = 0
    with Sandbox(choose("auto")) as sandbox:
        for topic in course.topics:
            if asked.topic in topic.name:
                count, differ = compared(course, topic, asked.every, sandbox)
                print(f"{topic.name}: {count} answers, {len(differ)} differ", flush=True)
                wrong, total = wrong + len(differ), total + count
    print(f"{total} answers as .py and .ipynb: {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
