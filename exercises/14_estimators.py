# %% [markdown]
# # Estimators
#
# From 2017 to 2024 most TensorFlow in production was written for `tf.estimator`. TensorFlow 2.16
# removed it, but its programs are still there, and someone has to move them. In this topic you
# build what an Estimator did, so that you know what a port has to keep.
#
# An Estimator holds no model. It holds a recipe, `model_fn`, and a folder, `model_dir`. Each call
# of `train`, `evaluate` or `predict` does the same four things:
#
#     1  call input_fn for a dataset        3  restore the newest checkpoint of model_dir
#     2  call model_fn for a new graph      4  run the graph on batch after batch
#
# So all memory is on the disk. A killed program goes on where its last checkpoint was, and a
# second Estimator with the same folder continues the first one's work.
#
# An old program beside its port, which runs on the code that you write here:
#
#     def model_fn(features, labels, mode, params):    def model_fn(features, labels, mode, params):
#         k = tf.get_variable("k", [4, 3])                 k = get_variable("k", (4, 3))
#         logits = tf.matmul(features["x"], k)             logits = tf.matmul(features["x"], k)
#         classes = tf.argmax(logits, 1)                   classes = tf.argmax(logits, 1)
#         if mode == tf.estimator.ModeKeys.PREDICT:        if mode == PREDICT:
#             return tf.estimator.EstimatorSpec(               return EstimatorSpec(
#                 mode, {"class": classes})                        mode, {"class": classes})
#         loss = tf.losses.sparse_softmax_...(             loss = tf.reduce_mean(tf.nn.sparse_...(
#             labels, logits)                                  labels, logits))
#         if mode == tf.estimator.ModeKeys.EVAL:           if mode == EVAL:
#             hit = tf.metrics.accuracy(labels,                hit = classes == labels
#                                       classes)
#             return tf.estimator.EstimatorSpec(               return EstimatorSpec(
#                 mode, loss=loss,                                 mode, loss=loss,
#                 eval_metric_ops={"accuracy": hit})               metrics={"accuracy": hit})
#         optimizer = tf.train.MomentumOptimizer(          optimizer = MomentumOptimizer(
#             params["rate"], 0.9)                             params["rate"], 0.9)
#         train_op = optimizer.minimize(loss,              train_op = optimizer.minimize(loss)
#             tf.train.get_global_step())
#         return tf.estimator.EstimatorSpec(               return EstimatorSpec(
#             mode, loss=loss, train_op=train_op)              mode, loss=loss, train_op=train_op)
#
#     config = tf.estimator.RunConfig(                 config = RunConfig(
#         save_checkpoints_steps=200)                      save_checkpoints_steps=200)
#     estimator = tf.estimator.Estimator(              estimator = Estimator(
#         model_fn, "runs/1", config,                      model_fn, "runs/1",
#         params={"rate": 0.1})                            {"rate": 0.1}, config)
#     estimator.train(input_fn, steps=1000)            estimator.train(input_fn, steps=1000)
#     estimator.evaluate(test_input_fn)                estimator.evaluate(test_input_fn)
#     tf.estimator.train_and_evaluate(estimator,       train_and_evaluate(estimator,
#         tf.estimator.TrainSpec(input_fn, 2000),          TrainSpec(input_fn, 2000),
#         tf.estimator.EvalSpec(test_input_fn))            EvalSpec(test_input_fn))
#     estimator.export_saved_model("served",           estimator.export_saved_model("served",
#         serving_input_fn)                                {"x": tf.TensorSpec((None, 4))})
#
# The next cell has the parts that are short and dull: the records, `get_variable`, an optimizer,
# and the class `Estimator`, whose methods call the functions that you write.

# %%
import contextlib
import dataclasses
import pathlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

TRAIN, EVAL, PREDICT = "train", "eval", "infer"  # the values of tf.estimator.ModeKeys
InputFn = Callable[[], tf.data.Dataset]
Features = dict[str, tf.Tensor]


