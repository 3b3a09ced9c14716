"""A class of notebooks in which everything goes wrong that goes wrong in real classes.

Every case starts from `some` (two exercises of the topic are solved) or from `stub`, and names the
points that it is due: those of `some`, less what it lost by itself, or none.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path

from nbgrader_course import released

TOPIC = "05_custom_layers"
SOLVED = ("scale", "make_lambda_layer")  # cheap to judge, thirty times over
SMALL = {"01_tensors": ("create", "combine"), "04_custom_losses": ("mse",)}
CASES = {}


def case(start, *lost):
    """Register a function that changes `some` or `stub`; `lost` are exercises that it loses."""

    def register(function):
        CASES[function.__name__] = (start, lost, function)
        return function

    return register


def cell(notebook, name):
    """Return the course's cell of that grade_id."""
    return next(c for c in notebook["cells"] if mark(c).get("grade_id") == name)


def mark(one):
    """Return nbgrader's metadata of a cell."""
    return one["metadata"].get("nbgrader", {})


def code(text):
    """Return a code cell."""
    return {
        "cell_type": "code",
        "metadata": {},
        "source": text,
        "outputs": [],
        "execution_count": None,
        "id": f"c{abs(hash(text))}",
    }


def graded(notebook):
    """Return the graded cells."""
    return [one for one in notebook["cells"] if mark(one).get("grade")]


# -- the course's cells, changed


@case("some")
def edited(notebook):
    cell(notebook, "scale-check")["source"] = "1000.0"


@case("some", "scale")
def deleted(notebook):
    notebook["cells"].remove(cell(notebook, "scale"))
    notebook["cells"].remove(cell(notebook, "scale-check"))


@case("some")
def duplicated(notebook):
    notebook["cells"].append(copy.deepcopy(cell(notebook, "scale-check")))
    notebook["cells"].insert(1, copy.deepcopy(cell(notebook, "make_lambda_layer")))


@case("some")
def moved(notebook):
    first = cell(notebook, "scale-check")
    notebook["cells"].remove(first)
    notebook["cells"].insert(0, first)


@case("stub")
def tagged(notebook):
    for one in graded(notebook):
        one["metadata"]["tags"] = ["skip-execution"]


@case("stub")
def filled_in(notebook):
    for one in graded(notebook):
        data = {"text/plain": str(float(mark(one)["points"]))}
        made = {"output_type": "execute_result", "metadata": {}, "execution_count": 1}
        one["outputs"] = [{**made, "data": data}]


@case("some")
def retyped(notebook):
    for name in ("scale-check", "make_lambda_layer"):
        one = cell(notebook, name)
        one["cell_type"] = "markdown"
        del one["outputs"], one["execution_count"]


@case("some")
def flagged(notebook):
    for one in graded(notebook):
        mark(one).update(points=1000, grade=False, schema_version=1, locked=False)


@case("some")
def metadata_of_no_form(notebook):
    for one, wrong in zip(graded(notebook), ["linear", [], 7, {"grade_id": {}}], strict=False):
        one["metadata"]["nbgrader"] = wrong


@case("some")
def unknown_kernel(notebook):
    notebook["metadata"]["kernelspec"] = {"name": "nope", "display_name": "N", "language": "R"}


# -- what runs beside the right answers


@case("some")
def warns(notebook):
    text = "import sys, warnings\nprint('to stderr', file=sys.stderr)\nwarnings.warn('careful')"
    notebook["cells"].insert(2, code(f"{text}\nlayer = keras.layers.Dense(2, input_shape=(3,))"))
    notebook["cells"].append(code("print('MY PRINT')\ndisplay(6 * 7)\n'MY VALUE'"))


@case("some")
def raises(notebook):
    notebook["cells"].insert(0, code("1 / 0"))


@case("some")
def loops(notebook):
    notebook["cells"].insert(2, code("while True: pass"))


@case("some")
def exits(notebook):
    notebook["cells"].insert(2, code("import sys; sys.exit()"))


@case("some", *SOLVED)
def kills(notebook):
    notebook["cells"].append(code("import os, signal; os.kill(os.getpid(), signal.SIGKILL)"))


@case("some")
def floods(notebook):
    notebook["cells"].append(code("for _ in range(100): print('x' * 1_000_000)"))


@case("some")
def uses_ipython(notebook):
    text = "%matplotlib inline\n!touch here\nfiles = !ls\nfor_all = (7\n    % 4)"
    notebook["cells"].insert(2, code(text))
    notebook["cells"].append(code("async def seven(): return 7\nawait seven()"))


