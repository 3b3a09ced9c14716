"""Answers to build_step."""

import tensorflow as tf


def checked(spec, mode, needs):
    if any(getattr(spec, name) is None for name in needs):
        raise ValueError(mode)


def all_needs(mode):
    return {TRAIN: ["loss", "train_op"], EVAL: ["loss"], PREDICT: ["predictions"]}[mode]


def returned(spec, mode):
    if mode == PREDICT:
        return spec.predictions
    return {"loss": spec.loss} | (spec.metrics if mode == EVAL else {})


# %% equivalent: generic-graph | a graph is what it returns; nobody calls it in one


# %% right: an input signature, traced by get_concrete_function
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(input_signature=element_spec, autograph=False)
    def graph(features, *labels):
        with opened(store):
            spec = model_fn(features, *(labels or (None,)), mode, params)
        if mode == PREDICT:
            if spec.predictions is None:
                raise ValueError("no predictions")
            return dict(spec.predictions)
        if spec.loss is None or (mode == TRAIN and spec.train_op is None):
            raise ValueError("no loss or no train_op")
        result = {"loss": spec.loss}
        if mode == EVAL:
            result.update(spec.metrics)
        return result

    graph.get_concrete_function()
    return graph


# %% right: a graph for each mode by itself
def build_step(model_fn, mode, params, store, element_spec):
    def spec_of(features, labels):
        with opened(store):
            return model_fn(features, labels, mode, params)

    def predict(features):
        spec = spec_of(features, None)
        if spec.predictions is None:
            raise ValueError("predictions are missing")
        return spec.predictions

    def evaluate(features, labels):
        spec = spec_of(features, labels)
        if spec.loss is None:
            raise ValueError("the loss is missing")
        return {**spec.metrics, "loss": spec.loss}

    def train(features, labels):
        spec = spec_of(features, labels)
        if spec.loss is None or spec.train_op is None:
            raise ValueError("the loss or the train_op is missing")
        with tf.control_dependencies([spec.train_op]):
            return {"loss": tf.identity(spec.loss)}

    run = {PREDICT: predict, EVAL: evaluate, TRAIN: train}[mode]
    return tf.function(run, autograph=False).get_concrete_function(*element_spec)


# %% right: the spec is checked after the trace
def build_step(model_fn, mode, params, store, element_spec):
    seen = []

    def step(*batch):
        features, labels = batch if len(batch) == 2 else (batch[0], None)
        with opened(store):
            spec = model_fn(features, labels, mode, params)
        seen.append([name for name in all_needs(mode) if getattr(spec, name) is None])
        if mode == PREDICT:
            return spec.predictions or {}
        loss = {} if spec.loss is None else {"loss": spec.loss}
        return loss if mode == TRAIN else loss | spec.metrics

    graph = tf.function(step, input_signature=element_spec).get_concrete_function()
    if seen[0]:
        raise ValueError(f"missing: {seen[0]}")
    return lambda *batch: graph(*batch)


# %% wrong: returned without a trace | test_calls | not called yet
# breaks: "model_fn is called here, once"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(input_signature=element_spec, autograph=False)
    def step(features, labels=None):
        with opened(store):
            spec = model_fn(features, labels, mode, params)
        checked(spec, mode, all_needs(mode))
        return returned(spec, mode)

    return step


# %% wrong: a plain tf.function, traced by its first batch | test_calls | not called yet
# breaks: "model_fn is called here, once"
# breaks: "Batches, of whatever size, do not call it again"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(features, labels=None):
        with opened(store):
            spec = model_fn(features, labels, mode, params)
        checked(spec, mode, all_needs(mode))
        return returned(spec, mode)

    return step


# %% wrong: traced here, and again by each batch of another size | test_calls | called again
# breaks: "Batches, of whatever size, do not call it again"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        features, labels = (*element, None)[:2]
        with opened(store):
            spec = model_fn(features, labels, mode, params)
        checked(spec, mode, all_needs(mode))
        return returned(spec, mode)

    concrete = step.get_concrete_function(*element_spec)
    again = tf.function(step.python_function, autograph=False)
    ran = []

    def run(*element):
        size = tf.nest.flatten(element)[0].shape[0]
        if size in ran or size == 2:
            return concrete(*element)
        ran.append(size)
        return again(*element)

    return run


