"""Hidden checks: students read how many and how many points, instructors which and how."""

from __future__ import annotations

import io
import json
import zipfile

import msgspec
import nbformat
import pytest
from nbgrader.preprocessors import NbGraderPreprocessor

from tensorkata.grading.messages import Graded
from tensorkata.platforms.jupyter import Graded as InNotebook
from tensorkata.platforms.nbgrader.judged import Judged
from tensorkata.reporting import exports
from tensorkata.reporting.class_table import show_class
from tensorkata.reporting.terminal import make_console, show_exercises
from tensorkata.reporting.visible import visible
from tensorkata.results import CheckResult, Drawing, ExerciseResult, RunResult, SubmissionResult

NAME, TITLE, WORDS, SLIP, LABEL = "test_zq1", "title-zq2", "words-zq3", "slip-zq4", "side-zq5"
SECRETS = (NAME, TITLE, WORDS, SLIP, LABEL)
LINE = "3 hidden checks, run at grading only"
TOPIC = "05_custom_layers"
NOTHING_OF_HIDDEN = {"canvas": False, "moodle": False}  # tables of points and exercises


def hidden(outcome, points=0.0):
    """Return a hidden check that carries a secret in every text it has."""
    drawing = Drawing((LABEL, LABEL), ((1.0,),), ((2.0,),), ("1",), part=LABEL, curve=LABEL)
    check = CheckResult(NAME, points, 1.0, hidden=True, outcome=outcome, message=WORDS)
    return msgspec.structs.replace(check, claim=TITLE, mistake=SLIP, drawing=drawing)


@pytest.fixture(scope="module")
def exercise():
    """Return an exercise with one visible and three hidden checks, of which two failed."""
    seen = CheckResult("test_seen", 2.0, 2.0, hidden=False, outcome="passed", claim="it is seen")
    return ExerciseResult.of(
        "Linear", [seen, hidden("failed"), hidden("passed", 1.0), hidden("crashed")]
    )


@pytest.fixture(scope="module")
def run(exercise):
    """Return a run of one student with that exercise."""
    ada = SubmissionResult("ada", "ada.py", "", "graded", 3.0, 5.0, 0.5, (exercise,))
    ada = msgspec.structs.replace(ada, platform={"moodle_id": "70001"})
    bo = msgspec.structs.replace(ada, student="bo", platform={"moodle_id": "70002"})
    return RunResult("0.1.0", TOPIC, None, "bubblewrap", "then", "now", (ada, bo), "5eed" * 8)


def texts(parts):
    """Yield the text of a file, or of each file in a zip."""
    data = b"".join(part.encode() if isinstance(part, str) else part for part in parts)
    if not data.startswith(b"PK"):
        yield data.decode()
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield f"{name}\n{archive.read(name).decode()}"


@pytest.mark.parametrize("name", sorted(set(exports.FORMATS) - exports.FOR_INSTRUCTORS))
def test_no_export_for_students_names_a_hidden_check(run, name):
    """No title, message, mistake or drawing; where checks are listed, one line with the points."""
    for _, parts in exports.FORMATS[name](run):
        for text in texts(parts):
            assert not [secret for secret in SECRETS if secret in text]
            assert (LINE in text) is NOTHING_OF_HIDDEN.get(name, True)


def test_gradescope_sums_the_points_of_hidden_checks_up(run):
    """One test stands for all three, with their points."""
    _, parts = next(iter(exports.FORMATS["gradescope"](run)))
    last = json.loads("".join(parts))["tests"][-1]
    assert (last["name"], last["score"], last["max_score"]) == (f"Linear: {LINE}", 1.0, 3.0)
    assert (last["output"], last["status"]) == ("", "failed")


def test_no_notebook_names_a_hidden_check(exercise, course):
    """Neither the report under check() nor the outputs of nbgrader's graded cell."""
    topic = course.topic(TOPIC)
    cell = nbformat.v4.new_code_cell(metadata={"nbgrader": {"points": 5}}, execution_count=1)
    judged = Judged.__new__(Judged)
    assert isinstance(judged, NbGraderPreprocessor)
    verdict = Graded((exercise,), "", 0.0)
    under = json.dumps(judged._graded(topic, topic.find("Linear"), verdict, cell))
    mine = InNotebook(TOPIC, exercise, 5)
    for text in (under, mine._repr_html_(), mine.as_text()):
        assert not [secret for secret in SECRETS if secret in text]
        assert LINE in text


@pytest.mark.parametrize(
    ("ends", "outcome"),
    [(["passed"], "passed"), (["passed", "failed"], "failed"), (["todo", "missing"], "todo")],
)
def test_the_line_says_how_they_ended_as_a_whole(ends, outcome):
    """All passed, not all, or not begun; a stub has failed nothing."""
    [line] = visible(ExerciseResult.of("Linear", [hidden(end) for end in ends])).checks
    assert line.outcome == outcome


def test_what_instructors_read_names_them(run, exercise):
    """The class page, results.json, the tables, junit.xml and the terminal say which and how."""
    for name in sorted(exports.FOR_INSTRUCTORS):
        found = "".join(text for _, parts in exports.FORMATS[name](run) for text in texts(parts))
        assert WORDS in found, name
    out = io.StringIO()
    show_class(run, out)
    assert f"4  Linear: {TITLE} (4 {SLIP})" in out.getvalue()
    out = io.StringIO()
    show_exercises(make_console(out, width=100), [exercise], verbose=True)
    assert f"{TITLE} (hidden)" in out.getvalue()
    assert WORDS in out.getvalue()
