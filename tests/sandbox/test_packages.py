"""What a submission may import: what is installed beside the kit, tried before grading begins."""

from __future__ import annotations

from importlib import metadata

import pytest

from tensorkata.errors import UsageError
from tensorkata.sandbox import packages
from tensorkata.sandbox.isolation import choose


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """Let a folder that no wall shows be one with packages; return the way to install there."""
    places = [str(tmp_path), *packages._places()]
    monkeypatch.setattr(packages, "_places", lambda: places)
    roots = packages.visible_paths.import_roots()
    monkeypatch.setattr(packages.visible_paths, "import_roots", lambda: (str(tmp_path), *roots))

    def install(name, module, text, version="2.5"):
        (tmp_path / f"{module}.py").write_text(text)
        about = tmp_path / f"{module}-{version}.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n")
        (about / "RECORD").write_text(f"{module}.py,,\n{about.name}/METADATA,,\n")

    return install


def test_what_is_installed_beside_the_kit_is_listed_with_its_version(beside):
    """The kit's own packages are there, and one that an instructor has added."""
    beside("Made.Up", "made_up", "")
    found = packages.installed()
    assert found["made-up"] == "2.5"
    for name in ("tensorflow", "keras", "numpy", "matplotlib", "scikit-learn"):
        assert found[name] == metadata.version(name)


@pytest.mark.parametrize("level", ["auto", "landlock", "none"])
def test_named_packages_are_imported_behind_the_walls(level):
    """A package counts under its own name or its module's."""
    found = packages.demand(["Scikit_Learn", "PIL", "psutil"], choose(level))
    assert found == packages.installed()


def test_what_a_package_prints_is_not_heard(beside):
    """A greeting at the first import is no answer."""
    beside("made-up", "made_up", "print('hello')\n")
    assert packages.demand(["made_up"], "none")["made-up"] == "2.5"


def test_a_package_that_is_not_installed_is_one_line_with_what_to_type():
    """All that are missing are named at once, each as pip knows it."""
    with pytest.raises(UsageError) as refused:
        packages.demand(["numpy", "no_such_thing", "cv2"], "none")
    assert str(refused.value) == (
        "no_such_thing, opencv-python-headless are not installed where this is graded:"
        " type pip install no_such_thing opencv-python-headless; nobody was graded"
    )


@pytest.mark.parametrize(
    ("level", "text", "why"),
    [
        ("none", "import nothing_of_this_name", "ModuleNotFoundError: No module named 'nothing_of"),
        ("none", "raise SystemExit('no GPU')", "SystemExit: no GPU"),
        ("auto", "x = 1", "Error: "),  # its folder is not among those that the walls show
    ],
)
def test_a_package_that_cannot_be_imported_there_says_why(beside, level, text, why):
    """What works outside and not inside is found before anybody is graded."""
    beside("made-up", "made_up", text)
    with pytest.raises(UsageError) as refused:
        packages.demand(["made-up"], choose(level))
    assert str(refused.value).startswith("made-up cannot be imported in the sandbox (")
    assert why in str(refused.value)
    assert str(refused.value).endswith("; nobody was graded")
