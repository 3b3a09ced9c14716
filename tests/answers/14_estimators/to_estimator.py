"""Answers to to_estimator. A wrong answer passes its flaws to `sound`."""

import keras
import tensorflow as tf


def kept(variables, kind, trainable, flaws, first):
    names = [v.path if "paths" in flaws else f"{kind}{n}" for n, v in enumerate(variables)]
    makes = [lambda shape, v=v: first(v) for v in variables]
    shapes = [tuple(v.shape) for v in variables]
    trains = [trainable or "all trainable" in flaws] * len(names)
    return [get_variable(*each) for each in zip(names, shapes, makes, trains)]


def sound(model, loss_fn, model_dir, params, *flaws, **settings):
    value = lambda v: tf.convert_to_tensor(v.value)
    first, first_state = settings.get("first", value), settings.get("first_state", value)
    training = settings.get("training", lambda mode: mode == TRAIN)
    inputs = settings.get("inputs", lambda features: features["x"])
    total = settings.get("total", lambda losses, penalties: tf.reduce_mean(losses) + sum(penalties))
    optimizer = settings.get(
        "optimizer", lambda params: MomentumOptimizer(params["rate"], params["momentum"])
    )

    def model_fn(features, labels, mode, params):
        weights = kept(model.trainable_variables, "w", True, flaws, first)
        state = kept(model.non_trainable_variables, "s", False, flaws, first_state)
        output, after, penalties = model.stateless_call(
            weights, state, inputs(features), training=training(mode), return_losses=True
        )
        if mode == PREDICT:
            return EstimatorSpec(mode, {settings.get("name", "output"): output})
        losses = loss_fn(labels, output)
        loss = total(losses, penalties)
        if mode == EVAL:
            metrics = {"mse": losses} if "metrics" in flaws else {}
            return EstimatorSpec(mode, loss=loss, metrics=metrics)
        if "state" not in flaws:
            for variable, new in zip(state, after):
                variable.assign(new)
        train_op = optimizer(params).minimize(loss)
        if "back" in flaws:
            for own, variable in zip(model.trainable_variables, weights):
                own.value.assign(variable)
        loss = settings.get("shown", lambda loss, losses: loss)(loss, losses)
        return EstimatorSpec(mode, loss=loss, train_op=train_op)

    return settings.get("made", Estimator)(model_fn, model_dir, params)


# %% equivalent: generic-graph | it makes graphs; nobody calls it in one


# %% equivalent: constant-b6963541 | a model has one new value for each part of its state


# %% equivalent: keyword-676c3d9c | a model has one new value for each part of its state


# %% right: by helpers
def to_estimator(model, loss_fn, model_dir, params):
    return sound(model, loss_fn, model_dir, params)


# %% right: a stateless scope
def to_estimator(model, loss_fn, model_dir, params):
    def model_fn(features, labels, mode, params):
        pairs = []
        for number, own in enumerate(model.variables):
            trainable = any(own is v for v in model.trainable_variables)
            make = lambda shape, own=own: tf.constant(own.numpy())
            pairs.append((own, get_variable(str(number), tuple(own.shape), make, trainable)))
        with keras.StatelessScope(state_mapping=pairs, collect_losses=True) as scope:
            output = model(features["x"], training=mode == TRAIN)
            penalties = list(model.losses)
        if mode == PREDICT:
            return EstimatorSpec(mode, predictions={"output": output})
        loss = keras.ops.mean(loss_fn(labels, output)) + sum(penalties)
        if mode == EVAL:
            return EstimatorSpec(mode, loss=loss)
        for own, variable in pairs:
            if not variable.trainable:
                variable.assign(scope.get_current_value(own))
        optimizer = MomentumOptimizer(learning_rate=params["rate"], momentum=params["momentum"])
        return EstimatorSpec(mode, loss=loss, train_op=optimizer.minimize(loss))

    return Estimator(model_fn=model_fn, model_dir=model_dir, params=params)


