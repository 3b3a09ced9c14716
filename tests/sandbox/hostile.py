"""A submission that tries everything; test_sandbox.py asks it for one thing at a time."""

# A submission that tries everything keeps to no style.
# ruff: noqa: T201, B023, BLE001, PTH102, PTH103, PTH108, PTH109, PTH118, PTH123, PTH208, SIM105, SIM115

import ctypes
import errno
import fcntl
import mmap
import os
import resource
import signal
import socket
import struct
import tempfile
import threading
import time

import msgspec

libc = ctypes.CDLL(None, use_errno=True)


def fine():
    return 1


def succeeds(action):
    try:
        action()
    except OSError:
        return False
    return True


def readable(places):
    return [place for place in places if succeeds(lambda: look(place))]


def look(place):
    try:
        os.listdir(place)
    except NotADirectoryError:
        open(place, "rb").close()


def writable(places):
    return [place for place in places if succeeds(lambda: leave_a_trace(place))]


def leave_a_trace(place):
    path = os.path.join(place, "tensorkata-trace")
    open(path, "w").close()
    os.unlink(path)


def private():
    with open("file", "w") as file:
        file.write("text")
    assert os.getcwd() == os.environ["HOME"] == os.environ["TMPDIR"] == tempfile.gettempdir()
    with open(os.path.join(tempfile.gettempdir(), "file")) as file:
        return [*os.listdir("."), file.read()]


def environment():
    return sorted(os.environ)


def whereabouts():
    open("own", "w").close()
    return [os.getpid(), os.getcwd()]


def reaches(pid):
    ways = {
        "signal": lambda: os.kill(pid, 0),
        "group": lambda: os.killpg(pid, 0),
        "environment": lambda: open(f"/proc/{pid}/environ", "rb").read(),
        "memory": lambda: open(f"/proc/{pid}/mem", "rb").close(),
        "command": lambda: open(f"/proc/{pid}/cmdline", "rb").read(),
        "root": lambda: os.listdir(f"/proc/{pid}/root"),
        "priority": lambda: os.setpriority(os.PRIO_PROCESS, pid, 19),
        "limits": lambda: checked(libc.prlimit(pid, 0, None, ctypes.create_string_buffer(16))),
        "trace": lambda: checked(libc.ptrace(16, pid, None, None)),
    }
    return [name for name, way in ways.items() if succeeds(way)]


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "failed")


def connects(port, abstract):
    ways = {
        "tcp": lambda: socket.create_connection(("127.0.0.1", port), 2).close(),
        "udp": lambda: socket.socket(type=socket.SOCK_DGRAM).connect(("192.0.2.1", 53)),
        "unix": lambda: socket.socket(socket.AF_UNIX).connect(abstract),
        "bus": lambda: socket.socket(socket.AF_UNIX).connect("/run/dbus/system_bus_socket"),
    }
    return [name for name, way in ways.items() if succeeds(way)]


def processes():
    ways = {
        "fork": lambda: os.fork() or os._exit(0),
        "exec": lambda: os.execv("/usr/bin/env", ["env"]),
        "spawn": lambda: os.posix_spawn("/usr/bin/env", ["env"], {}),
        "zygote": lambda: os.kill(os.getppid(), signal.SIGKILL),
        "init": lambda: os.kill(1, signal.SIGKILL),
        "everybody": lambda: os.kill(-1, signal.SIGKILL),
        "group": lambda: os.kill(0, 0),
    }
    return [name for name, way in ways.items() if succeeds(way)]


def code(number, *arguments):
    ctypes.set_errno(0)
    words = [ctypes.c_ulong(argument) for argument in (*arguments, 0, 0, 0, 0, 0, 0)][:6]
    result = libc.syscall(ctypes.c_long(number), *words)
    return errno.errorcode.get(ctypes.get_errno(), result)


def calls(numbers):
    return {name: code(number) for name, number in numbers.items()}


def sly_calls():
    high = 1 << 40
    machine = os.uname().machine
    clone, ioctl, fcntl, prctl, prlimit = (
        (56, 16, 72, 157, 302) if machine == "x86_64" else (220, 29, 25, 167, 261)
    )
    return {
        "clone": code(clone, signal.SIGCHLD),
        "clone3": code(435),
        "ioctl": code(ioctl, 0, 0x5412 | high),
        "fcntl": code(fcntl, 0, 8 | high, os.getpid()),
        "prctl": code(prctl, 1 | high, 0),
        "prlimit64": code(prlimit, high),
        "lease": code(fcntl, 3, 1024 | high, 1),
        "openat2": code(437),
        "emptied when read": emptied(os.O_RDONLY),
        "emptied unopened": emptied(os.O_ACCMODE),
    }


