# tries to: return more than the wire takes
import numpy as np


def ANSWER(*args, **kwargs):
    return np.zeros(2**27, np.float64)
