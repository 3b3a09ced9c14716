# tries to: leave something behind: files, shared memory, semaphores, queues, keys, sockets
import ctypes
import os
import socket
from multiprocessing import shared_memory

libc = ctypes.CDLL(None)
PLACES = ["/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/home", "..", "../..", PREY["folder"]]
LEFT = []


def attempt(way):
    try:
        result = way()
        if not isinstance(result, int) or result >= 0:
            LEFT.append(repr(result))
    except BaseException:
        pass


for place in PLACES:
    attempt(lambda: open(os.path.join(place, TRACE), "w").close() or -1)
    attempt(lambda: os.mkdir(os.path.join(place, f"{TRACE}-folder")) or -1)
    attempt(lambda: os.mkfifo(os.path.join(place, f"{TRACE}-pipe")) or -1)
    attempt(lambda: os.symlink("/etc/passwd", os.path.join(place, f"{TRACE}-link")) or -1)
    attempt(lambda: os.link(os.path.abspath("own"), os.path.join(place, f"{TRACE}-hard")) or -1)
    attempt(lambda: os.rename("own", os.path.join(place, f"{TRACE}-moved")) or -1)
attempt(lambda: shared_memory.SharedMemory(TRACE, create=True, size=4096))
attempt(lambda: libc.shm_open(f"/{TRACE}".encode(), os.O_CREAT | os.O_RDWR, 0o600))
attempt(lambda: libc.sem_open(f"/{TRACE}".encode(), os.O_CREAT, 0o600, 1) or -1)
attempt(lambda: libc.mq_open(f"/{TRACE}".encode(), os.O_CREAT | os.O_RDWR, 0o600, None))
for name in (libc.shmget, libc.semget, libc.msgget):
    attempt(lambda: name(0x4B415441, 1, 0o1600))
attempt(lambda: libc.syscall(248, b"user", TRACE.encode(), b"x", 1, -3))
attempt(lambda: libc.memfd_create(TRACE.encode(), 0))
attempt(lambda: socket.socket(socket.AF_UNIX).bind(f"\0{TRACE}"))
attempt(lambda: socket.socket(socket.AF_UNIX).bind(f"/tmp/{TRACE}-socket"))


def ANSWER(*args, **kwargs):
    raise RuntimeError(f"{TRACE} got in: {LEFT}" if LEFT else "nothing")