def emptied(mode):
    open("own", "w").close()
    result = libc.open(b"own", mode | os.O_TRUNC)
    return errno.errorcode[ctypes.get_errno()] if result < 0 else result


def foreign_call():
    return code(0x40000000 | 39)


def descriptors():
    return [number for number in range(256) if succeeds(lambda: os.fstat(number))]


def train():
    import keras
    import numpy as np

    model = keras.Sequential(
        [keras.layers.Dense(3), keras.layers.Dropout(0.5), keras.layers.Dense(1)]
    )
    model.compile("adam", "mse")
    history = model.fit(
        np.ones((16, 2)), np.ones((16, 1)), epochs=2, verbose=0, validation_split=0.5
    )
    return "done" if len(history.history["val_loss"]) == 2 else history.history


def keep():
    import keras
    import tensorflow as tf

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
    model.save("model.keras")
    model.save_weights("model.weights.h5")
    keras.models.load_model("model.keras").load_weights("model.weights.h5")
    tf.saved_model.save(model, "saved")
    tf.saved_model.load("saved")
    checkpoint = tf.train.Checkpoint(model=model)
    checkpoint.restore(checkpoint.save("checkpoints/one"))
    return "done"


def feed():
    import tensorflow as tf

    numbers = tf.data.Dataset.range(20).map(lambda x: x * 2, num_parallel_calls=tf.data.AUTOTUNE)
    batches = numbers.shuffle(5).batch(4).cache("cached").prefetch(tf.data.AUTOTUNE)
    with tf.io.TFRecordWriter("records") as records:
        records.write(b"record")
    numbers.save("numbers")
    read = len(list(tf.data.TFRecordDataset("records"))), len(list(tf.data.Dataset.load("numbers")))
    return "done" if (len(list(batches)), read) == (5, (1, 20)) else read


def accelerate():
    import tensorflow as tf

    step = tf.function(lambda x: tf.nn.softmax(tf.matmul(x, x)) * tf.sin(x), jit_compile=True)
    return "done" if step(tf.ones((3, 3))).shape == (3, 3) else "wrong"


def leave():
    os._exit(0)


def abort():
    os.abort()


def fault():
    ctypes.string_at(0)


def kill_itself():
    os.kill(os.getpid(), signal.SIGKILL)


def many_threads():
    threading.stack_size(2**16)
    for _ in range(2000):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    time.sleep(60)


def many_files():
    number = 0
    while True:
        open(str(number), "w").close()
        number += 1


def deep_folders():
    while True:
        os.mkdir("deeper")
        os.chdir("deeper")


def big_file(name):
    file = open(name, "w+b")
    file.write(bytes(2**20) * 60)
    file.flush()
    return file


def big_folder():
    for number in range(8):
        big_file(str(number)).close()
    time.sleep(60)


def removed_files():
    held = []
    for _ in range(8):
        held.append(big_file("big"))
        os.unlink("big")
    time.sleep(60)


def mapped_files():
    held = []
    for _ in range(8):
        with big_file("big") as file:
            held.append(mmap.mmap(file.fileno(), 4096))
        os.unlink("big")
    time.sleep(60)


def shared_memory():
    held = []
    while True:
        held.append(mmap.mmap(-1, 2**24))
        held[-1].write(b"x" * 2**24)


def write_over_and_over():
    for _ in range(45):
        with big_file("big") as file:
            file.truncate(0)
    return "done"


def page_tables():
    reserved = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000  # that is MAP_NORESERVE
    held = mmap.mmap(-1, 2**36, flags=reserved, prot=mmap.PROT_READ)
    return [held[place] for place in range(0, 2**36, 2**21)]


def one_big_file():
    with open("big", "wb") as file:
        file.writelines(bytes(2**20) for _ in range(65))


def many_descriptors():
    return [os.open(".", os.O_RDONLY) for _ in range(300)]


def prints_much():
    for _ in range(100):
        print("x" * 10**6)
    return 1


def cores():
    return sorted(os.sched_getaffinity(0))


