# tries to: starve its neighbours of the processor with two hundred threads in C
import ctypes
import threading

import numpy as np


def spin():
    array = np.ones(2**18)
    while True:
        np.sin(array, out=array)


for _ in range(200):
    threading.Thread(target=spin, daemon=True).start()


def ANSWER(*args, **kwargs):
    spin()
