"""The options that several commands have, as typer reads them."""

from __future__ import annotations

from typing import Annotated

import typer

Selected = Annotated[
    str, typer.Argument(metavar="[TOPIC[::EXERCISE]]", help="a topic or one exercise")
]
Isolation = Annotated[str, typer.Option(help="auto, bubblewrap, landlock or none")]
Timeout = Annotated[float, typer.Option(min=0.1, metavar="S", help="seconds a probe may take")]
Packages = Annotated[
    str, typer.Option(metavar="NAME,...", help="what submissions count on, e.g. pandas,scipy")
]


def names_in(text: str) -> tuple[str, ...]:
    """Return the names in a list with commas or spaces."""
    return tuple(text.replace(",", " ").split())
