"""Answers to train_and_evaluate."""

import tensorflow as tf


def step_of(estimator):
    newest = tf.train.latest_checkpoint(estimator.model_dir)
    return int(newest.rpartition("-")[2]) if newest else 0


def sound(estimator, train_spec, eval_spec, listener=None, max_steps="max_steps"):
    """Train once, and return what a listener gave after each save; by default the results."""
    results = []
    evaluate = lambda now: run_evaluation(estimator, eval_spec.input_fn, eval_spec.steps)
    run_training(
        estimator,
        train_spec.input_fn,
        saving_listeners=[lambda now: results.append((listener or evaluate)(now))],
        **{max_steps: train_spec.max_steps},
    )
    return results or [evaluate(0)]


# %% right: a listener of results
def train_and_evaluate(estimator, train_spec, eval_spec):
    return sound(estimator, train_spec, eval_spec)


# %% right: the graph and the loop of a training by hand
def train_and_evaluate(estimator, train_spec, eval_spec):
    def evaluated():
        return estimator.evaluate(eval_spec.input_fn, eval_spec.steps)

    goal, now = train_spec.max_steps, step_of(estimator)
    if goal is not None and now >= goal:
        return [evaluated()]
    dataset, store = train_spec.input_fn(), VariableStore()
    step = build_step(estimator.model_fn, TRAIN, estimator.params, store, dataset.element_spec)
    saver = Saver(store, estimator.model_dir, estimator.config.keep_checkpoint_max)
    saver.restore()
    results = []
    for batch in dataset:
        step(*batch)
        now += 1
        if now % estimator.config.save_checkpoints_steps == 0 or now == goal:
            saver.save()
            results.append(evaluated())
        if now == goal:
            return results
    if now % estimator.config.save_checkpoints_steps or not results:
        saver.save()
        results.append(evaluated())
    return results


# %% right: in pieces, with one iterator of the data
def train_and_evaluate(estimator, train_spec, eval_spec):
    every, goal = estimator.config.save_checkpoints_steps, train_spec.max_steps
    now, results, data = step_of(estimator), [], None
    while goal is None or now < goal:
        if data is None:
            data = train_spec.input_fn()
            batches, spec = iter(data), data.element_spec
        count = every - now % every
        count = count if goal is None else min(count, goal - now)
        piece = [batch for _, batch in zip(range(count), batches)]
        if not piece:
            break
        source = lambda piece=piece: tf.data.Dataset.from_generator(
            lambda: iter(piece), output_signature=spec
        )
        now = run_training(estimator, source, steps=len(piece))
        results.append(run_evaluation(estimator, eval_spec.input_fn, eval_spec.steps))
    return results or [run_evaluation(estimator, eval_spec.input_fn, eval_spec.steps)]


# %% wrong: a call of run_training for each piece | test_results | begins anew after
# breaks: "The training is that of one call of run_training"
# breaks: "so its data goes on after an evaluation"
def train_and_evaluate(estimator, train_spec, eval_spec):
    every, goal = estimator.config.save_checkpoints_steps, train_spec.max_steps
    now, results = step_of(estimator), []
    while goal is None or now < goal:
        ahead = now + every - now % every
        ahead = ahead if goal is None else min(ahead, goal)
        before, now = now, run_training(estimator, train_spec.input_fn, max_steps=ahead)
        if now > before:
            results.append(run_evaluation(estimator, eval_spec.input_fn, eval_spec.steps))
        if now < ahead:
            break
    return results or [run_evaluation(estimator, eval_spec.input_fn, eval_spec.steps)]


# %% wrong: only the end is evaluated | test_example | only the last checkpoint
# breaks: "evaluate each checkpoint, and return the list of results"
def train_and_evaluate(estimator, train_spec, eval_spec):
    run_training(estimator, train_spec.input_fn, max_steps=train_spec.max_steps)
    return [run_evaluation(estimator, eval_spec.input_fn, eval_spec.steps)]


# %% wrong: only the last result is returned | test_example | not a list
# breaks: "and return the list of results"
def train_and_evaluate(estimator, train_spec, eval_spec):
    return sound(estimator, train_spec, eval_spec)[-1]


# %% wrong: the results and the exports, as tf.estimator had it | test_example | not a list
# breaks: "and return the list of results"
def train_and_evaluate(estimator, train_spec, eval_spec):
    return sound(estimator, train_spec, eval_spec)[-1], []


# %% wrong: nothing is returned | test_example | nothing is returned
# breaks: "and return the list of results"
def train_and_evaluate(estimator, train_spec, eval_spec):
    sound(estimator, train_spec, eval_spec)


# %% wrong: the losses only | test_example | not those of run_evaluation
# breaks: "by run_evaluation with eval_spec.input_fn and eval_spec.steps"
def train_and_evaluate(estimator, train_spec, eval_spec):
    return [result["loss"] for result in sound(estimator, train_spec, eval_spec)]


# %% wrong: the last checkpoint is evaluated once more | test_example | evaluated twice
# breaks: "Each checkpoint is evaluated when it has just been saved"
def train_and_evaluate(estimator, train_spec, eval_spec):
    results = sound(estimator, train_spec, eval_spec)
    return [*results, run_evaluation(estimator, eval_spec.input_fn, eval_spec.steps)]


# %% wrong: the last checkpoint is not evaluated | test_example | last checkpoint is not
# breaks: "evaluate each checkpoint, and return the list of results"
def train_and_evaluate(estimator, train_spec, eval_spec):
    results = sound(estimator, train_spec, eval_spec)
    return results[:-1] if len(results) > 1 else results


