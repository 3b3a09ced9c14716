"""Every change that the kit makes to TensorFlow, Keras and typing, and when it makes them.

The sandbox's zygote and the local judges of `kata verify` apply PATCHES before they fork, because a
grade runs everything once and these libraries prepare for running it often. A student's own `kata
check`, pytest and notebook never do. Nothing is patched in versions other than TESTED, or with
KATA_STOCK=1. `kata verify` judges with and without the patches and demands equal results.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
import inspect
import os
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any

STOCK = "KATA_STOCK"
# The first and the last version of each, by its first two numbers.
TESTED = {"tensorflow": ("2.21", "2.21"), "keras": ("3.12", "3.15")}
NOTHING = "NoSuchOperation"
# Exact types that no tracker looks for.
PLAIN = {type(None), bool, int, float, str, types.FunctionType, inspect.Signature}
# A layer's own books, in which Keras and TensorFlow keep nothing that a tracker looks for.
BOOKS = {
    *("_inbound_nodes", "_outbound_nodes", "_losses", "_loss_ids", "_losses_override"),
    *("call_signature_parameters", "_call_context_args", "_call_has_context_arg"),
    *("_build_shapes_dict", "_dtype_policy", "_tracked"),
    *("_self_unconditional_checkpoint_dependencies", "_self_unconditional_dependency_names"),
    *("_self_unconditional_deferred_dependencies", "_self_name_based_restores"),
    *("_self_saveable_object_factories",),
}
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


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split(".")[:2])


@contextlib.contextmanager
def unseen_seed() -> Iterator[None]:
    """Say that the seed set inside was never set in this process; see `keep_kernels`."""
    token = _unseen.set(True)
    try:
        yield
    finally:
        _unseen.reset(token)


def compile_plainly() -> None:
    """Let XLA compile without optimizing."""
    os.environ["XLA_FLAGS"] = (
        "--xla_backend_optimization_level=0 --xla_cpu_use_fusion_emitters=false"
    )


def keep_kernels() -> None:
    """Skip the emptying of the kernel cache when the host sets a seed for the first time."""
    from tensorflow.python.eager import context

    library = context.pywrap_tfe
    clear = library.TFE_ContextClearCaches
    library.TFE_ContextClearCaches = lambda handle: None if _unseen.get() else clear(handle)


def fill_registries() -> None:
    """Fill the registries; the first name that is not there has all of them copied for a log."""
    from tensorflow.python.framework import kernels, op_def_registry

    op_def_registry.get(NOTHING)
    kernels.get_registered_kernels_for_op(NOTHING)


def run_eager_ops_plainly() -> None:
    """TensorFlow wraps each operation, for each shape and type of its inputs, in a function."""
    from tensorflow.python import pywrap_tfe

    as_functions = pywrap_tfe.TFE_ContextOptionsSetRunEagerOpAsFunction
    plainly = lambda options, _: as_functions(options, False)  # noqa: E731, FBT003
    pywrap_tfe.TFE_ContextOptionsSetRunEagerOpAsFunction = plainly


def leave_graphs_as_traced() -> None:
    """Optimizing a graph takes longer than running a small one."""
    import tensorflow as tf

    tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})


def leave_handles_nameless() -> None:
    """For each new debug name TensorFlow makes a kernel anew, in a millisecond."""
    from tensorflow.python.ops import gen_resource_variable_ops as variables

    variables.var_handle_op = _nameless(variables.var_handle_op)


def cache_skipsets() -> None:
    """Keep what Keras means to keep and looks up under another name than it has kept it."""
    from keras.src.saving import saving_lib

    saving_lib.get_attr_skipset = functools.cache(saving_lib.get_attr_skipset)


def list_protocols_once() -> None:
    """Before 3.12 Python lists a protocol's members at each isinstance."""
    if listed := getattr(typing, "_get_protocol_attrs", None):
        typing._get_protocol_attrs = functools.cache(listed)  # type: ignore[attr-defined] # noqa: SLF001


