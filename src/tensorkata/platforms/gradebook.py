"""The gradebook that `kata grade --gradebook` names: found, and refused before anything is graded.

What is written into it, and how, is nbgrader's own (nbgrader/booking.py).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tensorkata.course import Course, Topic
from tensorkata.errors import MachineError, UsageError

CONFIG = "nbgrader_config.py"


@contextlib.contextmanager
def booking(course: Course, topic: Topic, url: str, folder: Path, *, hidden: bool) -> Iterator[Any]:
    """Open a gradebook by its URL or file name; UsageError if it does not know the topic.

    `folder` is a folder of this run's own. Faults of the database are one line.
    """
    engine, shown = _engine(url)
    from nbgrader.api import InvalidEntry
    from sqlalchemy.exc import DBAPIError

    from tensorkata.platforms.nbgrader.booking import Booking

    try:
        _refuse_unknown(engine, shown, topic)
        plain, root = _placed(engine, folder)
        yield Booking(course, topic, plain, root, folder, hidden=hidden)
    except DBAPIError as error:
        raise MachineError(f"--gradebook {shown}: {_line(error.orig)}; {GO_ON}") from None
    except InvalidEntry as error:
        raise MachineError(f"--gradebook {shown}: {_line(error)}; {GO_ON}") from None


def _engine(url: str) -> tuple[Any, str]:
    """Return SQLAlchemy's engine, and the URL without its password."""
    try:
        import nbgrader  # noqa: F401 - it is needed in a moment
        from sqlalchemy import create_engine
        from sqlalchemy.exc import ArgumentError, NoSuchModuleError
    except ImportError:
        raise MachineError(MISSING) from None
    try:
        engine = create_engine(url if "://" in url else f"sqlite:///{url}")
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise UsageError(f"--gradebook: {error}; {FORMS}") from None
    return engine, engine.url.render_as_string(hide_password=True)


def _placed(engine: Any, folder: Path) -> tuple[str, Path]:
    """Return the whole URL, and nbgrader's course folder: that of the file, or the current one.

    Without either, the notebooks for the feedback pages go into the run's own folder.
    """
    if engine.dialect.name == "sqlite":
        path = Path(engine.url.database).absolute()
        return f"sqlite:///{path}", path.parent
    here = Path.cwd()
    root = here if (here / CONFIG).is_file() else folder
    return engine.url.render_as_string(hide_password=False), root


def _refuse_unknown(engine: Any, shown: str, topic: Topic) -> None:
    """Refuse a database that does not know the topic, and leave it as it is."""
    from nbgrader.api import Assignment, Notebook
    from sqlalchemy import inspect, select

    name = engine.url.database or ""
    if engine.dialect.name == "sqlite" and not Path(name).is_file():
        raise UsageError(f"--gradebook {shown}: there is no file {name}; {MAKE.format(topic.name)}")
    with contextlib.closing(engine.connect()) as connection:
        known = select(Notebook.id).join(Assignment)
        known = known.where(Assignment.name == topic.name, Notebook.name == topic.name)
        if not inspect(connection).has_table("notebook") or not connection.scalar(known):
            raise UsageError(
                f"--gradebook {shown}: it does not know {topic.name}; {MAKE.format(topic.name)}"
            )
    engine.dispose()


def _line(error: Any) -> str:
    return " ".join(str(error).split())[:300]


MAKE = "type: nbgrader generate_assignment {}, in course/"
FORMS = "name it as in course/gradebook.db or postgresql+psycopg://user@host/name"
GO_ON = "everything graded so far is kept: type the same command to go on"
MISSING = "--gradebook needs nbgrader: type pip install 'tensorkata[instructor]'"