# %% wrong: all checkpoints are evaluated at the end | test_example | those of the last checkpoint
# breaks: "Each checkpoint is evaluated when it has just been saved"
def train_and_evaluate(estimator, train_spec, eval_spec):
    saved = sound(estimator, train_spec, eval_spec, lambda now: now)
    return [run_evaluation(estimator, eval_spec.input_fn, eval_spec.steps) for _ in saved]


# %% wrong: the results are evaluated at the end, from what is still there | test_results
# breaks: "Each checkpoint is evaluated when it has just been saved"
def train_and_evaluate(estimator, train_spec, eval_spec):
    first = step_of(estimator)
    run_training(estimator, train_spec.input_fn, max_steps=train_spec.max_steps)
    state = tf.train.get_checkpoint_state(estimator.model_dir)
    paths = list(state.all_model_checkpoint_paths)
    results = []
    for path in [p for p in paths if int(p.rpartition("-")[2]) > first] or paths[-1:]:
        tf.compat.v1.train.update_checkpoint_state(estimator.model_dir, path, paths)
        results.append(run_evaluation(estimator, eval_spec.input_fn, eval_spec.steps))
    return results


# %% wrong: the first values are evaluated too | test_example | first values are evaluated
# breaks: "Each checkpoint is evaluated when it has just been saved"
def train_and_evaluate(estimator, train_spec, eval_spec):
    if step_of(estimator):
        return sound(estimator, train_spec, eval_spec)
    run_training(estimator, train_spec.input_fn, steps=0)
    first = run_evaluation(estimator, eval_spec.input_fn, eval_spec.steps)
    return [first, *sound(estimator, train_spec, eval_spec)]


# %% wrong: the newest result comes first | test_example | newest comes first
# breaks: "The results are in the order of the checkpoints"
def train_and_evaluate(estimator, train_spec, eval_spec):
    return sound(estimator, train_spec, eval_spec)[::-1]


# %% wrong: the data of the training is evaluated | test_example | on the data of the training
# breaks: "by run_evaluation with eval_spec.input_fn"
def train_and_evaluate(estimator, train_spec, eval_spec):
    data = train_spec.input_fn()
    same = lambda now: run_evaluation(estimator, lambda: data, eval_spec.steps)
    return sound(estimator, TrainSpec(lambda: data, train_spec.max_steps), eval_spec, same)


# %% wrong: all batches are evaluated | test_resumed | all batches are evaluated
# breaks: "by run_evaluation with eval_spec.input_fn and eval_spec.steps"
def train_and_evaluate(estimator, train_spec, eval_spec):
    whole = lambda now: run_evaluation(estimator, eval_spec.input_fn)
    return sound(estimator, train_spec, eval_spec, whole)


# %% wrong: the data of the evaluation is made once | test_results | not for each evaluation
# breaks: "by run_evaluation with eval_spec.input_fn"
def train_and_evaluate(estimator, train_spec, eval_spec):
    data = eval_spec.input_fn()
    return sound(estimator, train_spec, EvalSpec(lambda: data, eval_spec.steps))


# %% wrong: the data of the training is made in advance | test_resumed | called for nothing
# breaks: "with train_spec.input_fn and train_spec.max_steps"
def train_and_evaluate(estimator, train_spec, eval_spec):
    data = train_spec.input_fn()
    return sound(estimator, TrainSpec(lambda: data, train_spec.max_steps), eval_spec)


# %% wrong: max_steps more steps | test_resumed | further steps
# breaks: "with train_spec.input_fn and train_spec.max_steps"
def train_and_evaluate(estimator, train_spec, eval_spec):
    return sound(estimator, train_spec, eval_spec, max_steps="steps")


# %% wrong: the data of the training is repeated | test_end_of_data | global steps
# breaks: "The training is that of one call of run_training with train_spec.input_fn"
def train_and_evaluate(estimator, train_spec, eval_spec):
    repeated = lambda: train_spec.input_fn().repeat(3)
    return sound(estimator, TrainSpec(repeated, train_spec.max_steps), eval_spec)


# %% wrong: without max_steps nothing is trained | test_end_of_data | it raised
# breaks: "with train_spec.input_fn and train_spec.max_steps"
def train_and_evaluate(estimator, train_spec, eval_spec):
    goal = train_spec.max_steps or 0
    return sound(estimator, TrainSpec(train_spec.input_fn, goal), eval_spec)


# %% wrong: one step beyond max_steps | test_example | beyond max_steps
# breaks: "Train until train_spec.max_steps"
def train_and_evaluate(estimator, train_spec, eval_spec):
    goal = train_spec.max_steps and train_spec.max_steps + 1
    return sound(estimator, TrainSpec(train_spec.input_fn, goal), eval_spec)


# %% wrong: nothing is evaluated if there is nothing to train | test_resumed | nothing is evaluated
# breaks: "If there is nothing to train, since the newest checkpoint is at max_steps or beyond, the newest checkpoint is evaluated"
def train_and_evaluate(estimator, train_spec, eval_spec):
    now = step_of(estimator)
    if train_spec.max_steps is not None and now >= train_spec.max_steps:
        return []
    return sound(estimator, train_spec, eval_spec)


# %% wrong: an error if there is nothing to train | test_resumed | it raised
# breaks: "If there is nothing to train, since the newest checkpoint is at max_steps or beyond, the newest checkpoint is evaluated"
def train_and_evaluate(estimator, train_spec, eval_spec):
    results = []
    evaluate = lambda now: results.append(estimator.evaluate(eval_spec.input_fn, eval_spec.steps))
    estimator.train(
        train_spec.input_fn, max_steps=train_spec.max_steps, saving_listeners=[evaluate]
    )
    results[-1]["global_step"]
    return results
