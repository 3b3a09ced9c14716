"""Escape a submission's texts: for a terminal, HTML, XML, CSV, and as the name of a file.

All escaping in the kit is here. Knows no result and no report.
"""

from __future__ import annotations

import hashlib
import html
import re

BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
FORMULA = "=+\\-@\uff1d\uff0b\uff0d\uff20"  # the last four are wide, of East Asian scripts
# What Windows takes for a device, whatever follows the dot, and a shell's `*` for an option.
RESERVED = re.compile(r"-|(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
LONGEST_NAME = 200  # bytes, so that an ending has room in a file's name


def clean(text: str) -> str:
    """Strip control characters, so that a text cannot steer a terminal."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(
        char for char in text if char == "\n" or (char.isprintable() and char not in BIDI)
    )


def for_html(text: str) -> str:
    """Return the text for an element or an attribute of HTML."""
    return html.escape(clean(text))


def for_xml(text: str) -> str:
    """Return the text without the characters that XML cannot hold, and without those that steer.

    The writer escapes the rest.
    """
    return "\t".join(map(clean, text.split("\t")))


def for_csv(text: str) -> str:
    """Return the text for a cell: no formula in a spreadsheet, no control characters.

    A spreadsheet of many a language begins a new cell at a semicolon, so what follows one is quoted
    as well.
    """
    plain = "".join(char for char in text if char.isprintable())
    return re.sub(rf"(^|;)([\s\"']*)(?=[{FORMULA}])", r"\1'\2", plain)


def for_filename(text: str) -> str:
    """Return the text as the name of a file that stays in its folder; no two texts share one."""
    plain = re.sub(r"[^\w.@ -]", lambda found: f"%{ord(found[0]):x}.", text)
    if len(plain.encode()) > LONGEST_NAME:
        whole = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        plain = f"{plain.encode()[: LONGEST_NAME - 70].decode('utf-8', 'ignore')}%%{whole}"
    return f"%%{plain}" if not plain.strip(". ") or RESERVED.match(plain) else plain