# %% wrong: traced for batches of one | test_example | it raised
# breaks: "and None as the batch size"
# breaks: "Batches, of whatever size, do not call it again"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, params)
        checked(spec, mode, all_needs(mode))
        return returned(spec, mode)

    one = tf.nest.map_structure(
        lambda spec: tf.TensorSpec((1, *spec.shape[1:]), spec.dtype), element_spec
    )
    if not element_spec[0]["x"].shape[1:]:
        one = element_spec
    return step.get_concrete_function(*one)


# %% wrong: the store is not opened | test_predict | it raised
# breaks: "Its get_variable looks into `store`"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        spec = model_fn(*(*element, None)[:2], mode, params)
        checked(spec, mode, all_needs(mode))
        return returned(spec, mode)

    return step.get_concrete_function(*element_spec)


# %% wrong: a store of its own | test_predict | not those of the store
# breaks: "Its get_variable looks into `store`"
def build_step(model_fn, mode, params, store, element_spec):
    own = VariableStore()

    @tf.function(autograph=False)
    def step(*element):
        with opened(own):
            spec = model_fn(*(*element, None)[:2], mode, params)
        checked(spec, mode, all_needs(mode))
        return returned(spec, mode)

    return step.get_concrete_function(*element_spec)


# %% wrong: run eagerly on each batch | test_calls
# breaks: "Trace model_fn(features, labels, mode, params)"
def build_step(model_fn, mode, params, store, element_spec):
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, params)
        checked(spec, mode, all_needs(mode))
        return returned(spec, mode)

    graph = tf.function(step, autograph=False, reduce_retracing=True)
    return graph if mode == TRAIN else step


# %% wrong: the loss by itself | test_eval | not a dict
# breaks: "and returns a dict of tensors"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, params)
        checked(spec, mode, all_needs(mode))
        return spec.predictions or spec.loss

    return step.get_concrete_function(*element_spec)


# %% wrong: EVAL without its metrics | test_eval | metrics are missing
# breaks: "in EVAL: {"loss": the spec's loss} with the spec's metrics unchanged"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, params)
        checked(spec, mode, all_needs(mode))
        return spec.predictions or {"loss": spec.loss}

    return step.get_concrete_function(*element_spec)


# %% wrong: EVAL without the loss | test_eval | loss is missing
# breaks: "in EVAL: {"loss": the spec's loss} with the spec's metrics unchanged"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, params)
        checked(spec, mode, all_needs(mode))
        return spec.metrics if mode == EVAL else returned(spec, mode)

    return step.get_concrete_function(*element_spec)


# %% wrong: the metrics as a dict in the dict | test_eval | one part
# breaks: "in EVAL: {"loss": the spec's loss} with the spec's metrics unchanged"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, params)
        checked(spec, mode, all_needs(mode))
        more = {"metrics": spec.metrics} if mode == EVAL else {}
        return spec.predictions or {"loss": spec.loss} | more

    return step.get_concrete_function(*element_spec)


# %% wrong: the mean of each metric | test_eval | mean of the batch
# breaks: "with the spec's metrics unchanged"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, params)
        checked(spec, mode, all_needs(mode))
        means = {n: tf.reduce_mean(tf.cast(v, tf.float32)) for n, v in spec.metrics.items()}
        return spec.predictions or {"loss": spec.loss} | (means if mode == EVAL else {})

    return step.get_concrete_function(*element_spec)


# %% wrong: the metrics in TRAIN too | test_train | list of names
# breaks: "in TRAIN: {"loss": the spec's loss}"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, params)
        checked(spec, mode, all_needs(mode))
        return spec.predictions or {"loss": spec.loss} | spec.metrics

    return step.get_concrete_function(*element_spec)


# %% wrong: train_op among the results | test_train | no result
# breaks: "in TRAIN: {"loss": the spec's loss}"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, params)
        checked(spec, mode, all_needs(mode))
        if mode == TRAIN:
            return {"loss": spec.loss, "train_op": spec.train_op}
        return returned(spec, mode)

    return step.get_concrete_function(*element_spec)


