"""A text of a submission as data: each way to show it has one escaping."""

from __future__ import annotations

import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest

from tensorkata import text

HOSTILE = [
    "<b>&\"'",
    "=1+1",
    "\x1b[31mred\x00\x0b\x7f",
    "\x9b31mred",
    "\u202eleft\u2066",
    "../../etc/passwd",
    "one\ntwo\r\n\tthree",
    "..",
    "\ud800 half of a character",
    "naïve 🦊",
    "a;=1+1",
    'a; "+1',
    "\uff1d1",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_steers_what_it_is_shown_on(hostile):
    """No control character on a terminal, no tag, no formula, no other folder, no broken XML."""
    assert "\x1b" not in text.clean(hostile)
    assert not set(text.clean(hostile)) & {"\u202e", "\u2066", "\r", "\x7f"}
    assert not set(text.for_html(hostile)) & set("<>\"'")
    for cell in text.for_csv(hostile).split(";"):
        assert not cell.lstrip(' "').startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))
    assert text.for_filename(hostile) not in {".", ".."}
    assert "/" not in text.for_filename(hostile)
    assert not set(text.for_xml(hostile)) & {"\x9b", "\u202e", "\x7f"}
    element = ET.Element("a")
    element.text = text.for_xml(hostile)
    assert ET.fromstring(ET.tostring(element, encoding="utf-8")).text is not None


@pytest.mark.parametrize("name", ["CON", "aux", "nul.a", "com1", "Lpt9.py", "-rf"])
def test_no_name_is_a_device_or_an_option(name):
    """Windows opens a device for `aux.html`, and `rm *` takes `-rf` for an option."""
    assert text.for_filename(name) == f"%%{name}"
    assert text.for_filename(f"x{name}") == f"x{name}"


def test_plain_text_stays_as_it_is():
    """Letters of any language, spaces and line ends are shown as they were written."""
    plain = "naïve 🦊 مرحبا\nx_1 = 2"
    assert text.clean(plain) == text.for_xml(plain) == plain
    assert text.for_html(plain) == plain
    assert text.for_csv("naïve 🦊") == "naïve 🦊"
    assert text.for_filename("ada.b@uni-1") == "ada.b@uni-1"


def test_files_and_pages_are_written_without_a_terminal():
    """Exports, pages and drawings do not import rich."""
    code = (
        "import sys\n"
        "import tensorkata.reporting.exports, tensorkata.reporting.pages\n"
        "import tensorkata.reporting.svg, tensorkata.reporting.cell_report\n"
        "assert 'rich' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
