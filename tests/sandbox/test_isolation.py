"""The walls: which the machine gives, found by trying; what each shows and hides."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tensorkata.errors import MachineError
from tensorkata.sandbox import isolation, scratch, visible_paths
from tensorkata.sandbox.walls import bubblewrap

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def afresh():
    """Forget what was tried before and after a test."""
    isolation.tried_inner.cache_clear()
    isolation.tried_outer.cache_clear()
    yield
    isolation.tried_inner.cache_clear()
    isolation.tried_outer.cache_clear()


@pytest.fixture
def bwrap(monkeypatch, tmp_path, afresh):
    """Let a shell script stand for the machine's only bubblewrap."""

    def install(script):
        binary = tmp_path / "bwrap"
        binary.write_text(f"#!/bin/sh\n{script}\n")
        binary.chmod(0o755)
        monkeypatch.setattr(bubblewrap, "candidates", lambda: [bubblewrap.OuterWall(str(binary))])

    return install


def test_auto_takes_the_best_that_holds():
    """The level chosen is the one that the report says holds."""
    both, inner = isolation.tried_walls()
    if not inner.ok:
        with pytest.raises(MachineError, match="isolation none"):
            isolation.choose("auto")
    else:
        assert isolation.choose("auto") == ("bubblewrap" if both.ok else "landlock")


def test_none_has_to_be_asked_for(monkeypatch, afresh):
    """No wall at all is never the best of the machine: it is refused, with what to type."""
    monkeypatch.setattr(isolation, "answer_of", lambda *_: "Landlock: Function not implemented")
    assert isolation.choose("none") == "none"
    for wanted in ("auto", "landlock", "bubblewrap"):
        with pytest.raises(MachineError) as refused:
            isolation.choose(wanted)
        assert "5.13" in str(refused.value)
        assert "--isolation none" in str(refused.value)
        assert "\n" not in str(refused.value)


@pytest.mark.bubblewrap
@pytest.mark.parametrize("wall", bubblewrap.candidates(), ids=str)
def test_both_walls_hold_with_each_binary(wall):
    """The inner wall works inside the outer one, be user namespaces forbidden there or not."""
    command = wall.command(visible_paths.python("tensorkata.sandbox.selftest:both"), 16)
    assert isolation.answer_of(command, {}) == "ok"


@pytest.mark.parametrize("complaint", sorted(bubblewrap.CURES))
def test_a_known_complaint_has_its_cure(bwrap, complaint):
    """Where bubblewrap is denied, auto takes the inner wall and bubblewrap says what to type."""
    bwrap(f"echo 'bwrap: {complaint}: Operation not permitted' >&2; exit 1")
    both, _ = isolation.tried_walls()
    assert not both.ok
    assert both.cure == bubblewrap.CURES[complaint]
    assert isolation.choose("auto") == "landlock"
    with pytest.raises(MachineError, match=r"Type: |Start it with: ") as refused:
        isolation.choose("bubblewrap")
    assert complaint in str(refused.value)
    assert "\n" not in str(refused.value)


def test_ubuntu_s_denial_is_known(bwrap):
    """The loopback error of Ubuntu 24.04 names AppArmor and the profile to install."""
    bwrap("echo 'bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted' >&2; exit 1")
    with pytest.raises(MachineError, match=r"AppArmor.*bwrap-userns-restrict"):
        isolation.choose("bubblewrap")


def test_a_wall_that_is_none_is_found_out(bwrap):
    """A bubblewrap that answers but does not wall anything in is not believed."""
    bwrap('while [ "$1" != -- ]; do shift; done; shift; TMPDIR=$(mktemp -d) exec "$@"')
    assert "still there" in isolation.tried_walls()[0].detail
    assert isolation.choose("auto") == "landlock"


