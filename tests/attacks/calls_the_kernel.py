# tries to: reach what only the kernel should: io_uring, userfaultfd, bpf, keys, modules, clocks
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
CALLS = {
    "io_uring_setup": (425, 8, 0),
    "userfaultfd": (323, 1),
    "bpf": (321, 0, 0, 0),
    "perf_event_open": (298, 0, 0, -1, -1, 0),
    "add_key": (248, b"user", b"kata", b"x", 1, -3),
    "keyctl": (250, 0, -3, 1),
    "init_module": (175, 0, 0, b""),
    "kexec_load": (246, 0, 0, 0, 0),
    "memfd_create": (319, b"kata", 0),
    "pidfd_open": (434, 1, 0),
    "inotify_init1": (294, 0),
    "fanotify_init": (300, 0, 0),
    "personality": (135, 0x0040000),
    "seccomp": (317, 1, 0, 0),
    "landlock": (444, 0, 0, 1),
    "quotactl": (179, 0, 0, 0, 0),
    "syslog": (103, 3, 0, 0),
    "x32 socket": (0x40000000 + 41, 2, 1, 0),
}
DONE = []
if ctypes.sizeof(ctypes.c_void_p) == 8:
    for name, call in CALLS.items():
        if name != "x32 socket" and libc.syscall(*map(ctypes.c_long, [c if isinstance(c, int) else 0 for c in call])) >= 0:
            DONE.append(name)


def ANSWER(*args, **kwargs):
    if DONE:
        raise RuntimeError(f"{TRACE} got in: {DONE}")
    libc.syscall(ctypes.c_long(CALLS["x32 socket"][0]), 2, 1, 0)
