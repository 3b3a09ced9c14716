"""`kata audit`: this installation grades every attack of the corpus, beside honest submissions.

The audit is green if no attack earns points, harms anybody or leaves anything behind; every attack
that does is printed.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tensorkata.authoring import source
from tensorkata.checking.key import Key
from tensorkata.commands.audit_bait import Prey
from tensorkata.course import Course, Topic, find_course
from tensorkata.errors import UsageError
from tensorkata.grading.deadline import SLACK
from tensorkata.grading.messages import Fault, Graded, Job, Verdict
from tensorkata.grading.pool import Pool
from tensorkata.limits import Choice, Limits
from tensorkata.reporting.terminal import make_console
from tensorkata.sandbox.isolation import choose
from tensorkata.sandbox.sandbox import Sandbox

CORPUS = "tests/attacks"
EXERCISES = 2  # of a topic that an attack is graded on
GRACE = SLACK + 2.0  # seconds beyond its limit that an attack may take, the judge's own among them
MOST = 2**20  # bytes of a verdict


def audit(names: list[str], *, isolation: Choice, timeout: float, jobs: int) -> int:
    """Run the corpus on the topics and print every attack that scores or harms; return 1 if any."""
    course = find_course()
    attacks = corpus_of(course)
    topics = [course.topic(name) for name in names] or [course.topics[0], _middle(course)]
    level = choose(isolation)
    console = make_console()
    harm: list[str] = []
    for topic in topics:
        limits = Limits(wall=timeout, total=2 * timeout)
        found, longest, honest = tried(course, topic, attacks, Sandbox(level, limits), jobs)
        harm += found
        console.print(
            f"{topic.name}, isolation {level}, {jobs} at a time: {len(attacks)} attacks,"
            f" {len(found)} score or do harm; {honest} honest submissions beside them; the longest"
            f" attack took {longest:.1f} s of its {limits.total:g} s"
        )
        for line in found:
            console.print(f"  ✗ {line}", markup=False, soft_wrap=True)
    console.print(HARMED if harm else CLEAN)
    return 1 if harm else 0


def corpus_of(course: Course) -> list[Path]:
    """Return the attacks; UsageError if the course has none."""
    folder = course.root / CORPUS
    attacks = [path for path in sorted(folder.glob("*")) if path.suffix in {".py", ".ipynb"}]
    if not attacks:
        raise UsageError(NO_CORPUS.format(folder=folder))
    return attacks


def tried(
    course: Course, topic: Topic, attacks: list[Path], sandbox: Sandbox, places: int
) -> tuple[list[str], float, int]:
    """Grade each attack between two honest submissions; return harm, longest time, honest ones."""
    text = source.read(course, topic)
    names = tuple(exercise.name for exercise in topic.exercise[:EXERCISES])
    key = Key.drawn()
    harm, longest, honest = [], 0.0, 0
    with Prey(course.root) as prey:
        with sandbox, Pool(course, topic, places, hidden=True, sandbox=sandbox) as pool:
            right = Job("honest.py", key, text, names[-1:])
            jobs = []
            for attack in attacks:
                jobs.append((("honest", f"before {attack.name}"), right))
                jobs.append((("attack", attack.name), _attack(attack, key, prey, names)))
            jobs.append((("honest", "at the end"), right))
            for (kind, name), verdict in pool.run(jobs):
                _progress(kind, name)
                if kind == "honest":
                    honest += 1
                    harm += [f"the honest submission {name} {one}" for one in _lost(verdict)]
                    continue
                longest = max(longest, _seconds(verdict))
                harm += [f"{name} {one}" for one in _harm(verdict, prey, sandbox.limits)]
        harm += prey.harm()
    return harm, longest, honest


def armed(attack: str, names: tuple[str, ...]) -> str:
    """Return an attack as a submission: its ANSWER answers each exercise.

    Without one an echo does, except for the exercises that the attack speaks of itself.
    """
    kinds = {node.name: type(node) for node in ast.parse(attack).body if hasattr(node, "name")}
    form = {ast.ClassDef: CLASS, ast.FunctionDef: FUNCTION}.get(kinds.get("ANSWER", ast.Pass), ECHO)
    left = [name for name in names if form is not ECHO or not re.search(rf"\b{name}\b", attack)]
    return f"{attack}\n\n# %%\n" + "".join(form.format(name=name) for name in left)


def _attack(attack: Path, key: Key, prey: Prey, names: tuple[str, ...]) -> Job:
    """Return the job of an attack; a notebook is graded unchanged, from its own file."""
    if attack.suffix == ".ipynb":
        return Job(str(attack), key, exercises=names)
    code = f"{prey.names()}\n{attack.read_text(encoding='utf-8')}"
    return Job("attack.py", key, armed(code, names), names)


def _harm(verdict: Verdict, prey: Prey, limits: Limits) -> Iterator[str]:
    """Yield every gain of an attack, and every harm to the judge."""
    checks = verdict.checks if isinstance(verdict, Graded) else []
    if points := sum(check.points for check in checks):
        names = ", ".join(check.name for check in checks if check.points)
        yield f"scores {points:g} points in {names}"
    if isinstance(verdict, Fault):
        yield f"brought the judge down: {verdict.why}"
    for check in checks:
        if check.outcome == "broken":
            yield f"looked like a fault of the kit: {check.name}: {check.message}"
    if _seconds(verdict) > limits.total + GRACE:
        took = _seconds(verdict)
        yield f"took {took:.1f} s, more than {limits.total:g} s and {GRACE:g} s"
    text = msgspec.json.encode(verdict)
    if len(text) > MOST:
        yield f"made a result of {len(text):,} bytes"
    yield from prey.told(text)


def _seconds(verdict: Verdict) -> float:
    return verdict.seconds if isinstance(verdict, Graded) else 0.0


def _lost(verdict: Verdict) -> Iterator[str]:
    """Yield the losses of an honest submission."""
    if not isinstance(verdict, Graded):
        yield f"was not graded: {verdict.why}"
        return
    for check in verdict.checks:
        if not check.passed:
            yield f"lost {check.name}: {check.outcome}: {check.message[:200]}"


def _middle(course: Course) -> Topic:
    return course.topics[(len(course.topics) - 1) // 2]


def _progress(kind: str, name: str) -> None:
    if sys.stderr.isatty() and kind == "attack":
        sys.stderr.write(f"\r\x1b[K{name}")
        sys.stderr.flush()


FUNCTION = "def {name}(*args, **kwargs):\n    return ANSWER(*args, **kwargs)\n\n\n"
CLASS = "class {name}(ANSWER):\n    pass\n\n\n"
ECHO = (
    "def {name}(*args, **kwargs):\n"
    "    return args[0] if args else lambda x, *more, **named: x\n\n\n"
)
NO_CORPUS = (
    "the attacks are not here ({folder}): they come with the course's repository; clone it and"
    " type kata audit there"
)
CLEAN = "No attack scores, harms a neighbour or leaves anything on this machine."
HARMED = "Do not grade submissions that you do not trust on this machine; type: kata doctor"
