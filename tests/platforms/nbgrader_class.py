"""Classes of notebooks: what is right and what goes wrong, as files in submitted/.

One topic has every case, two have some of them, so that each class has a dozen students or more.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import NamedTuple

from .nbgrader_cases import BROKEN, CASES, answered, cell
from .nbgrader_course import released

TOPIC = "05_custom_layers"
WITHOUT_BIAS = ("+ self.bias", "")


class Class(NamedTuple):
    """A topic's class: what `some` solves, an answer that is partly right, who is in it."""

    solved: tuple[str, str]  # cheap to judge, again and again
    partly: str
    slip: tuple[str, str]  # text of the solution, and what makes it wrong
    told: str  # what the feedback says of it
    cases: tuple[str, ...] = ()  # all of them where none is named


CLASSES = {
    TOPIC: Class(
        ("scale", "make_lambda_layer"), "linear", WITHOUT_BIAS, "looks like: the bias is missing"
    ),
    "01_tensors": Class(
        ("create", "combine"),
        "masked_mean",
        ("tf.math.divide_no_nan(total, count)", "total / count"),
        "looks like: 0 / 0 if nothing is kept",
        (
            *("duplicated", "retyped", "tagged", "deleted", "version_3", "latin"),
            *("empty", "warns", "exits", "hooks_ipython"),
        ),
    ),
    "04_custom_losses": Class(
        ("mse", "dice_loss"),
        "huber",
        ("delta <= 0.0", "delta < 0.0"),
        "expected ValueError, but nothing was raised",
        (
            *("edited", "moved", "flagged", "filled_in", "unknown_kernel", "copies_by_link"),
            *("raises", "kills", "loops", "edits_the_gradebook"),
        ),
    ),
}


def write(course: Path, topic: str, student: str, notebook) -> Path:
    """Write a submission and return its file."""
    path = course / "submitted" / student / topic / f"{topic}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode())
    return path


def partly(source, stub, names):
    """Return the stub with some of the source's solutions."""
    made = copy.deepcopy(stub)
    for name in names:
        cell(made, name)["source"] = cell(source, name)["source"]
    return made


def of_version_3(notebook):
    """Return the notebook in the format of 2013."""
    cells = []
    for one in notebook["cells"]:
        text = "".join(one["source"])
        made = {"cell_type": one["cell_type"], "metadata": one["metadata"]}
        more = {"input": text, "outputs": [], "language": "python"}
        cells.append(made | (more if one["cell_type"] == "code" else {"source": text}))
    sheets = [{"cells": cells, "metadata": {}}]
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": sheets}


def write_class(course: Path, topic: str) -> dict[str, list[str] | None]:
    """Write a topic's class; return the exercises that each student has right.

    Of `fraction`, who has a part of one, it is None.
    """
    source, stub = released(course, topic)
    about = CLASSES[topic]
    some = partly(source, stub, about.solved)
    half = partly(source, stub, (about.partly, *about.solved))
    answer = cell(half, about.partly)
    answer["source"] = "".join(answer["source"]).replace(*about.slip)
    made = {"solved": (source, answered(source)), "stub": (stub, []), "fraction": (half, None)}
    for name, (start, lost, change) in CASES.items():
        notebook = copy.deepcopy(some if start == "some" else stub)
        change(notebook)
        text = json.dumps(notebook).replace("{course!r}", json.dumps(repr(str(course)))[1:-1])
        made[name] = text.encode(), answered(some)[lost:] if start == "some" else []
    made["some"] = made["links"] = some, answered(some)
    made["version_3"] = of_version_3(some), answered(some)
    made |= {name: (data, []) for name, (data, _) in BROKEN.items()}
    made |= {name: (b"", []) for name in ("copies_by_link", "is_a_link")}
    present = [*ALWAYS, *about.cases] if about.cases else [*made]
    for name in present:
        path = write(course, topic, name, made[name][0])
        LINKED.get(name, lambda *_: None)(course, path)
    return {name: made[name][1] for name in present}


def links(course, path):
    """Put links to a secret, the whole and the gradebook beside the notebook."""
    (course.parent / "secret.txt").write_text("TOP SECRET")
    (path.parent / "data.txt").symlink_to(course.parent / "secret.txt")
    (path.parent / "more").symlink_to(course.parent)
    (path.parent / "gradebook.db").symlink_to(course / "gradebook.db")


def copies_by_link(course, path):
    """Make the notebook a link to a neighbour's."""
    path.unlink()
    path.symlink_to(course / "submitted" / "solved" / path.stem / path.name)


def is_a_link(course, path):
    """Make the folder a link to a neighbour's."""
    path.unlink()
    path.parent.rmdir()
    path.parent.symlink_to(course / "submitted" / "solved" / path.stem)


ALWAYS = ("solved", "some", "stub", "fraction")
LINKED = {one.__name__: one for one in (links, copies_by_link, is_a_link)}
