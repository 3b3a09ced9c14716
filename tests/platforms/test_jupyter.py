"""The course in a real browser: a student's JupyterLab and the instructor's formgrader."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tensorkata.commands import workspace

from . import nbgrader_class as made
from .nbgrader_cases import cell
from .nbgrader_course import WITH_ALEMBIC

pytestmark = pytest.mark.timeout(1200)
ROOT = Path(__file__).parents[2]
ALONE = (  # from the network
    "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)
NO_NEWS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}
SECONDS = 120_000  # milliseconds that a page may take where TensorFlow starts behind it
START_SECONDS = 120


@contextlib.contextmanager
def jupyter(folder, home):
    """Serve a folder with JupyterLab on the loopback; return the address and the token."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    places = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    settings = home / "CONFIG" / "labconfig" / "default_setting_overrides.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(NO_NEWS))
    server = subprocess.Popen(
        [*command, "--ServerApp.ip=127.0.0.1", *ALONE],
        cwd=folder,
        env={**os.environ, **places, "PATH": WITH_ALEMBIC},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    reader, said = None, []
    try:
        for line in server.stderr:
            said.append(line)
            if found := re.search(r"(http://127\.0\.0\.1:\d+)/lab\?token=(\w+)", line):
                break
        else:
            raise AssertionError("".join(said))
        with (home / "server.log").open("w") as log:
            reader = subprocess.Popen(["cat"], stdin=server.stderr, stdout=log)
        wait_for(server, port)
        yield found[1], found[2]
    finally:
        server.terminate()
        server.wait()
        server.stderr.close()
        if reader:
            reader.wait()


def wait_for(server, port):
    """Wait until the server takes connections: it names its address before."""
    end = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise AssertionError(f"the server has ended, or takes no connections in {START_SECONDS} s")


@pytest.fixture
def page(browser):
    """Return a fresh page that waits as long as TensorFlow takes."""
    with contextlib.closing(browser.new_context(viewport={"width": 1200, "height": 1400})) as new:
        new.set_default_timeout(SECONDS)
        yield new.new_page()


expect.set_options(timeout=SECONDS)


def test_a_student_runs_a_notebook_and_reads_the_report(course, tmp_path, page):
    """In JupyterLab the report stands under the graded cell, at light and dark, without stderr."""
    work = tmp_path / "work"
    workspace.init(course, work, notebooks=True)
    path = work / "exercises" / f"{made.TOPIC}.ipynb"
    notebook = json.loads(path.read_text())
    source = json.loads((ROOT / "course/source" / made.TOPIC / path.name).read_text())
    answer = "".join(cell(source, "linear")["source"]).replace(*made.WITHOUT_BIAS)
    end = next(n for n, c in enumerate(notebook["cells"]) if 'check("Linear")' in c["source"])
    notebook["cells"] = notebook["cells"][: end + 1]
    notebook["cells"][end - 1]["source"] = answer
    path.write_text(json.dumps(notebook))
    with jupyter(work, tmp_path) as (address, token):
        page.goto(f"{address}/lab/tree/exercises/{path.name}?token={token}")
        expect(page.get_by_text("| Idle")).to_be_visible()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        report = page.locator(".jp-OutputArea-output section")
        expect(report).to_contain_text("Linear: ")
        expect(report).to_contain_text("looks like: the bias is missing")
        expect(report).to_contain_text(f"kata hint {made.TOPIC}::Linear")
        graded = page.locator(".jp-CodeCell", has=report)
        expect(graded.locator("[data-mime-type='application/vnd.jupyter.stderr']")).to_have_count(0)
        report.scroll_into_view_if_needed()
        page.screenshot(path=tmp_path / "light.png")
        page.get_by_role("menuitem", name="Settings", exact=True).click()
        page.get_by_text("Theme", exact=True).hover()
        page.get_by_role("menuitem", name="JupyterLab Dark", exact=True).click()
        expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
        expect(page.locator("#jupyterlab-splash")).to_have_count(0)
        report.scroll_into_view_if_needed()
        page.screenshot(path=tmp_path / "dark.png")
        ink = report.evaluate("one => getComputedStyle(one).color")
        assert min(map(int, re.findall(r"\d+", ink)[:3])) > 150, ink


def test_an_instructor_grades_in_the_formgrader(room, tmp_path, page):
    """The formgrader's button grades with the judge; its pages show scores and a submission."""
    course = tmp_path / "clone" / "course"
    for name in ("course", "checkers"):
        shutil.copytree(room.course.parent / name, course.parent / name)
    with jupyter(course, tmp_path) as (address, token):
        page.goto(f"{address}/formgrader?token={token}")
        expect(page.get_by_role("link", name=made.TOPIC)).to_be_visible()
        page.screenshot(path=tmp_path / "assignments.png")
        page.goto(f"{address}/formgrader/manage_submissions/{made.TOPIC}")
        fraction = page.locator("tr", has=page.get_by_text("fraction", exact=True))
        fraction.locator("td.autograde a").click()
        expect(page.get_by_text("Successfully autograded")).to_be_visible()
        page.screenshot(path=tmp_path / "graded.png")
        page.goto(f"{address}/formgrader/gradebook/{made.TOPIC}/{made.TOPIC}")
        most = sum(room.most[made.TOPIC].values())
        expect(page.locator("tbody")).to_contain_text(f"{most:g} / {most:g}")
        page.screenshot(path=tmp_path / "scores.png")
        page.goto(f"{address}/formgrader/manage_students/fraction/{made.TOPIC}")
        page.get_by_role("link", name=made.TOPIC).last.click()
        report = page.locator("section", has_text="Linear: ")
        expect(report).to_contain_text("looks like: the bias is missing")
        report.scroll_into_view_if_needed()
        page.screenshot(path=tmp_path / "submission.png")
