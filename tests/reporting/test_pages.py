"""The pages as a browser shows them: hostile texts as text, on a phone, in the dark, on paper."""

from __future__ import annotations

import contextlib

import pytest
from axe_playwright_python.sync_playwright import Axe

from tensorkata.grading.comments import Comment, Comments, with_comments
from tensorkata.reporting import pages as html_pages
from tensorkata.reporting.course_table import Topic, table_of
from tensorkata.reporting.history import Step
from tensorkata.reporting.similar_page import Line, Pair, Side, Similar, as_page
from tensorkata.text import clean

from .conftest import NASTY

SCREENS = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "phone in the dark": {"viewport": {"width": 360, "height": 780}, "color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def pages(run, tmp_path_factory):
    """Write the class page and the page of the student with the longest name."""
    folder = tmp_path_factory.mktemp("pages")
    longest = max(run.submissions, key=lambda entry: len(entry.student))
    (folder / "class.html").write_text("".join(html_pages.class_page(run)))
    topics = [Topic(run, [Step("t", longest.student, 1.0), Step("u", longest.student, 2.0)])]
    (folder / "course.html").write_text("".join(html_pages.course_page(table_of("Spring", topics))))
    (folder / "student.html").write_text(html_pages.feedback_page(run, longest))
    written = by_hand(run)
    (folder / "class by hand.html").write_text("".join(html_pages.class_page(written)))
    page = html_pages.feedback_page(written, written.submissions[0])
    (folder / "student by hand.html").write_text(page)
    (folder / "similar.html").write_text("".join(alike()))
    return folder


def by_hand(run):
    """Return the run with comments and points of an instructor's; each is out of date."""
    said = [Comment(one.student, "Linear", one.student, 3.0, 4.0, "old") for one in run.submissions]
    return with_comments(run, Comments(tuple(said)))


def alike():
    """Yield the page of two answers with hostile lines, and of a student who is left out."""
    lines = (Line(1, NASTY[0], alike=True), Line(200, "x = " + "y" * 500, alike=False))
    pair = Pair("Linear", Side(NASTY[4], 0.9, lines), Side(NASTY[5], 0.8, lines))
    [(_, parts)] = as_page(Similar("05", 2, (pair, pair), 3, ((NASTY[0], NASTY[7]),), ("Scale",)))
    yield from parts


@contextlib.contextmanager
def opened(browser, path, **screen):
    """Open a page; what it asks for, shows by itself or complains of must be nothing."""
    with contextlib.closing(browser.new_context(**screen)) as context:
        page, heard = context.new_page(), []
        page.on("request", lambda request: heard.append(request.url))
        page.on("dialog", lambda dialog: heard.append(dialog.message))
        page.on("console", lambda line: heard.append(line.text))
        page.goto(path.as_uri())
        yield page
        assert heard == [path.as_uri()]


def overflows(page):
    """Return by how much the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(
    "name", ["class", "student", "class by hand", "student by hand", "similar", "course"]
)
def test_a_page_is_accessible_and_fits_its_screen(browser, pages, name, screen):
    """Axe finds nothing with every part unfolded, and nothing has to be scrolled sideways."""
    with opened(browser, pages / f"{name}.html", **SCREENS[screen]) as page:
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        assert overflows(page) <= 0
        assert Axe().run(page).response["violations"] == []


def test_hostile_texts_are_text_on_the_screen(browser, pages, nasty):
    """Each name stands there as it was written, without control characters; cut where long."""
    with opened(browser, pages / "class.html") as page:
        assert page.locator("script, img, iframe, b").count() == 0
        names = page.locator(".students tbody th").all_text_contents()
        for name, seen in zip(nasty, names[:-1], strict=True):
            assert seen == html_pages.shown(name)
            assert clean(name).startswith(seen.removesuffix(" …"))


def test_a_class_is_printed_without_what_is_folded(browser, pages):
    """On paper are the figures and the table, on the page's white, within its width."""
    paper = {"width": 700, "height": 1000}
    with opened(browser, pages / "class.html", viewport=paper, color_scheme="dark") as page:
        page.emulate_media(media="print")
        assert overflows(page) <= 0
        assert page.locator(".students").is_visible()
        assert not page.locator("details").first.is_visible()
        ground = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(ground) == "rgb(255, 255, 255)"
