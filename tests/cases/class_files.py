"""Files as honest classes hand them in, made here: an answer of two exercises, and zips of it."""

from __future__ import annotations

import json
import zipfile

TOPIC = "05_custom_layers"
ANSWER = """import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="kata")
class Scale(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return tf.cast(inputs, self.compute_dtype) * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
"""
NOTEBOOK = json.dumps(
    {
        "cells": [{"cell_type": "code", "metadata": {}, "source": ANSWER, "outputs": []}],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
)


def text_of(name):
    """Return what a file of that name has in it."""
    if name.endswith("notes.py"):
        return "x = 1\n"
    if ".ipynb" in name.lower():
        return NOTEBOOK
    return ANSWER if ".py" in name.lower() else "no code"


class _OfAMac(zipfile.ZipInfo):
    """A member whose name is UTF-8 and does not say so."""

    def _encodeFilenameFlags(self):  # noqa: N802 - zipfile's own name
        return self.filename.encode(), self.flag_bits & ~0x800


def zipped(path, names, *, mac=False):
    """Write a zip of files of these names; `mac` leaves out the flag of UTF-8, as a Mac does."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            data = text_of(name)
            if name.endswith(".zip"):
                inner = zipped(path.with_name("inner.zip"), [f"{TOPIC}/{TOPIC}.ipynb"])
                data = inner.read_bytes()
            archive.writestr(_OfAMac(name) if mac else name, data)
    return path


def laid_out(root, names):
    """Write files of these names below a folder, as an unpacked archive has them."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".zip"):
            zipped(path, [f"{TOPIC}/{TOPIC}.ipynb"])
        else:
            path.write_text(text_of(name), encoding="utf-8")
    return root
