"""Code that never ends, or ends everything: no way to check hangs, or loses what is done."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tensorkata.progress import read

from .terminals import Terminal

FILE, TOPIC = "01_tensors.py", "01_tensors"
ENDS = {
    "create": "while True:\n        pass",
    "combine": "return combine(a, b)",
    "cast_and_scale": "raise SystemExit(3)",
    "pairwise_distances": "raise KeyboardInterrupt",
    "one_hot": "same = labels[..., None] == tf.range(depth, dtype=labels.dtype)\n"
    "    return tf.cast(same, tf.float32)",
}
TOLD = {
    "create": "still running after 1 s, at line",
    "combine": "it raised RecursionError",
    "cast_and_scale": "it raised SystemExit: 3",
    "pairwise_distances": "it raised KeyboardInterrupt",
}
KATA = "from tensorkata.cli import main; main()"
WATCH = f"""
from tensorkata.commands.watch import Watch
from tensorkata.course import find_course
course = find_course()
watch = Watch(course, course.topic("{TOPIC}"))
watch._check(whole=True)
while (event := watch.events.get()).kind != "done":
    watch._hear(event)
watch._hear(event)
watch._warm.interrupt()
"""
NOTEBOOK = f"""
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for cell in open("exercises/{FILE}").read().split("# %%\\n"):
    shell.run_cell(cell, store_history=True)
for name in {list(ENDS)}:
    ran = shell.run_cell(f'graded = __import__("tensorkata").check("{{name}}")')
    assert ran.success, ran
    print(shell.user_ns["graded"].as_text())
"""
KERNEL = f"""
import pathlib, threading, time
from jupyter_client import KernelManager
from tensorkata.protocol.cells import script_cells
manager = KernelManager()
manager.start_kernel(stderr=-3)
client = manager.blocking_client()
client.start_channels()
client.wait_for_ready(timeout=120)
def run(code):
    said = []
    reply = client.execute_interactive(code, timeout=120, output_hook=said.append)
    return reply["content"]["status"], [message["content"] for message in said]
def stop():
    while not pathlib.Path("hangs").exists():
        time.sleep(0.05)
    manager.interrupt_kernel()
for cell in script_cells(open("exercises/{FILE}").read()):
    run(cell.source)
print(*run('from tensorkata import check; check("create")'))
threading.Thread(target=stop, daemon=True).start()
print(*run('check("combine")'))
print(*run("1 + 1"))
client.stop_channels()
manager.shutdown_kernel(now=True)
"""
DOORS = {
    "kata check": ["-c", KATA, "check", TOPIC, "--timeout", "1"],
    "pytest": ["-m", "pytest", f"checkers/{TOPIC}"],
    "kata watch": ["-c", WATCH],
    "notebook": ["-c", NOTEBOOK],
}


def written(text, name, body):
    """Return the file with an exercise's raise replaced by a body."""
    before, start, after = text.partition(f"def {name}(")
    stub, _, rest = after.partition("raise NotImplementedError")
    return before + start + stub + body + rest[rest.index("\n") :]


@pytest.fixture
def ending(work):
    """Return the workspace with exercises that never end, or end the process."""
    path = work.exercises / FILE
    text = path.read_text()
    for name, body in ENDS.items():
        text = written(text, name, body)
    path.write_text(text)
    return work


@pytest.mark.slow
@pytest.mark.parametrize("door", DOORS)
def test_what_never_ends_costs_its_exercise_alone(ending, door):
    """An endless loop, a recursion, SystemExit and KeyboardInterrupt are told; the rest counts."""
    done = subprocess.run(
        [sys.executable, *DOORS[door]],
        cwd=ending.root,
        env={**os.environ, "KATA_TIMEOUT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    for words in TOLD.values():
        assert words in done.stdout, done.stdout + done.stderr
    assert "cannot be collected" not in done.stdout + done.stderr
    topic = ending.topic(TOPIC)
    known = read(ending.root)
    assert known.done(topic, topic.find("one_hot")).points > 0
    assert all(known.done(topic, topic.find(name)).begun for name in ENDS)


@pytest.fixture
def hanging(work):
    """Return the workspace with `create` begun, and a `combine` that makes a file and hangs."""
    path = work.exercises / FILE
    text = written(path.read_text(), "create", "return tf.zeros(shape)")
    path.write_text(written(text, "combine", "open('hangs', 'w')\n    while True:\n        pass"))
    return work


def assert_create_alone_is_kept(work):
    """Fail unless what was checked before the interruption is on the board, and nothing else."""
    topic = work.topic(TOPIC)
    assert read(work.root).done(topic, topic.find("create")).begun
    assert not read(work.root).done(topic, topic.find("combine")).begun


@pytest.mark.tmux
@pytest.mark.parametrize("command", ["kata check", "pytest"])
def test_ctrl_c_says_where_and_keeps_what_is_done(hanging, command):
    """A real Ctrl-C ends the run in the exercise that hangs; the one before it has its points."""
    work = hanging
    python = f"KATA_TIMEOUT=0 {sys.executable}"
    typed = {
        "kata check": f"{python} -c '{KATA}' check {TOPIC}",
        "pytest": f"{python} -m pytest checkers/{TOPIC}",
    }
    terminal = Terminal(work.root, f"{typed[command]}; echo status $?; read x")
    try:
        terminal.wait_for(work.root / "hangs")
        terminal.press("C-c")
        shown = terminal.wait("interrupted in combine: what comes after", "status")
    finally:
        terminal.close()
    assert "Traceback" not in shown
    assert_create_alone_is_kept(work)


@pytest.mark.tmux
def test_ctrl_c_ends_a_watch_whose_check_hangs(hanging):
    """The shell is back at once, without a traceback, and what was checked before is kept."""
    python = f"KATA_TIMEOUT=0 {sys.executable}"
    typed = f"{python} -c '{KATA}' watch {TOPIC}; echo status $?; read x"
    terminal = Terminal(hanging.root, typed)
    try:
        terminal.wait("0 of 5 points", "q quit")
        terminal.press("n")
        terminal.wait_for(hanging.root / "hangs")
        terminal.press("C-c")
        shown = terminal.wait("status 0")
    finally:
        terminal.close()
    assert "Traceback" not in shown
    assert_create_alone_is_kept(hanging)


@pytest.mark.slow
def test_interrupting_the_kernel_says_where_and_keeps_what_is_done(hanging):
    """Jupyter's stop button ends the check that hangs; the kernel goes on."""
    done = subprocess.run(
        [sys.executable, "-c", KERNEL],
        cwd=hanging.root,
        env={**os.environ, "KATA_TIMEOUT": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    checked, stopped, after = done.stdout.splitlines()
    assert "create" in checked
    assert "interrupted in combine" in stopped
    assert after.startswith("ok")
    assert_create_alone_is_kept(hanging)


@pytest.mark.slow
@pytest.mark.parametrize("value", ["soon", "-1", "nan"])
def test_a_limit_that_is_no_number_is_one_line(work, value):
    """Wrong usage, told before anything runs."""
    done = subprocess.run(
        [sys.executable, "-c", KATA, "check", "one_hot"],
        cwd=work.root,
        env={**os.environ, "KATA_TIMEOUT": value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == f"kata: KATA_TIMEOUT={value}: give a number of seconds, 0 for no limit\n"
