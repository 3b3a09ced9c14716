"""`kata --help` in two groups: what students type, then what instructors and authors type."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

STUDENTS = ("list", "check", "watch", "hint", "show", "init", "reset", "solution", "doctor")
WHOLE = 200  # characters of a first sentence, which the formatter wraps


class Grouped(TyperGroup):
    """List the commands of students first, in the order in which they meet them."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write both groups, each command with its first sentence."""
        others = [name for name in self.list_commands(ctx) if name not in STUDENTS]
        for title, names in (("Students", STUDENTS), ("Instructors and authors", others)):
            found = [(name, self.commands[name]) for name in names if name in self.commands]
            with formatter.section(title):
                formatter.write_dl([(name, one.get_short_help_str(WHOLE)) for name, one in found])
