"""Answers to make_strategy."""

import tensorflow as tf

# unnoticed: test_many | make_strategy .mirrored * | test_replicas asks for it
# unnoticed: test_many | make_strategy .devices* * | test_fewer_devices compares the names
# unnoticed: test_many | make_strategy result * | test_fewer_devices asks for all of them
# unnoticed: test_replicas | make_strategy .there are * | two replicas need no third device

# %% equivalent: keyword-9c4e3aa5 | how the replicas add up is not asked for


# %% right: names put together
def make_strategy(n):
    if n <= 0:
        raise ValueError("n must be positive")
    most = len(tf.config.list_logical_devices("CPU"))
    return tf.distribute.MirroredStrategy([f"CPU:{k}" for k in range(min(n, most))])


# %% right: a reduction to one device is chosen too
def make_strategy(n):
    if not n >= 1:
        raise ValueError(n)
    names = [device.name for device in tf.config.list_logical_devices("CPU")]
    across = tf.distribute.ReductionToOneDevice()
    return tf.distribute.MirroredStrategy(names[: min(n, len(names))], cross_device_ops=across)


# %% right: whole names, found one by one
def make_strategy(n):
    if n < 1:
        raise ValueError(f"{n} replicas")
    names = []
    for device in tf.config.list_logical_devices():
        if device.device_type == "CPU" and len(names) < n:
            names.append("/job:localhost/replica:0/task:0" + device.name)
    return tf.distribute.MirroredStrategy(devices=names)


# %% wrong: all devices, whatever n is | test_example | always all devices
# breaks: "one replica on each of n logical CPU devices"
def make_strategy(n):
    if n < 1:
        raise ValueError(n)
    return tf.distribute.MirroredStrategy()


# %% wrong: physical devices are counted | test_replicas | not the physical ones
# breaks: "one replica on each of n logical CPU devices"
def make_strategy(n):
    if n < 1:
        raise ValueError(n)
    count = len(tf.config.list_physical_devices("CPU"))
    return tf.distribute.MirroredStrategy([f"CPU:{k}" for k in range(min(n, count))])


# %% wrong: the last n devices | test_example | not the first
# breaks: "It takes the first n of them"
def make_strategy(n):
    if n < 1:
        raise ValueError(n)
    devices = tf.config.list_logical_devices("CPU")[-n:]
    return tf.distribute.MirroredStrategy([device.name for device in devices])


# %% wrong: the devices in reversed order | test_replicas | reversed
# breaks: "in the order of tf.config.list_logical_devices"
def make_strategy(n):
    if n < 1:
        raise ValueError(n)
    devices = tf.config.list_logical_devices("CPU")[:n]
    return tf.distribute.MirroredStrategy([device.name for device in reversed(devices)])


# %% wrong: one device for a single replica | test_example | MirroredStrategy
# breaks: "Return a tf.distribute.MirroredStrategy"
def make_strategy(n):
    if n < 1:
        raise ValueError(n)
    if n == 1:
        return tf.distribute.OneDeviceStrategy("CPU:0")
    devices = tf.config.list_logical_devices("CPU")[:n]
    return tf.distribute.MirroredStrategy([device.name for device in devices])


# %% wrong: devices that are not there | test_fewer_devices
# breaks: "If there are fewer than n, it takes all that there are"
def make_strategy(n):
    if n < 1:
        raise ValueError(n)
    return tf.distribute.MirroredStrategy([f"CPU:{k}" for k in range(n)])


# %% wrong: too many are refused | test_fewer_devices | it raised
# breaks: "If there are fewer than n, it takes all that there are"
def make_strategy(n):
    devices = tf.config.list_logical_devices("CPU")
    if not 1 <= n <= len(devices):
        raise ValueError(f"there are {len(devices)} devices")
    return tf.distribute.MirroredStrategy([device.name for device in devices[:n]])


# %% wrong: an empty list of devices means all of them | test_refusal | nothing was raised
# breaks: "Raises ValueError if n is not positive"
def make_strategy(n):
    devices = tf.config.list_logical_devices("CPU")[:n]
    return tf.distribute.MirroredStrategy([device.name for device in devices])


# %% wrong: only 0 is refused | test_refusal | nothing was raised
# breaks: "Raises ValueError if n is not positive"
def make_strategy(n):
    if n == 0:
        raise ValueError("no replicas")
    devices = tf.config.list_logical_devices("CPU")[:n]
    return tf.distribute.MirroredStrategy([device.name for device in devices])


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return a tf.distribute.MirroredStrategy"
def make_strategy(n):
    if n < 1:
        raise ValueError(n)
    devices = tf.config.list_logical_devices("CPU")[:n]
    tf.distribute.MirroredStrategy([device.name for device in devices])


# %% wrong: counted from 1 | test_example | devices
# breaks: "It takes the first n of them"
def make_strategy(n):
    if n < 1:
        raise ValueError(n)
    devices = tf.config.list_logical_devices("CPU")
    names = [device.name for device in devices[1 : n + 1]] or [devices[0].name]
    return tf.distribute.MirroredStrategy(names)


# %% wrong: the devices, and no strategy | test_example | make a strategy of them
# breaks: "Return a tf.distribute.MirroredStrategy"
def make_strategy(n):
    if n < 1:
        raise ValueError(n)
    return [device.name for device in tf.config.list_logical_devices("CPU")[:n]]