@dataclasses.dataclass
class EstimatorSpec:
    """What a model_fn returns; each metric has one value per sample, and evaluate averages them."""

    mode: str
    predictions: dict[str, tf.Tensor] | None = None
    loss: tf.Tensor | None = None
    train_op: tf.Tensor | None = None
    metrics: dict[str, tf.Tensor] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class RunConfig:
    """How often a training saves, and how many checkpoints stay on the disk."""

    save_checkpoints_steps: int = 100
    keep_checkpoint_max: int = 5


@dataclasses.dataclass(frozen=True)
class TrainSpec:
    """What train_and_evaluate trains on, and until which global step."""

    input_fn: InputFn
    max_steps: int | None = None


@dataclasses.dataclass(frozen=True)
class EvalSpec:
    """What train_and_evaluate evaluates on, and how many batches of it."""

    input_fn: InputFn
    steps: int | None = 100


@dataclasses.dataclass(frozen=True)
class Estimator:
    """A recipe and a folder. There is nothing else to remember."""

    model_fn: Callable[..., EstimatorSpec]
    model_dir: str
    params: dict[str, Any] = dataclasses.field(default_factory=dict)
    config: RunConfig = RunConfig()

    def train(
        self,
        input_fn: InputFn,
        steps: int | None = None,
        max_steps: int | None = None,
        saving_listeners: Sequence[Callable[[int], object]] = (),
    ) -> "Estimator":
        """Train from the newest checkpoint on, and return the estimator."""
        run_training(self, input_fn, steps, max_steps, saving_listeners)
        return self

    def evaluate(self, input_fn: InputFn, steps: int | None = None) -> dict[str, float | int]:
        """Return the loss, the metrics and the global step of the newest checkpoint."""
        return run_evaluation(self, input_fn, steps)

    def predict(self, input_fn: InputFn) -> Iterator[dict[str, np.ndarray]]:
        """Yield the predictions of each sample."""
        return run_prediction(self, input_fn)

    def export_saved_model(
        self,
        folder: str,
        received: dict[str, tf.TensorSpec],
        receiver_fn: Callable[[Features], Features] | None = None,
    ) -> str:
        """Write the newest checkpoint as a SavedModel, and return its path."""
        return run_export(self, folder, received, receiver_fn)


OPEN_STORES: list["VariableStore"] = []  # the last one is where get_variable looks


@contextlib.contextmanager
def opened(store: "VariableStore") -> Iterator["VariableStore"]:
    """Let get_variable use this store inside the with block."""
    OPEN_STORES.append(store)
    try:
        yield store
    finally:
        OPEN_STORES.pop()


def get_variable(
    name: str,
    shape: tuple[int, ...],
    initializer: Callable[[tuple[int, ...]], tf.Tensor] = tf.zeros,
    trainable: bool = True,
) -> tf.Variable:
    """Return a variable of the open store, as tf.compat.v1.get_variable did."""
    return OPEN_STORES[-1].get(name, shape, initializer, trainable)


class MomentumOptimizer:
    """As tf.compat.v1.train.MomentumOptimizer: its slots are variables of the open store."""

    def __init__(self, learning_rate: float, momentum: float = 0.0) -> None:
        self.learning_rate = learning_rate
        self.momentum = momentum

    def minimize(self, loss: tf.Tensor) -> tf.Tensor:
        """Add the ops of one step to the graph; they update the weights and the global step."""
        store = OPEN_STORES[-1]
        variables = store.trainable_variables
        gradients = tf.gradients(loss, variables)
        for number, (variable, gradient) in enumerate(zip(variables, gradients, strict=True)):
            if gradient is None:
                continue
            slot = get_variable(f"Momentum/{number}", variable.shape, trainable=False)
            slot.assign(self.momentum * slot + gradient)
            variable.assign_sub(self.learning_rate * slot)
        return store.global_step.assign_add(1)


