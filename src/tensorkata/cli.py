"""The `kata` command: typer commands and nothing else. What they need is imported inside them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tensorkata.errors import KataError

app = typer.Typer(
    help="A TensorFlow course that grades itself.",
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Topics = Annotated[str, typer.Argument(metavar="[TOPIC[::EXERCISE]]", help="a topic or one exercise")]


@app.command()
def verify(
    topic: Topics = "",
    jobs: Annotated[int, typer.Option(help="judges at work at once")] = 0,
    seed: Annotated[int, typer.Option(help="the first of three seeds")] = 7,
    local: Annotated[bool, typer.Option("--local", help="local carriers only, no sandbox")] = False,
) -> None:
    """Prove the checkers: answers, liars and mutants, all judged as submissions."""
    from tensorkata.authoring.session import verify_course

    raise typer.Exit(verify_course(topic, jobs=jobs, seed=seed, local=local))


@app.command()
def build(check: Annotated[bool, typer.Option("--check", help="only tell what has drifted")] = False) -> None:
    """Write exercises/ and course/source/ from solutions/."""
    from tensorkata.authoring.build import build as build_course
    from tensorkata.curriculum import find_course

    course = find_course()
    drifted = build_course(course, check=check)
    for path in drifted:
        typer.echo(f"{'drifted' if check else 'wrote'}: {path.relative_to(course.root)}")
    if check and drifted:
        typer.echo("type `kata build` and commit what it writes")
        raise typer.Exit(1)


def main() -> None:
    """Run the command; a KataError is one line and its exit code."""
    try:
        app()
    except KataError as error:
        typer.echo(f"kata: {error}", err=True)
        sys.exit(error.exit_code)


__all__ = ["Path", "app", "main"]
