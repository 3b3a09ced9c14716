"""The sandbox under attack: what a submission cannot see or do, and what it costs when it tries."""

from __future__ import annotations

import contextlib
import functools
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pyseccomp
import pytest

from tensorkata.errors import CourseError, MachineError
from tensorkata.running import isolation, observation, outer, view
from tensorkata.running.carrier import Ask, Cell, ProbeFailure, Returned, Start
from tensorkata.running.isolation import Limits
from tensorkata.running.sandbox import Sandbox

REPOSITORY = Path(__file__).parents[2]
HOSTILE = (Path(__file__).parent / "hostile.py").read_text()
PROBES = "def call(student, name, *inputs):\n    return getattr(student, name)(*inputs)\n"
ROOMY = Limits(wall=60.0, total=600.0)
SECRET = "TENSORKATA_TEST_SECRET"


@contextlib.contextmanager
def sandbox_behind(walls):
    """Start a sandbox behind `both` walls, the `inner` or the `outer` one alone, or `none`."""
    level = {"both": "bubblewrap", "outer": "bubblewrap", "inner": "landlock"}.get(walls, "none")
    try:
        isolation.choose(level)
    except MachineError as error:
        if "CI" in os.environ:
            raise
        pytest.skip(str(error))
    with contextlib.closing(Sandbox(level, ROOMY)) as sandbox:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(SECRET, "hush")
            if walls == "outer":
                patch.setattr(outer.OuterWall, "command", _command_without_inner_wall)
            sandbox.start()
        yield sandbox


_command = outer.OuterWall.command


def _command_without_inner_wall(wall, inside, room):
    return _command(wall, [*inside[:-1], "none"], room)


@pytest.fixture(scope="module")
def sandboxes():
    """Start each sandbox that is asked for once, and end all of them."""
    with contextlib.ExitStack() as stack:
        yield functools.cache(lambda walls: stack.enter_context(sandbox_behind(walls)))


@pytest.fixture(params=["both", "inner", "outer"])
def walled(request, sandboxes):
    """Return a sandbox behind both walls, and behind each of them alone."""
    return sandboxes(request.param)


@pytest.fixture(params=["both", "inner"])
def held(request, sandboxes):
    """Return a sandbox with the inner wall, inside the outer one and alone."""
    return sandboxes(request.param)


@pytest.fixture
def best(sandboxes):
    """Return a sandbox with all that the machine gives."""
    return sandboxes({"bubblewrap": "both", "landlock": "inner"}[isolation.choose("auto")])


def start(source=HOSTILE, probes=PROBES):
    """Return a submission of one cell."""
    return Start("topic.py", (Cell(1, source),), probes, 1)


def asked(carrier, name, *inputs):
    """Return what a function of the submission's returns."""
    reply = carrier.ask(Ask("call", observation.encode([[name, *inputs], {}]), 1))
    assert isinstance(reply, Returned), reply
    return observation.decode(reply.value)


def of(sandbox, name, *inputs, limits=None, source=HOSTILE):
    """Open a submission, ask it one thing, and close it."""
    with contextlib.closing(sandbox.open(start(source), limits)) as carrier:
        return asked(carrier, name, *inputs)


def refused(sandbox, name, *inputs, limits=None, source=HOSTILE):
    """Return how a probe failed, once the next one was answered by a fresh child."""
    with contextlib.closing(sandbox.open(start(source), limits)) as carrier:
        with pytest.raises(ProbeFailure) as failure:
            asked(carrier, name, *inputs)
        assert asked(carrier, "fine") == 1
    return failure.value.outcome, failure.value.message


def descendants(pid):
    """Return the processes below a process, it left out."""
    parents = {}
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit():
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
    below = [child for child, parent in parents.items() if parent == pid]
    return below + [deeper for child in below for deeper in descendants(child)]


def eventually(condition, seconds=20.0):
    """Wait for a condition."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    assert condition()


# What is to be seen


def test_no_file_of_the_course_or_the_machine_is_to_be_seen(walled, tmp_path):
    """Checkers, solutions, homes, password files and other temporary folders cannot be read."""
    secret = tmp_path / "secret.txt"
    secret.write_text("hush")
    places = [
        *(REPOSITORY / name for name in ("checkers", "solutions", "tests", "README.md", ".git")),
        *("/etc/passwd", "/etc/shadow", "/home", "/root", "/srv", "/var", "/sys", "/dev/shm"),
        *(secret, tmp_path, Path(__file__)),
    ]
    # A folder above the interpreter's own is there, and empty but for the way to it.
    above = {str(parent) for path in view.readable() for parent in Path(path).parents}
    places = [str(place) for place in places if str(place) not in above]
    assert of(walled, "readable", places) == []


def test_nothing_can_be_written_but_in_the_private_folder(walled, tmp_path):
    """The interpreter, the packages, the engine and the machine's own folders are read-only."""
    places = [sys.prefix, "/usr", "/usr/lib", str(REPOSITORY / "src/tensorkata"), "/", "/dev"]
    assert of(walled, "writable", [*places, "/etc", "/var/tmp", str(tmp_path)]) == []
    assert of(walled, "private") == ["file", "text"]


