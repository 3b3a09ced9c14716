# tries to: change how numbers are read and written: locale, rounding, denormals, dtypes
import ctypes
import locale

import keras
import numpy as np
import tensorflow as tf

for name in ("de_DE.UTF-8", "tr_TR.UTF-8", "C"):
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        pass
ctypes.CDLL("libm.so.6").fesetround(0x800)
np.seterr(all="raise")
keras.config.set_floatx("float16")
tf.keras.mixed_precision.set_global_policy("mixed_float16")
tf.config.run_functions_eagerly(True)
