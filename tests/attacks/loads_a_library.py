# tries to: load native code of its own with TensorFlow and with the linker
import ctypes
import os

import tensorflow as tf

with open("/proc/self/exe", "rb") if os.access("/proc/self/exe", os.R_OK) else open(os.devnull, "rb") as file:
    CODE = file.read()
for name in ("own.so", "libc.so.6"):
    with open(name, "wb") as file:
        file.write(CODE or b"\x7fELF\x02\x01\x01")
    for load in (tf.load_op_library, tf.load_library, ctypes.CDLL):
        try:
            load(os.path.abspath(name))
        except Exception:
            pass
os.environ["LD_PRELOAD"] = os.path.abspath("own.so")
