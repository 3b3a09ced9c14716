# tries to: keep the judge busy for ever with two kilobytes: each row of rows is told twice
import os
import struct

import msgspec
import numpy as np

pack, Ext = msgspec.msgpack.encode, msgspec.msgpack.Ext


def array(values):
    return Ext(1, pack(["tensor", values.dtype.name, list(values.shape), values.tobytes()]))


TWICE = np.array([0, 2, 0, 2], np.uint64)  # in unsigned numbers, two less than nothing is a lot
ROWS = [array(np.array([0, 2, 0, 2, 0, 2][: 2 * (n % 2) + 4], np.uint64)) for n in range(32)]
VALUE = pack(Ext(2, pack([array(np.zeros(2, np.float32)), [array(TWICE), *ROWS[1:]]])))


def ANSWER(*args, **kwargs):
    data = pack({"type": "Returned", "value": VALUE, "printed": ""})
    os.write(3, struct.pack(">I", len(data)) + data)
