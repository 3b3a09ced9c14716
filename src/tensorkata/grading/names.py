"""What the name of a file or folder says: whose it is, which platform wrote it, how it fits.

The forms are those of Canvas (lib/content_zipper.rb), Moodle (mod/assign) and Gradescope's export.
Knows no file's content.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import msgspec

from tensorkata.text import BIDI

KIND = re.compile(r"\.(py|ipynb)(?:\.(?:txt|json|download))*$", re.IGNORECASE)
COPY = re.compile(
    r"(?:[\s-]*(?:\(\d+\)|\b(?:copy|kopie|copie)(?:\s?\d+)?))+$", re.IGNORECASE
)  # `x (1)`, `x-Copy1`, `x - Kopie (2)`
# `Ada Smith_123456_assignsubmission_file_/05.py`, also with the file's name behind the last _
MOODLE = re.compile(r"^(?P<who>.+)_(?P<id>\d+)_assignsubmission_[a-z]+(?:_(?P<rest>.*))?$")
# `smithada_LATE_4711_8899_05_custom_layers-1.py`, `LATE_anon_Ab3xY_8899_x.py`, `ada_4711_text.html`
CANVAS = re.compile(
    r"^(?:(?P<who>(?!LATE_|anon_).+?)_)?(?P<late>LATE_)?(?P<id>anon_[A-Za-z0-9]+|(?<=_)\d+)"
    r"_(?:(?P<upload>\d+)_(?P<name>.+)|(?P<page>(?:text|link)\.html))$"
)
GRADESCOPE = re.compile(r"^submission_(?P<id>\d+)$")
SAME, NAMED = 1, 2  # fits: a copy of the topic's name, a name with the topic in it
TOOLS = frozenset({"__macosx", "__pycache__", "node_modules", "venv", "env", "site-packages"})
LITTER = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
WRAPPER = re.compile(
    r"^(?:class|course|students?|subs?|submissions?|submitted|abgaben?|downloads?|archive|extracted"
    r"|export|all|assignment_\d+_export"
    r"|(?:hw|homework|assignment|week|sheet|lab|topic|task|unit)[ _-]?\d*)$",
    re.IGNORECASE,
)
# What lies in an instructor's folder beside what was handed in.
BESIDE = re.compile(
    r"^(?:readme|licen[cs]e)|\.(?:csv|tsv|xlsx|ods|md|ya?ml|toml|log|db|sqlite)$", re.IGNORECASE
)
NO_ANSWER = re.compile(r"^(?:test_.*|conftest|probes|looks|setup|__init__)$")


class Owner(msgspec.Struct, frozen=True):
    """Whose a file is: the name, a platform's number for the person, and what else is known.

    `rest` is the file's own name, `version` Canvas's count of those handed in before it; a file is
    `named` if its own name is its student's.
    """

    who: str
    number: str = ""
    platform: dict[str, str] = {}
    rest: str = ""
    version: int = 0
    named: bool = False


def plain(text: str) -> str:
    """Return a name as it can be written, shown and compared: NFC, no character that steers."""
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(
        char if char.isprintable() and char not in BIDI else char.encode("unicode_escape").decode()
        for char in unicodedata.normalize("NFC", text)
    )


def is_tools(part: str) -> bool:
    """Tell whether a file or folder is some tool's own: hidden, a cache, an environment."""
    low = part.casefold()
    hidden = part.startswith((".", "~$")) and not MOODLE.match(part)
    return hidden or low in TOOLS or low in LITTER


def is_wrapper(part: str, topic: str, roots: set[str]) -> bool:
    """Tell whether a folder is named after a class or its archive, and not after a student."""
    return part in roots or part == topic or bool(WRAPPER.match(part))


def kind_of(name: str) -> str:
    """Return `.py` or `.ipynb` for a file that can be graded, else an empty text."""
    found = KIND.search(name)
    return f".{found[1].lower()}" if found else ""


def stem_of(name: str) -> str:
    """Return the name without what says its kind, and without the marks of a copy."""
    return COPY.sub("", KIND.sub("", name))


