# tries to: keep removed files in tables of descriptors that only a thread has
import ctypes
import os
import threading

libc = ctypes.CDLL(None, use_errno=True)
THREAD_WITHOUT_FILES = 0x50B00  # CLONE_VM, FS, SIGHAND, THREAD, SYSVSEM
STACKS = []
DONE = []


def removed():
    number = os.open("big", os.O_RDWR | os.O_CREAT)
    os.unlink("big")
    for _ in range(60):
        os.write(number, bytes(2**20))
    return number


def keep_in_a_copy():
    number = removed()
    STACKS.append(ctypes.create_string_buffer(2**16))
    top = ctypes.c_void_p((ctypes.addressof(STACKS[-1]) + 2**16) & ~15)
    pause = ctypes.cast(libc.pause, ctypes.c_void_p)
    if libc.clone(pause, top, THREAD_WITHOUT_FILES, None) > 0:
        DONE.append("clone")
    os.close(number)


def keep_apart():
    if libc.syscall(436, 2**20, 2**20, 2) == 0 or libc.unshare(0x400) == 0:
        DONE.append("apart")
    HELD = [removed() for _ in range(4)]
    threading.Event().wait()


for _ in range(20):
    keep_in_a_copy()
for _ in range(4):
    threading.Thread(target=keep_apart, daemon=True).start()


def ANSWER(*args, **kwargs):
    raise RuntimeError(f"{TRACE} kept {DONE}" if DONE else "nothing")