# %% [markdown]
# ## Variables by name
#
# A graph of TensorFlow 1 kept its variables by name. `tf.get_variable("k", [4, 3])` made `k` on the
# first call and found it on the second. That is how two calls of a function shared weights.
#
# `tf.function` has no such book. A `tf.Variable` that is made while a function is traced is a
# problem twice over. The function may be traced again, and then it would make the variable again;
# TensorFlow raises "tf.function only supports singleton tf.Variables created on the first call".
# And the first value would be an op of the graph, not a number. The way out has three parts:
#
#     if name in self.book: ...                            make it once, find it afterwards
#     with tf.init_scope():                                leave the graph: compute eagerly
#         tf.Variable(..., experimental_enable_variable_lifting=False)
#                                                          tf.function need not lift it out itself,
#                                                          which takes a second trace
#
# A `tf.Module` tracks what is stored in its attributes, dicts included. So `variables`,
# `trainable_variables` and `tf.train.Checkpoint` find the variables in the book.


# %%
class VariableStore(tf.Module):
    """The variables of one graph, by name, with its global step.

    `global_step` is an int64 variable, the scalar 0 at first. It is not trainable.

    `get` returns the variable of a name. The first call makes it, with the value
    initializer(shape). Later calls return the same variable and leave its value alone; they do not
    call the initializer. get also works inside a tf.function: the variable outlives the graph. Such
    a function is traced once for each signature, as if it made nothing.

    `trainable_variables` of the store has exactly the variables made with trainable=True.
    tf.train.Checkpoint(store=store) saves and restores every variable by its name, and the global
    step too. A variable that is made after the restore gets its saved value as it is made.

    Raises ValueError if a name is asked for again with another shape.

    >>> store = VariableStore()
    >>> weight = store.get("weight", (2,), tf.ones)
    >>> weight.assign_add([0.0, 1.0]).numpy().tolist(), store.get("weight", (2,)) is weight
    ([1.0, 2.0], True)
    """

    # TODO 1: make the global step, and an empty book of variables.
    # TODO 2: return a variable that the book has; refuse another shape.
    # TODO 3: make a new variable outside of any graph, and write it down.

    def __init__(self) -> None:
        """Begin with the global step only."""
        raise NotImplementedError("VariableStore")

    def get(
        self,
        name: str,
        shape: tuple[int, ...],
        initializer: Callable[[tuple[int, ...]], tf.Tensor] = tf.zeros,
        trainable: bool = True,
    ) -> tf.Variable:
        """Return the variable of this name."""
        raise NotImplementedError("VariableStore")


# %% [markdown]
# ## A graph for each mode
#
# `model_fn` is not run on data. It is called once, while a graph is traced, and the graph runs on
# every batch. An Estimator has three graphs, one for each mode:
#
#     mode       labels    the graph returns                 the spec must have
#     TRAIN      yes       {"loss": ...}, after one step     loss, train_op
#     EVAL       yes       {"loss": ..., each metric}        loss
#     PREDICT    None      the predictions                   predictions
#
# Trace it with tensors and TensorFlow makes one graph per shape: a short last batch would call
# `model_fn` again. A dataset's `element_spec` has `None` for the batch size, and
# `get_concrete_function(*element_spec)` traces one graph for all of them.
#
# Ops that change a variable, as those of `minimize` do, run in the order in which they were
# traced, even if the function does not return them. The old graphs had no such order.


# %%
def build_step(
    model_fn: Callable[..., EstimatorSpec],
    mode: str,
    params: dict[str, Any],
    store: VariableStore,
    element_spec: tuple,
) -> Callable[..., dict[str, tf.Tensor]]:
    """Trace model_fn(features, labels, mode, params), and return the graph as a function.

    element_spec is the pair (features, labels) in the modes TRAIN and EVAL, with a tf.TensorSpec in
    place of each tensor, and None as the batch size; features is a dict. In the mode PREDICT it is
    (features,), and labels is None. The result is called with tensors in place of the specs, and
    returns a dict of tensors:

        in TRAIN:    {"loss": the spec's loss}; the call takes one step, the ops of train_op
        in EVAL:     {"loss": the spec's loss} with the spec's metrics unchanged
        in PREDICT:  the spec's predictions

    model_fn is called here, once, and gets params and mode unchanged. Its get_variable looks into
    `store`. Batches, of whatever size, do not call it again.

    Raises ValueError here if the spec has no loss in TRAIN or EVAL, no train_op in TRAIN, or no
    predictions in PREDICT.

    >>> def model_fn(features, labels, mode, params):
    ...     return EstimatorSpec(mode, {"double": params["factor"] * features["x"]})
    >>> spec = {"x": tf.TensorSpec((None,))}
    >>> step = build_step(model_fn, PREDICT, {"factor": 2.0}, VariableStore(), (spec,))
    >>> step({"x": tf.constant([1.0, 5.0])})["double"].numpy().tolist()
    [2.0, 10.0]
    """
    # TODO 1: a function of features and labels that calls model_fn with the store opened.
    # TODO 2: refuse a spec that lacks what its mode needs; return what the mode returns.
    # TODO 3: trace the function now, for batches of every size.
    raise NotImplementedError("build_step")


