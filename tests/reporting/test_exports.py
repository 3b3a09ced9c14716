"""Reports are made from results alone, and a submission's text is data in each of them."""

from __future__ import annotations

import csv
import json
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tensorkata.integrations.class_run import report
from tensorkata.reporting import exports, html
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
]


def _failed(name, worth, message, *, hidden):
    claim = "SECRET c" if hidden else "b holds"
    return CheckResult(
        name, 0.0, worth, hidden=hidden, outcome="failed", message=message, claim=claim
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
        entries.append(
            SubmissionResult(name, f"{number}.py", "", "graded", 1.0, 4.0, 0.5, (exercise,))
        )
    entries.append(SubmissionResult("gone", "", "", "unreadable", 0, 4.0, 0, (), "nothing here"))
    return RunResult("0.1.0", "05_custom_layers", 3, "bubblewrap", "then", "now", tuple(entries))


RUN = run_of(NASTY)


class Tags(HTMLParser):
    """Collect the tags and the attributes of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.names = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Keep the tag."""
        self.tags.append(tag)
        self.names += [name for name, _ in attrs]


@pytest.mark.parametrize("name", sorted(exports.FORMATS))
def test_every_format_is_written_from_results_alone(name, tmp_path):
    """Each file is there, and a second write gives the same bytes."""
    exports.write(RUN, tmp_path, (name,))
    first = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert first
    exports.write(RUN, tmp_path, (name,))
    assert first == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


@pytest.mark.parametrize("made", [exports.as_html, exports.as_feedback])
def test_pages_show_hostile_texts_as_text(made):
    """No tag, no handler and no address of a page comes from a submission."""
    for page in made(RUN).values():
        tags = Tags(page.decode())
        assert not {"script", "img", "b", "iframe"} & set(tags.tags)
        assert not [name for name in tags.names if name.startswith("on") or name == "href"]
        assert "\x1b" not in page.decode()
        assert "\u202e" not in page.decode()


def test_feedback_tells_nothing_of_hidden_checks_but_their_points():
    """A student reads how many hidden checks there are and what they are worth."""
    pages = exports.as_feedback(RUN)
    assert len(pages) == len(RUN.submissions)
    for entry in RUN.submissions[:-1]:
        page = html.feedback_page(RUN, entry)
        assert "SECRET" not in page
        assert "1 hidden check, run at grading only" in " ".join(page.split())
        assert "b holds" in page


def test_names_of_files_stay_in_their_folder():
    """No student's name leads out of the folder, and no two give one file."""
    names = list(exports.as_feedback(RUN))
    assert len(set(names)) == len(names)
    assert all(
        Path("/feedback", name).resolve().parent == Path("/feedback/feedback") for name in names
    )


def test_tables_hold_no_formula():
    """Whatever a name begins with, a spreadsheet reads it as text."""
    for made in (exports.as_csv, exports.as_canvas, exports.as_moodle):
        for data in made(RUN).values():
            for row in csv.reader(data.decode().splitlines()):
                assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t"))]


def test_canvas_and_moodle_have_their_columns():
    """Canvas wants the points that are possible in its second row, Moodle a user name."""
    rows = list(csv.reader(exports.as_canvas(RUN)["canvas.csv"].decode().splitlines()))
    assert rows[0][-1] == "05_custom_layers"
    assert rows[1][0].strip() == "Points Possible"
    assert rows[1][-1] == "4"
    rows = list(csv.reader(exports.as_moodle(RUN)["moodle.csv"].decode().splitlines()))
    assert rows[0][:2] == ["username", "05_custom_layers"]
    assert rows[-1] == ["gone", "0", "nothing here"]


def test_junit_is_xml_whatever_a_submission_says():
    """The file parses, with a suite a student, and failures carry their outcome."""
    root = ET.fromstring(exports.as_junit(RUN)["junit.xml"])
    suites = root.findall("testsuite")
    assert len(suites) == len(RUN.submissions)
    assert [case.get("name") for case in suites[0]] == ["test_a", "test_b", "test_c"]
    assert suites[0].find("testcase/failure").get("type") == "failed"
    assert suites[-1].find("system-err").text == "nothing here"


def test_gradescope_has_its_form_and_hides_what_is_hidden():
    """Each student's file has a score and tests; a hidden check's message stays here."""
    files = exports.as_gradescope(RUN)
    data = json.loads(files["gradescope/gone.json"])
    assert (data["score"], data["output"], data["tests"]) == (0, "nothing here", [])
    data = next(json.loads(text) for name, text in files.items() if "script" in name)
    assert [test["max_score"] for test in data["tests"]] == [1.0, 2.0, 1.0]
    assert data["tests"][1]["output"].startswith("<script>")
    assert data["tests"][2]["visibility"] != "visible"
    assert data["tests"][2]["output"] == ""


def test_a_report_of_a_folder_without_a_run_is_one_line(tmp_path):
    """`kata report` says what to name."""
    with pytest.raises(Exception, match="holds no run"):
        report(tmp_path, "html")
