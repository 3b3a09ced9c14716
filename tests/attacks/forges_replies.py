# tries to: put answers of the right form onto the wire before anything is asked
import os
import struct
import threading
import time

import msgspec
import numpy as np


def frame(**record):
    data = msgspec.msgpack.encode(record)
    return struct.pack(">I", len(data)) + data


def array(shape):
    data = [["tensor", "float32", list(shape), np.zeros(shape, np.float32).tobytes()]]
    return msgspec.msgpack.encode(msgspec.msgpack.Ext(1, msgspec.msgpack.encode(data[0])))


def write():
    while True:
        os.write(3, frame(type="Returned", value=array((8, 4)), printed=""))
        time.sleep(0.01)


os.write(3, frame(type="Started"))
threading.Thread(target=write, daemon=True).start()
