"""The house rules: import floors, docstrings, what starts without TensorFlow, the public names."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import tensorkata.checking
from tensorkata import errors

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "tensorkata"
FLOORS = [
    *("plain", "protocol", "student", "sandbox", "diagnosis", "checking", "reporting", "grading"),
    *("authoring", "proving", "platforms", "commands", "cli_results", "cli_authoring", "cli"),
    "__init__",
]
PLAIN = {
    *("errors", "results", "course", "course_settings", "assignment_files", "limits", "text"),
    *("progress", "times", "points_of_checks"),
}
MODULES = sorted(SOURCE.rglob("*.py"))
# The only modules that may import TensorFlow or Keras, inside a function or at the top.
TENSORFLOW = {
    *("student/probes.py", "student/host.py", "sandbox/zygote.py", "sandbox/child.py"),
    *("student/tensorflow_patches.py", "student/time_limit.py", "student/devices.py"),
}


def floor_of(parts: tuple[str, ...]) -> str:
    """Return the floor of a module's path below the package; an unlisted one has none."""
    if len(parts) > 1:
        return parts[0]
    return "plain" if parts[0] in PLAIN else parts[0]


def imports_of(path: Path) -> set[str]:
    """Return the modules that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: name the module from the package on"
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def named_in(path: Path) -> set[str]:
    """Return the kit's modules that a file's strings name: what importlib or `-m` would load."""
    tree = ast.parse(path.read_text())
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    return {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
        for name in re.findall(r"\btensorkata(?:\.\w+)+", node.value)
    }


def module_of(name: str) -> str:
    """Return the module that a dotted name stands for or in; nothing for the package itself."""
    parts = name.split(".")[1:]
    while parts and not (SOURCE.joinpath(*parts).is_dir() or is_file(parts)):
        parts.pop()
    return ".".join(parts)


def is_file(parts: list[str]) -> bool:
    """Tell whether the parts of a dotted name lead to a module's file."""
    return SOURCE.joinpath(*parts).with_suffix(".py").is_file()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_module_imports_only_its_own_floor_and_those_below(path):
    """No module looks up, by a hidden import neither; a module on no floor is red."""
    here = path.relative_to(SOURCE).with_suffix("").parts
    floor = floor_of(here)
    assert floor in FLOORS, f"{path}: give the module a floor"
    for name in sorted(imports_of(path) | named_in(path)):
        module = module_of(name) if name.startswith("tensorkata.") else ""
        if module == "cli" and name not in imports_of(path):
            continue  # a script that calls the command, as `kata` does
        if module:
            below = floor_of(tuple(module.split(".")))
            assert FLOORS.index(below) <= FLOORS.index(floor), f"{path.name} imports {name}"


