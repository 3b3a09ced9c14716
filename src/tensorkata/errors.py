"""The kit's own errors, as one tree with the exit code of each.

    KataError                 3   the machine or the kit failed
    ├── UsageError            2   what was asked for does not exist or does not fit
    ├── MachineError          3   the machine lacks something that the run needs
    └── CourseError           3   the course itself (source, checkers, answers) is at fault

Each message says what is wrong, where, and what to type. Errors of a student's code are not
here: they are outcomes (protocol/records.py).
"""


class KataError(Exception):
    """Stop the command with one clear line."""

    exit_code = 3

    def _render_traceback_(self) -> list[str]:
        """Show that line alone in IPython and notebooks too."""
        return [str(self)]


class UsageError(KataError):
    """Refuse a request that does not fit."""

    exit_code = 2


class MachineError(KataError):
    """Report that the machine cannot do what the run needs."""


class CourseError(KataError):
    """Report a fault in the course's own files."""
