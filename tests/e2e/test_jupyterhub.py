"""A real JupyterHub: an instructor's and a student's way through an assignment, in a browser."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import time
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import expect

from . import hub
from .hub import STUDENT, TEACHER

WITHOUT_BIAS = ("+ self.bias", "")
MILLISECONDS = 120_000  # that a step may take on a busy machine
SECONDS = MILLISECONDS / 1000
pytestmark = [
    pytest.mark.nbgrader,
    pytest.mark.jupyterhub,
    pytest.mark.sandbox,
    pytest.mark.timeout(900),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can start servers of two users"),
]


@pytest.fixture
def served():
    """Return a hub's address, the course's folder and the folder of all homes.

    It is no folder of pytest's: whoever else starts pytest closes those to other users again.
    """
    with tempfile.TemporaryDirectory(prefix="hub-", ignore_cleanup_errors=True) as name:
        place = Path(name)
        course = hub.furnish(place)
        with hub.jupyterhub(place) as address:
            yield address, course, place


@pytest.fixture
def log_in(browser, served):
    """Return a function that logs a user in and returns the page, before the server has started."""
    address, _, _ = served
    expect.set_options(timeout=MILLISECONDS)
    with contextlib.ExitStack() as stack:

        def log_in(user):
            own = browser.new_context(viewport={"width": 1200, "height": 1400})
            stack.enter_context(contextlib.closing(own)).set_default_timeout(MILLISECONDS)
            page = own.new_page()
            page.goto(f"{address}/hub/login")
            page.get_by_label("Username").fill(user)
            page.get_by_label("Password").fill(hub.PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            return page

        yield log_in


def choose(page, menu, item):
    """Choose an item of one of JupyterLab's menus."""
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def press(page, place, said):
    """Press a button of the formgrader, read what it says and close that."""
    place.click()
    expect(page.locator(".modal-body")).to_contain_text(said)
    page.locator(".modal-footer button").click()
    expect(page.locator(".modal")).to_have_count(0)


def solve(path, course):
    """Write a student's answers into the fetched notebook: all right but for a forgotten bias."""
    given = json.loads(path.read_text())
    solved = json.loads((course / "source" / "week1" / "week1.ipynb").read_text())
    for cell, right in zip(given["cells"], solved["cells"], strict=True):
        if right["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = "".join(right["source"]).replace(*WITHOUT_BIAS)
    path.write_text(json.dumps(given))


def points_shown(path):
    """Return the numbers that the check cells of a saved notebook show, once all have one."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        cells = [c for c in json.loads(path.read_text())["cells"] if c["cell_type"] == "code"]
        checks = [cell for cell in cells if "".join(cell["source"]).startswith("check(")]
        outputs = [output for cell in checks for output in cell["outputs"] if "data" in output]
        results = [one["data"] for one in outputs if one["output_type"] == "execute_result"]
        if len(results) == len(checks):
            return [float("".join(data["text/plain"])) for data in results]
        time.sleep(0.1)
    raise AssertionError(f"the notebook was not saved within {SECONDS} s")


def test_an_assignment_goes_out_and_comes_back_graded(served, log_in):
    """Released, fetched, run, submitted, collected, graded, and its feedback read: all by click."""
    address, course, place = served
    teacher, student = log_in(TEACHER), log_in(STUDENT)
    teacher.wait_for_url(f"{address}/user/{TEACHER}/lab**")
    formgrader = f"{address}/user/{TEACHER}/formgrader"
    headers = teacher.goto(formgrader).headers
    assert headers["content-security-policy"] == "frame-ancestors 'none'"
    week1 = teacher.locator("tr", has=teacher.get_by_role("link", name="week1"))
    press(teacher, week1.locator(".assign a"), "Successfully created the student version")
    press(teacher, week1.locator(".release a"), "Successfully released")

    student.wait_for_url(f"{address}/user/{STUDENT}/lab**")
    choose(student, "Nbgrader", "Assignment List")
    student.get_by_role("button", name="Fetch", exact=True).click()
    expect(student.get_by_role("button", name="Submit", exact=True)).to_be_visible()
    notebook = place / STUDENT / "week1" / "week1.ipynb"
    solve(notebook, course)
    student.goto(f"{address}/user/{STUDENT}/lab/tree/week1/week1.ipynb")
    expect(student.get_by_text("| Idle")).to_be_visible()
    choose(student, "Run", "Run All Cells")
    reports = student.locator(".jp-OutputArea-output section")
    expect(reports.filter(has_text="Linear: ")).to_contain_text("looks like: the bias is missing")
    expect(reports.filter(has_text="signed_logistic_loss: ")).to_be_attached()
    student.keyboard.press("Control+S")
    shown = points_shown(notebook)
    choose(student, "Nbgrader", "Assignment List")
    student.get_by_role("button", name="Submit", exact=True).click()
    expect(student.get_by_role("button", name="Fetch Feedback")).to_be_visible()

    teacher.reload()
    press(teacher, week1.locator(".collect a"), "Successfully collected")
    week1.locator(".num-submissions a").click()
    submission = teacher.locator("tr", has=teacher.get_by_text(STUDENT, exact=True))
    press(teacher, submission.locator(".autograde a"), "Successfully autograded")
    teacher.goto(formgrader)
    press(teacher, week1.locator(".generate-feedback a"), "Successfully generated feedback")
    press(teacher, week1.locator(".release-feedback a"), "Successfully released feedback")

    student.get_by_role("button", name="Fetch Feedback").click()
    expect(student.get_by_text("view feedback")).to_be_visible()
    (fetched,) = (place / STUDENT).rglob("week1.html")
    assert "looks like: the bias is missing" in fetched.read_text()
    url = f"sqlite:///{course}/gradebook.db"
    with Gradebook(url, hub.COURSE) as book:
        (grades,) = [one.notebooks[0].grades for one in book.assignment_submissions("week1")]
        booked = {one.name: one.auto_score / one.max_score for one in grades}
    assert [points > 0 for points in shown] == [True, True, True]
    assert 0 < booked.pop("linear-check") < 1
    assert booked == {"huber-check": 1, "signed_logistic_loss-check": 1}
