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
# breaks: "ModelCheckpoint keeps the whole model of the run's lowest val_loss in log_dir/best.keras"
def standard_callbacks(log_dir):
    return made(log_dir, checkpoint={"save_best_only": False})


# %% wrong: the highest val_loss | test_checkpoint | highest
# breaks: "ModelCheckpoint keeps the whole model of the run's lowest val_loss in log_dir/best.keras"
def standard_callbacks(log_dir):
    return made(log_dir, checkpoint={"mode": "max"})


# %% wrong: the training loss decides | test_checkpoint | training loss
# breaks: "ModelCheckpoint keeps the whole model of the run's lowest val_loss in log_dir/best.keras"
def standard_callbacks(log_dir):
    return made(log_dir, checkpoint={"monitor": "loss"})


# %% wrong: a file of another name | test_checkpoint | best.keras is not there
# breaks: "in log_dir/best.keras"
def standard_callbacks(log_dir):
    return made(log_dir, checkpoint={"filepath": os.path.join(log_dir, "{epoch}.keras")})


# %% wrong: only the weights | test_checkpoint | best.keras is not there
# breaks: "keeps the whole model"
def standard_callbacks(log_dir):
    path = os.path.join(log_dir, "best.weights.h5")
    return made(log_dir, checkpoint={"filepath": path, "save_weights_only": True})


# %% wrong: the last weights stay | test_stopping | last epoch
# breaks: "and gives the model the weights of its best epoch back"
def standard_callbacks(log_dir):
    return made(log_dir, stopping={"restore_best_weights": False})


# %% wrong: no patience | test_stopping | first epoch that is not better
# breaks: "EarlyStopping stops after 5 epochs in a row without a lower val_loss"
def standard_callbacks(log_dir):
    return made(log_dir, stopping={"patience": 0})


# %% wrong: too little patience | test_stopping | too early
# breaks: "EarlyStopping stops after 5 epochs in a row without a lower val_loss"
def standard_callbacks(log_dir):
    return made(log_dir, stopping={"patience": 4})


# %% wrong: the training loss is watched | test_stopping | training loss
# breaks: "EarlyStopping stops after 5 epochs in a row without a lower val_loss"
def standard_callbacks(log_dir):
    return made(log_dir, stopping={"monitor": "loss"})


# %% wrong: the factor of Keras | test_plateau | a tenth
# breaks: "halves the learning rate"
def standard_callbacks(log_dir):
    return made(log_dir, plateau={"factor": 0.1})


# %% wrong: waits too long | test_plateau | 3 epochs
# breaks: "ReduceLROnPlateau halves the learning rate after each 2 epochs in a row without a lower val_loss"
def standard_callbacks(log_dir):
    return made(log_dir, plateau={"patience": 3})


# %% wrong: does not wait | test_plateau | 1 epoch
# breaks: "ReduceLROnPlateau halves the learning rate after each 2 epochs in a row without a lower val_loss"
def standard_callbacks(log_dir):
    return made(log_dir, plateau={"patience": 1})


# %% wrong: the rate follows the training loss | test_plateau | training loss
# breaks: "ReduceLROnPlateau halves the learning rate after each 2 epochs in a row without a lower val_loss"
def standard_callbacks(log_dir):
    return made(log_dir, plateau={"monitor": "loss"})


# %% wrong: no floor | test_plateau | below 1e-6
# breaks: "but not below 1e-6"
def standard_callbacks(log_dir):
    return made(log_dir, plateau={"min_lr": 0.0})


# %% wrong: the patience of Keras | test_plateau | learning rate does not change
# breaks: "ReduceLROnPlateau halves the learning rate after each 2 epochs in a row without a lower val_loss"
def standard_callbacks(log_dir):
    return made(log_dir, plateau={"patience": 10})


# %% wrong: a later run starts anew | test_log | anew
# breaks: "a later run with the same log_dir adds its rows to the existing rows"
def standard_callbacks(log_dir):
    return made(log_dir, log={"append": False})


# %% wrong: the log comes too early | test_log | CSVLogger comes before
# breaks: "The callbacks work together in one fit, in the order of the list"
def standard_callbacks(log_dir):
    return made(log_dir, order="log first")


# %% wrong: semicolons | test_log | separated by commas
# breaks: "CSVLogger writes a row per epoch to log_dir/log.csv, with a column "learning_rate""
def standard_callbacks(log_dir):
    return made(log_dir, log={"separator": ";"})


# %% wrong: the events in the folder itself | test_curves | in another folder
# breaks: "to log_dir/tensorboard"
def standard_callbacks(log_dir):
    return made(log_dir, board={"log_dir": log_dir})


# %% wrong: the first epoch does not count | test_stopping | do not count
# breaks: "the weights of its best epoch back"
def standard_callbacks(log_dir):
    return made(log_dir, stopping={"start_from_epoch": 1})