def test_a_hidden_import_is_seen(tmp_path):
    """A module named in a string counts as imported; one that a docstring speaks of does not."""
    file = tmp_path / "hidden.py"
    file.write_text(
        '"""As tensorkata.cli says."""\nimport importlib\n'
        'importlib.import_module("tensorkata.grading.grader")\n'
        '__import__(f"tensorkata.proving.{x}")\nC = "import tensorkata.course as c"\n'
    )
    names = {module_of(name) for name in named_in(file)}
    assert names == {"grading.grader", "proving", "course"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_tensorflow_is_imported_where_probes_run_and_nowhere_else(path):
    """The judge and the commands never import TensorFlow or Keras."""
    if path.relative_to(SOURCE).as_posix() not in TENSORFLOW:
        assert not {name.split(".")[0] for name in imports_of(path)} & {"tensorflow", "keras"}


def test_every_exception_stands_in_the_drawn_tree():
    """errors.py draws each exception class of the kit below its parent, with its exit code."""
    rows = re.findall(r"^ {4}([ │├└─]*)(\w+)(?: +(\d) )?", errors.__doc__, re.MULTILINE)
    above: list[type] = []
    for line, name, code in rows:
        cls = getattr(errors, name, None)
        if code:
            depth = len(line) // 4
            assert cls.exit_code == int(code), name
            assert depth == 0 or cls.__bases__[0] is above[depth - 1], name
            above[depth:] = [cls]
    drawn = {name for _, name, _ in rows}
    coded = {name for _, name, code in rows if code}
    classes = {cls for cls in vars(errors).values() if isinstance(cls, type)}
    assert coded == {cls.__name__ for cls in classes if issubclass(cls, errors.KataError)}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and is_exception(node):
                assert node.name in drawn, f"{path}: draw {node.name} in errors.py"
                assert path.name == "errors.py" or not hasattr(errors, node.name)


def is_exception(node):
    """Tell whether a class is an exception, by the names of its bases."""
    names = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
    return any(
        re.search(r"(Error|Exception|Failed|Fault|Failure|Timeout)$", name) for name in names
    )


def test_every_test_has_a_sentence():
    """Each test of the kit says in its docstring what holds."""
    for path in (ROOT / "tests").rglob("test_*.py"):
        if {"answers", "attacks", "golden"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                assert ast.get_docstring(node), f"{path.name}::{node.name}"


def test_no_checker_imports_tensorflow():
    """A judge's file knows NumPy; TensorFlow is for probes."""
    for path in (ROOT / "checkers").rglob("test_*.py"):
        assert not {name.split(".")[0] for name in imports_of(path)} & {"tensorflow", "keras"}, path


def test_every_probe_is_asked():
    """A probe is a public function that takes `student` first, and some check asks for it."""
    for path in (ROOT / "checkers").glob("*/probes.py"):
        checks = (ast.parse(file.read_text()) for file in path.parent.rglob("test_*.py"))
        asked = {node.attr for tree in checks for node in ast.walk(tree) if is_probe(node)}
        public = [
            node.name
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if [argument.arg for argument in node.args.args][:1] == ["student"]
        ]
        assert set(public) <= asked, path


def is_probe(node):
    """Tell whether a node is `probes.name`."""
    return isinstance(node, ast.Attribute) and ast.unparse(node.value) == "probes"


def test_a_checker_s_names_are_what_the_author_s_guide_says():
    """The public names of tensorkata.checking are these and no others."""
    assert sorted(tensorkata.checking.__all__) == [
        "after",
        "assert_close",
        "assert_equal",
        "assert_gradient",
        "assert_raises",
        "assert_shape",
        "assert_true",
        "draw",
        "forbids",
        "numeric_gradient",
        "points",
    ]


@pytest.mark.parametrize(
    "command", [["--help"], ["list"], ["list", "--json"], ["hint", "Linear"], []]
)
def test_commands_that_only_read_never_import_tensorflow(command):
    """The board, the list, the hints and the help start without TensorFlow."""
    code = (
        "import sys; sys.argv = ['kata', *sys.argv[1:]]\n"
        "from tensorkata.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "assert 'tensorflow' not in sys.modules and 'keras' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_pytest_plugin_sleeps_elsewhere(tmp_path):
    """In another project the plugin adds no option and imports neither NumPy nor the engine."""
    (tmp_path / "test_other.py").write_text(
        "import sys\n\n\ndef test_asleep(pytestconfig):\n"
        "    assert 'tensorkata.checking' not in sys.modules\n"
        "    assert not hasattr(pytestconfig.option, 'submission')\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_no_file_names_a_machine_or_a_registry():
    """No path of a machine and no address of a package registry stands in the repository."""
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    words = ["/wo" + "rk/main", "/ro" + "ot/", "py" + "pi.org", "files.python" + "hosted"]
    for name in tracked.stdout.split():
        path = ROOT / name
        if path.is_file() and path.suffix in {".py", ".md", ".toml", ".txt", ".ipynb", ".yaml", ""}:
            text = path.read_text(errors="replace")
            assert not [word for word in words if word in text], name
