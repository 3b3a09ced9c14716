"""The commands of authors, and of whoever trusts nobody: typer commands and nothing else."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from tensorkata.commands.options import Isolation, Packages, Timeout, names_in

authoring = typer.Typer()
export = typer.Typer(help="Write the files with which another platform grades.")
authoring.add_typer(export, name="export")
courses = typer.Typer(help="Begin a course of your own, or an exercise in it.")
authoring.add_typer(courses, name="course")


@authoring.command()
def verify(
    names: Annotated[list[str] | None, typer.Argument(metavar="[TOPIC[::EXERCISE]...]")] = None,
    jobs: Annotated[int, typer.Option(min=0, help="judges at a time (0: one per core)")] = 0,
    seed: Annotated[int, typer.Option(help="the first of three seeds")] = 7,
    *,
    local: Annotated[bool, typer.Option("--local", help="local carriers only, no sandbox")] = False,
    claims: Annotated[
        bool, typer.Option("--claims", help="show what proves each sentence; nothing is run")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="count what the guesses say")] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="prove unchanged exercises again as well")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="prove one exercise at each save")] = False,
) -> None:
    """Prove the checkers: answers, liars and mutants, all judged as submissions."""
    from tensorkata.course import find_course

    course = find_course()
    from tensorkata.commands.own_course import provable

    parts, proven = provable(course, course.parts(names or []))
    if proven:
        typer.echo(f"left out, since the kit proves them: {', '.join(proven)}")
    if not parts:
        raise typer.Exit
    if claims:
        from tensorkata.proving.claims_report import show_claims

        raise typer.Exit(show_claims(course, parts))
    jobs = jobs or os.cpu_count() or 1
    if explain:
        from tensorkata.proving.explain import explain_course

        raise typer.Exit(explain_course(course, parts, jobs=jobs, seed=seed, local=local))
    if watch:
        from tensorkata.proving.watch_proof import watch_proof

        raise typer.Exit(watch_proof(course, names or [], jobs=jobs, seed=seed))
    from tensorkata.proving.verify_report import verify_course

    raise typer.Exit(verify_course(course, parts, jobs=jobs, seed=seed, local=local, fresh=fresh))


@authoring.command()
def build(
    *,
    check: Annotated[bool, typer.Option("--check", help="only list what has drifted")] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="also the notebooks that you have edited")
    ] = False,
) -> None:
    """Write exercises/ and course/source/ from solutions/."""
    from tensorkata.authoring.build import KEPT, edited
    from tensorkata.authoring.build import build as build_course
    from tensorkata.course import find_course
    from tensorkata.errors import UsageError

    course = find_course()
    if course.settings_as_written.is_own:
        from tensorkata.authoring.compose import compose, stale

        if check and (changed := stale(course)):
            typer.echo(f"drifted: {', '.join(changed)}; type `kata build` and commit")
            raise typer.Exit(1)
        for path in [] if check else compose(course, overwrite=overwrite):
            word = "wrote" if path.is_file() else "removed"
            typer.echo(f"{word}: {path.relative_to(course.root)}")
        course = find_course()  # with the topics that are there now
    kept = [] if check or overwrite else edited(course)
    drifted = build_course(course, check=check, overwrite=overwrite)
    for path in drifted:
        typer.echo(f"{'drifted' if check else 'wrote'}: {path.relative_to(course.root)}")
    if check and drifted:
        typer.echo("type `kata build`, remove files that no source makes, and commit")
        raise typer.Exit(1)
    if course.settings_as_written.is_own and not check:
        from tensorkata.authoring.compose import note

        note(course)
    if kept:
        names = ", ".join(str(path.relative_to(course.root)) for path in kept)
        raise UsageError(KEPT.format(names=names))


@authoring.command()
def bundle(
    out: Annotated[Path, typer.Option(metavar="FILE", help="a .zip, or a new folder")],
) -> None:
    """Write the students' files: stubs, visible checkers, the manifest."""
    from tensorkata.authoring.bundle import bundle as write_bundle
    from tensorkata.course import find_course

    names = write_bundle(find_course(), out)
    typer.echo(f"wrote {out}: {len(names)} files")


@courses.command("new")
def new_course(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="a new folder")],
) -> None:
    """Write a course that works at once: an assignment, an exercise of its own, the set-up."""
    from tensorkata.commands.own_course import new

    for line in new(folder):
        typer.echo(line)
    there = shlex.join(["cd", str(folder)])
    typer.echo(f"next: {there}, then type kata verify")


@courses.command("add")
def add_exercise(
    name: Annotated[str, typer.Argument(metavar="EXERCISE", help="its function or class")],
) -> None:
    """Write the files of a new exercise of your own, ready for kata verify."""
    from tensorkata.commands.own_course import add
    from tensorkata.course import find_course

    for line in add(find_course(), name):
        typer.echo(line)


@export.command("gradescope")
def export_gradescope(
    topic: Annotated[str, typer.Argument(metavar="TOPIC")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="the autograder's .zip")],
    packages: Packages = "",
) -> None:
    """Write an autograder for Gradescope: the kit, the topic's checks, the scripts it runs."""
    from tensorkata.authoring.gradescope import export as write_autograder
    from tensorkata.course import find_course

    course = find_course()
    more = names_in(packages)
    names = write_autograder(course, course.topic(topic), out, more)
    typer.echo(f"wrote {out}: {len(names)} files; upload it as the assignment's autograder")


@authoring.command()
def audit(
    topics: Annotated[list[str] | None, typer.Argument(metavar="[TOPIC...]")] = None,
    isolation: Isolation = "auto",
    timeout: Timeout = 3.0,
    jobs: Annotated[int, typer.Option(min=1, help="submissions at a time")] = 2,
) -> None:
    """Attack this installation as a hostile class would, and list every attack that succeeds."""
    from tensorkata.commands.audit import audit as attack_all
    from tensorkata.commands.grade import choice_of

    raise typer.Exit(
        attack_all(topics or [], isolation=choice_of(isolation), timeout=timeout, jobs=jobs)
    )
