# tries to: attach to the judge, the zygote and its neighbours, and to write into their memory
import ctypes
import os

libc = ctypes.CDLL(None)
DONE = []
for pid in [PREY["pid"], os.getppid(), *range(1, 100)]:
    if pid == os.getpid():
        continue
    buffer = ctypes.create_string_buffer(64)
    vector = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 64)
    if libc.ptrace(16, pid, 0, 0) == 0 or libc.ptrace(0x4206, pid, 0, 0) == 0:
        DONE.append(("ptrace", pid))
    if libc.process_vm_readv(pid, vector, 1, vector, 1, 0) > 0:
        DONE.append(("read", pid))
    if libc.syscall(434, pid, 0) >= 0:
        DONE.append(("pidfd", pid))
    if libc.prlimit(pid, 7, None, buffer) == 0:
        DONE.append(("limits", pid))
    if libc.sched_setaffinity(pid, 8, buffer) == 0 or libc.setpriority(0, pid, 19) == 0:
        DONE.append(("schedule", pid))
    try:
        open(f"/proc/{pid}/mem", "r+b")
        DONE.append(("mem", pid))
    except OSError:
        pass
libc.ptrace(0, 0, 0, 0)
libc.prctl(4, 1)
libc.prctl(0x59616D61, ctypes.c_ulong(-1))


def ANSWER(*args, **kwargs):
    raise RuntimeError(f"{TRACE} got in: {DONE}" if DONE else "nothing")
