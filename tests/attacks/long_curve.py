# tries to: keep the judge busy with a curve of as many losses as a message holds
import numpy as np
import tensorflow as tf

LOSSES = np.random.default_rng(0).random(16_000_000, np.float32)
SIZES = 16_000_000, 1_000_000, 200_000, 19_000
FORMS = {
    "array": lambda losses: losses,
    "tensor": tf.constant,
    "list": lambda losses: losses[:19_000].tolist(),
    "history": lambda losses: {"loss": losses[:9_000].tolist(), "val_loss": losses[:9_000].tolist()},
}
count = 0


def ANSWER(*args, **kwargs):
    global count
    count += 1
    form = list(FORMS.values())[count % 4]
    return form(LOSSES[: SIZES[count // 4 % 4]])
