"""`kata watch`: check the current exercise at each save, in a warm process.

Three threads send events to one loop: the files, the keys, the running check. The student's code
runs in another process, so that only `q` or Ctrl-C ends the loop.
"""

from __future__ import annotations

import contextlib
import math
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from tensorkata import progress
from tensorkata.checking.local_run import draw_seed, find_work, remember
from tensorkata.commands import warm_process, workspace
from tensorkata.commands.key_presses import each_key
from tensorkata.course import Course, Exercise, Topic
from tensorkata.errors import KataError, UsageError
from tensorkata.progress import key_of
from tensorkata.reporting import board, terminal
from tensorkata.text import clean

PATIENCE = 2.0  # seconds after which a new save ends a check that is still running
DEBOUNCE, STEP = 60, 20  # milliseconds in which an editor's writes count as one save


class Event(msgspec.Struct, frozen=True):
    """What the loop receives: a save, a key, or that a check has begun, takes long or is done."""

    kind: str
    text: str = ""
    number: int = 0
    answer: warm_process.Answer = warm_process.Answer()
    seed: int = 0


class Watch:
    """Hold what is shown: the topic, the current exercise, and the running check."""

    def __init__(self, course: Course, topic: Topic) -> None:
        self.course = course
        self.topic = topic
        self.events: queue.Queue[Event] = queue.Queue()
        self._console = terminal.make_console()
        self._exercise = self._open_ones()[0]
        self._warm: warm_process.Warm | None = None
        self._number = 0
        self._begun: float | None = None
        self._again = False
        self._sure = False

    def run(self) -> None:
        """Check once, then at each save, until the student quits."""
        stop = threading.Event()
        threading.Thread(target=_follow, args=(self, stop), daemon=True).start()
        with each_key(lambda key: self.events.put(Event("key", key))):
            self._check()
            try:
                while self._hear(self.events.get()):
                    pass
            except KeyboardInterrupt:
                pass
            finally:
                stop.set()
                if self._warm:
                    self._warm.interrupt()

    def _hear(self, event: Event) -> bool:
        """Act on one event; return whether to go on."""
        if event.kind == "saved":
            self._saved(event.text)
        elif event.kind == "done" and event.number == self._number:
            self._begun = None
            if self._again:
                self._check()
            else:
                self._show(event.answer, event.seed)
        elif event.kind == "begun" and event.number == self._number:
            self._begun = time.monotonic()
            slow = threading.Timer(PATIENCE, self.events.put, [Event("slow", number=self._number)])
            slow.daemon = True
            slow.start()
        elif event.kind == "slow" and event.number == self._number and self._begun is not None:
            if self._again:
                self._check()
            else:
                self._console.print(SLOW)
        elif event.kind == "key":
            return self._key(event.text.lower())
        return True

    def _key(self, key: str) -> bool:
        sure, self._sure = self._sure, False
        if key == "q":
            return False
        if key == "y" and sure:
            name = key_of(self.topic, self._exercise)
            self._say(workspace.reset, self.course, name, sure=True)
        elif key == "r":
            self._sure = True
            self._console.print(f"reset {self._exercise.name} to its start? y", markup=False)
        elif key == "n":
            self._exercise = self._after(self._exercise)
            self._check()
        elif key == "a":
            self._check(whole=True)
        elif key == "l":
            board.show_topic(self.course, self.topic)
        elif key == "h":
            name = key_of(self.topic, self._exercise)
            self._say(board.show_hint, self.course, name, following=True)
        return True

    def _say(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Do the work of a command; a refusal shows as one line and does not end the watch."""
        try:
            said = act(*args, **kwargs)
        except KataError as error:
            said = str(error)
        if said:
            self._console.print(said, markup=False)

    def _saved(self, path: str) -> None:
        stem = Path(path).stem
        for topic in self.course.topics:
            if topic.name == stem and topic != self.topic:
                self.topic, self._exercise = topic, topic.exercise[0]
                self._exercise = self._open_ones()[0]
        self._check()

    def _check(self, *, whole: bool = False) -> None:
        """Start a check; wait for one that is still running, or end it if it takes long."""
        if self._begun is not None:
            self._again = True
            if self._warm and time.monotonic() - self._begun >= PATIENCE:
                self._warm.stop()
            return
        self._again, self._begun = False, math.inf  # it begins when the process is warm
        self._number += 1
        if self._warm is None:
            self._console.print("warming up (TensorFlow takes a few seconds) ...")
            self._warm = warm_process.Warm()
        names = None if whole else (self._exercise.name,)
        try:
            path = find_work(self.course.exercises, self.topic)
        except UsageError as error:
            self._begun = None
            self._console.print(str(error), markup=False)
            return
        seed = draw_seed()
        request = warm_process.Request(
            str(self.course.root), self.topic.name, str(path), names, seed, str(self.course.home)
        )
        threading.Thread(
            target=self._ask, args=(self._warm, request, self._number), daemon=True
        ).start()

    def _ask(self, process: warm_process.Warm, request: warm_process.Request, number: int) -> None:
        try:
            process.wait()
            self.events.put(Event("begun", number=number))
            answer = process.check(request)
        except (KataError, OSError) as error:
            answer = warm_process.Answer(fault=str(error))
        self.events.put(Event("done", number=number, answer=answer, seed=request.seed))

    def _show(self, answer: warm_process.Answer, seed: int) -> None:
        if self._console.is_terminal:
            self._console.clear()
        if answer.fault:
            self._console.print(f"[red]✗[/] {self._exercise.name}", end=" ")
            self._console.print(clean(answer.fault), markup=False)
        else:
            results = {self.topic.name: answer.exercises}
            remember(self.course, results)
            board.show_run(
                self.course,
                results,
                seed,
                ended=answer.ended,
                note=answer.note,
                console=self._console,
            )
            if all(result.complete for result in answer.exercises):
                self._console.print("[green]done[/]: n goes on to the next exercise")
        self._console.print(KEYS.format(topic=self.topic.name), markup=False)

    def _open_ones(self) -> list[Exercise]:
        """Return the exercises that are not complete, or all of them if every one is complete."""
        left = progress.read(self.course.root).open_ones(self.topic)
        return left or list(self.topic.exercise)

    def _after(self, exercise: Exercise) -> Exercise:
        """Return the next open exercise after this one, starting over at the end."""
        every = self.topic.exercise
        place = every.index(exercise) + 1
        open_ones = self._open_ones()
        return next(e for e in (*every[place:], *every) if e in open_ones)


def watch(course: Course, selected: str) -> None:
    """Watch a topic, or the first that has an open exercise."""
    if selected:
        topic, exercise = course.select(selected)
    else:
        topic, exercise = progress.read(course.root).next_topic(course), None
    find_work(course.exercises, topic)
    watching = Watch(course, topic)
    if exercise:
        watching._exercise = exercise  # noqa: SLF001 - asked for by name
    watching.run()


def _follow(watching: Watch, stop: threading.Event) -> None:
    """Report each save below exercises/."""
    import watchfiles

    folder = watching.course.exercises
    with contextlib.suppress(RuntimeError):
        for changes in watchfiles.watch(
            folder, debounce=DEBOUNCE, step=STEP, stop_event=stop, raise_interrupt=False
        ):
            saved = sorted({path for _, path in changes if path.endswith((".py", ".ipynb"))})
            if saved and Path(saved[-1]).exists():
                watching.events.put(Event("saved", saved[-1]))


SLOW = "still running; is it an endless loop? your next save ends it"
KEYS = "{topic} · n next · h hint · l list · a all · r reset · q quit"