# %% [markdown]
# ## Checkpoints
#
# `tf.train.Checkpoint(store=store)` saves the values of a store, and restores them into another
# one. `tf.train.CheckpointManager` does so in a folder: it numbers the files, removes old ones, and
# knows the newest.
#
#     model_dir/checkpoint                  a list of what is there
#     model_dir/model.ckpt-200.index        the names: store/book/k, store/global_step, ...
#     model_dir/model.ckpt-200.data-...     the numbers
#
# Two traps wait here. `restore` says nothing when a variable is not in the file: it keeps its first
# value, and the model silently starts from scratch. Ask the status that `restore` returns. It has
# `assert_consumed()` (everything in the *file* has found a variable) and
# `assert_existing_objects_matched()` (every *variable* has found its value). An evaluation has no
# momentum, so its store needs less than the file has; what must hold is the second. And an old
# path: `restore("runs/1")`, a folder, is an error; `tf.train.latest_checkpoint` gives the path.
#
# Restoring goes on after `restore`: values that have found no variable wait, and a variable that is
# made later gets its value then, in place of its initializer's. But `restore` has asked the status
# by then, and no longer notices a variable that the file lacks. So an Estimator makes its variables
# first, and restores them afterwards.


# %%
class Saver:
    """Save a store into a folder, and restore it from there.

    `save()` writes the checkpoint model.ckpt-N into model_dir, with N the global step. A missing
    folder is made. The newest `keep` checkpoints of the folder stay, also those that another
    Saver wrote before; older ones are removed.

    `restore()` reads the newest checkpoint of model_dir into the variables that the store has, and
    into its global step, and returns True. A variable that the store makes later gets its saved
    value as it is made. Without a checkpoint restore returns False; the store stays as it is. The
    checkpoint may have variables that the store lacks. Raises ValueError if the store has a
    variable that the checkpoint lacks.

    >>> import tempfile
    >>> folder, old, new = tempfile.mkdtemp(), VariableStore(), VariableStore()
    >>> _ = old.get("weight", (2,), tf.ones), new.get("weight", (2,))
    >>> Saver(old, folder).save()
    >>> Saver(new, folder).restore(), new.get("weight", (2,)).numpy().tolist()
    (True, [1.0, 1.0])
    """

    # TODO 1: a checkpoint of the store, and a manager of the folder.
    # TODO 2: save under the number of the global step.
    # TODO 3: restore the newest checkpoint, and make sure that every variable got its value.

    def __init__(self, store: VariableStore, model_dir: str, keep: int = 5) -> None:
        """Neither read nor write yet."""
        raise NotImplementedError("Saver")

    def save(self) -> None:
        """Write a checkpoint."""
        raise NotImplementedError("Saver")

    def restore(self) -> bool:
        """Read the newest checkpoint, if there is one."""
        raise NotImplementedError("Saver")


