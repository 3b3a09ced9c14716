"""The option --course, which every command has: where the course is that a command works on."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

ELSEWHERE = "KATA_COURSE"  # as course.py has it, which is imported when a course is wanted
# The commands that would use what kata build has not yet renewed, in a course of one's own.
FROM_BUILT = {
    *("check", "watch", "show", "init", "reset", "solution"),
    *("grade", "verify", "bundle", "export_gradescope"),
}
HELP = f"a course, or a folder with a course.toml (also ${ELSEWHERE})"
PARAMETER = inspect.Parameter(
    "course",
    inspect.Parameter.KEYWORD_ONLY,
    default=None,
    annotation=Annotated[Path | None, typer.Option("--course", metavar="DIR", help=HELP)],
)


def with_course(app: typer.Typer) -> None:
    """Give every command of an app the option, and the app itself: `kata --course DIR`."""
    for command in app.registered_commands:
        command.callback = _with_option(command.callback)
    if app.registered_callback:
        app.registered_callback.callback = _with_option(app.registered_callback.callback)
    for group in app.registered_groups:
        if group.typer_instance:
            with_course(group.typer_instance)


def _with_option(command: Callable[..., Any] | None) -> Callable[..., Any] | None:
    """Return the command with one parameter more, which it does not see itself."""
    if command is None:
        return None
    plain = command

    @functools.wraps(plain)
    def run(*arguments: Any, course: Path | None = None, **options: Any) -> Any:
        with ExitStack() as stack:
            if course is not None:
                from tensorkata.course import course_in

                course_in(course)
                before = os.environ.get(ELSEWHERE)
                os.environ[ELSEWHERE] = str(course.resolve())
                stack.callback(_put_back, before)
            if plain.__name__ in FROM_BUILT:
                from tensorkata.commands.own_course import refuse_stale

                refuse_stale()
            if context := options.get("context"):  # of `kata` itself: the command comes after it
                context.call_on_close(stack.pop_all().close)
            return plain(*arguments, **options)

    own = inspect.signature(plain, eval_str=True)
    parameters = [*own.parameters.values(), PARAMETER]
    run.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    return run


def _put_back(before: str | None) -> None:
    if before is None:
        os.environ.pop(ELSEWHERE, None)
    else:
        os.environ[ELSEWHERE] = before