def is_of_another_topic(name: str, topic: str) -> bool:
    """Tell whether a file is named as another topic is: `06_callbacks.py` in place of `05_...`."""
    return bool(re.match(r"\d\d_[a-z]", name)) and name[:3] != topic[:3]


def is_beside(names: tuple[str, ...], topic: str) -> bool:
    """Tell whether a path leads into another topic: what is wrong with it is none of this one's."""
    own = fit_of(names[-1], topic) <= SAME
    return not own and any(is_of_another_topic(name, topic) for name in names)


def fit_of(name: str, topic: str) -> int:
    """Return how far a name is from the topic's: 0 for the very name, SAME for a copy of it."""
    if name in {f"{topic}.py", f"{topic}.ipynb"}:
        return 0
    stem = stem_of(name).strip()
    if stem.casefold() == topic.casefold():
        return SAME
    number, _, words = topic.partition("_")
    letters = re.sub(r"[\W_]", "", stem).casefold()
    return NAMED if re.sub(r"[\W_]", "", words) in letters or letters == number else NAMED + 1


def topic_of(names: Sequence[str], topics: Sequence[str]) -> str:
    """Return the topic that a path is named after: by its file, else by its innermost folder.

    Nothing if no name in it is a topic's. `custom_model` is 03_custom_model, and not 02_model.
    """
    for name in reversed(names):
        numbered = [topic for topic in topics if re.match(r"\d\d_", name) and name[:3] == topic[:3]]
        fits = [(fit_of(name, topic), -len(topic), topic) for topic in numbered or topics]
        if fits and (numbered or min(fits)[0] <= NAMED):
            return min(fits)[2]
    return ""


def owner_of_folder(part: str) -> Owner:
    """Return whose a student's folder is."""
    if moodle := MOODLE.match(part):
        return Owner(moodle["who"], moodle["id"], {"moodle_id": moodle["id"]})
    if gradescope := GRADESCOPE.match(part):
        return Owner(part, "", {"gradescope_id": gradescope["id"]})
    return Owner(part)


def is_platforms(part: str) -> bool:
    """Tell whether a student's folder is named by a platform."""
    return bool(MOODLE.match(part) or GRADESCOPE.match(part))


def owner_of_file(name: str, topic: str) -> Owner:
    """Return whose a file is that lies among those of others; nobody's for the topic's own name."""
    if moodle := MOODLE.match(name):
        about = {"moodle_id": moodle["id"]}
        return Owner(moodle["who"], moodle["id"], about, moodle["rest"] or name)
    if canvas := _canvas(name, topic):
        return _of_canvas(canvas)
    stem = stem_of(name) if kind_of(name) else COPY.sub("", name.rpartition(".")[0] or name)
    if stem.casefold() == topic.casefold():
        return Owner("", rest=name)
    gap = r"[ _.-]+"
    named = re.match(rf"^(.+?){gap}{re.escape(topic)}(?:{gap}.*)?$", stem, re.IGNORECASE)
    named = named or re.match(rf"^{re.escape(topic)}{gap}(.+)$", stem, re.IGNORECASE)
    return Owner(named[1] if named else stem, rest=name, named=name == f"{stem}{kind_of(name)}")


def _canvas(name: str, topic: str) -> re.Match[str] | None:
    """Return what Canvas's form finds; `ada_7_05_custom_layers.ipynb` is not of that form."""
    found = CANVAS.match(name)
    if found and topic and f"{found['upload']}_{found['name']}".startswith(topic):
        return None
    return found if found and (found["who"] or found["id"].startswith("anon_")) else None


def _of_canvas(found: re.Match[str]) -> Owner:
    rest = found["name"] or found["page"]
    mark = re.search(r"-(\d+)(?=\.\w+$)", rest)
    number = found["id"]
    anonymous = number.startswith("anon_")
    about = {"canvas_anonymous_id": number[5:]} if anonymous else {"canvas_id": number}
    about |= {"late": "yes"} if found["late"] else {}
    who = number if anonymous else f"{found['who']}_{number}"
    if mark:
        rest = rest[: mark.start()] + rest[mark.end() :]
    return Owner(who, "", about, rest, int(mark[1][:6]) if mark else 0)
