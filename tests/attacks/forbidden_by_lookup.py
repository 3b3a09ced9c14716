# tries to: find the forbidden layer by its name in a text, or through another library
import inspect
import pydoc
import string
import typing

import keras
from tensorkata.student import probes


def hinted(layer: "keras.layers.Dense"):
    pass


FOUND = [
    probes.tf.keras.layers.Dense,
    pydoc.locate("keras.layers.Den" + "se"),
    typing.get_type_hints(hinted)["layer"],
    inspect.getmodule(keras.layers.MultiHeadAttention).EinsumDense,
    string.Formatter().get_field("0.__glob" + "als__[keras].layers.Dense", (hinted,), {})[0],
]


class ANSWER(FOUND[0]):
    pass
