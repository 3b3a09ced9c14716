"""What an exception says: of a class that is half written, the method that is not there yet."""

from __future__ import annotations

import re
from functools import partial

import pytest

from tensorkata.checking.reply import read_reply
from tensorkata.errors import ProbeFailure
from tensorkata.student.raised import is_of, raised, remember

FILE = "half_written.py"
SOURCE = '''
class Linear:
    """Half written."""

    def build(self):
        self.kernel = 1

    def call(self):
        """Return the output."""
        # TODO: the product.
        raise NotImplementedError("Linear")


def create():
    """Return a tensor."""
    raise NotImplementedError("create")
'''


@pytest.fixture
def names():
    """Return the names of the half-written file."""
    remember(FILE, SOURCE)
    names = {}
    exec(compile(SOURCE, FILE, "exec"), names)
    return names


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda names: names["Linear"]().call(), "Linear.call is not written yet: its TODO lines"),
        (lambda names: names["create"](), "not written yet, as expected at the start"),
    ],
)
def test_the_method_that_is_not_written_is_named(names, ask, words):
    """Which one is missing is the news in a class; a function is the exercise itself."""
    with pytest.raises(NotImplementedError) as caught:
        ask(names)
    reply = raised(caught.value, partial(is_of, FILE, None), re.compile("never"))
    with pytest.raises(ProbeFailure, match=words) as told:
        read_reply(reply)
    assert told.value.outcome == "todo"
