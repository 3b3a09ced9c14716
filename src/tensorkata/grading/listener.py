"""Who follows a run: the progress bar of `kata grade`, or nobody."""

from __future__ import annotations

from typing import Protocol

from tensorkata.results import SubmissionResult


class Listener(Protocol):
    """Follow the progress of a run."""

    def known(self, result: SubmissionResult) -> None:
        """Take in a result that existed already."""

    def graded(self, result: SubmissionResult) -> None:
        """Take in a new result."""

    def told(self, text: str) -> None:
        """Take in a message for the instructor."""