# %% wrong: the loss of TRAIN is that after the step | test_train | differs
# breaks: "in TRAIN: {"loss": the spec's loss}"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, params)
            checked(spec, mode, all_needs(mode))
            loss = spec.loss
            if mode == TRAIN:
                with tf.control_dependencies([spec.train_op]):
                    loss = model_fn(*element, EVAL, params).loss
        if mode == PREDICT:
            return spec.predictions
        return {"loss": loss} | (spec.metrics if mode == EVAL else {})

    return step.get_concrete_function(*element_spec)


# %% wrong: model_fn is called for a look at its spec, then traced | test_train | taken twice
# breaks: "model_fn is called here, once"
# breaks: "the call takes one step, the ops of train_op"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            checked(model_fn(*(*element, None)[:2], mode, params), mode, all_needs(mode))
            spec = model_fn(*(*element, None)[:2], mode, params)
        return returned(spec, mode)

    return step.get_concrete_function(*element_spec)


# %% wrong: TRAIN is traced in the mode EVAL | test_train | no step is taken
# breaks: "the call takes one step, the ops of train_op"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], EVAL if mode == TRAIN else mode, params)
        if mode == TRAIN:
            return {"loss": spec.loss}
        checked(spec, mode, all_needs(mode))
        return returned(spec, mode)

    return step.get_concrete_function(*element_spec)


# %% wrong: PREDICT wraps the predictions | test_example
# breaks: "in PREDICT: the spec's predictions"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, params)
        checked(spec, mode, all_needs(mode))
        if mode == PREDICT:
            return {"predictions": spec.predictions}
        return returned(spec, mode)

    return step.get_concrete_function(*element_spec)


# %% wrong: PREDICT gets labels, zeros | test_calls | labels are given
# breaks: "In the mode PREDICT it is (features,), and labels is None"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(features, *labels):
        if not labels:
            labels = (tf.zeros_like(tf.nest.flatten(features)[0])[..., 0],)
        with opened(store):
            spec = model_fn(features, *labels, mode, params)
        checked(spec, mode, all_needs(mode))
        return returned(spec, mode)

    return step.get_concrete_function(*element_spec)


# %% wrong: params gets the mode too | test_calls | list of calls
# breaks: "gets params and mode unchanged"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, {**params, "mode": mode})
        checked(spec, mode, all_needs(mode))
        return returned(spec, mode)

    return step.get_concrete_function(*element_spec)


# %% wrong: NumPy arrays | test_example | NumPy array instead of a tensor
# breaks: "and returns a dict of tensors"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, params)
        checked(spec, mode, all_needs(mode))
        return returned(spec, mode)

    graph = step.get_concrete_function(*element_spec)
    return lambda *batch: {name: part.numpy() for name, part in graph(*batch).items()}


# %% wrong: the return is forgotten | test_example
# breaks: "and return the graph as a function"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, params)
        checked(spec, mode, all_needs(mode))
        return returned(spec, mode)

    step.get_concrete_function(*element_spec)


# %% wrong: the features' dict is taken apart | test_example | it raised
# breaks: "features is a dict"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, params)
        checked(spec, mode, all_needs(mode))
        return returned(spec, mode)

    return step.get_concrete_function(*tf.nest.flatten(element_spec))


# %% wrong: a missing loss is not refused | test_refusal | nothing is raised
# breaks: "Raises ValueError here if the spec has no loss in TRAIN or EVAL"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, params)
        checked(spec, mode, [name for name in all_needs(mode) if name != "loss"])
        return returned(spec, mode)

    return step.get_concrete_function(*element_spec)


# %% wrong: a missing train_op is not refused | test_refusal | nothing is raised
# breaks: "no train_op in TRAIN"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, params)
        checked(spec, mode, [name for name in all_needs(mode) if name != "train_op"])
        return returned(spec, mode)

    return step.get_concrete_function(*element_spec)


# %% wrong: missing predictions are an empty dict | test_refusal | nothing is raised
# breaks: "no predictions in PREDICT"
def build_step(model_fn, mode, params, store, element_spec):
    @tf.function(autograph=False)
    def step(*element):
        with opened(store):
            spec = model_fn(*(*element, None)[:2], mode, params)
        if mode == PREDICT:
            return spec.predictions or {}
        checked(spec, mode, all_needs(mode))
        return returned(spec, mode)

    return step.get_concrete_function(*element_spec)
