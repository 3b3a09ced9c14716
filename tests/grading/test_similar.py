"""Answers that are alike: copies are found, right answers of independent authors are not."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tensorkata.commands import report
from tensorkata.errors import UsageError
from tensorkata.grading import similar
from tensorkata.grading.similar import check_installed, find_similar
from tensorkata.protocol.submission import digest
from tensorkata.proving import answers
from tensorkata.reporting.similar_page import as_page
from tensorkata.results import RunResult, SubmissionResult

pytestmark = pytest.mark.slow
TOPIC = "06_callbacks"


def class_of(folder, topic, texts):
    """Write each student's submission; return the run that graded it, and where the files are."""
    entries, files = [], {}
    for student, text in texts.items():
        path = Path(folder, f"{student}.py")
        path.write_text(text)
        sha256 = digest(path.read_bytes())
        entries.append(SubmissionResult(student, path.name, sha256, "graded", 0, 1, 0.1, ()))
        files[student] = str(path)
    return RunResult("0.1.0", topic, 5, "none", "then", "now", entries), files


def rights(course, topic):
    """Return submissions of independent authors: the right answers of tests/answers, in turn."""
    found: dict[str, str] = {}
    for exercise in topic.exercise:
        for number, right in enumerate(answers.read(course, topic, exercise).right):
            own = ast.get_source_segment(right.source, last(right.source, exercise.name))
            name = f"author {number}"
            found[name] = f"{found.get(name, '')}\n# %%\n{own}\n"
    return found


def last(text, name):
    """Return the last definition of a name."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    body = ast.parse(text).body
    return [node for node in body if isinstance(node, kinds) and node.name == name][-1]


def disguised(text):
    """Return a copy with its own names renamed, without comments, laid out anew."""
    tree = ast.parse(text)
    stored = {
        n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    names = {name: f"renamed_{number}" for number, name in enumerate(sorted(stored))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
    return "# %%\nimport math\n\n\n" + ast.unparse(tree).replace("    ", "\t")


@pytest.mark.parametrize("number", range(1, 11))
def test_copies_are_found_and_independent_answers_are_not(course, tmp_path, number):
    """In every topic: whoever renames and lays out anew is beside the original, nobody else is."""
    topic = course.topic(f"{number:02}")
    texts = rights(course, topic)
    run, files = class_of(tmp_path, topic.name, texts)
    assert find_similar(run, files, course).pairs == ()
    name, text = next(iter(texts.items()))
    run, files = class_of(tmp_path, topic.name, {**texts, "copy": disguised(text)})
    found = find_similar(run, files, course)
    assert {(pair.first.student, pair.second.student) for pair in found.pairs} == {(name, "copy")}
    assert all(pair.share > similar.ALIKE for pair in found.pairs)


def test_the_stub_and_the_reference_are_nobody_s_own(course, tmp_path):
    """A class that hands in stubs, or what the lesson leads to, has no pairs."""
    reference = (course.solutions / f"{TOPIC}.py").read_text()
    stub = (course.exercises / f"{TOPIC}.py").read_text()
    texts = {"a": reference, "b": disguised(reference), "c": stub, "d": stub}
    run, files = class_of(tmp_path, TOPIC, texts)
    assert find_similar(run, files, course).pairs == ()


def test_who_cannot_be_compared_is_named_with_the_reason(course, tmp_path):
    """A file that changed, one that is gone, an absent student: the others are compared."""
    text = rights(course, course.topic(TOPIC))["author 0"]
    texts = dict.fromkeys(["ada", "ben", "cy", "dee"], text)
    run, files = class_of(tmp_path, TOPIC, texts)
    Path(files["cy"]).write_text("x = 1\n")
    Path(files["dee"]).unlink()
    gone = SubmissionResult("eve", "", "", "absent", 0, 0, 0, (), "nothing was handed in")
    run.submissions.append(gone)
    found = find_similar(run, files, course)
    why = dict(found.left_out)
    assert sorted(why) == ["cy", "dee", "eve"]
    assert "has changed since it was graded" in why["cy"]
    assert "is no longer there" in why["dee"]
    assert why["eve"] == "nothing was handed in"
    assert {(pair.first.student, pair.second.student) for pair in found.pairs} == {("ada", "ben")}


def test_one_submission_of_a_group_is_no_pair(course, tmp_path):
    """Members share one file; that is known and no place to look."""
    text = rights(course, course.topic(TOPIC))["author 0"]
    run, files = class_of(tmp_path, TOPIC, {"ada": text, "ben": text})
    files["ben"] = files["ada"]
    assert find_similar(run, files, course).pairs == ()


def test_the_page_shows_both_sides_as_text_and_accuses_nobody(course, tmp_path):
    """Lines of both with their numbers, the alike ones marked, hostile ones escaped."""
    text = rights(course, course.topic(TOPIC))["author 0"] + "\n# <script>alert(1)</script>\n"
    text = text.replace("\n    def ", "\n    # <script>alert(1)</script>\n    def ")
    run, files = class_of(tmp_path, TOPIC, {"<b>ada": text, "ben": text})
    [(name, parts)] = as_page(find_similar(run, files, course))
    page = "".join(parts)
    assert name == "similar.html"
    assert page.count("&lt;b&gt;ada") >= 2
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert 'class="alike"' in page
    assert "A place to look, no more." in page
    for word in ("plagiar", "cheat", "copied", "guilty", "suspect"):
        assert word not in page.lower()


def test_without_the_extra_one_line_says_what_to_install(monkeypatch):
    """The format is refused before anything is graded."""
    monkeypatch.setitem(sys.modules, "copydetect", None)
    for asked in (check_installed, lambda: report.formats_of("html,similar")):
        with pytest.raises(UsageError, match=r"pip install 'tensorkata\[similar\]'"):
            asked()