def test_the_environment_is_a_fixed_one(walled):
    """Nothing of the judge's environment comes along."""
    names = of(walled, "environment")
    assert SECRET not in names
    assert {"HOME", "TMPDIR", "KERAS_BACKEND"} <= set(names) <= {*names, "PATH"}
    assert not [name for name in names if name.startswith(("SSH", "USER", "AWS", "GITHUB"))]


def test_no_other_process_is_to_be_seen_or_signalled(walled):
    """The judge's process can be neither read nor signalled."""
    assert of(walled, "reaches", os.getpid()) == []


def test_no_network(walled):
    """No TCP port of the machine and no socket of the judge's can be reached."""
    abstract = f"\0tensorkata-{os.getpid()}"
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_UNIX) as unix:
        unix.bind(abstract)
        unix.listen()
        assert of(walled, "connects", tcp.getsockname()[1], abstract) == []


# What can be done


def test_no_other_submission_can_be_reached(held):
    """A submission finds neither the process nor the folder of one that runs beside it."""
    with contextlib.closing(held.open(start())) as victim:
        pid, place = asked(victim, "whereabouts")
        assert of(held, "readable", [place, str(Path(place, "own"))]) == []
        assert of(held, "writable", [place]) == []
        assert of(held, "reaches", pid) == []
        assert asked(victim, "whereabouts") == [pid, place]


def test_no_process_can_be_started_or_hurt(held):
    """Fork, exec, and signals to the zygote, to init and to everybody fail."""
    assert of(held, "processes") == []
    assert of(held, "fine") == 1


def test_dangerous_system_calls_are_refused(held):
    """Calls that reach into the kernel or other processes answer EPERM, by number."""
    numbers = {}
    for name in CALLS.split():
        number = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
        assert number >= 0, name
        numbers[name] = number
    answers = of(held, "calls", numbers)
    assert {name: answer for name, answer in answers.items() if answer != "EPERM"} == {}


def test_arguments_that_a_filter_could_overlook_are_refused(held):
    """A process-making clone, the other clone, and arguments with high bits set fail."""
    assert of(held, "sly_calls") == {
        "clone": "EPERM",
        "clone3": "ENOSYS",
        "ioctl": "EPERM",
        "fcntl": "EPERM",
        "prctl": "EPERM",
        "prlimit64": "EPERM",
    }


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="another architecture's numbers")
def test_another_calling_convention_ends_the_process(held):
    """The x32 numbers of a call, which no rule names, kill the process."""
    assert refused(held, "foreign_call")[0] == "crashed"


def test_no_descriptor_but_the_wire_is_open(held):
    """Only nothing, thrice, and the wire come along."""
    assert of(held, "descriptors") == [0, 1, 2, 3]


# TensorFlow has all that it needs


@pytest.mark.parametrize("work", ["train", "keep", "feed", "accelerate"])
def test_tensorflow_works_behind_the_walls(held, work):
    """Training, saving and loading, datasets and XLA run as they do outside."""
    assert of(held, work) == "done"


# How it ends


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("leave", "ended itself (exit code 0)"),
        ("abort", "SIGABRT"),
        ("fault", "SIGSEGV"),
        ("kill_itself", "SIGKILL"),
        ("many_threads", "256 threads"),
        ("many_files", "2000 files"),
        ("deep_folders", "2000 files"),
        ("big_folder", "256 MB"),
        ("removed_files", "256 MB"),
        ("shared_memory", "300 MB of memory"),
        ("flood", "no answer"),
        ("babble", "no answer"),
        ("too_long", "no answer"),
    ],
)
def test_a_breach_is_named_and_costs_one_probe(best, name, said):
    """Each way to break a limit or the wire has its words, and the next ask is answered."""
    limits = Limits(wall=60.0, total=600.0, memory_mb=300)
    outcome, message = refused(best, name, limits=limits)
    assert outcome == "crashed"
    assert said in message


