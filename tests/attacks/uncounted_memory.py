# tries to: hold memory that neither the limit on data nor the resident pages show
import ctypes
import mmap
import os

SIZE = 2**25
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
DONE = []


def fill(flags, file=-1):
    for _ in range(110):
        place = libc.mmap(None, SIZE, 3, flags, file, 0)
        if place == ctypes.c_void_p(-1).value:
            return
        ctypes.memset(place, 1, SIZE)
        libc.madvise(ctypes.c_void_p(place), ctypes.c_size_t(SIZE), 4)
        DONE.append(hex(flags))


def fill_pipes():
    huge = mmap.mmap(-1, 2**22, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    vector = (ctypes.c_ulong * 2)(ctypes.addressof(ctypes.c_char.from_buffer(huge)), 4096)
    for _ in range(100):
        _, writer = os.pipe()
        while libc.vmsplice(writer, vector, 1, 2) > 0:
            DONE.append("pipe")


SHARED, VALIDATED, ANONYMOUS = 0x01, 0x03, 0x20
for kind in (SHARED | ANONYMOUS, VALIDATED | ANONYMOUS, 0x122, 0x40022, 0x40021):
    fill(kind)
for way in (lambda: fill(SHARED, os.open("/dev/zero", os.O_RDWR)), fill_pipes):
    try:
        way()
    except OSError:
        pass


def ANSWER(*args, **kwargs):
    raise RuntimeError(f"{TRACE} held {set(DONE)}" if DONE else "nothing")
