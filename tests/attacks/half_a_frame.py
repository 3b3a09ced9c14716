# tries to: keep the judge waiting with a frame that never ends, a byte at a time
import os
import struct
import time


def ANSWER(*args, **kwargs):
    os.write(3, struct.pack(">I", 2**20))
    while True:
        os.write(3, b"\x81")
        time.sleep(0.2)
