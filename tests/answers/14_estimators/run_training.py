"""Answers to run_training. A wrong answer passes its flaws to `sound`."""

import tensorflow as tf


def sound(estimator, input_fn, listeners, steps, max_steps, *flaws, **settings):
    if steps is not None and max_steps is not None and "both" not in flaws:
        raise ValueError("both are given")
    store = VariableStore()
    keep = settings.get("keep", estimator.config.keep_checkpoint_max)
    saver = Saver(store, estimator.model_dir, keep)
    path = tf.train.latest_checkpoint(estimator.model_dir)
    start = int(path.split("-")[-1]) if path and "counts from 0" not in flaws else 0
    if "eager" in flaws:
        input_fn()
    if max_steps is not None and start >= max_steps and "goes on" not in flaws:
        return settings.get("done", lambda now: now)(start)
    dataset = input_fn()
    if "without labels" in flaws:
        dataset = dataset.map(lambda features, labels: (features, 0.0 * labels))
    step = build_step(
        estimator.model_fn, TRAIN, settings.get("params", estimator.params), store,
        dataset.element_spec,
    )
    if "scratch" not in flaws:
        saver.restore()
    if "momentum" in flaws:
        for variable in store.variables:
            if "Momentum" in variable.name:
                variable.assign(tf.zeros_like(variable))
    end = start + steps if steps is not None else max_steps
    end = settings.get("end", lambda start, end: end)(start, end)
    every = settings.get("every", estimator.config.save_checkpoints_steps)
    now, iterator, saves = start, iter(dataset), []
    tell = settings.get("tell", lambda listener, now: listener(now))

    def save(now):
        if "early" in flaws:
            told(now)
        saver.save()
        saves.append(now)
        if "early" not in flaws:
            told(now)

    def told(now):
        for listener in listeners:
            tell(listener, now)

    while end is None or now < end:
        element = next(iterator, None)
        if element is None and "epochs" in flaws:
            iterator = iter(input_fn())
            element = next(iterator)
        if element is None:
            break
        if "short" in flaws and len(element[1]) == 1 and now > 1:
            continue
        step(*element)
        now += 1
        if settings.get("due", lambda now: now % every == 0)(now - start * ("own" in flaws)):
            save(now)
    if "last" not in flaws and (now not in saves or "twice" in flaws):
        save(now)
    return settings.get("result", lambda now, start: now)(now, start)


# %% equivalent: generic-graph | it makes graphs; nobody calls it in one


# %% right: an endless loop, left by hand
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    if None not in (steps, max_steps):
        raise ValueError("steps and max_steps")
    reader = tf.train.latest_checkpoint(estimator.model_dir)
    if reader and max_steps is not None and int(reader.split("-")[-1]) >= max_steps:
        return int(reader.split("-")[-1])
    dataset = input_fn()
    store = VariableStore()
    step = build_step(estimator.model_fn, TRAIN, estimator.params, store, dataset.element_spec)
    saver = Saver(store, estimator.model_dir, estimator.config.keep_checkpoint_max)
    saver.restore()
    first = int(store.global_step)
    for batch in dataset:
        now = int(store.global_step)
        if now == max_steps or (steps is not None and now - first == steps):
            break
        step(*batch)
        if (now + 1) % estimator.config.save_checkpoints_steps == 0:
            saver.save()
            [listener(now + 1) for listener in saving_listeners]
    if int(store.global_step) % estimator.config.save_checkpoints_steps:
        saver.save()
        [listener(int(store.global_step)) for listener in saving_listeners]
    return int(store.global_step)


# %% right: numbered batches, the last save left out if it is done
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    if steps is not None and max_steps is not None:
        raise ValueError("not both")
    path = tf.train.latest_checkpoint(estimator.model_dir)
    now = int(path[path.rindex("-") + 1 :]) if path else 0
    if max_steps is not None and now >= max_steps:
        return now
    data = input_fn()
    left = steps if max_steps is None else max_steps - now
    store = VariableStore()
    step = build_step(estimator.model_fn, TRAIN, estimator.params, store, data.element_spec)
    saver = Saver(store, estimator.model_dir, estimator.config.keep_checkpoint_max)
    saver.restore()
    every, saved = estimator.config.save_checkpoints_steps, None
    for now, batch in enumerate(data if left is None else data.take(left), now + 1):
        step(*batch)
        if not now % every:
            saver.save()
            saved = now
            for listener in saving_listeners:
                listener(now)
    if saved != now:
        saver.save()
        for listener in saving_listeners:
            listener(now)
    return now


# %% right: by helpers, with an iterator
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps, max_steps)


# %% wrong: nothing is restored | test_example | not restored
# breaks: "Train from the newest checkpoint of model_dir on"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, "scratch")


# %% wrong: the momentum begins anew | test_example | momentum begins anew
# breaks: "The momentum goes on where the last call ended"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, "momentum")


# %% wrong: the steps of this call are returned | test_example | steps of this call
# breaks: "and return the global step at the end"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, result=lambda now, start: now - start)


# %% wrong: nothing is returned | test_example | nothing is returned
# breaks: "and return the global step at the end"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    sound(estimator, input_fn, saving_listeners, steps, max_steps)


# %% wrong: input_fn is called for each epoch | test_steps | second epoch
# breaks: "it is called once"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    if steps is None:
        return sound(estimator, input_fn, saving_listeners, steps, max_steps)
    calls = []

    def epoch():
        calls.append(1)
        return input_fn().take(3)

    return sound(estimator, epoch, saving_listeners, steps, max_steps, "epochs")