@case("some")
def scripts(notebook):
    page = "<script>alert('EVIL')</script><img src=x onerror=alert('EVIL')>"
    markdown = {"cell_type": "markdown", "metadata": {}, "source": page, "id": "page"}
    notebook["cells"].append(markdown)
    text = "from IPython.display import HTML, Javascript\ndisplay(HTML('{0}'), '{0}')\nprint('{0}')"
    notebook["cells"].append(code(text.format(page.replace("'", '"'))))


# -- forgeries


@case("stub")
def rebinds_check(notebook):
    notebook["cells"].insert(-1, code("check = lambda name: 5.0"))
    notebook["cells"].insert(2, code("import tensorkata\ntensorkata.check = lambda name: 5.0"))


@case("stub")
def hooks_ipython(notebook):
    text = """
import ast
shell = get_ipython()
shell.input_transformers_cleanup.append(lambda lines: ["5.0"])
class Five(ast.NodeTransformer):
    def visit_Expr(self, node):
        return ast.Expr(ast.Constant(5.0))
shell.ast_transformers.append(Five())
shell.display_formatter.formatters["text/plain"].for_type(object, lambda *_: "5.0")
"""
    notebook["cells"].insert(2, code(text))


@case("stub")
def edits_the_gradebook(notebook):
    text = """
import glob, pathlib, sqlite3
HERE = {course!r}
def read(path):
    try:
        return pathlib.Path(path).read_bytes()[:9]
    except OSError:
        return None
print("SEEN", read(HERE + "/gradebook.db"), read(HERE + "/curriculum.toml"), glob.glob(HERE + "/*"))
for path in (HERE + "/gradebook.db", "../../../gradebook.db"):
    book = sqlite3.connect(path)
    book.execute("UPDATE grade SET manual_score = 5, auto_score = 5")
    book.commit()
"""
    notebook["cells"].insert(2, code(text))


WITHOUT_BIAS = ("+ self.bias", "")  # what makes the answer of `fraction`
# What is no notebook, by the words in which it is told so.
BROKEN = {
    "empty": (b"", "the file is empty"),
    "not_json": (b"hello", "not a notebook"),
    "latin": ("é".encode("latin-1") * 100, "not UTF-8"),
    "huge": (b'{"cells": "' + b"x" * 50 * 10**6 + b'"}', "the most is"),
    "crowded": (json.dumps({"cells": [code("1")] * 1001}).encode(), "the most is 1,000"),
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


def write_small(course: Path, topic: str, names: tuple[str, ...]) -> None:
    """Write three students of a further topic: all solved, those of the names, none."""
    source, stub = released(course, topic)
    write(course, topic, "solved", source)
    write(course, topic, "some", partly(source, stub, names))
    write(course, topic, "stub", stub)


def write_class(course: Path) -> dict[str, tuple[str, ...]]:
    """Write the class of TOPIC; return, for each student, the exercises solved."""
    source, stub = released(course, TOPIC)
    some = partly(source, stub, SOLVED)
    due = {"solved": tuple(mark(one)["grade_id"].removesuffix("-check") for one in graded(stub))}
    write(course, TOPIC, "solved", source)
    for name, (start, lost, change) in CASES.items():
        notebook = copy.deepcopy(some if start == "some" else stub)
        change(notebook)
        due[name] = tuple(set(SOLVED if start == "some" else ()) - set(lost))
        text = json.dumps(notebook).replace("{course!r}", json.dumps(repr(str(course)))[1:-1])
        write(course, TOPIC, name, text.encode())
    write(course, TOPIC, "version_3", of_version_3(some))
    due["version_3"] = SOLVED
    half = partly(source, stub, ("linear", *SOLVED))
    linear = cell(half, "linear")
    linear["source"] = "".join(linear["source"]).replace(*WITHOUT_BIAS)
    write(course, TOPIC, "fraction", half)
    for name, (data, _) in BROKEN.items():
        write(course, TOPIC, name, data)
        due[name] = ()
    _write_links(course, some, due)
    return due


def _write_links(course, some, due):
    """Write submissions with links to a secret, the gradebook and the neighbour's notebook."""
    (course.parent / "secret.txt").write_text("TOP SECRET")
    path = write(course, TOPIC, "links", some)
    (path.parent / "data.txt").symlink_to(course.parent / "secret.txt")
    (path.parent / "more").symlink_to(course.parent)
    (path.parent / "gradebook.db").symlink_to(course / "gradebook.db")
    due["links"] = SOLVED
    path = write(course, TOPIC, "copies_by_link", b"")
    path.unlink()
    path.symlink_to(course / "submitted" / "solved" / TOPIC / path.name)
    due["copies_by_link"] = ()
    (course / "submitted" / "is_a_link").mkdir()
    (course / "submitted" / "is_a_link" / TOPIC).symlink_to(course / "submitted" / "solved" / TOPIC)
    due["is_a_link"] = ()
