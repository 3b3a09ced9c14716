# tries to: become another user, gain capabilities, or lift its own limits
import ctypes
import os
import resource

libc = ctypes.CDLL(None)
DONE = []
for number in (0, 1000, 12345):
    for call in (os.setuid, os.setgid, os.setreuid, os.setgroups):
        try:
            call(*([[number]] if call is os.setgroups else [number] * (2 if call is os.setreuid else 1)))
            DONE.append((call.__name__, number))
        except OSError:
            pass
for name in ("RLIMIT_CPU", "RLIMIT_DATA", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_AS", "RLIMIT_CORE"):
    limit = getattr(resource, name)
    try:
        resource.setrlimit(limit, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        DONE.append(name)
    except (OSError, ValueError):
        pass
header = (ctypes.c_uint32 * 2)(0x20080522, 0)
DONE += ["capset"] if libc.capset(header, (ctypes.c_uint32 * 6)(*[2**32 - 1] * 6)) == 0 else []
DONE += ["nice"] if libc.nice(-10) != -1 and libc.getpriority(0, 0) < 0 else []
DONE += ["setsid"] if libc.setsid() > 0 else []
libc.prctl(1, 0)
libc.prctl(36, 1)


def ANSWER(*args, **kwargs):
    raise RuntimeError(f"{TRACE} got in: {DONE}" if DONE else "nothing")