# %% wrong: input_fn is called once more, for the element_spec | test_steps | called twice
# breaks: "it is called once"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, "eager")


# %% wrong: the labels get lost | test_example | differs
# breaks: "input_fn returns a dataset of batches (features, labels)"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, "without labels")


# %% wrong: one step more | test_example | results of the calls
# breaks: "Training ends after `steps` steps"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    more = lambda start, end: None if end is None else end + 1
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, end=more)


# %% wrong: steps counts from the beginning of all training | test_example | results of the calls
# breaks: "Training ends after `steps` steps"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, None, max_steps if steps is None else steps)


# %% wrong: max_steps counts from this call on | test_resumed | results of the calls
# breaks: "or when the global step is max_steps"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    if max_steps is not None and not tf.train.latest_checkpoint(estimator.model_dir):
        return sound(estimator, input_fn, saving_listeners, steps, max_steps)
    end = lambda start, end: end if steps is not None or end is None else start + max_steps
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, end=end)


# %% wrong: a short batch is left out | test_steps | differ
# breaks: "Each batch is one step of the graph of the mode TRAIN"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, "short")


# %% wrong: the data begins again until the steps are done | test_end_of_data | results of the calls
# breaks: "or when the data ends, whatever comes first"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    flaws = [] if steps is None and max_steps is None else ["epochs"]
    data = input_fn()
    return sound(estimator, lambda: data, saving_listeners, steps, max_steps, *flaws)


# %% wrong: only the end is saved | test_checkpoints | only at the end
# breaks: "A checkpoint is saved whenever the global step is a multiple of config.save_checkpoints_steps"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, due=lambda now: False)


# %% wrong: every step is saved | test_checkpoints | every step is saved
# breaks: "A checkpoint is saved whenever the global step is a multiple of config.save_checkpoints_steps"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, every=1)


# %% wrong: the step after each multiple is saved | test_checkpoints | multiple plus one
# breaks: "A checkpoint is saved whenever the global step is a multiple of config.save_checkpoints_steps"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    every = estimator.config.save_checkpoints_steps
    due = lambda now: (now - 1) % every == 0
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, due=due)


# %% wrong: the steps of this call are counted for the interval | test_checkpoints | not the global step
# breaks: "A checkpoint is saved whenever the global step is a multiple of config.save_checkpoints_steps"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, "own")


# %% wrong: no listener is called | test_listeners | no listener is called
# breaks: "After each save, each of saving_listeners is called with the global step"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, (), steps, max_steps)


# %% wrong: only the first listener is called | test_listeners | only the first listener
# breaks: "each of saving_listeners is called with the global step"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners[:1], steps, max_steps)


# %% wrong: the listeners are called before the save | test_listeners | before the save
# breaks: "After each save, each of saving_listeners is called"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, "early")


# %% wrong: the listeners are not called at the end | test_listeners | not called at the end
# breaks: "After each save, each of saving_listeners is called"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    every = estimator.config.save_checkpoints_steps
    tell = lambda listener, now: listener(now) if now % every == 0 else None
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, tell=tell)


# %% wrong: the listeners are called only at the end | test_listeners | called only at the end
# breaks: "After each save, each of saving_listeners is called"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    now = sound(estimator, input_fn, (), steps, max_steps)
    for listener in saving_listeners:
        listener(now)
    return now


# %% wrong: the end is saved twice if it is a multiple | test_listeners | saved twice
# breaks: "and at the end if the last step is no multiple"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, "twice")


# %% wrong: the listeners get the variable | test_listeners | not a Python int
# breaks: "each of saving_listeners is called with the global step, a Python int"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    tell = lambda listener, now: listener(tf.constant(now, tf.int64))
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, tell=tell)


# %% wrong: the listeners get nothing | test_listeners | without the global step
# breaks: "each of saving_listeners is called with the global step"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    tell = lambda listener, now: listener()
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, tell=tell)


# %% wrong: the end is not saved | test_example
# breaks: "and at the end if the last step is no multiple"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, "last")


# %% wrong: keep_checkpoint_max is not used | test_checkpoints | keep_checkpoint_max
# breaks: "The newest config.keep_checkpoint_max of them stay"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, keep=5)


# %% wrong: beyond max_steps it goes on with one step | test_nothing_to_do | results of the calls
# breaks: "If the newest checkpoint is at max_steps or beyond, nothing is done"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    end = lambda start, end: end if max_steps is None else max(end, start + 1)
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, "goes on", end=end)


# %% wrong: input_fn is called for nothing | test_nothing_to_do | called for nothing
# breaks: "and input_fn is not called"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, "goes on")


# %% wrong: max_steps is returned when it is passed already | test_nothing_to_do | results of the calls
# breaks: "its global step is returned"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, done=lambda now: max_steps)


# %% wrong: nothing is returned when there is nothing to do | test_nothing_to_do | results of the calls
# breaks: "its global step is returned"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps, max_steps, done=lambda now: None)


# %% wrong: max_steps wins if both are given | test_refusal | nothing is raised
# breaks: "Raises ValueError if steps and max_steps are both given"
def run_training(estimator, input_fn, steps=None, max_steps=None, saving_listeners=()):
    return sound(estimator, input_fn, saving_listeners, steps if max_steps is None else None, max_steps)
