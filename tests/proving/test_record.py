"""The record of proofs: what nothing has changed of is not proven again, all else is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tensorkata.course import Course
from tensorkata.proving import verify_report
from tensorkata.proving.proof import Calibration, Proof
from tensorkata.proving.record import DAYS, Record
from tensorkata.proving.trials import CheckName

NAME = CheckName("test_values", hidden=False)
GREEN = Proof("01_numbers", "halve", checks={NAME: Calibration(points=2.0)}, right=3)


def kept(course: Course, **run: object) -> dict[str, Proof]:
    """Return what the record has of halve, read anew."""
    again = Course(course.root)
    topic = again.topic("01")
    record = Record(again, topic, **({"seed": 7, "local": True} | run))
    return record.of((topic.find("halve"),))


def keep(course: Course, proof: Proof = GREEN) -> None:
    """Put a proof into the record."""
    Record(course, course.topic("01"), seed=7, local=True).keep([proof])


def test_a_green_proof_is_found_again_whole(course: Course) -> None:
    """What was kept comes back equal, its checks with their figures among it."""
    assert kept(course) == {}
    keep(course)
    assert kept(course) == {"halve": GREEN}


def test_a_proof_with_findings_is_not_kept(course: Course) -> None:
    """What was red has to be proven again."""
    keep(course, Proof("01_numbers", "halve", findings=["test_values is guessed"]))
    assert kept(course) == {}


@pytest.mark.parametrize("run", [{"seed": 8}, {"local": False}])
def test_another_kind_of_run_is_another_proof(course: Course, run: dict[str, object]) -> None:
    """Another seed or carrier has proven nothing yet."""
    keep(course)
    assert kept(course, **run) == {}


def add(path: Path, text: str) -> None:
    """Write a file below folders that may be missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text() if path.exists() else "") + text)


@pytest.mark.parametrize(
    ("file", "again"),
    [
        ("solutions/01_numbers.py", True),
        ("checkers/01_numbers/test_halve.py", True),
        ("checkers/01_numbers/hidden/test_halve.py", True),
        ("checkers/01_numbers/probes.py", True),
        ("tests/answers/01_numbers/halve.py", True),
        ("checkers/01_numbers/test_running_total.py", False),
        ("checkers/01_numbers/looks.py", False),
        ("tests/answers/01_numbers/running_total.py", False),
        ("docs/course.md", False),
    ],
)
def test_what_a_proof_rests_on_is_what_voids_it(course: Course, file: str, *, again: bool) -> None:
    """A change of what was judged, or of what judged it, asks for a new proof; no other does."""
    keep(course)
    add(course.root / file, "\n# changed\n")
    assert kept(course) == ({} if again else {"halve": GREEN})


def test_a_file_saved_during_the_proof_is_not_proven(course: Course) -> None:
    """What was proven is what was there at the beginning, whatever is saved meanwhile."""
    record = Record(course, course.topic("01"), seed=7, local=True)
    add(course.checkers / "01_numbers" / "test_halve.py", "# saved while the proof ran\n")
    record.keep([GREEN])
    assert kept(course) == {}


def test_hints_are_free_and_what_the_topic_sets_is_not(course: Course) -> None:
    """A new hint proves nothing again; a topic with more devices does."""
    keep(course)
    manifest = course.root / "course" / "curriculum.toml"
    text = manifest.read_text()
    manifest.write_text(text.replace('"Half of a number"\n', '"Half of a number"\nhints = ["/"]\n'))
    assert kept(course) == {"halve": GREEN}
    manifest.write_text(text.replace('title = "Numbers"', 'title = "Numbers"\ndevices = 2'))
    assert kept(course) == {}


def test_proofs_that_nobody_asks_for_are_removed(course: Course) -> None:
    """After a month without use a proof goes; what is in use stays."""
    keep(course)
    [path] = (course.root / ".tensorkata" / "proofs").iterdir()
    old = path.with_name("old.proof")
    old.write_bytes(b"")
    os.utime(old, (time.time() - DAYS * 86400 - 60,) * 2)
    keep(course)
    assert [*path.parent.iterdir()] == [path]


@pytest.fixture
def proven(course: Course, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Return a function that runs verify_course and says which exercises were proven in it."""

    def run(*, fresh: bool = False) -> list[str]:
        names: list[str] = []

        def verify(_: Course, topic: object, exercises: tuple[object, ...], **__: object) -> object:
            names.extend(exercise.name for exercise in exercises)
            return [Proof(topic.name, exercise.name) for exercise in exercises]

        monkeypatch.setattr(verify_report, "verify", verify)
        parts = course.parts(["01"])
        code = verify_report.verify_course(course, parts, jobs=1, seed=7, local=True, fresh=fresh)
        assert code == 0
        return names

    return run


def test_verify_proves_what_is_not_on_record(
    course: Course, proven: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """The second run takes all from the record and says so; --fresh takes nothing."""
    both = ["halve", "RunningTotal"]
    assert proven() == both
    assert "from the record" not in capsys.readouterr().out
    add(course.root / "tests" / "answers" / "01_numbers" / "halve.py", "# more")
    assert proven() == ["halve"]
    assert proven() == []
    told = capsys.readouterr().out
    assert told.count("unchanged, from the record") == 1 + 2
    assert proven(fresh=True) == both
