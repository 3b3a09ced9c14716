"""Every change that the kit makes to TensorFlow and Keras, and when it makes them.

A grade runs each thing once; TensorFlow prepares for running it often. So the sandbox's zygote
applies PATCHES before it forks, and so do the first of the two judges of `kata verify --local`. A
student's own `kata check`, pytest and notebook never do. Nothing is patched in versions other than
TESTED, nor with KATA_STOCK=1. `kata verify` judges with the patches and without and demands equal
results. Each gain is what grading would cost more without this one patch: benchmarks/patches.py.
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
    """Apply every patch for good, unless something speaks against it. Executes no operation."""
    if not why_not():
        for patch in PATCHES:
            patch()


def why_not(environment: Mapping[str, str] = os.environ) -> str:
    """Return why TensorFlow and Keras stay as they come; empty if they are patched."""
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
    """Say that the seed set inside was never set in this process; see `keep_kernels`."""
    token = _unseen.set(True)
    try:
        yield
    finally:
        _unseen.reset(token)


def fill_registries() -> None:
    """Look up an operation that does not exist.

    Replaces: nothing. The first such lookup of a process copies all registered operations and
    kernels, for a line of the log; made here, it is inherited by every child.
    Gains: GAIN_fill_registries.
    Changes no value: the registries are read and not written.
    """
    from tensorflow.python.framework import kernels, op_def_registry

    op_def_registry.get(_NO_OPERATION)
    kernels.get_registered_kernels_for_op(_NO_OPERATION)


def compile_plainly() -> None:
    """Let XLA compile without optimizing.

    Replaces: XLA's default optimization, for functions with jit_compile=True.
    Gains: GAIN_compile_plainly. A probe compiles a small function in order to run it once.
    Changes no value: the same operations in the same precision. Without fusion, XLA may round a
    last bit as TensorFlow's own kernels do; an allowance holds both.
    """
    os.environ["XLA_FLAGS"] = (  # read at the first compilation
        "--xla_backend_optimization_level=0 --xla_cpu_use_fusion_emitters=false"
    )


def keep_kernels() -> None:
    """Keep the cache of kernels when the host sets a seed for the first time.

    Replaces: pywrap_tfe.TFE_ContextClearCaches, which TensorFlow calls whenever a seed is set.
    Gains: GAIN_keep_kernels. The host sets a seed before each probe.
    Changes no value: the cache is emptied because a random kernel keeps the state of its seed. The
    seed is part of a kernel's key, so under a new seed there is no such kernel yet.
    """
    from tensorflow.python.eager import context

    library = context.pywrap_tfe
    clear = library.TFE_ContextClearCaches
    library.TFE_ContextClearCaches = lambda handle: None if _unseen.get() else clear(handle)


def run_eager_operations_directly() -> None:
    """Run an eager operation by its kernel and not by a function around it.

    Replaces: the option with which TensorFlow wraps each eager operation, for each shape and type
    of its inputs, in a function of its own, and compiles that.
    Gains: GAIN_run_eager_operations_directly.
    Changes no value: the function holds this one operation, with the same kernel.
    """
    from tensorflow.python import pywrap_tfe

    set_option = pywrap_tfe.TFE_ContextOptionsSetRunEagerOpAsFunction

    def directly(options: Any, _wanted: bool) -> None:  # noqa: FBT001 - TensorFlow's form
        set_option(options, False)  # noqa: FBT003

    pywrap_tfe.TFE_ContextOptionsSetRunEagerOpAsFunction = directly


def leave_graphs_as_traced() -> None:
    """Run a graph as it was traced.

    Replaces: the optimizations of a graph (Grappler) before its first run.
    Gains: GAIN_leave_graphs_as_traced. Optimizing a small graph takes longer than running it once.
    Changes no value: an optimization has to keep the values, but for a last bit if it fuses or
    reorders.
    """
    import tensorflow as tf

    tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})


def leave_handles_nameless() -> None:
    """Make every variable's handle with the same empty debug name.

    Replaces: gen_resource_variable_ops.var_handle_op.
    Gains: GAIN_leave_handles_nameless. A new debug name costs a new kernel, a millisecond each.
    Changes no value: the name stands only in TensorFlow's message about a variable that is gone.
    """
    from tensorflow.python.ops import gen_resource_variable_ops as variables

    make = variables.var_handle_op

    def nameless(*args: Any, **named: Any) -> Any:
        return make(*args, **named | {"debug_name": ""})

    variables.var_handle_op = nameless


PATCHES: tuple[Callable[[], None], ...] = (
    fill_registries,
    compile_plainly,
    keep_kernels,
    run_eager_operations_directly,
    leave_graphs_as_traced,
    leave_handles_nameless,
)
_NO_OPERATION = "NoSuchOperation"
