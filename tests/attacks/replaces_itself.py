# tries to: become another program, one that answers in its place
import ctypes
import os
import sys

for program in ("/bin/sh", "/usr/bin/env", sys.executable, "/proc/self/exe", "/lib64/ld-linux-x86-64.so.2"):
    try:
        os.execv(program, [program, "-c", "exit 0"])
    except OSError:
        pass
ctypes.CDLL(None).syscall(322, -100, b"/bin/sh", None, None, 0)
