"""Reports are made from results alone, and a submission's text is data in each of them."""

from __future__ import annotations

import csv
import json
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest

from tensorkata.commands.grade import write_reports
from tensorkata.reporting import exports
from tensorkata.reporting import pages as html_pages


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


def files(made, run):
    """Return the files of a format, each whole."""
    return {name: "".join(parts) for name, parts in made(run)}


@pytest.mark.parametrize("name", sorted(exports.FORMATS))
def test_every_format_is_written_from_results_alone(run, name, tmp_path):
    """Each file is there, and a second write gives the same bytes."""
    exports.write(run, tmp_path, (name,))
    first = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert first
    exports.write(run, tmp_path, (name,))
    assert first == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


@pytest.mark.parametrize("made", [exports.as_html, exports.as_feedback])
def test_pages_show_hostile_texts_as_text(run, made):
    """No tag, no handler and no address of a page comes from a submission."""
    for page in files(made, run).values():
        tags = Tags(page)
        assert not {"script", "img", "b", "iframe"} & set(tags.tags)
        assert not [name for name in tags.names if name.startswith("on") or name == "href"]
        assert "\x1b" not in page
        assert "\u202e" not in page


@pytest.mark.parametrize("name", sorted(set(exports.FORMATS) - {"json"}))
def test_the_key_is_in_no_file_but_the_instructors_own(run, name):
    """From key or seed a student could draw the questions; a class page names where the key is."""
    for seed in (None, 31415):
        made = msgspec.structs.replace(run, seed=seed)
        for text in files(exports.FORMATS[name], made).values():
            assert run.key not in text
            if name != "html":
                assert "seed" not in text.replace(run.key, "")
                assert "31415" not in text
            elif seed is None:
                assert "key in results.json" in text
    assert run.key in files(exports.as_json, run)["results.json"]


def test_feedback_tells_nothing_of_hidden_checks_but_their_points(run):
    """A student reads how many hidden checks there are and what they are worth."""
    pages = files(exports.as_feedback, run)
    assert len(pages) == len(run.submissions)
    for entry in run.submissions[:-1]:
        page = html_pages.feedback_page(run, entry)
        assert "SECRET" not in page
        assert "1 hidden check, run at grading only" in " ".join(page.split())
        assert "b holds" in page


def test_names_of_files_stay_in_their_folder(run):
    """No student's name leads out of the folder, and no two give one file."""
    names = [name for name, _ in exports.as_feedback(run)]
    assert len(set(names)) == len(names)
    assert all(
        Path("/feedback", name).resolve().parent == Path("/feedback/feedback") for name in names
    )


def test_tables_hold_no_formula(run):
    """Whatever a name begins with, a spreadsheet reads it as text."""
    for made in (exports.as_csv, exports.as_canvas, exports.as_moodle):
        for data in files(made, run).values():
            for row in csv.reader(data.splitlines()):
                assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t"))]


def test_canvas_and_moodle_have_their_columns(run):
    """Canvas wants the points that are possible in its second row, Moodle a user name."""
    rows = list(csv.reader(files(exports.as_canvas, run)["canvas.csv"].splitlines()))
    assert rows[0][-1] == "05_custom_layers"
    assert rows[1][0].strip() == "Points Possible"
    assert rows[1][-1] == "4"
    rows = list(csv.reader(files(exports.as_moodle, run)["moodle.csv"].splitlines()))
    assert rows[0][:2] == ["username", "05_custom_layers"]
    assert rows[-1] == ["gone", "0", "nothing here"]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_written_in_parts_and_read_as_a_whole(run, count):
    """It is what msgspec makes of the run at once, laid out as it lays it out."""
    some = msgspec.structs.replace(run, submissions=list(run.submissions[:count]))
    text = files(exports.as_json, some)["results.json"]
    assert exports.from_json(text.encode()) == some
    assert text == msgspec.json.format(msgspec.json.encode(some), indent=1).decode() + "\n"


def test_junit_is_xml_whatever_a_submission_says(run):
    """The file parses, with a suite a student, and failures carry their outcome."""
    root = ET.fromstring(files(exports.as_junit, run)["junit.xml"])
    suites = root.findall("testsuite")
    assert len(suites) == len(run.submissions)
    assert [case.get("name") for case in suites[0]] == ["test_a", "test_b", "test_c"]
    assert suites[0].find("testcase/failure").get("type") == "failed"
    assert suites[-1].find("system-err").text == "nothing here"


def test_gradescope_has_its_form_and_hides_what_is_hidden(run):
    """Each student's file has a score and tests; a hidden check's message stays here."""
    found = files(exports.as_gradescope, run)
    data = json.loads(found["gradescope/gone.json"])
    assert (data["score"], data["output"], data["tests"]) == (0, "nothing here", [])
    data = next(json.loads(text) for name, text in found.items() if "script" in name)
    assert [test["max_score"] for test in data["tests"]] == [1.0, 2.0, 1.0]
    assert data["tests"][1]["output"].startswith("<script>")
    assert data["tests"][2]["visibility"] != "visible"
    assert data["tests"][2]["output"] == ""


def test_a_report_of_a_folder_without_a_run_is_one_line(tmp_path):
    """`kata report` says what to name."""
    with pytest.raises(Exception, match="holds no run"):
        write_reports(tmp_path, "html")
