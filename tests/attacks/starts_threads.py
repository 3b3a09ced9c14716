# tries to: use up the threads of the machine
import threading
import time

threading.stack_size(2**16)
while True:
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
