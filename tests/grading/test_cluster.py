"""`kata grade --scheduler`: a scheduler and three workers by Dask, one of them killed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import psutil
import pytest

from tensorkata.authoring import source
from tensorkata.checking.key import Key
from tensorkata.grading.messages import Job, Unreadable
from tensorkata.reporting.exports import from_json
from tensorkata.results import SubmissionResult, without_times

ROOT = Path(__file__).parents[2]
TOPIC = "05_custom_layers"
pytestmark = pytest.mark.cluster
WORKER = ("--nthreads", "1", "--no-nanny", "--no-dashboard")


def command(name):
    """Return the path of a command of this environment."""
    return str(Path(sys.executable).with_name(name))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Hold a scheduler and three workers; return the scheduler's address and the workers."""
    folder = tmp_path_factory.mktemp("cluster")
    about = folder / "scheduler.json"
    words = [
        ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"),
        *[("worker", *WORKER, "--local-directory", str(folder / "scratch"))] * 3,
    ]
    scheduler, *workers = [
        subprocess.Popen(
            [command("dask"), *some, "--scheduler-file", str(about)],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for some in words
    ]
    for one in workers:  # each says so when it has joined
        assert any("Registered to" in line for line in one.stderr)
    yield json.loads(about.read_text())["address"], workers
    for one in (*workers, scheduler):
        one.kill()
        one.communicate()


@pytest.fixture(scope="module")
def class_of_twelve(tmp_path_factory, solution):
    """Write a class: right, half right, wrong, a notebook, and files that are no submission."""
    folder = tmp_path_factory.mktemp("class")
    some = source.stub_of(solution, ["Linear", "Scale"])
    for number in range(9):
        slip = some.replace("self.bias", "0.5 * self.bias") if number % 3 == 0 else some
        (folder / f"s{number}.py").write_text(f"{slip}\n# %%\nMINE = {number}\n")
    cells = [nbformat.v4.new_code_cell(some)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "notebook.ipynb")
    (folder / "link.py").symlink_to("/etc/hostname")
    (folder / "empty.py").write_text("")
    return folder


def test_a_killed_worker_s_submissions_are_graded_elsewhere(
    cluster, class_of_twelve, tmp_path, judges
):
    """One of three workers is killed in the middle; the results are those of a local judge.

    What is not killed keeps neither judge nor sandbox after the run.
    """
    address, workers = cluster
    options = ["--out", str(tmp_path), "--seed", "5", "--scheduler", address]
    words = [command("kata"), "grade", TOPIC, str(class_of_twelve), *options]
    said = []
    with subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as run:
        for line in run.stderr:
            said.append(line)
            if line.startswith("4/"):
                victim = psutil.Process(workers[0].pid)
                its_own = victim.children(recursive=True)
                victim.kill()
    assert run.returncode == 1, said
    counted = re.findall(r"^(\d+)/12 ", "".join(said), re.MULTILINE)
    assert [int(number) for number in counted] == list(range(1, 13))
    graded = from_json((tmp_path / "results.json").read_bytes()).submissions
    jobs = [(entry, Job(str(class_of_twelve / entry.path), Key.of(5))) for entry in graded]
    for entry, verdict in judges.run(jobs):
        plain = [
            without_times(SubmissionResult("", "", one.sha256, "graded", 0, 0, 0, one.exercises))
            for one in (entry, verdict)
            if not isinstance(one, Unreadable)
        ]
        assert plain[0] == plain[-1], entry.student
        why = verdict.why if isinstance(verdict, Unreadable) else ""
        # A link is refused by the collector, which names what was handed in; the rest by the judge.
        told = f"handed in link.py: {why}" if entry.student == "link" else why
        assert entry.message == told
    assert sum(entry.points > 0 for entry in graded) == 10
    assert its_own
    assert psutil.wait_procs(its_own, timeout=30)[1] == []  # its judge and its sandbox end with it
    kept = [psutil.Process(one.pid).children(recursive=True) for one in workers[1:]]
    assert kept == [[], []]


@pytest.mark.parametrize(
    ("address", "why"),
    [("magic://x:1", "no scheduler answers there"), ("tls://127.0.0.1:1", "no certificate")],
)
def test_a_bad_address_is_one_line_and_exit_three(address, why, class_of_twelve, tmp_path):
    """What is no scheduler's address is told as such, with what to type."""
    words = ["grade", TOPIC, str(class_of_twelve), "--out", str(tmp_path), "--scheduler", address]
    done = subprocess.run(
        [command("kata"), *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert done.stderr.startswith(f"kata: --scheduler {address}: ")
    assert why in done.stderr
    assert done.stderr.strip().count("\n") == 0


def test_without_dask_the_extra_is_named(class_of_twelve, tmp_path):
    """Where Dask is not installed, one line says what to type."""
    words = ["grade", TOPIC, str(class_of_twelve), "--out", str(tmp_path), "--scheduler", "tcp://x"]
    code = (
        "import sys; sys.modules['dask'] = None\n"
        f"sys.argv = ['kata', *{words!r}]\n"
        "from tensorkata.cli import main\nmain()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "pip install 'tensorkata[cluster]'" in done.stderr


def test_a_worker_without_the_kit_is_named(class_of_twelve, tmp_path):
    """A worker that has no kit stops the run at its start, by its address."""
    about = tmp_path / "scheduler.json"
    bare = (
        "import importlib.metadata, sys\n"
        "known = importlib.metadata.version\n"
        "def version(name):\n"
        "    if name == 'tensorkata': raise importlib.metadata.PackageNotFoundError(name)\n"
        "    return known(name)\n"
        "importlib.metadata.version = version\n"
        "sys.modules['tensorkata'] = None\n"
        "from dask.__main__ import main\n"
        "main()\n"
    )
    words = [
        [command("dask"), "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
        [sys.executable, "-c", bare, "worker", *WORKER],
    ]
    started = [
        subprocess.Popen(
            [*some, "--scheduler-file", str(about)], cwd=tmp_path, stderr=subprocess.PIPE, text=True
        )
        for some in words
    ]
    try:
        assert any("Registered to" in line for line in started[1].stderr)
        address = json.loads(about.read_text())["address"]
        options = ["--out", str(tmp_path / "out"), "--scheduler", address]
        done = subprocess.run(
            [command("kata"), "grade", TOPIC, str(class_of_twelve), *options],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        for one in started:
            one.kill()
            one.communicate()
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert re.search(r"tcp://[^ ]+: tensorkata is not installed", done.stderr)