# %% right: a snapshot of the values, penalties by the regularizers
def to_estimator(model, loss_fn, model_dir, params):
    trained, other = model.trainable_variables, model.non_trainable_variables
    first = [v.numpy() for v in [*trained, *other]]

    def model_fn(features, labels, mode, params):
        values = [
            get_variable(f"keras{n}", v.shape, lambda _, v=v: tf.convert_to_tensor(v), n < len(trained))
            for n, v in enumerate(first)
        ]
        weights, state = values[: len(trained)], values[len(trained) :]
        output, after = model.stateless_call(weights, state, features["x"], training=mode == TRAIN)
        predictions = {"output": output}
        if labels is None:
            return EstimatorSpec(mode, predictions)
        loss = tf.reduce_mean(loss_fn(labels, output))
        for own, value in zip([*trained, *other], values):
            if own.regularizer is not None and own.trainable:
                loss += own.regularizer(value)
        train_op = None
        if mode == TRAIN:
            [variable.assign(value) for variable, value in zip(state, after)]
            train_op = MomentumOptimizer(params["rate"], params["momentum"]).minimize(loss)
        return EstimatorSpec(mode, predictions, loss, train_op)

    return Estimator(model_fn, model_dir, params)


# %% wrong: the model is called with its own variables | test_trained | weights are not trained
# breaks: "The variables of the graphs are the store's"
def to_estimator(model, loss_fn, model_dir, params):
    def model_fn(features, labels, mode, params):
        output = model(features["x"], training=mode == TRAIN)
        if mode == PREDICT:
            return EstimatorSpec(mode, {"output": output})
        loss = tf.add_n([tf.reduce_mean(loss_fn(labels, output)), *model.losses])
        if mode == EVAL:
            return EstimatorSpec(mode, loss=loss)
        return EstimatorSpec(mode, loss=loss, train_op=MomentumOptimizer(0.1).minimize(loss))

    return Estimator(model_fn, model_dir, params)


# %% wrong: the first values are zeros | test_example | zeros
# breaks: "in a fresh folder they begin with the values of the model"
def to_estimator(model, loss_fn, model_dir, params):
    zeros = lambda v: tf.zeros(v.shape, v.dtype)
    return sound(model, loss_fn, model_dir, params, first=zeros)


# %% wrong: the state begins with zeros | test_example | state begins with zeros
# breaks: "frozen weights and state included"
def to_estimator(model, loss_fn, model_dir, params):
    zeros = lambda v: tf.zeros(v.shape, v.dtype)
    return sound(model, loss_fn, model_dir, params, first_state=zeros)


# %% wrong: the model is called with the dict | test_example
# breaks: "The model is called with features["x"], a tensor"
def to_estimator(model, loss_fn, model_dir, params):
    whole = lambda features: {"y": features["x"], "z": features["x"]}
    return sound(model, loss_fn, model_dir, params, inputs=whole)


# %% wrong: the prediction has another name | test_example | another name
# breaks: "The graph of PREDICT has one prediction, output, what the model returns"
def to_estimator(model, loss_fn, model_dir, params):
    return sound(model, loss_fn, model_dir, params, name="y")


# %% wrong: the prediction has the name of the last layer | test_example | another name
# breaks: "The graph of PREDICT has one prediction, output, what the model returns"
def to_estimator(model, loss_fn, model_dir, params):
    return sound(model, loss_fn, model_dir, params, name=model.layers[-1].name)


# %% wrong: the sum of the losses | test_example | sum over the samples
# breaks: "In EVAL and TRAIN the loss is the mean of loss_fn(labels, output)"
def to_estimator(model, loss_fn, model_dir, params):
    total = lambda losses, penalties: tf.reduce_sum(losses) + sum(penalties)
    return sound(model, loss_fn, model_dir, params, total=total)


# %% wrong: labels and output are swapped | test_example | labels and output are swapped
# breaks: "the loss is the mean of loss_fn(labels, output)"
def to_estimator(model, loss_fn, model_dir, params):
    return sound(model, lambda labels, output: loss_fn(output, labels), model_dir, params)


# %% wrong: the penalties are forgotten | test_example | penalties are missing
# breaks: "plus the sum of the model's penalties"
def to_estimator(model, loss_fn, model_dir, params):
    total = lambda losses, penalties: tf.reduce_mean(losses)
    return sound(model, loss_fn, model_dir, params, total=total)


# %% wrong: the penalties of the model's own weights | test_trained | of the first weights
# breaks: "plus the sum of the model's penalties"
def to_estimator(model, loss_fn, model_dir, params):
    total = lambda losses, penalties: tf.reduce_mean(losses) + sum(model.losses)
    return sound(model, loss_fn, model_dir, params, total=total)