# %% [markdown]
# ## Training
#
# `train(input_fn, steps=100)` takes 100 steps *more*; `train(input_fn, max_steps=100)` goes on
# *until* the global step is 100. A program that is killed and started again should use `max_steps`:
# with `steps` it would begin the 100 anew.
#
# `input_fn` is a function, not a dataset, because a dataset belonged to a graph, and each call of
# `train` made a new one. It is called once per call of `train`, not once per epoch: what the data
# does after its end is up to the dataset. If it repeats, training goes on; if it ends, so does
# training.
#
# In a fresh folder the weights begin with the values of their initializers. Otherwise they come
# from the newest checkpoint, *after* `model_fn` has made the variables.
#
# Checkpoints follow the *global* step. With `save_checkpoints_steps=100`, a training that goes on
# at 150 saves at 200, not at 250. A *saving listener* hears of each checkpoint. In `tf.estimator`
# it was an object with a method `after_save`; here it is a function that gets the global step.


# %%
def run_training(
    estimator: Estimator,
    input_fn: InputFn,
    steps: int | None = None,
    max_steps: int | None = None,
    saving_listeners: Sequence[Callable[[int], object]] = (),
) -> int:
    """Train from the newest checkpoint of model_dir on, and return the global step at the end.

    input_fn returns a dataset of batches (features, labels); it is called once. Each batch is one
    step of the graph of the mode TRAIN. Training ends after `steps` steps, or when the global step
    is max_steps, or when the data ends, whatever comes first. The momentum goes on where the last
    call ended.

    A checkpoint is saved whenever the global step is a multiple of config.save_checkpoints_steps,
    and at the end if the last step is no multiple. The newest config.keep_checkpoint_max of them
    stay. After each save, each of saving_listeners is called with the global step, a Python int.

    If the newest checkpoint is at max_steps or beyond, nothing is done; its global step is
    returned, and input_fn is not called. Raises ValueError if steps and max_steps are both given.

    >>> import tempfile
    >>> def model_fn(features, labels, mode, params):
    ...     loss = tf.reduce_mean(get_variable("bias", ()) - labels)
    ...     return EstimatorSpec(mode, loss=loss, train_op=MomentumOptimizer(0.1).minimize(loss))
    >>> data = tf.data.Dataset.from_tensors(({}, tf.zeros(2))).repeat()
    >>> estimator = Estimator(model_fn, tempfile.mkdtemp())
    >>> run_training(estimator, lambda: data, steps=3), run_training(estimator, lambda: data, 2)
    (3, 5)
    """
    # TODO 1: refuse both numbers; find out whether there is anything to do.
    # TODO 2: the graph and its store, with the values of the newest checkpoint.
    # TODO 3: as many batches as are wanted.
    # TODO 4: the checkpoints on the way and at the end, and the calls of the listeners.
    raise NotImplementedError("run_training")


# %% [markdown]
# ## Evaluation
#
# `evaluate` restores the newest checkpoint into a graph of the mode EVAL and runs it over the data.
# It changes nothing: no weight, no global step, no file. It returns a dict of numbers.
#
# Averages have a trap. A metric such as accuracy is the mean over all *samples*. With batches of
# 64, 64 and 2, the mean of the three batches' accuracies counts each of the last two samples 32
# times. Add up the values and count them. And `tf.reduce_mean` of whole numbers is a whole number:
# the mean of 1 and 2 is 1. The "loss" of `tf.estimator` was something else: the mean
# over the *batches* of their losses, whatever their sizes. Porters were surprised by it, and it is
# kept here, so that the numbers of a port can be compared to the old ones.


# %%
def run_evaluation(
    estimator: Estimator, input_fn: InputFn, steps: int | None = None
) -> dict[str, float | int]:
    """Return a dict of the loss, each metric and global_step, of model_dir's newest checkpoint.

    input_fn returns a dataset of batches (features, labels); it is called once. With steps only the
    first `steps` batches count. The loss is the mean of the batches' losses, whatever their sizes.
    A metric has one value per sample in each batch: a bool, a whole number or a float; its result
    is the mean over all samples. The loss and the metrics are Python floats. The global step is
    that of the checkpoint, a Python int.

    Nothing in model_dir changes. Raises ValueError if model_dir has no checkpoint.

    >>> import tempfile
    >>> def model_fn(features, labels, mode, params):
    ...     return EstimatorSpec(mode, loss=tf.reduce_max(labels), metrics={"mean": labels})
    >>> folder = tempfile.mkdtemp(); Saver(VariableStore(), folder).save()
    >>> data = tf.data.Dataset.from_tensor_slices(({}, [1.0, 2.0, 6.0])).batch(2)
    >>> run_evaluation(Estimator(model_fn, folder), lambda: data)
    {'loss': 4.0, 'mean': 3.0, 'global_step': 0}
    """
    # TODO 1: the graph of the mode EVAL, restored; without a checkpoint there is no evaluation.
    # TODO 2: for each batch, its loss and the values of its metrics.
    # TODO 3: the mean over the batches, the means over the samples, and the global step.
    raise NotImplementedError("run_evaluation")


