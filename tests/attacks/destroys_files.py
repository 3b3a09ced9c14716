# tries to: empty, remove, rename or reown another's file, also where it may only be read
import ctypes
import os

PATH = PREY["secret"]
libc = ctypes.CDLL(None)
WAYS = [
    lambda: os.open(PATH, os.O_RDONLY | os.O_TRUNC),
    lambda: os.open(PATH, os.O_ACCMODE | os.O_TRUNC),
    lambda: os.open(PATH, os.O_WRONLY | os.O_APPEND),
    lambda: os.truncate(PATH, 0),
    lambda: libc.truncate(PATH.encode(), 0),
    lambda: os.unlink(PATH),
    lambda: os.rename(PATH, PATH + TRACE),
    lambda: os.rename("own", PATH),
    lambda: os.chown(PATH, 12345, 12345),
    lambda: os.setxattr(PATH, "user.kata", b"x"),
    lambda: os.utime(PATH, (0, 0)),
    lambda: os.rmdir(os.path.dirname(PATH)),
    lambda: os.chmod(PATH, 0o777),
]
open("own", "w").close()
for way in WAYS:
    try:
        way()
    except OSError:
        pass