# %% wrong: in TRAIN the penalties are trained, but not returned | test_trained | penalties are missing
# breaks: "plus the sum of the model's penalties"
def to_estimator(model, loss_fn, model_dir, params):
    shown = lambda loss, losses: tf.reduce_mean(losses)
    return sound(model, loss_fn, model_dir, params, shown=shown)


# %% wrong: the mean of loss and penalties | test_example | penalties too
# breaks: "plus the sum of the model's penalties"
def to_estimator(model, loss_fn, model_dir, params):
    total = lambda losses, penalties: tf.reduce_mean([tf.reduce_mean(losses), *penalties])
    return sound(model, loss_fn, model_dir, params, total=total)


# %% wrong: each sample's loss as a metric | test_example | there are metrics
# breaks: "There are no metrics"
def to_estimator(model, loss_fn, model_dir, params):
    return sound(model, loss_fn, model_dir, params, "metrics")


# %% wrong: always in inference | test_trained | training=False
# breaks: "The model is called with training=True in TRAIN"
def to_estimator(model, loss_fn, model_dir, params):
    return sound(model, loss_fn, model_dir, params, training=lambda mode: False)


# %% wrong: always in training | test_example | training=True
# breaks: "with training=False elsewhere"
def to_estimator(model, loss_fn, model_dir, params):
    return sound(model, loss_fn, model_dir, params, training=lambda mode: True)


# %% wrong: in training if there are labels | test_example | training=True
# breaks: "with training=False elsewhere"
def to_estimator(model, loss_fn, model_dir, params):
    return sound(model, loss_fn, model_dir, params, training=lambda mode: mode != PREDICT)


# %% wrong: the model gets the trained weights | test_trained | after training
# breaks: "The model itself never changes"
def to_estimator(model, loss_fn, model_dir, params):
    return sound(model, loss_fn, model_dir, params, "back")


# %% wrong: the variables have the names of the layers | test_resumed | those of the layers
# breaks: "Another model, built alike, goes on from the newest checkpoint, even if its layers have other names"
def to_estimator(model, loss_fn, model_dir, params):
    return sound(model, loss_fn, model_dir, params, "paths")


# %% wrong: the state after the call gets lost | test_trained | not kept
# breaks: "What the call changes in the state is kept"
def to_estimator(model, loss_fn, model_dir, params):
    return sound(model, loss_fn, model_dir, params, "state")


# %% wrong: frozen weights are trained | test_trained | frozen layer is trained
# breaks: "and it changes only the model's trainable weights"
def to_estimator(model, loss_fn, model_dir, params):
    return sound(model, loss_fn, model_dir, params, "all trainable")


# %% wrong: the rate is fixed | test_trained | rate
# breaks: "A step of TRAIN is one of MomentumOptimizer, with params["rate"]"
def to_estimator(model, loss_fn, model_dir, params):
    fixed = lambda params: MomentumOptimizer(0.01, params["momentum"])
    return sound(model, loss_fn, model_dir, params, optimizer=fixed)


# %% wrong: without momentum | test_trained | momentum
# breaks: "and params["momentum"]"
def to_estimator(model, loss_fn, model_dir, params):
    plain = lambda params: MomentumOptimizer(params["rate"])
    return sound(model, loss_fn, model_dir, params, optimizer=plain)


# %% wrong: the model_fn by itself | test_example | it raised
# breaks: "Return an Estimator, with model_dir and params"
def to_estimator(model, loss_fn, model_dir, params):
    return sound(model, loss_fn, model_dir, params, made=lambda model_fn, *rest: model_fn)


# %% wrong: a folder below model_dir | test_resumed | another folder
# breaks: "Return an Estimator, with model_dir and params"
def to_estimator(model, loss_fn, model_dir, params):
    below = lambda model_fn, model_dir, params: Estimator(model_fn, f"{model_dir}/keras", params)
    return sound(model, loss_fn, model_dir, params, made=below)


# %% wrong: params are not passed on | test_resumed
# breaks: "Return an Estimator, with model_dir and params"
def to_estimator(model, loss_fn, model_dir, params):
    without = lambda model_fn, model_dir, _: Estimator(
        lambda features, labels, mode, none: model_fn(features, labels, mode, params), model_dir
    )
    return sound(model, loss_fn, model_dir, params, made=without)