# %% wrong: only the last folder is made | test_together | FileNotFoundError
# breaks: "is made if it is missing, with its parents"
def standard_callbacks(log_dir):
    if not os.path.exists(log_dir):
        os.mkdir(log_dir)
    return made(log_dir)


# %% wrong: one is missing | test_example | is missing
# breaks: "Return a list of Keras's own callbacks for everyday training, one of each of five classes"
def standard_callbacks(log_dir):
    return made(log_dir)[:-1]


# %% wrong: a tuple | test_example | a tuple
# breaks: "Return a list"
def standard_callbacks(log_dir):
    return tuple(made(log_dir))


# %% wrong: Keras's CallbackList | test_example | a CallbackList
# breaks: "Return a list"
def standard_callbacks(log_dir):
    return keras.callbacks.CallbackList(made(log_dir))


# %% wrong: an improvement has to be 1e-4 | test_stopping | below 1e-4
# breaks: "stops after 5 epochs in a row without a lower val_loss"
def standard_callbacks(log_dir):
    return made(log_dir, stopping={"min_delta": 1e-4})


# %% wrong: too much patience | test_stopping | too late
# breaks: "stops after 5 epochs in a row"
def standard_callbacks(log_dir):
    return made(log_dir, stopping={"patience": 6})


# %% wrong: one percent is no improvement | test_plateau | above 1e-4
# breaks: "(it may ignore improvements below 1e-4)"
def standard_callbacks(log_dir):
    return made(log_dir, plateau={"min_delta": 0.01})


# %% wrong: a rest after each reduction | test_plateau | an epoch more
# breaks: "after each 2 epochs in a row"
def standard_callbacks(log_dir):
    return made(log_dir, plateau={"cooldown": 2})


# %% wrong: the log has another name | test_log | no log.csv
# breaks: "to log_dir/log.csv"
def standard_callbacks(log_dir):
    return made(log_dir, log={"filename": os.path.join(log_dir, "training.csv")})


# %% wrong: the curves are drawn in the folder logs | test_curves | in another folder
# breaks: "writes the curves of each epoch's losses to log_dir/tensorboard"
def standard_callbacks(log_dir):
    return made(log_dir, board={"log_dir": os.path.join(log_dir, "logs")})


# %% wrong: a dict by name | test_example | a dict
# breaks: "Return a list"
def standard_callbacks(log_dir):
    return {type(callback).__name__: callback for callback in made(log_dir)}


# %% wrong: one of them twice | test_example | there twice
# breaks: "one of each of five classes"
def standard_callbacks(log_dir):
    return [*made(log_dir), keras.callbacks.EarlyStopping(patience=5)]


# %% wrong: the folder must be new | test_example | FileExistsError
# breaks: "and may exist already"
def standard_callbacks(log_dir):
    os.makedirs(log_dir)
    return made(log_dir)


# %% wrong: the folder is not made | test_log | FileNotFoundError
# breaks: "is made if it is missing"
def standard_callbacks(log_dir):
    path = Path(log_dir)
    return [
        keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=2, min_lr=1e-6),
        keras.callbacks.CSVLogger(path / "log.csv", append=True),
        keras.callbacks.ModelCheckpoint(path / "best.keras", save_best_only=True),
        keras.callbacks.TensorBoard(path / "tensorboard"),
        keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True),
    ]


# %% wrong: a log_dir must be a Path | test_example | it raised
# breaks: "log_dir (a str or a pathlib.Path)"
def standard_callbacks(log_dir):
    log_dir.mkdir(parents=True, exist_ok=True)
    return made(log_dir)


# %% wrong: a log_dir must be a str | test_checkpoint | it raised
# breaks: "log_dir (a str or a pathlib.Path)"
def standard_callbacks(log_dir):
    return made(log_dir, checkpoint={"filepath": log_dir + "/best.keras"})


# %% right: a loop joins the paths, every setting by its name
def standard_callbacks(log_dir):
    os.makedirs(log_dir, exist_ok=True)
    best, log, curves = (
        os.path.join(log_dir, name) for name in ("best.keras", "log.csv", "tensorboard")
    )
    callbacks = [
        keras.callbacks.ModelCheckpoint(filepath=best, monitor="val_loss", save_best_only=True),
        keras.callbacks.EarlyStopping(
            monitor="val_loss", patience=5, min_delta=0, restore_best_weights=True
        ),
    ]
    callbacks.append(
        keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=2, min_lr=1e-6)
    )
    callbacks.append(keras.callbacks.CSVLogger(filename=log, separator=",", append=True))
    callbacks.append(keras.callbacks.TensorBoard(log_dir=curves))
    return callbacks


