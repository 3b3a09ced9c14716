# tries to: loop for ever when a check calls, ignoring every signal that can be ignored
import signal

for number in range(1, 32):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass


def ANSWER(*args, **kwargs):
    while True:
        pass
