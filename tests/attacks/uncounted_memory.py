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
    for number in range(100 * 16):
        writer = os.pipe()[1] if number % 16 == 0 else writer
        huge = mmap.mmap(-1, 2**22, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        view = ctypes.c_char.from_buffer(huge)
        place = (ctypes.addressof(view) + 2**21 - 1) & -(2**21)
        libc.madvise(ctypes.c_void_p(place), ctypes.c_size_t(2**21), 14)
        ctypes.memset(place, 1, 2**21)
        if libc.vmsplice(writer, (ctypes.c_ulong * 2)(place, 4096), 1, 2) > 0:
            DONE.append("pipe")
        del view
        huge.close()


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
