"""The logical CPU devices of a topic that says `devices = 2` in course/curriculum.toml.

TensorFlow makes its devices once in a process, when it runs its first operation.
"""

from __future__ import annotations

import contextlib

import tensorflow as tf


def make_devices(count: int) -> str:
    """Make the logical CPU devices if it is not too late; return what to say if there are fewer.

    One device is what TensorFlow makes anyway: nothing is asked for.
    """
    if count == 1:
        return ""
    with contextlib.suppress(RuntimeError):
        cpu = tf.config.list_physical_devices("CPU")[0]
        parts = [tf.config.LogicalDeviceConfiguration()] * count
        tf.config.set_logical_device_configuration(cpu, parts)
    made = len(tf.config.list_logical_devices("CPU"))
    return "" if made >= count else FEW.format(count=count, made=made)


FEW = (
    "on {made} CPU device instead of {count}: TensorFlow had run something before they could be"
    " made; to have them, restart and check first"
)