@pytest.mark.parametrize("name", ["endless", "endless_and_deaf", "dribble", "silent"])
def test_an_endless_probe_is_a_timeout(best, name):
    """A loop, one that catches everything, a dribble of bytes and silence all end at the limit."""
    outcome, message = refused(best, name, limits=Limits(wall=2.0, total=600.0))
    assert (outcome, message) == ("timeout", "no answer within 2 s: an endless loop?")


def test_cpu_seconds_are_limited(best):
    """CPU time is counted by the kernel, whatever the clock says."""
    outcome, message = refused(best, "endless", limits=Limits(wall=60.0, total=600.0, cpu=2))
    assert (outcome, message) == ("crashed", "the process was killed: more than 2 CPU seconds")


def test_too_much_memory_is_an_exception(best):
    """What does not fit is refused when it is asked for, where Python can still say so."""
    with contextlib.closing(best.open(start())) as carrier:
        reply = carrier.ask(Ask("call", observation.encode([["gigabytes"], {}]), 1))
        assert reply.error == "MemoryError"
        assert asked(carrier, "fine") == 1


def test_the_total_is_limited(best):
    """When a submission has used up its time, every further probe says so at once."""
    limits = Limits(wall=1.0, total=1.5)
    with contextlib.closing(best.open(start(), limits)) as carrier:
        for _ in range(3):
            with pytest.raises(ProbeFailure):
                asked(carrier, "endless")
        begun = time.monotonic()
        with pytest.raises(ProbeFailure, match=r"used up the 1\.5 s"):
            asked(carrier, "fine")
        assert time.monotonic() - begun < 0.5


@pytest.mark.parametrize(
    ("source", "outcome", "said"),
    [
        ("while True: pass", "timeout", "running your file took more than 1 s"),
        ("import os; os._exit(3)", "crashed", "while your file was run, the process ended itself"),
        ("raise KeyboardInterrupt", "crashed", "while your file was run, the process ended"),
    ],
)
def test_a_file_that_does_not_run_is_tried_twice(best, source, outcome, said):
    """What happens while the file runs is told as such, and a third probe waits for nothing."""
    limits = Limits(wall=1.0, total=60.0)
    with contextlib.closing(best.open(start(source), limits)) as carrier:
        for _ in range(3):
            begun = time.monotonic()
            with pytest.raises(ProbeFailure) as failure:
                asked(carrier, "fine")
            assert failure.value.outcome == outcome
            assert said in failure.value.message
        assert time.monotonic() - begun < 0.5


def test_forged_frames_gain_nothing_and_hurt_nobody(best):
    """Frames written at import into every descriptor are answers of the liar's own, no more."""
    source = HOSTILE + "\nforge()\n"
    with contextlib.closing(best.open(start(source))) as carrier:
        for _ in range(3):
            with contextlib.suppress(ProbeFailure):
                assert asked(carrier, "fine") == "forged"
    assert of(best, "fine") == 1


def test_a_forged_fault_of_the_kit_s_is_the_submission_s(best):
    """A submission cannot make the kit believe that the course is broken."""
    source = HOSTILE + "\nblame()\n"
    with contextlib.closing(best.open(start(source))) as carrier:
        with pytest.raises(ProbeFailure) as failure:
            asked(carrier, "fine")
        assert failure.value.outcome == "crashed"


def test_broken_probes_stop_the_run(best):
    """Probes that do not load are the course's fault, with the reason."""
    with (
        contextlib.closing(best.open(start(probes="x = nothing"))) as carrier,
        pytest.raises(CourseError, match="'nothing' is not defined"),
    ):
        asked(carrier, "fine")


def test_what_is_said_unasked_is_thrown_away(best):
    """A thread that goes on answering gets a fresh child for each probe."""
    with contextlib.closing(best.open(start())) as carrier:
        assert asked(carrier, "fine") == 1
        with contextlib.suppress(ProbeFailure):
            asked(carrier, "linger")
        time.sleep(0.1)
        assert asked(carrier, "fine") == 1


# Nothing outlives


@pytest.mark.parametrize("walls", ["both", "inner", "none"])
def test_nothing_outlives_its_carrier(walls):
    """No process and no file is left of a submission, nor of the sandbox after that."""
    with sandbox_behind(walls) as sandbox:
        zygote = sandbox._zygote.pid
        before = set(descendants(zygote))
        home = Path(sandbox._home) if sandbox._home else None
        for name in ("leave_files", "fork_away"):
            with contextlib.closing(sandbox.open(start())) as carrier:
                with contextlib.suppress(ProbeFailure, AssertionError):
                    asked(carrier, name)
                assert set(descendants(zygote)) > before
            eventually(lambda: set(descendants(zygote)) == before)
        inside = home or Path(f"/proc/{max(before)}/root/tmp")
        eventually(lambda: not [place for place in inside.iterdir() if place.name.isdigit()])
    assert not descendants(zygote)
    assert not Path(f"/proc/{zygote}").exists()
    assert home is None or not home.exists()


