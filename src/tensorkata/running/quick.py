"""TensorFlow made quick for what runs once: set before a process is forked, and inherited.

Nothing of it changes what an operation computes, and none is executed here.
"""

from __future__ import annotations

from typing import Any

# A probe compiles a small function to run it once: three times as fast with nothing optimized.
XLA = {"XLA_FLAGS": "--xla_backend_optimization_level=0 --xla_cpu_use_fusion_emitters=false"}
NOTHING = "NoSuchOperation"


def settle() -> None:
    """Spare each fork what TensorFlow would do at its first operation, graph and variables."""
    import tensorflow as tf
    from tensorflow.python.framework import kernels, op_def_registry
    from tensorflow.python.ops import gen_resource_variable_ops as variables

    # Fill the registries; the first name that is not there has all of them copied for a log.
    op_def_registry.get(NOTHING)
    kernels.get_registered_kernels_for_op(NOTHING)
    # Optimizing a graph takes longer than running a small one.
    tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})
    # For each new debug name TensorFlow makes a kernel anew, in a millisecond.
    make = variables.var_handle_op

    def nameless(*args: Any, **named: Any) -> Any:
        return make(*args, **named | {"debug_name": ""})

    variables.var_handle_op = nameless
