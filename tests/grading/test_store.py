"""The run store: nothing is lost, nothing is graded twice, one run at a time."""

from __future__ import annotations

import re
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import psutil
import pytest

from tensorkata.authoring import source
from tensorkata.checking.key import Key
from tensorkata.errors import MachineError, UsageError
from tensorkata.grading.store import FILE, Keyed, Store, basis_of, key_of, loaded
from tensorkata.reporting.exports import from_json
from tensorkata.results import RunResult, SubmissionResult, without_times

KATA = str(Path(sys.executable).with_name("kata"))
RUN = RunResult("0.1.0", "05_custom_layers", 3, "none", "", "", ())
GRADED = SubmissionResult("ada", "ada.py", "", "graded", 2.0, 3.0, 0.1, ())


def kept(folder):
    """Return the results that a folder holds of its last run."""
    with loaded(folder) as run:
        return list(run.submissions)


def test_a_result_is_there_after_its_process_was_killed(tmp_path):
    """What `keep` returned from is on the disk, whatever happens next."""
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from tensorkata.grading.store import Store\n"
        "from tensorkata.results import SubmissionResult\n"
        "store = Store(Path(sys.argv[1]))\n"
        "store.keep('k', SubmissionResult('ada', 'a.py', '', 'graded', 2.0, 3.0, 0.1, ()))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    with Store(tmp_path) as store:
        assert store.known("k").points == 2.0
        assert store.known("other") is None


def test_a_second_run_into_the_same_folder_stops(tmp_path):
    """The lock is the process's own and says whose turn it is."""
    with Store(tmp_path), pytest.raises(UsageError, match="another run is writing"):
        Store(tmp_path)
    Store(tmp_path).close()


def test_a_run_is_read_back_in_its_order_and_under_its_names(tmp_path):
    """One result serves two students with the same bytes; what is not graded is left out."""
    entries = [Keyed("zoe", "zoe.py", "k"), Keyed("ada", "a.py", "k"), Keyed("bo", "b.py", "none")]
    with Store(tmp_path) as store:
        store.note(RUN, entries)
        store.keep("k", GRADED)
    assert [(entry.student, entry.path) for entry in kept(tmp_path)] == [
        ("zoe", "zoe.py"),
        ("ada", "a.py"),
    ]


def test_a_run_of_an_earlier_schema_is_read(tmp_path):
    """What schema 1 said by a message has a status: nothing handed in, or a fault."""
    odd = msgspec.structs.replace(GRADED, status="unreadable")
    messages = {"a": "nothing was handed in", "f": "not graded: it ended", "u": "the file is empty"}
    with Store(tmp_path) as store:
        store.note(msgspec.structs.replace(RUN, schema=1), [Keyed(k, "", k) for k in messages])
        for key, message in messages.items():
            store.keep(key, msgspec.structs.replace(odd, message=message))
    entries = kept(tmp_path)
    assert [entry.status for entry in entries] == ["absent", "fault", "unreadable"]
    assert entries[1].message == "it ended"
    old = msgspec.structs.replace(RUN, schema=1, submissions=(odd, GRADED))
    run = from_json(msgspec.json.encode(old))
    assert (run.schema, [entry.status for entry in run.submissions]) == (
        2,
        ["unreadable", "graded"],
    )


def test_a_folder_without_a_run_says_so(tmp_path):
    """`kata report` of another folder is one line."""
    with pytest.raises(UsageError, match="holds no run"):
        kept(tmp_path)


def test_a_file_that_is_no_store_is_one_line(tmp_path):
    """A damaged file is told with its folder, and is left as it is."""
    (tmp_path / FILE).write_bytes(b"no database" * 100)
    with pytest.raises(MachineError, match="not a database"):
        Store(tmp_path)
    assert (tmp_path / FILE).read_bytes() == b"no database" * 100


def test_a_key_follows_all_that_a_result_is_made_of(tmp_path, course, topic):
    """Other bytes, another key, other limits or another kind of file: another key."""
    one, two = tmp_path / "one.py", tmp_path / "two.py"
    one.write_text("x = 1\n")
    two.write_text("x = 2\n")
    usual = {"level": "landlock", "hidden": True, "limits": "short", "packages": {"keras": "3"}}
    basis = basis_of(course, topic, Key.of(3), **usual)
    others = [{"level": "none"}, {"hidden": False}, {"limits": "long"}]
    others += [{"packages": {"keras": "3", "pandas": "2"}}, {"packages": {"keras": "4"}}]
    bases = [basis_of(course, topic, Key.of(3), **{**usual, **other}) for other in others]
    bases.append(basis_of(course, topic, Key.of(4), **usual))
    keys = [key_of(basis, one), key_of(basis, two), *(key_of(other, one) for other in bases)]
    assert len(set(keys)) == len(keys)
    two.write_text("x = 1\n")
    assert key_of(basis, one) == key_of(basis, two)
    two.unlink()
    assert key_of(basis, two) != key_of(basis, one)


