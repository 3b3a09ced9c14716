"""What the diagnosis makes of wrong answers that it was not tuned to: tests/untuned/NN_topic.py.

    python benchmarks/untuned.py [TOPIC ...]

Each cell is one exercise, answered wrongly: `# %% exercise | what is wrong with it`. Printed is
what a student reads at the first check that does not pass, then the share of answers that are told
a likely mistake. Whether a phrase is true, a reader says, below the header of its cell:
`# true: the phrase`, or `# false: ...`; a phrase that nobody has read yet is counted apart.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from tensorkata.authoring import source
from tensorkata.checking.key import Key
from tensorkata.course import Course
from tensorkata.grading.messages import Graded, Job
from tensorkata.grading.pool import Pool

ROOT = Path(__file__).parents[1]
CELL = re.compile(r"^# %% (\w+) \| (.+)\n", re.MULTILINE)
SEED = 7


def answers(topic: str) -> list[tuple[str, str, str]]:
    """Return the topic's answers: exercise, what is wrong, source."""
    parts = CELL.split((ROOT / "tests" / "untuned" / f"{topic}.py").read_text())[1:]
    return list(zip(parts[::3], parts[1::3], parts[2::3], strict=True))


def told(course: Course, name: str) -> list[tuple[str, str, str, str, str]]:
    """Run the topic's answers; return exercise, what is wrong, verdict, message and phrase."""
    topic, found = course.topic(name), []
    solution = (course.solutions / topic.filename).read_text()
    given = {(exercise, wrong): text for exercise, wrong, text in answers(name)}
    jobs = [
        (
            key,
            Job(topic.filename, Key.of(SEED), source.with_answer(solution, key[0], text), key[:1]),
        )
        for key, text in given.items()
    ]
    with Pool(course, topic, 1, hidden=False) as pool:
        results = dict(pool.run(jobs))
    for key, text in given.items():
        verdict = results[key]
        if not isinstance(verdict, Graded):
            found.append((*key, "passed", verdict.why, ""))
            continue
        checks = verdict.checks
        first = next((check for check in checks if check.outcome != "passed"), None)
        if first is None:
            found.append((*key, "passed", "", ""))
            continue
        read = {f"# {word}: {first.mistake}": word for word in ("true", "false")}
        judged = next((word for line, word in read.items() if line in text.splitlines()), "unread")
        message = f"✗ {first.claim} ({first.outcome})\n{first.message}"
        found.append((*key, judged if first.mistake else "silent", message, first.mistake))
    return found


def main() -> None:
    """Print every message and the shares; 1 where an answer passes or a phrase is not true."""
    words = argparse.ArgumentParser(description="Judge the diagnosis by answers it never saw.")
    words.add_argument("topic", nargs="*")
    course = Course(ROOT)
    names = words.parse_args().topic or sorted(
        p.stem for p in (ROOT / "tests/untuned").glob("*.py")
    )
    counts: dict[str, int] = {}
    for name in names:
        for exercise, wrong, judged, message, _ in told(course, name):
            counts[judged] = counts.get(judged, 0) + 1
            print(f"## {name}::{exercise}: {wrong} [{judged}]\n{message}\n")
    total, silent = sum(counts.values()), counts.get("silent", 0) + counts.get("passed", 0)
    named = total - silent
    print(f"{total} answers: {counts}")
    print(f"{named} are told a likely mistake ({named / total:.0%})")
    print(
        f"of these {counts.get('true', 0)} are true ({counts.get('true', 0) / max(named, 1):.0%})"
    )
    sys.exit(bool(counts.get("passed", 0) or named > counts.get("true", 0)))


if __name__ == "__main__":
    main()
