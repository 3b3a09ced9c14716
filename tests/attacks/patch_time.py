# tries to: stop the clock, so that no limit is ever reached
import signal
import time

time.monotonic = time.time = time.perf_counter = lambda: 0.0
signal.setitimer = signal.alarm = lambda *args: None
signal.signal(signal.SIGALRM, signal.SIG_IGN)


def ANSWER(*args, **kwargs):
    time.sleep(10_000)