def tried(folder, sabotage, *, package=None):
    """Return what the self-test says of an inner wall that was tampered with before."""
    script = (
        "from tensorkata.sandbox import selftest, visible_paths\n"
        "from tensorkata.sandbox.walls import seccomp, wall\n"
        f"{sabotage}\nselftest.inner()"
    )
    path = os.pathsep.join([*([str(package)] if package else []), *sys.path])
    environment = {**visible_paths.environment(str(folder)), "PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, "-P", "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_a_filter_that_forbids_nothing_is_found_out(tmp_path):
    """The self-test says which attempts succeed if a half of the inner wall is missing."""
    said = tried(tmp_path, "seccomp.enter = print")
    assert "opening a socket is still possible" in said
    assert "starting a process is still possible" in said


@pytest.mark.parametrize(
    ("sabotage", "said"),
    [
        ("", "ok"),
        ("visible_paths.WRITABLE = ()", "writing to /dev/null is not possible"),
        ("visible_paths.DEVICES = ()", "reading /dev/urandom is not possible"),
    ],
)
def test_a_wall_that_is_too_tight_is_found_out(tmp_path, sabotage, said):
    """What a submission needs is tried behind the wall, with the devices that it gets."""
    assert tried(tmp_path, sabotage) == said


@pytest.mark.parametrize(
    ("sabotage", "said"),
    [
        ("", "ok"),
        ("wall._around_hidden = lambda *_: None", "reading the course is still possible"),
    ],
)
def test_an_installed_course_is_tried_too(tmp_path, sabotage, said):
    """The second ruleset, which hides the course inside an installed package, is tried as well."""
    package = shutil.copytree(
        visible_paths.PACKAGE,
        tmp_path / "site" / "tensorkata",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    (package / "_course" / "checkers").mkdir(parents=True)
    home = tmp_path / "home"
    home.mkdir()
    assert tried(home, sabotage, package=tmp_path / "site") == said


def test_nothing_of_the_course_is_readable():
    """Of the repository, the sandbox sees the engine and the interpreter's own folders."""
    seen = [Path(path) for path in visible_paths.readable()]
    for name in ("checkers", "solutions", "exercises", "course", "tests", "README.md"):
        assert not any((REPOSITORY / name).is_relative_to(path) for path in seen), name
    assert not any(Path(place).is_relative_to(path) for path in seen for place in ("/home", "/srv"))


def test_an_installed_course_is_hidden(tmp_path):
    """The course inside an installed package is a hidden folder, and the rest stays readable."""
    package = shutil.copytree(
        visible_paths.PACKAGE, tmp_path / "tensorkata", ignore=shutil.ignore_patterns("__pycache__")
    )
    (package / "_course" / "checkers").mkdir(parents=True)
    script = (
        "from tensorkata.sandbox import visible_paths as v; print(v.hidden(), v.without_hidden())"
    )
    path = os.pathsep.join([str(tmp_path), *sys.path])
    done = subprocess.run(
        [sys.executable, "-P", "-c", script],
        env={"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"'{package}/_course'" in done.stdout
    assert f"'{package}/sandbox'" in done.stdout
    assert f"'{package}'" not in done.stdout


def test_installed_solutions_are_hidden(tmp_path, monkeypatch):
    """Beside the packages that a submission may import, the solutions are out of its sight."""
    for name in (visible_paths.SOLUTIONS, "keras"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(visible_paths, "readable", lambda: (str(tmp_path),))
    monkeypatch.setattr(visible_paths, "import_roots", lambda: (str(tmp_path),))
    assert visible_paths.hidden() == (str(tmp_path / "tensorkata_solutions"),)
    assert visible_paths.without_hidden() == (str(tmp_path / "keras"),)


def test_a_hostile_folder_is_weighed_and_removed(tmp_path):
    """Depth, missing rights, links and numbers neither mislead nor stop the cleaning."""
    outside = tmp_path / "outside"
    outside.write_bytes(bytes(2**20))
    place = tmp_path / "private"
    (place / "closed").mkdir(parents=True)
    (place / "closed" / "file").write_bytes(bytes(2**16))
    (place / "closed").chmod(0)
    (place / "link").symlink_to(outside)
    (place / "up").symlink_to(tmp_path)
    size, entries = scratch.weigh(str(place), 100)
    assert 2**16 <= size < 2**18
    assert entries == 4
    deep = os.open(place, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=deep)
        deeper = os.open("d", os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = deeper
    os.close(deep)
    assert scratch.weigh(str(place), 100)[1] == 101
    scratch.remove(str(place))
    assert not place.exists()
    assert outside.exists()


def test_what_cannot_be_moved_stays_and_the_rest_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that holds a mount point, as a clone in /tmp does, keeps nobody busy for ever."""
    (tmp_path / "clone" / "lib").mkdir(parents=True)
    (tmp_path / "other" / "deep").mkdir(parents=True)
    rename = Path.rename

    def busy(path: Path, target: str) -> Path:
        if path.name == "lib":
            raise OSError(errno.EBUSY, "mounted")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", busy)
    scratch.remove(str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["clone"]


def test_a_folder_that_turns_into_a_link_is_not_followed(tmp_path, monkeypatch):
    """Who swaps a folder for a link while it is weighed leads nobody to the machine's own."""
    outside = tmp_path / "outside"
    (outside / "inner").mkdir(parents=True)
    (outside / "inner").chmod(0o755)
    place = tmp_path / "private"
    (place / "swapped").mkdir(parents=True)
    scandir = os.scandir

    def swapping(path):
        with scandir(path) as listed:
            found = list(listed)
        if (place / "swapped").is_dir() and not (place / "swapped").is_symlink():
            (place / "swapped").rmdir()
            (place / "swapped").symlink_to(outside)
        return contextlib.nullcontext(found)

    monkeypatch.setattr(os, "scandir", swapping)
    assert scratch.weigh(str(place), 100)[1] == 1
    assert (outside / "inner").stat().st_mode & 0o777 == 0o755
