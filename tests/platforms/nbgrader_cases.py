"""What goes wrong with a notebook in real classes: each case a change of it, and what that costs.

Every case starts from `some` (two exercises of the topic are solved) or from `stub`, and is due the
points of that, less what it lost by itself.
"""

from __future__ import annotations

import copy
import json

CASES = {}


def case(start, lost=0):
    """Register a function that changes `some` or `stub`, and loses the first `lost` answers."""

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


def answered(notebook):
    """Return the grade_ids of the solution cells that are written."""
    cells = [one for one in notebook["cells"] if mark(one).get("solution")]
    return [
        mark(one)["grade_id"] for one in cells if "NotImplemented" not in "".join(one["source"])
    ]


# -- the course's cells, changed


@case("some")
def edited(notebook):
    cell(notebook, f"{answered(notebook)[0]}-check")["source"] = "1000.0"


@case("some", lost=1)
def deleted(notebook):
    name = answered(notebook)[0]
    notebook["cells"].remove(cell(notebook, name))
    notebook["cells"].remove(cell(notebook, f"{name}-check"))


@case("some")
def duplicated(notebook):
    first, second = answered(notebook)
    notebook["cells"].append(copy.deepcopy(cell(notebook, f"{first}-check")))
    notebook["cells"].insert(1, copy.deepcopy(cell(notebook, second)))


@case("some")
def moved(notebook):
    check = cell(notebook, f"{answered(notebook)[0]}-check")
    notebook["cells"].remove(check)
    notebook["cells"].insert(0, check)


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
    first, second = answered(notebook)
    for name in (f"{first}-check", second):
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


@case("some", lost=2)
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


# What is no notebook, by the words in which it is told so.
BROKEN = {
    "empty": (b"", "the file is empty"),
    "not_json": (b"hello", "not a notebook"),
    "latin": ("é".encode("latin-1") * 100, "not UTF-8"),
    "huge": (b'{"cells": "' + b"x" * 50 * 10**6 + b'"}', "the most is"),
    "crowded": (json.dumps({"cells": [code("1")] * 1001}).encode(), "the most is 1,000"),
}
