"""TensorFlow and Keras made quick for what runs once: set before a fork, and inherited.

Nothing of it changes what an operation computes or a model is, and none is executed here.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import types
import typing
from collections.abc import Callable, Iterator
from typing import Any

# A probe compiles a small function to run it once: three times as fast with nothing optimized.
XLA = {"XLA_FLAGS": "--xla_backend_optimization_level=0 --xla_cpu_use_fusion_emitters=false"}
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


def settle() -> None:
    """Spare each fork what its first operation does, and what Keras does over and over."""
    import tensorflow as tf
    from keras.src.saving import saving_lib
    from tensorflow.python import pywrap_tfe
    from tensorflow.python.framework import kernels, op_def_registry
    from tensorflow.python.ops import gen_resource_variable_ops as variables

    # Fill the registries; the first name that is not there has all of them copied for a log.
    op_def_registry.get(NOTHING)
    kernels.get_registered_kernels_for_op(NOTHING)
    # TensorFlow wraps each operation, for each shape and type of its inputs, in a function of its
    # own, and compiles that: it takes ten times as long as the operation's kernel alone.
    as_functions = pywrap_tfe.TFE_ContextOptionsSetRunEagerOpAsFunction
    plainly = lambda options, _: as_functions(options, False)  # noqa: E731, FBT003
    pywrap_tfe.TFE_ContextOptionsSetRunEagerOpAsFunction = plainly
    # Optimizing a graph takes longer than running a small one.
    tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})
    # For each new debug name TensorFlow makes a kernel anew, in a millisecond.
    variables.var_handle_op = _nameless(variables.var_handle_op)
    # What Keras means to keep, it looks up under another name than it has kept it.
    saving_lib.get_attr_skipset = functools.cache(saving_lib.get_attr_skipset)
    # Before 3.12 Python lists a protocol's members at each isinstance.
    if listed := getattr(typing, "_get_protocol_attrs", None):
        typing._get_protocol_attrs = functools.cache(listed)  # type: ignore[attr-defined] # noqa: SLF001
    _read_signatures_once()
    _list_attributes_once()
    _place_initial_values()
    _set_plain_values()


def _nameless(make: Callable[..., Any]) -> Callable[..., Any]:
    def handle(*args: Any, **named: Any) -> Any:
        return make(*args, **named | {"debug_name": ""})

    return handle


def _read_signatures_once() -> None:
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


def _list_attributes_once() -> None:
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


def _place_initial_values() -> None:
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


def _set_plain_values() -> None:
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
