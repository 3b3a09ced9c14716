# tries to: find a secret in the environment, as Python, C and the stack hold it
import ctypes
import os
import sys

environ = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
RAW = []
for number in range(1000):
    if not environ[number]:
        break
    RAW.append(environ[number])


def ANSWER(*args, **kwargs):
    seen = [f"{name}={value}".encode() for name, value in os.environ.items()] + RAW
    raise RuntimeError([text for text in seen if b"SECRET" in text], sys.orig_argv)