# %% [markdown]
# ## Prediction
#
# `predict` is a generator: it computes a batch when its first sample is asked for. So it can run
# over data that never ends, and one that takes three predictions computes one batch, not all. Call
# the graph in a Python loop: a pipeline of `tf.data` with the graph in it reads ahead.
# It yields one dict per *sample*, with NumPy values, where Keras returns one array for all.
#
# The same `input_fn` often serves training and prediction. So the dataset may still have labels;
# they are left out, and `model_fn` gets None.
#
# A generator's body does not run before its first element is asked for. An error in it comes
# then, and not when you call the function.


# %%
def run_prediction(estimator: Estimator, input_fn: InputFn) -> Iterator[dict[str, np.ndarray]]:
    """Yield the predictions of each sample, one dict of NumPy values after the other.

    input_fn returns a dataset whose batches are features or pairs (features, labels); features is a
    dict of any length. The labels are left out. The graph is that of the mode PREDICT, with the
    newest checkpoint in model_dir. A sample's dict has its row of each prediction of the batch,
    under the same name.

    A batch is computed when its first row is asked for, not before, so the data may be endless.
    Raises ValueError at the first row or before if model_dir has no checkpoint.

    >>> import tempfile
    >>> def model_fn(features, labels, mode, params):
    ...     return EstimatorSpec(mode, {"double": 2.0 * features["x"]})
    >>> folder = tempfile.mkdtemp(); Saver(VariableStore(), folder).save()
    >>> data = tf.data.Dataset.from_tensor_slices({"x": [1.0, 2.0, 6.0]}).batch(2)
    >>> [float(row["double"]) for row in run_prediction(Estimator(model_fn, folder), lambda: data)]
    [2.0, 4.0, 12.0]
    """
    # TODO 1: the graph of the mode PREDICT, restored; it takes no labels.
    # TODO 2: batch after batch, and in each row after row.
    raise NotImplementedError("run_prediction")


# %% [markdown]
# ## Export
#
# A checkpoint has numbers and no graph: whoever reads it needs `model_fn`. What is served must not
# need it. A *SavedModel* is a folder with both, and TensorFlow Serving reads it without Python:
#
#     served/1/saved_model.pb       the graphs, with their signatures: names, shapes and dtypes
#     served/1/variables/           the numbers
#     served/2/...                  a later export; a server takes the largest number
#
# What a server receives need not be what `model_fn` wants. An old program said so by a
# `serving_input_receiver_fn`, which made placeholders and returned the features. Here `received`
# has the specs of the placeholders, and `receiver_fn` makes the features, in the graph:
#
#     received = {"text": tf.TensorSpec((None,), tf.string)}         one line of text per sample
#     receiver_fn = lambda tensors: {"x": parse(tensors["text"])}
#
# `tf.saved_model.save(module, path, signatures=graph)` writes it. The graph is a concrete function
# whose *keyword* arguments name the inputs, and whose dict names the outputs. The module must track
# every variable that the graph reads; a store does so. `tf.estimator` numbered its exports by the
# time, in seconds.