# %% right: a dict of settings for each class
def standard_callbacks(log_dir):
    path = Path(log_dir).absolute()
    path.mkdir(exist_ok=True, parents=True)
    settings = {
        keras.callbacks.ReduceLROnPlateau: {"factor": 1 / 2, "patience": 2, "min_lr": 0.000001},
        keras.callbacks.TensorBoard: {"log_dir": path / "tensorboard"},
        keras.callbacks.CSVLogger: {"filename": path / "log.csv", "append": True},
        keras.callbacks.EarlyStopping: {"patience": 5, "restore_best_weights": True},
        keras.callbacks.ModelCheckpoint: {"filepath": path / "best.keras", "save_best_only": True},
    }
    return [kind(**given) for kind, given in settings.items()]


# %% equivalent: swap-a2f0e39a |
# Only the order of ReduceLROnPlateau before CSVLogger matters.


# %% equivalent: swap-a93cc5a7 |
# Only the order of ReduceLROnPlateau before CSVLogger matters.


# %% equivalent: swap-ddf606f1 |
# Only the order of ReduceLROnPlateau before CSVLogger matters.


# %% equivalent: swap-ef910494 |
# Only the order of ReduceLROnPlateau before CSVLogger matters.


# %% wrong: appends if the log existed when the list was made | test_log | same list
# breaks: "a later run with the same log_dir adds its rows to the existing rows"
# breaks: "with the same list of callbacks"
def standard_callbacks(log_dir: str | os.PathLike) -> list[keras.callbacks.Callback]:
    folder = Path(log_dir)
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log.csv"
    return [
        keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=2, min_lr=1e-6),
        keras.callbacks.ModelCheckpoint(str(folder / "best.keras"), save_best_only=True),
        keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True),
        keras.callbacks.CSVLogger(str(log), append=log.exists()),
        keras.callbacks.TensorBoard(str(folder / "tensorboard")),
    ]


# %% right: pathlib; the learning rate's callback comes first
def standard_callbacks(log_dir: str | os.PathLike) -> list[keras.callbacks.Callback]:
    folder = Path(log_dir)
    folder.mkdir(parents=True, exist_ok=True)
    reduce = keras.callbacks.ReduceLROnPlateau(
        monitor="val_loss", mode="min", factor=0.5, patience=2, min_delta=0.0, min_lr=1e-6
    )
    stop = keras.callbacks.EarlyStopping(
        monitor="val_loss", mode="min", patience=5, min_delta=0.0, restore_best_weights=True
    )
    save = keras.callbacks.ModelCheckpoint(
        str(folder / "best.keras"), monitor="val_loss", mode="min", save_best_only=True
    )
    log = keras.callbacks.CSVLogger(str(folder / "log.csv"), append=True)
    curves = keras.callbacks.TensorBoard(log_dir=str(folder / "tensorboard"))
    return [reduce, stop, save, log, curves]


# %% right: os.path, another order, Keras's default of 1e-4 for the learning rate's plateau
def standard_callbacks(log_dir: str | os.PathLike) -> list[keras.callbacks.Callback]:
    root = os.fspath(log_dir)
    os.makedirs(root, exist_ok=True)
    callbacks = [
        keras.callbacks.ModelCheckpoint(os.path.join(root, "best.keras"), save_best_only=True),
        keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=2, min_lr=1e-6),
        keras.callbacks.TensorBoard(os.path.join(root, "tensorboard"), write_graph=False),
        keras.callbacks.CSVLogger(os.path.join(root, "log.csv"), append=True),
    ]
    callbacks.append(keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True))
    return callbacks


# %% wrong: EarlyStopping ignores small improvements too, to be in step with ReduceLROnPlateau | test_stopping
# breaks: "stops after 5 epochs in a row without a lower val_loss"
def standard_callbacks(log_dir: str | os.PathLike) -> list[keras.callbacks.Callback]:
    folder = Path(log_dir)
    folder.mkdir(parents=True, exist_ok=True)
    return [
        keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=2, min_lr=1e-6, min_delta=1e-4),
        keras.callbacks.ModelCheckpoint(str(folder / "best.keras"), save_best_only=True),
        keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True, min_delta=1e-4),
        keras.callbacks.CSVLogger(str(folder / "log.csv"), append=True),
        keras.callbacks.TensorBoard(str(folder / "tensorboard")),
    ]


# %% wrong: after a reduction, two epochs of cooldown do not count | test_plateau
# breaks: "halves the learning rate after each 2 epochs in a row without a lower val_loss"
def standard_callbacks(log_dir: str | os.PathLike) -> list[keras.callbacks.Callback]:
    folder = Path(log_dir)
    folder.mkdir(parents=True, exist_ok=True)
    return [
        keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=2, cooldown=2, min_lr=1e-6),
        keras.callbacks.ModelCheckpoint(str(folder / "best.keras"), save_best_only=True),
        keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True),
        keras.callbacks.CSVLogger(str(folder / "log.csv"), append=True),
        keras.callbacks.TensorBoard(str(folder / "tensorboard")),
    ]