@pytest.mark.parametrize("level", ["bubblewrap", "landlock", "none"])
def test_the_sandbox_dies_with_its_judge(level):
    """A judge that is killed leaves no zygote, no child and no folder."""
    judge = subprocess.Popen(
        [sys.executable, "-c", JUDGE, level],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    home = Path(judge.stdout.readline().strip() or "/nowhere")
    below = descendants(judge.pid)
    assert len(below) >= 2
    judge.send_signal(signal.SIGKILL)
    judge.wait()
    judge.stdout.close()
    eventually(lambda: not [pid for pid in below if Path(f"/proc/{pid}").exists()])
    assert not home.exists()


def test_judges_share_a_sandbox_by_ticket(best):
    """A process that was given the descriptor and the ticket opens children of its own."""
    judge = subprocess.run(
        [sys.executable, "-c", OTHER_JUDGE, best.ticket().hex()],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        pass_fds=best.descriptors(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (judge.stdout, judge.stderr) == ("Returned(value=b'*', printed='')\n", "")
    assert of(best, "fine") == 1


def test_the_zygote_stays_as_it_is(best):
    """A hundred children leave the zygote's memory, descriptors and threads as they were."""
    (zygote, *_) = sorted(descendants(os.getpid()), key=_memory, reverse=True)
    of(best, "fine")
    before = _memory(zygote), _count(f"/proc/{zygote}/fd")
    for _ in range(100):
        of(best, "fine", source="def fine():\n    return 1\n")
    eventually(lambda: _count(f"/proc/{zygote}/fd") == before[1])
    assert _count(f"/proc/{zygote}/task") == 1
    assert _memory(zygote) - before[0] < 256  # pages


def _count(folder):
    return len(list(Path(folder).iterdir()))


def _memory(pid):
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return 0


def test_a_sandbox_that_is_closed_says_so():
    """Opening a submission of a closed sandbox is a fault of the machine's, in one line."""
    with pytest.raises(MachineError, match="not open"):
        Sandbox("none").open(start())


def test_a_zygote_that_does_not_start_says_why(monkeypatch):
    """The last line of its complaint is in the error, and nothing is left of it."""
    complaint = "import sys; sys.exit('no TensorFlow here')"
    monkeypatch.setattr(view, "python", lambda _: [sys.executable, "-c", complaint])
    with pytest.raises(MachineError, match="no TensorFlow here"), Sandbox("none"):
        pass


CALLS = """
fork vfork execve execveat unshare setns ptrace process_vm_readv process_vm_writev kcmp
pidfd_open pidfd_send_signal pidfd_getfd tkill rt_sigqueueinfo socket socketpair connect bind
sendmsg shmget semget msgget mq_open memfd_create memfd_secret mount umount2 pivot_root chroot
open_tree move_mount fsopen name_to_handle_at open_by_handle_at fanotify_init keyctl add_key
request_key bpf perf_event_open userfaultfd io_uring_setup io_setup personality seccomp
chown lchown fchownat setxattr utimensat setuid setgid setgroups setsid setpgid setpriority
sched_setscheduler sched_setaffinity move_pages process_madvise reboot kexec_load init_module
finit_module delete_module swapon acct quotactl syslog settimeofday clock_settime sethostname
landlock_create_ruleset capset
"""

JUDGE = """
import os, sys, time
from tensorkata.running import observation
from tensorkata.running.carrier import Ask, Cell, Start
from tensorkata.running.sandbox import Sandbox
with Sandbox(sys.argv[1]) as sandbox:
    probes = "def call(student):\\n    open('file', 'w').close()\\n"
    carrier = sandbox.open(Start("topic.py", (Cell(1, "x = 1"),), probes, 1))
    carrier.ask(Ask("call", observation.encode([[], {}]), 1))
    print(sandbox._home or "", flush=True)
    time.sleep(600)
"""

OTHER_JUDGE = """
import sys
from tensorkata.running import observation
from tensorkata.running.carrier import Ask, Cell, Start
from tensorkata.running.sandbox import from_ticket
carrier = from_ticket(bytes.fromhex(sys.argv[1])).open(
    Start("topic.py", (Cell(1, "x = 1"),), "def call(student):\\n    return 42\\n", 1)
)
print(carrier.ask(Ask("call", observation.encode([[], {}]), 1)))
carrier.close()
"""
