# tries to: leave a process that outlives the submission, in every way that starts one
import ctypes
import multiprocessing
import os
import subprocess
import threading

libc = ctypes.CDLL(None)
SCRIPT = f"import os, time; open('/tmp/{TRACE}', 'w'); time.sleep(600)"


def twice():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            exec(SCRIPT)
        os._exit(0)


WAYS = [
    twice,
    lambda: subprocess.Popen(["python3", "-c", SCRIPT], start_new_session=True),
    lambda: os.posix_spawnp("sleep", ["sleep", "600"], {}),
    lambda: os.spawnlp(os.P_NOWAIT, "sleep", "sleep", "600"),
    lambda: os.system("nohup sleep 600 &"),
    lambda: multiprocessing.Process(target=exec, args=(SCRIPT,)).start(),
    lambda: libc.syscall(57),
    lambda: libc.syscall(58),
    lambda: libc.syscall(56, 17, 0, 0, 0, 0),
    lambda: libc.syscall(56, 0x8000 | 17, 0, 0, 0, 0),
    lambda: libc.daemon(0, 0),
    lambda: threading.Thread(target=exec, args=(SCRIPT,)).start(),
]
for way in WAYS:
    try:
        way()
    except BaseException:
        pass
