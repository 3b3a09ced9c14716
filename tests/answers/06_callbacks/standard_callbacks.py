"""Answers to standard_callbacks. A wrong answer changes one setting of `made`."""

import os
from pathlib import Path

import keras


def made(log_dir, checkpoint=(), stopping=(), log=(), board=(), plateau=(), order="plateau first"):
    os.makedirs(log_dir, exist_ok=True)

    def inside(name):
        return os.path.join(log_dir, name)

    settings = {"filepath": inside("best.keras"), "monitor": "val_loss", "save_best_only": True}
    best = keras.callbacks.ModelCheckpoint(**settings | dict(checkpoint))
    settings = {"monitor": "val_loss", "patience": 5, "restore_best_weights": True}
    stop = keras.callbacks.EarlyStopping(**settings | dict(stopping))
    rows = keras.callbacks.CSVLogger(**{"filename": inside("log.csv"), "append": True} | dict(log))
    curves = keras.callbacks.TensorBoard(**{"log_dir": inside("tensorboard")} | dict(board))
    settings = {"monitor": "val_loss", "factor": 0.5, "patience": 2, "min_lr": 1e-6}
    slower = keras.callbacks.ReduceLROnPlateau(**settings | dict(plateau))
    if order == "log first":
        return [best, rows, stop, curves, slower]
    return [stop, slower, curves, rows, best]


# %% right: another order, and more curves
def standard_callbacks(log_dir):
    path = Path(log_dir)
    path.mkdir(parents=True, exist_ok=True)
    callbacks = keras.callbacks
    return [
        callbacks.EarlyStopping("val_loss", patience=5, mode="min", restore_best_weights=True),
        callbacks.TensorBoard(str(path / "tensorboard"), write_graph=False, histogram_freq=1),
        callbacks.ModelCheckpoint(str(path / "best.keras"), mode="min", save_best_only=True),
        callbacks.ReduceLROnPlateau(factor=0.5, patience=2, min_delta=0.0, min_lr=1e-6),
        callbacks.CSVLogger(str(path / "log.csv"), append=True),
    ]


# %% right: subclasses that fill in the settings
class Stopping(keras.callbacks.EarlyStopping):
    def __init__(self):
        super().__init__(patience=5, restore_best_weights=True, verbose=0)


def standard_callbacks(log_dir):
    if not os.path.isdir(log_dir):
        os.makedirs(log_dir)
    plateau = keras.callbacks.ReduceLROnPlateau("val_loss", 0.5, 2, min_lr=1e-6)
    best = keras.callbacks.ModelCheckpoint(os.path.join(log_dir, "best.keras"))
    best.save_best_only = True
    log = keras.callbacks.CSVLogger(os.path.join(log_dir, "log.csv"), append=True)
    curves = keras.callbacks.TensorBoard(os.path.join(log_dir, "tensorboard"))
    return list((plateau, log, curves, best, Stopping()))


# %% wrong: saved after every epoch | test_checkpoint | after every epoch
def standard_callbacks(log_dir):
    return made(log_dir, checkpoint={"save_best_only": False})


# %% wrong: the highest val_loss | test_checkpoint | highest
def standard_callbacks(log_dir):
    return made(log_dir, checkpoint={"mode": "max"})


# %% wrong: the training loss decides | test_checkpoint | training loss
def standard_callbacks(log_dir):
    return made(log_dir, checkpoint={"monitor": "loss"})


# %% wrong: a file of another name | test_checkpoint | best.keras
def standard_callbacks(log_dir):
    return made(log_dir, checkpoint={"filepath": os.path.join(log_dir, "{epoch}.keras")})


# %% wrong: only the weights | test_checkpoint | best.keras
def standard_callbacks(log_dir):
    path = os.path.join(log_dir, "best.weights.h5")
    return made(log_dir, checkpoint={"filepath": path, "save_weights_only": True})


# %% wrong: the last weights stay | test_stopping | last epoch
def standard_callbacks(log_dir):
    return made(log_dir, stopping={"restore_best_weights": False})


# %% wrong: no patience | test_stopping | first epoch that is not better
def standard_callbacks(log_dir):
    return made(log_dir, stopping={"patience": 0})


# %% wrong: too little patience | test_stopping | too early
def standard_callbacks(log_dir):
    return made(log_dir, stopping={"patience": 4})


# %% wrong: the training loss is watched | test_stopping | training loss
def standard_callbacks(log_dir):
    return made(log_dir, stopping={"monitor": "loss"})


# %% wrong: the factor of Keras | test_plateau | a tenth
def standard_callbacks(log_dir):
    return made(log_dir, plateau={"factor": 0.1})


# %% wrong: waits too long | test_plateau | 3 epochs
def standard_callbacks(log_dir):
    return made(log_dir, plateau={"patience": 3})


# %% wrong: does not wait | test_plateau | 1 epoch
def standard_callbacks(log_dir):
    return made(log_dir, plateau={"patience": 1})


# %% wrong: the rate follows the training loss | test_plateau | training loss
def standard_callbacks(log_dir):
    return made(log_dir, plateau={"monitor": "loss"})


# %% wrong: no floor | test_plateau | below 1e-6
def standard_callbacks(log_dir):
    return made(log_dir, plateau={"min_lr": 0.0})


# %% wrong: the patience of Keras | test_plateau | learning rate does not change
def standard_callbacks(log_dir):
    return made(log_dir, plateau={"patience": 10})


# %% wrong: a later run starts anew | test_log | anew
def standard_callbacks(log_dir):
    return made(log_dir, log={"append": False})


# %% wrong: the log comes too early | test_log | no such column
def standard_callbacks(log_dir):
    return made(log_dir, order="log first")


# %% wrong: semicolons | test_log | no such column
def standard_callbacks(log_dir):
    return made(log_dir, log={"separator": ";"})


# %% wrong: the events in the folder itself | test_curves | in another folder
def standard_callbacks(log_dir):
    return made(log_dir, board={"log_dir": log_dir})


# %% wrong: the first epoch does not count | test_together | the rows of log.csv
def standard_callbacks(log_dir):
    return made(log_dir, stopping={"start_from_epoch": 1})


# %% wrong: only the last folder is made | test_together | FileNotFoundError
def standard_callbacks(log_dir):
    if not os.path.exists(log_dir):
        os.mkdir(log_dir)
    return made(log_dir)


# %% wrong: one is missing | test_form | is missing
def standard_callbacks(log_dir):
    return made(log_dir)[:-1]


# %% wrong: a tuple | test_form | a tuple
def standard_callbacks(log_dir):
    return tuple(made(log_dir))


# %% wrong: Keras's CallbackList | test_form | a CallbackList
def standard_callbacks(log_dir):
    return keras.callbacks.CallbackList(made(log_dir))


# %% equivalent: swap-a2f0e39a |
# Only the order of ReduceLROnPlateau before CSVLogger matters.


# %% equivalent: swap-a93cc5a7 |
# Only the order of ReduceLROnPlateau before CSVLogger matters.


# %% equivalent: swap-ddf606f1 |
# Only the order of ReduceLROnPlateau before CSVLogger matters.


# %% equivalent: swap-ef910494 |
# Only the order of ReduceLROnPlateau before CSVLogger matters.