def test_a_full_disk_is_one_line_and_loses_nothing(tmp_path, monkeypatch):
    """What was committed before stays; the line says what to do."""
    with Store(tmp_path) as store:
        store.keep("k", GRADED)
        store._database.execute("PRAGMA max_page_count = 12")
        big = msgspec.structs.replace(GRADED, message="x" * 2**20)
        with pytest.raises(MachineError, match=r"full; every result so far is kept"):
            store.keep("big", big)
    with Store(tmp_path) as store:
        assert store.known("k") == GRADED


@pytest.fixture(scope="module")
def class_of_twelve(tmp_path_factory, solution):
    """Write twelve small submissions, no two alike."""
    folder = tmp_path_factory.mktemp("twelve")
    stub = source.stub(solution)
    for number in range(12):
        (folder / f"s{number:02}.py").write_text(f"{stub}\n# %%\nMINE = {number}\n")
    return folder


def grade(folder, out, *options, **how):
    """Start a run of the class."""
    command = [KATA, "grade", "05", str(folder), "--out", str(out), "--jobs", "1", *options]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **how
    )


def ended(run, code):
    """Return what a run has said when it ends, as it must, with a code and no traceback."""
    said = run.communicate()[1]
    assert run.returncode == code, said
    assert "Traceback" not in said
    return said


def results_of(out):
    """Return the results of a run without what differs from one to the next."""
    run = from_json((out / "results.json").read_bytes())
    return [without_times(entry) for entry in run.submissions]


def until(run, count):
    """Read a run's lines until so many submissions are done."""
    for line in run.stderr:
        if line.startswith(f"{count}/"):
            return
    raise AssertionError(f"the run ended before {count}")


def kill(run, module):
    """Kill the process of the run that runs a module, as the kernel does when memory is short."""
    for process in psutil.Process(run.pid).children(recursive=True):
        if any(module in word for word in process.cmdline()):
            process.kill()
            return
    raise AssertionError(f"no process of {module}")


@pytest.fixture(scope="module")
def undisturbed(class_of_twelve, tmp_path_factory):
    """Return the results of a run that nothing disturbs."""
    out = tmp_path_factory.mktemp("undisturbed")
    ended(grade(class_of_twelve, out, "--seed", "5"), 1)
    return results_of(out)


@pytest.mark.sandbox
def test_a_run_that_is_killed_goes_on_where_it_stopped(class_of_twelve, undisturbed, tmp_path):
    """Killed or stopped, the same command ends with the results of an undisturbed run."""
    first = grade(class_of_twelve, tmp_path, "--seed", "5")
    until(first, 4)
    first.kill()
    first.communicate()
    done = len(kept(tmp_path))
    assert 4 <= done < 12

    heeds = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
    second = grade(class_of_twelve, tmp_path, **heeds)
    until(second, done + 1)
    second.send_signal(signal.SIGINT)
    said = ended(second, 3)
    assert re.search(r"stopped with \d+ of 12 graded: type the same command", said)
    assert done < len(kept(tmp_path)) < 12

    ended(grade(class_of_twelve, tmp_path), 1)
    assert results_of(tmp_path) == undisturbed
    assert ended(grade(class_of_twelve, tmp_path), 1).count("/12") == 12
    with Store(tmp_path) as store:
        assert store.about().seed == 5


@pytest.mark.sandbox
def test_faults_of_the_machine_cost_no_result(class_of_twelve, undisturbed, tmp_path):
    """A full disk, a dead sandbox, a dead judge, a file that vanishes: a line each, and it goes on.

    The disk is full where a limit on the size of files stops the run's own writing.
    """
    folder, out = tmp_path / "class", tmp_path / "out"
    shutil.copytree(class_of_twelve, folder)

    def full():
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, resource.RLIM_INFINITY))

    said = ended(grade(folder, out, "--seed", "5", preexec_fn=full), 3)
    assert "every result so far is kept: make room" in said.splitlines()[-1]
    done = len(kept(out))
    assert 1 <= done <= 6

    run = grade(folder, out)
    until(run, done + 1)
    kill(run, "tensorkata.sandbox.zygote")
    until(run, done + 3)
    (folder / "s11.py").unlink()
    kill(run, "tensorkata.grading.judge_process")
    said = ended(run, 1)
    assert "the judge process ended; it will be graded again" in said
    assert results_of(out)[:11] == undisturbed[:11]
    assert results_of(out)[11].message == "No such file or directory"

    shutil.copy(class_of_twelve / "s11.py", folder)
    ended(grade(folder, out), 1)
    assert results_of(out) == undisturbed