def gigabytes():
    return bytearray(3 * 2**30)


def flood():
    while True:
        os.write(3, b"\xff" * 2**16)


def babble():
    os.write(3, frame(b"\xc1 nonsense"))
    time.sleep(60)


def too_long():
    os.write(3, frame(msgspec.msgpack.encode({"type": "Raised", "error": "x" * 2**20})))
    time.sleep(60)


def dribble():
    os.write(3, struct.pack(">I", 2**20))
    while True:
        os.write(3, b"x")
        time.sleep(0.05)


def endless():
    while True:
        pass


def endless_and_deaf():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        try:
            endless()
        except BaseException:
            pass


def silent():
    time.sleep(600)


def frame(payload):
    return struct.pack(">I", len(payload)) + payload


def forge():
    value = msgspec.msgpack.encode("forged")
    frames = [{"type": "Started"}, {"type": "Returned", "value": value, "printed": ""}]
    for number in range(256):
        for record in frames:
            succeeds(lambda: os.write(number, frame(msgspec.msgpack.encode(record))))


def blame():
    broken = {"type": "Broken", "part": "probes", "reason": "not me"}
    os.write(3, frame(msgspec.msgpack.encode(broken)))


def linger():
    def chatter():
        while True:
            time.sleep(0.01)
            os.write(3, frame(msgspec.msgpack.encode({"type": "Returned", "value": b"\x02"})))

    threading.Thread(target=chatter, daemon=True).start()
    return 1


def leave_files():
    os.makedirs("one/two/three")
    os.mkdir("closed", 0)
    big_file("big").close()
    return 1


def fork_away():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
    return 1


def descriptor_tables():
    copied = THREAD & ~0x400  # that is CLONE_FILES
    table = {"clone": (56 if os.uname().machine == "x86_64" else 220, copied), "close_range": 436}
    return {
        "clone": code(*table["clone"]),
        "clone, high bits": code(table["clone"][0], THREAD | 1 << 40),
        "close_range": code(table["close_range"], 2**20, 2**20, 2),
        "unshare": code(272 if os.uname().machine == "x86_64" else 97, 0x400),
    }


THREAD = 0x003D0F00


def memory_of_no_limit():
    call = 9 if os.uname().machine == "x86_64" else 222
    high, nowhere = 1 << 40, 2**64 - 1
    flags = {
        "shared": 0x21,
        "shared, high bits": 0x21 | high,
        "shared, validated": 0x23,
        "grows down": 0x122,
        "huge pages": 0x40022,
        "huge pages, shared": 0x40021,
    }
    answers = {name: code(call, 0, 2**21, 3, bits, nowhere, 0) for name, bits in flags.items()}
    answers["shadow stack"] = code(453, 0, 2**21, 0)
    answers["stack"] = "EPERM" if not succeeds(grow_the_stack) else "grown"
    answers["zeros"] = succeeds(lambda: os.open("/dev/zero", os.O_RDWR))
    return answers


def grow_the_stack():
    try:
        resource.setrlimit(resource.RLIMIT_STACK, (2**30, 2**30))
    except ValueError as error:
        raise PermissionError from error


def locks():
    KEPT.append(open("own", "w+"))
    return len([fcntl.lockf(KEPT[-1], fcntl.LOCK_EX, 1, 2 * place) for place in range(1000)])


KEPT = []


def file_system_requests():
    with open("own", "w") as file:
        requests = (0x40305828, 0x4030582A, 0x40305839, 0x40049409, 0x4020940D, 0x40086602)
        return [
            code(16 if os.uname().machine == "x86_64" else 29, file.fileno(), one)
            for one in requests
        ]


def first_thread_leaves():
    def stay():
        held = []
        for number in range(8):
            held.append(big_file(str(number)))
            os.unlink(str(number))
        time.sleep(60)

    threading.Thread(target=stay, daemon=True).start()
    code(60 if os.uname().machine == "x86_64" else 93, 0)


def nearly_full():
    for number in range(4):
        big_file(str(number)).close()
    return len(os.listdir("."))


def fits():
    written = 0
    try:
        while True:
            with open(str(written), "wb", buffering=0) as file:
                for _ in range(8):
                    written += file.write(bytes(2**20)) // 2**20
    except OSError as error:
        return f"{errno.errorcode[error.errno]} after {written} MB"
