# tries to: call the kernel from machine code of its own, past the C library
import ctypes
import mmap
import platform

SOCKET = b"\xb8\x29\x00\x00\x00\xbf\x02\x00\x00\x00\xbe\x01\x00\x00\x00\x31\xd2\x0f\x05\xc3"
FORK = b"\xb8\x39\x00\x00\x00\x0f\x05\xc3"
DONE = []
if platform.machine() == "x86_64":
    for code in (SOCKET, FORK):
        page = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
        page.write(code)
        call = ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
        number = call()
        if number >= 0:
            DONE.append(number)


def ANSWER(*args, **kwargs):
    raise RuntimeError(f"{TRACE} got in" if DONE else "nothing")
