# tries to: stop without ending, so that whoever waits waits for ever
import os
import signal


def ANSWER(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGSTOP)