def _nameless(make: Callable[..., Any]) -> Callable[..., Any]:
    def handle(*args: Any, **named: Any) -> Any:
        return make(*args, **named | {"debug_name": ""})

    return handle


def read_signatures_once() -> None:
    """Keep the signatures that Keras reads of a class's methods for each object anew."""
    from keras.src.layers import layer
    from keras.src.models import functional, model
    from keras.src.ops import operation

    kept = functools.cache(inspect.signature)

    @functools.cache
    def bound(function: types.FunctionType) -> inspect.Signature:
        return inspect.signature(types.MethodType(function, function))

    def signature(of: Any) -> inspect.Signature:
        if type(of) is types.FunctionType:
            return kept(of)
        if type(of) is types.MethodType and type(of.__func__) is types.FunctionType:
            return bound(of.__func__)
        return inspect.signature(of)

    listed = functools.cache(inspect.getfullargspec)
    read = {"signature": signature, "getfullargspec": listed}
    reader = types.SimpleNamespace(**vars(inspect) | read)
    layer.inspect = operation.inspect = model.inspect = functional.inspect = reader


def list_attributes_once() -> None:
    """Walk what a save may hold by a list kept for each class, and what the object has besides."""
    from keras.src.saving import saving_lib

    @functools.cache
    def listed(cls: Any, kind: str) -> Any:
        return set(dir(cls)) - saving_lib.get_attr_skipset(kind)

    def walk(saveable: Any) -> Iterator[tuple[str, Any]]:
        kind = saveable._obj_type()  # noqa: SLF001
        if kind in {"Sequential", "Functional"}:
            yield "layers", saveable.layers
        names = listed(saveable.__class__, kind) | (
            vars(saveable).keys() - saving_lib.get_attr_skipset(kind)
        )
        for name in sorted(names, key=saving_lib._name_key):  # noqa: SLF001
            if not name.startswith("__"):
                with contextlib.suppress(Exception):
                    yield name, getattr(saveable, name)

    saving_lib._walk_saveable = walk  # noqa: SLF001


def place_initial_values() -> None:
    """Put zeros for the values of variables in the graph that Keras makes for shapes alone.

    There each use of a new variable makes a dozen operations that never run.
    """
    import keras
    import tensorflow as tf
    from keras.src.backend.common.symbolic_scope import in_symbolic_scope
    from keras.src.initializers import random_initializers

    def placed(draw: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(draw)
        def initial(self: Any, shape: Any, dtype: Any = None) -> Any:
            if in_symbolic_scope() and not tf.executing_eagerly():
                return tf.zeros(shape, dtype or keras.config.floatx())
            return draw(self, shape, dtype=dtype)

        return initial

    drawing: list[Any] = [random_initializers.RandomInitializer]
    for one in drawing:
        drawing += one.__subclasses__()
        if "__call__" in vars(one):
            one.__call__ = placed(one.__call__)


def set_plain_values() -> None:
    """Set a layer's plain attributes and its books at once: the others are still tracked."""
    from keras.src.layers.layer import Layer

    tracked = Layer.__setattr__

    def put(self: Any, name: str, value: Any) -> None:
        if "_tracker" not in self.__dict__:
            tracked(self, name, value)
        elif name in BOOKS:
            object.__setattr__(self, name, value)
        elif type(value) not in PLAIN:
            tracked(self, name, value)
        elif getattr(self, name, NOTHING) is not value:  # a property may have no setter
            object.__setattr__(self, name, value)

    Layer.__setattr__ = put


PATCHES: tuple[Callable[[], None], ...] = (
    fill_registries,
    compile_plainly,
    keep_kernels,
    run_eager_ops_plainly,
    leave_graphs_as_traced,
    leave_handles_nameless,
    cache_skipsets,
    list_protocols_once,
    read_signatures_once,
    list_attributes_once,
    place_initial_values,
    set_plain_values,
)