# %%
def run_export(
    estimator: Estimator,
    folder: str,
    received: dict[str, tf.TensorSpec],
    receiver_fn: Callable[[Features], Features] | None = None,
) -> str:
    """Export the graph of PREDICT as a SavedModel into folder/N, and return that path, a str.

    N is one more than the largest number among the names in folder, and 1 if there is none; other
    names do not count. A missing folder is made. Earlier exports stay as they are.

    tf.saved_model.load(path).signatures["serving_default"] takes a tensor for each name in
    `received`, as a keyword argument, in batches of any size. It returns a dict of the predictions
    by their names, with the values of the newest checkpoint in model_dir. The features are the dict
    of these tensors, or what receiver_fn makes of that dict if it is given; labels is None.

    Raises ValueError if model_dir has no checkpoint; nothing is written then.

    >>> import tempfile
    >>> def model_fn(features, labels, mode, params):
    ...     return EstimatorSpec(mode, {"double": 2.0 * features["x"]})
    >>> folder = tempfile.mkdtemp(); Saver(VariableStore(), folder).save()
    >>> path = run_export(Estimator(model_fn, folder), folder, {"x": tf.TensorSpec((None,))})
    >>> served = tf.saved_model.load(path).signatures["serving_default"]
    >>> path[len(folder) :], served(x=tf.constant([1.0, 6.0]))["double"].numpy().tolist()
    ('/1', [2.0, 12.0])
    """
    # TODO 1: the graph of the mode PREDICT, with receiver_fn in front, restored.
    # TODO 2: a graph around it with keyword arguments.
    # TODO 3: the next number, and the SavedModel.
    raise NotImplementedError("run_export")


# %% [markdown]
# ## Training and evaluation in turns
#
# `train_and_evaluate` was what most programs called. It trains, and evaluates each checkpoint on
# the way. So you see when a model begins to learn its training data by heart:
#
#     global step      200     400     600     800
#     loss             0.31    0.24    0.22    0.27      <- evaluated on other data
#
# The obvious loop is wrong: train 200 steps, evaluate, train 200 steps, evaluate. Each call of
# `train` calls `input_fn` anew, so each would begin with the first batch, and no other batch than
# the first 200 would ever be seen. The training has to be *one* call, and the evaluation happens
# inside it. A saving listener does that.
#
# `tf.estimator` returned the last result, and left the others in files for TensorBoard. It also
# evaluated at most every ten minutes.


# %%
def train_and_evaluate(
    estimator: Estimator, train_spec: TrainSpec, eval_spec: EvalSpec
) -> list[dict[str, float | int]]:
    """Train until train_spec.max_steps, evaluate each checkpoint, and return the list of results.

    The training is that of one call of run_training with train_spec.input_fn and
    train_spec.max_steps, so its data goes on after an evaluation.

    Each checkpoint is evaluated when it has just been saved, by run_evaluation with
    eval_spec.input_fn and eval_spec.steps. The results are in the order of the checkpoints. If
    there is nothing to train, since the newest checkpoint is at max_steps or beyond, the newest
    checkpoint is evaluated.

    >>> import tempfile
    >>> def model_fn(features, labels, mode, params):
    ...     loss = tf.reduce_mean(get_variable("bias", ()) - labels)
    ...     train_op = MomentumOptimizer(1.0).minimize(loss) if mode == TRAIN else None
    ...     return EstimatorSpec(mode, loss=loss, train_op=train_op)
    >>> data = tf.data.Dataset.from_tensors(({}, tf.zeros(2))).repeat()
    >>> estimator = Estimator(model_fn, tempfile.mkdtemp(), config=RunConfig(2))
    >>> specs = TrainSpec(lambda: data, max_steps=3), EvalSpec(lambda: data, steps=1)
    >>> train_and_evaluate(estimator, *specs)
    [{'loss': -2.0, 'global_step': 2}, {'loss': -3.0, 'global_step': 3}]
    """
    # TODO 1: a listener that evaluates and keeps the result.
    # TODO 2: one training with it.
    # TODO 3: the result of a folder with nothing left to train.
    raise NotImplementedError("train_and_evaluate")


