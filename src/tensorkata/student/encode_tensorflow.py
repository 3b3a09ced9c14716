"""Turn values of TensorFlow and Keras into parts of an observation. Runs beside student code."""

from __future__ import annotations

import sys
from typing import Any

from tensorkata.protocol.observation import Opaque, Ragged, Sparse, observed
from tensorkata.student.stand_in import StandIn, refuse


def plain_of(value: Any) -> Any:
    """Return a tensor, a variable, a shape or a dtype as plain data; anything else unchanged."""
    if isinstance(value, StandIn):
        refuse(value)
    tf, keras = sys.modules.get("tensorflow"), sys.modules.get("keras")
    if tf is None:
        return value
    if isinstance(value, tf.RaggedTensor) and tf.executing_eagerly():
        splits = tuple(observed(row.numpy(), "tensor") for row in value.nested_row_splits)
        return Ragged(observed(value.flat_values.numpy(), "tensor"), splits)
    if isinstance(value, tf.SparseTensor):
        parts = (value.indices, value.values, value.dense_shape)
        return Sparse(*(observed(part.numpy(), "tensor") for part in parts))
    if isinstance(value, tf.IndexedSlices):
        value = tf.convert_to_tensor(value)
    if isinstance(value, tf.Variable) or (keras and isinstance(value, keras.Variable)):
        return observed(value.numpy(), "variable")
    if isinstance(value, tf.Tensor) and hasattr(value, "numpy"):
        return observed(value.numpy(), "tensor")
    if isinstance(value, tf.TensorShape):
        return Opaque("TensorShape", str(value))
    if isinstance(value, tf.DType):
        return Opaque("dtype", value.name)
    if isinstance(value, tf.Tensor):
        return Opaque("symbolic tensor", str(value.shape))
    if keras and isinstance(value, keras.KerasTensor):
        return Opaque("KerasTensor", str(value.shape))
    return value
