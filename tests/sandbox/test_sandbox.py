"""The sandbox under attack: what a submission cannot see or do behind its walls."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pyseccomp
import pytest

from tensorkata.sandbox import visible_paths

REPOSITORY = Path(__file__).parents[2]


def test_no_file_of_the_course_or_the_machine_is_to_be_seen(walled, tmp_path, hostile):
    """Checkers, solutions, homes, password files and other temporary folders cannot be read."""
    secret = tmp_path / "secret.txt"
    secret.write_text("hush")
    places = [
        *(REPOSITORY / name for name in ("checkers", "solutions", "tests", "README.md", ".git")),
        *("/etc/passwd", "/etc/shadow", "/home", "/root", "/srv", "/var", "/sys", "/dev/shm"),
        *(secret, tmp_path, Path(__file__)),
    ]
    # A folder above the interpreter's own is there, and empty but for the way to it.
    above = {str(parent) for path in visible_paths.readable() for parent in Path(path).parents}
    places = [str(place) for place in places if str(place) not in above]
    assert hostile.of(walled, "readable", places) == []


def test_nothing_can_be_written_but_in_the_private_folder(walled, tmp_path, hostile):
    """The interpreter, the packages, the engine and the machine's own folders are read-only."""
    ours = [f"{sys.prefix}/lib", str(REPOSITORY / "src/tensorkata")]
    places = [*ours, "/usr", "/usr/lib", "/", "/dev"]
    assert hostile.of(walled, "writable", [*places, "/etc", "/var/tmp", str(tmp_path)]) == []
    assert hostile.of(walled, "private") == ["file", "text"]


def test_the_environment_is_a_fixed_one(walled, hostile):
    """Nothing of the judge's environment comes along."""
    names = hostile.of(walled, "environment")
    assert hostile.secret not in names
    assert {"HOME", "TMPDIR", "KERAS_BACKEND"} <= set(names) <= {*names, "PATH"}
    assert not [name for name in names if name.startswith(("SSH", "USER", "AWS", "GITHUB"))]


def test_no_other_process_is_to_be_seen_or_signalled(walled, hostile):
    """The judge's process can be neither read nor signalled."""
    assert hostile.of(walled, "reaches", os.getpid()) == []


def test_no_network(walled, hostile):
    """No TCP port of the machine and no socket of the judge's can be reached."""
    abstract = f"\0tensorkata-{os.getpid()}"
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_UNIX) as unix:
        unix.bind(abstract)
        unix.listen()
        assert hostile.of(walled, "connects", tcp.getsockname()[1], abstract) == []


def test_no_other_submission_can_be_reached(held, hostile):
    """A submission finds neither the process nor the folder of one that runs beside it."""
    with contextlib.closing(held.open(hostile.start())) as victim:
        pid, place = hostile.asked(victim, "whereabouts")
        assert hostile.of(held, "readable", [place, str(Path(place, "own"))]) == []
        assert hostile.of(held, "writable", [place]) == []
        assert hostile.of(held, "reaches", pid) == []
        assert hostile.asked(victim, "whereabouts") == [pid, place]


def test_neighbours_share_no_core(held, hostile):
    """Each submission has one core, so that no number of threads takes another's time."""
    with (
        contextlib.closing(held.open(hostile.start())) as one,
        contextlib.closing(held.open(hostile.start())) as two,
    ):
        cores = [hostile.asked(carrier, "cores") for carrier in (one, two)]
    assert [len(of) for of in cores] == [1, 1]
    assert cores[0] != cores[1] or len(os.sched_getaffinity(0)) == 1


def test_no_process_can_be_started_or_hurt(held, hostile):
    """Fork, exec, and signals to the zygote, to init and to everybody fail."""
    assert hostile.of(held, "processes") == []
    assert hostile.of(held, "fine") == 1


def test_dangerous_system_calls_are_refused(held, hostile):
    """Calls that reach into the kernel or other processes answer EPERM, by number."""
    numbers = {}
    for name in CALLS.split():
        number = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
        assert number >= 0, name
        numbers[name] = number
    answers = hostile.of(held, "calls", numbers)
    assert {name: answer for name, answer in answers.items() if answer != "EPERM"} == {}