# %% [markdown]
# ## A Keras model as an Estimator
#
# A program is seldom moved at once. `tf.keras.estimator.model_to_estimator` let the old loop train
# a new model. You build it here; the way is the same if you have to run a Keras model anywhere else
# where variables do not belong to it.
#
# The trouble: an Estimator wants the variables in its store, and a Keras model brings its own. What
# helps is that a model can also be called as a function of its values:
#
#     output, state, penalties = model.stateless_call(
#         weights, state, x, training=True, return_losses=True)
#
#     weights      values for model.trainable_variables, in their order: tensors or tf.Variables
#     state        values for model.non_trainable_variables: frozen weights, the averages of
#                  BatchNormalization, the seeds of Dropout; what is returned are the values *after*
#                  the call
#     penalties    a list of scalars, as regularizers give them
#
# Nothing of the model changes. Two traps: the state after the call gets lost if nobody assigns it.
# And `variable.path`, "dense_7/kernel", counts the layers that a *process* has made, so it fits no
# checkpoint of another run. Number the variables.


# %%
def to_estimator(
    model: keras.Model,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    model_dir: str,
    params: dict[str, Any],
) -> Estimator:
    """Return an Estimator, with model_dir and params, that trains a Keras model, which is built.

    The model is called with features["x"], a tensor. The graph of PREDICT has one prediction,
    output, what the model returns. In EVAL and TRAIN the loss is the mean of loss_fn(labels,
    output), which has one value per sample, plus the sum of the model's penalties. There are no
    metrics. The model is called with training=True in TRAIN and with training=False elsewhere.

    The variables of the graphs are the store's: in a fresh folder they begin with the values of the
    model, frozen weights and state included. The model itself never changes. Another model, built
    alike, goes on from the newest checkpoint, even if its layers have other names.

    A step of TRAIN is one of MomentumOptimizer, with params["rate"] and params["momentum"], and it
    changes only the model's trainable weights. What the call changes in the state is kept.

    >>> layer = keras.layers.Dense(1, kernel_initializer="ones")
    >>> model = keras.Sequential([keras.Input((2,)), layer])
    >>> estimator = to_estimator(model, keras.losses.mean_squared_error, "runs/1", {})
    >>> spec = {"x": tf.TensorSpec((None, 2))}
    >>> step = build_step(estimator.model_fn, PREDICT, {}, VariableStore(), (spec,))
    >>> step({"x": tf.constant([[1.0, 2.0], [3.0, 4.0]])})["output"].numpy().tolist()
    [[3.0], [7.0]]
    """
    # TODO 1: a model_fn, which gets a variable of the store for each variable of the model.
    # TODO 2: the model as a function of these, and the predictions.
    # TODO 3: the loss, with the penalties.
    # TODO 4: in TRAIN the state after the call, and a step of the optimizer.
    raise NotImplementedError("to_estimator")


# %% [markdown]
# ## What to read next
#
# A port like this one keeps an old program alive. A new one is written for Keras:
#
#     Estimator                            Keras
#
#     model_fn, its loss and train_op      a model, and compile(optimizer, loss, metrics)
#     train(input_fn, max_steps=n)         fit(dataset, epochs=..., steps_per_epoch=...)
#     the newest checkpoint of model_dir   keras.callbacks.BackupAndRestore(folder)
#     evaluate(input_fn, steps=n)          evaluate(dataset, steps=n)
#     predict(input_fn), row by row        predict(dataset), all rows in one array
#     export_saved_model(...)              model.export(path)
#     train_and_evaluate(...)              fit(..., validation_data=...)
#
# One number changes on the way: the loss of Keras's `evaluate` is a mean over samples.
#
# - TensorFlow's guide [Migrate from Estimator to Keras
#   APIs](https://www.tensorflow.org/guide/migrate/migrating_estimator): the same move with
#   `model.fit`, `evaluate` and `predict`.
# - TensorFlow's guide to [training checkpoints](https://www.tensorflow.org/guide/checkpoint): how
#   values find their variables, delayed restoration, and what the status objects say.
# - The paper [TensorFlow Estimators: Managing Simplicity vs. Flexibility in High-Level Machine
#   Learning Frameworks](https://arxiv.org/abs/1708.02637), by the authors of `tf.estimator`.
# - Topic 06, whose callbacks do for `fit` what an Estimator did for its loop.
