# tries to: keep the judge busy with thousands of empty rows within empty rows
import os
import struct

import msgspec
import numpy as np

pack, Ext = msgspec.msgpack.encode, msgspec.msgpack.Ext


def array(values):
    return Ext(1, pack(["tensor", values.dtype.name, list(values.shape), values.tobytes()]))


ROWS = [array(np.zeros(15_000, np.int64)) for _ in range(31)]
VALUE = pack(Ext(2, pack([array(np.zeros(0, np.float32)), [array(np.zeros(1, np.int64)), *ROWS]])))


def ANSWER(*args, **kwargs):
    data = pack({"type": "Returned", "value": VALUE, "printed": ""})
    data = struct.pack(">I", len(data)) + data
    while data:
        data = data[os.write(3, data) :]