def test_arguments_that_a_filter_could_overlook_are_refused(held, hostile):
    """A process-making clone, the other clone, and arguments with high bits set fail."""
    assert hostile.of(held, "sly_calls") == {
        "clone": "EPERM",
        "clone3": "ENOSYS",
        "ioctl": "EPERM",
        "fcntl": "EPERM",
        "prctl": "EPERM",
        "prlimit64": "EPERM",
        "lease": "EPERM",
        "openat2": "ENOSYS",
        "emptied when read": "EPERM",
        "emptied unopened": "EPERM",
    }


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="another architecture's numbers")
def test_another_calling_convention_ends_the_process(held, hostile):
    """The x32 numbers of a call, which no rule names, kill the process."""
    assert hostile.refused(held, "foreign_call")[0] == "crashed"


def test_no_descriptor_but_the_wire_is_open(held, hostile):
    """Only nothing, thrice, and the wire come along."""
    assert hostile.of(held, "descriptors") == [0, 1, 2, 3]


@pytest.mark.parametrize("work", ["train", "keep", "feed", "accelerate"])
def test_tensorflow_works_behind_the_walls(held, work, hostile):
    """Training, saving and loading, datasets and XLA run as they do outside."""
    assert hostile.of(held, work) == "done"


@pytest.mark.parametrize(
    "level", [pytest.param("bubblewrap", marks=pytest.mark.bubblewrap), "landlock"]
)
def test_an_installed_course_is_out_of_reach(level, tmp_path):
    """Where checkers stand inside the installed package, the package is there without them."""
    ignored = shutil.ignore_patterns("__pycache__")
    package = shutil.copytree(visible_paths.PACKAGE, tmp_path / "tensorkata", ignore=ignored)
    checker = package / "_course" / "checkers" / "test_all.py"
    checker.parent.mkdir(parents=True)
    checker.write_text("expected = 42")
    judge = subprocess.run(
        [sys.executable, "-P", "-c", INSTALLED, level, package, checker],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (judge.stdout, judge.stderr) == (f"['{package}/student/host.py']\n", "")


CALLS = """
fork vfork execve execveat unshare setns ptrace process_vm_readv process_vm_writev kcmp
pidfd_open pidfd_send_signal pidfd_getfd tkill rt_sigqueueinfo socket socketpair connect bind
sendmsg shmget semget msgget mq_open memfd_create memfd_secret mount umount2 pivot_root chroot
open_tree move_mount fsopen name_to_handle_at open_by_handle_at fanotify_init keyctl add_key
request_key bpf perf_event_open userfaultfd io_uring_setup io_setup personality seccomp
chown lchown fchownat setxattr utimensat setuid setgid setgroups setsid setpgid setpriority
sched_setscheduler sched_setaffinity move_pages process_madvise reboot kexec_load init_module
finit_module delete_module swapon acct quotactl syslog settimeofday clock_settime sethostname
landlock_create_ruleset capset inotify_init1 truncate fallocate pipe pipe2
splice tee vmsplice mknod mknodat
"""

INSTALLED = """
import sys
from tensorkata.protocol import observation
from tensorkata.protocol.cells import Cell
from tensorkata.protocol.records import Ask, Start
from tensorkata.sandbox.sandbox import Sandbox
probes = '''
import os
def call(student, *paths):
    return [path for path in paths if os.path.isfile(path) and open(path).read()]
'''
level, package, checker = sys.argv[1:]
with Sandbox(level) as sandbox:
    carrier = sandbox.open(Start("topic.py", (Cell(1, "x = 1"),), probes, 1))
    paths = [f"{package}/student/host.py", f"{package}/nothing", checker]
    reply = carrier.ask(Ask("call", observation.encode([paths[:2], {}]), 1))
    print(observation.decode(reply.value))
    reply = carrier.ask(Ask("call", observation.encode([[checker], {}]), 1))
    assert getattr(reply, "error", "PermissionError") == "PermissionError", reply
    assert level == "landlock" or observation.decode(reply.value) == [], reply
    carrier.close()
"""
