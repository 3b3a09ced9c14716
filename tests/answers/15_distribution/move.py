"""Answers to move."""

import keras


def twin(model):
    """Return a new model of the same layers, compiled in the same way; nothing is trained."""
    made = keras.models.clone_model(model)
    made.compile_from_config(model.get_compile_config())
    made.optimizer.build(made.trainable_variables)
    return made


# %% right: keras.saving
def move(model, path, strategy):
    keras.saving.save_model(model, path)
    scope = strategy.scope()
    with scope:
        moved = keras.saving.load_model(path)
    return moved


# %% right: saved in the scope too
def move(model, path, strategy):
    with strategy.scope():
        model.save(path, overwrite=True)
        return keras.models.load_model(path, compile=True)


# %% right: made again by hand, beside the file
def move(model, path, strategy):
    model.save(path)
    with strategy.scope():
        moved = twin(model)
        moved.set_weights(model.get_weights())
        for mine, its in zip(moved.optimizer.variables, model.optimizer.variables):
            mine.assign(its.numpy())
    return moved


# %% wrong: loaded outside of the scope | test_example | load the model in it
# breaks: "The variables of the result, and those of its optimizer, are on every replica of the strategy"
# breaks: "return it loaded under the strategy"
def move(model, path, strategy):
    model.save(path)
    return keras.models.load_model(path)


# %% wrong: the scope is for saving | test_example | load the model in it
# breaks: "The variables of the result, and those of its optimizer, are on every replica of the strategy"
def move(model, path, strategy):
    with strategy.scope():
        model.save(path)
    return keras.models.load_model(path)


# %% wrong: the model itself | test_example | load the model in it
# breaks: "return it loaded under the strategy"
def move(model, path, strategy):
    model.save(path)
    with strategy.scope():
        return model


# %% wrong: not compiled | test_optimizer | not compiled
# breaks: "is compiled"
def move(model, path, strategy):
    model.save(path)
    with strategy.scope():
        return keras.models.load_model(path, compile=False)


# %% wrong: compiled anew | test_optimizer | the default
# breaks: "the same learning rate"
def move(model, path, strategy):
    model.save(path)
    with strategy.scope():
        moved = keras.models.load_model(path, compile=False)
        moved.compile(keras.optimizers.SGD(momentum=0.9), "mse")
        moved.optimizer.build(moved.trainable_variables)
    return moved


# %% wrong: an optimizer without its past | test_optimizer | did not come along
# breaks: "its optimizer goes on where the model's optimizer was"
# breaks: "count of steps and slots"
def move(model, path, strategy):
    model.save(path)
    with strategy.scope():
        moved = twin(model)
        moved.set_weights(model.get_weights())
    return moved


# %% wrong: the steps without the slots | test_optimizer | did not come along
# breaks: "count of steps and slots"
def move(model, path, strategy):
    model.save(path)
    with strategy.scope():
        moved = twin(model)
        moved.set_weights(model.get_weights())
        moved.optimizer.iterations.assign(model.optimizer.iterations.numpy())
    return moved


# %% wrong: the optimizer is made outside of the scope | test_optimizer | compiled outside
# breaks: "those of its optimizer, are on every replica of the strategy"
def move(model, path, strategy):
    model.save(path)
    with strategy.scope():
        moved = keras.models.load_model(path, compile=False)
    moved.compile_from_config(model.get_compile_config())
    moved.optimizer.build(moved.trainable_variables)
    for mine, its in zip(moved.optimizer.variables, model.optimizer.variables):
        mine.assign(its.numpy())
    return moved


# %% wrong: nothing is saved | test_example | nothing was saved
# breaks: "Save a compiled model at path"
def move(model, path, strategy):
    with strategy.scope():
        moved = twin(model)
        moved.set_weights(model.get_weights())
        for mine, its in zip(moved.optimizer.variables, model.optimizer.variables):
            mine.assign(its.numpy())
    return moved


# %% wrong: the weights are new | test_example | values differ
# breaks: "It has the values of the model's weights"
def move(model, path, strategy):
    model.save(path)
    with strategy.scope():
        moved = twin(model)
        for mine, its in zip(moved.optimizer.variables, model.optimizer.variables):
            mine.assign(its.numpy())
    return moved


# %% wrong: the model's own weights are reset | test_optimizer | of the model itself
# breaks: "The model itself stays as it is"
def move(model, path, strategy):
    model.save(path)
    with strategy.scope():
        moved = keras.models.load_model(path)
    for variable in model.trainable_variables:
        variable.assign(0.0 * variable)
    return moved


# %% wrong: only if the model is on one device | test_joined | load the model in it
# breaks: "whichever strategy the model was made under"
def move(model, path, strategy):
    model.save(path)
    if strategy.num_replicas_in_sync == 1 and hasattr(model.weights[0].value, "values"):
        return keras.models.load_model(path)
    with strategy.scope():
        return keras.models.load_model(path)


# %% wrong: the return is forgotten | test_example | return
# breaks: "return it loaded under the strategy"
def move(model, path, strategy):
    model.save(path)
    with strategy.scope():
        keras.models.load_model(path)
