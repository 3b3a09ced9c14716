# tries to: keep the kit's own clock from stopping a cell, with handlers and a storm of timers
import signal
import threading


def again(*_):
    signal.setitimer(signal.ITIMER_REAL, 0.0001)


for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, again)
signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
again()
while True:
    try:
        threading.Event().wait(1)
    except BaseException:
        pass
