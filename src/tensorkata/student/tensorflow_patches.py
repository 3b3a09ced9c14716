"""Every change that the kit makes to TensorFlow, and when it makes them. Keras stays as it comes.

Grading runs everything once; TensorFlow prepares to run it often. So the sandbox's zygote applies
PATCHES before it forks, and so does the first of the two judges of `kata verify --local`. A
student's own `kata check`, pytest and notebook never do. Nothing is patched in versions other than
TESTED, nor with KATA_STOCK=1. `kata verify` judges with the patches and without and demands equal
results. A gain is the extra processor time of a class run without this one patch, as
benchmarks/patches.py measures it; a patch that gains less than 3 % is not worth its lines.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any

STOCK = "KATA_STOCK"
# The first and the last version of each, by its first two numbers.
TESTED = {"tensorflow": ("2.21", "2.21"), "keras": ("3.12", "3.15")}
_unseen: ContextVar[bool] = ContextVar("unseen", default=False)


def apply() -> None:
    """Apply every patch for good, unless there is a reason not to. Executes no operation."""
    if not why_not():
        for patch in PATCHES:
            patch()


def why_not(environment: Mapping[str, str] = os.environ) -> str:
    """Return why TensorFlow and Keras stay unpatched; empty if they are patched."""
    if environment.get(STOCK, "") not in {"", "0"}:
        return f"{STOCK}={environment[STOCK]}"
    for name, (first, last) in TESTED.items():
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            return f"{name} is not installed"
        if not _numbers(first) <= _numbers(version) <= _numbers(last):
            tested = f"{first} was" if first == last else f"{first} to {last} were"
            return f"{name} {version} was not tested with them ({tested})"
    return ""


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)[:2]]


@contextlib.contextmanager
def unseen_seed() -> Iterator[None]:
    """Treat the seed set inside as the first in this process; see `keep_kernels`."""
    token = _unseen.set(True)
    try:
        yield
    finally:
        _unseen.reset(token)


def compile_plainly() -> None:
    """Let XLA compile without optimizing.

    Replaces: XLA's default optimization, for functions with jit_compile=True.
    Gains: about 4 %. A probe compiles a small function in order to run it once.
    Changes no value: the same operations in the same precision. Without fusion, XLA may round a
    last bit as TensorFlow's own kernels do; an allowance covers both.
    """
    os.environ["XLA_FLAGS"] = (  # read at the first compilation
        "--xla_backend_optimization_level=0 --xla_cpu_use_fusion_emitters=false"
    )


def keep_kernels() -> None:
    """Keep the cache of kernels when the host sets a seed for the first time.

    Replaces: pywrap_tfe.TFE_ContextClearCaches, which TensorFlow calls whenever a seed is set.
    Gains: about 5 %. The host sets a seed before each probe.
    Changes no value: TensorFlow empties the cache because a random kernel keeps the state of its
    seed. The seed is part of a kernel's key, so a new seed finds no such kernel yet.
    """
    from tensorflow.python.eager import context

    library = context.pywrap_tfe
    clear = library.TFE_ContextClearCaches
    library.TFE_ContextClearCaches = lambda handle: None if _unseen.get() else clear(handle)


def run_eager_operations_directly() -> None:
    """Run an eager operation by its kernel instead of a function around it.

    Replaces: the option with which TensorFlow wraps each eager operation, for each shape and type
    of its inputs, in a separate function, and compiles that.
    Gains: 36 %. Such a function takes ten times as long as the operation's kernel.
    Changes no value: the function holds this one operation, with the same kernel.
    """
    from tensorflow.python import pywrap_tfe

    set_option = pywrap_tfe.TFE_ContextOptionsSetRunEagerOpAsFunction

    def directly(options: Any, _wanted: bool) -> None:  # noqa: FBT001 - TensorFlow's form
        set_option(options, False)  # noqa: FBT003

    pywrap_tfe.TFE_ContextOptionsSetRunEagerOpAsFunction = directly


PATCHES: tuple[Callable[[], None], ...] = (
    compile_plainly,
    keep_kernels,
    run_eager_operations_directly,
)
