"""The submissions left to grade, in rounds: a round lasts as long as one sandbox and its judges.

When the sandbox ends, its round does. Whatever was in it, and whatever has brought a judge down or
kept it for too long, is under suspicion: graded after all others, one at a time.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator

from tensorkata.grading.messages import Fault

OWN = frozenset({"time", "fork", "kit", "judge"})  # faults that a submission can bring about
OWN_TRIES = 2  # the second one with no other beside it
TRIES = 3  # of one submission, and of sandboxes in a row that end before any verdict


class Queue:
    """Hold the numbers of submissions; iterate over those of the current round."""

    def __init__(self, left: Iterable[int]) -> None:
        self._left = deque(left)
        self._tries = Counter[tuple[int, bool]]()
        self._suspects: set[int] = set()
        self._in_vain = 0
        self._over = False

    def __len__(self) -> int:
        return len(self._left)

    def begin_round(self) -> bool:
        """Begin a round; return False if nothing is left, or every sandbox ends at once."""
        self._over = False
        self._in_vain += 1
        return bool(self._left) and self._in_vain <= TRIES

    def alone(self) -> bool:
        """Return whether to grade the next round's submissions one at a time."""
        return self._left[0] in self._suspects

    def __iter__(self) -> Iterator[int]:
        alone = self.alone()
        while self._left and not self._over and self.alone() == alone:
            yield self._left.popleft()

    def drain(self) -> Iterator[int]:
        """Yield the submissions that no round has graded."""
        while self._left:
            yield self._left.popleft()

    def passed(self) -> None:
        """Note that the round has given a verdict."""
        self._in_vain = 0

    def failed(self, number: int, fault: Fault) -> bool:
        """Note a fault; return whether the submission is tried again."""
        is_own = fault.of in OWN
        self._tries[number, is_own] += 1
        self._over = self._over or fault.of == "sandbox"
        if is_own or fault.of == "sandbox":
            self._suspects.add(number)
        most = OWN_TRIES if is_own else TRIES
        again = self._tries[number, is_own] < most and self._in_vain <= TRIES
        if again:
            self._left.append(number)
        return again
