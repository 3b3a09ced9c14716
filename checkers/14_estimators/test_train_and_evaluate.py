"""Checks of train_and_evaluate."""

import itertools

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

PARAMS = {"rate": 0.03125, "momentum": 0.75}
SIZES = (2, 3)
FLOATS = ("loss", "error", "close", "whole")


def drawn(rng, rows, others, features=2):
    """Draw a kernel, data to train on, and data to evaluate on."""
    kernel, target = draw(rng, (features,), (features,))
    sides = [draw(rng, (count, features), (count,)) for count in (rows, others)]
    return kernel, *([x, x @ target + noise] for x, noise in sides)


def cut(data, size, count=None):
    """Return the batches of one pass, as many as there are, up to a number of batches."""
    firsts = range(0, len(data[0]), size)[:count]
    return [[part[n : n + size] for part in data] for n in firsts]


def walked(kernel, data, every, goals, *, repeat=True, anew=False):
    """Return the kernel after each step, and the steps of the results, call by call.

    Data begins with its first batch in each call, and by mistake `anew` after each checkpoint.
    """
    path, state, marks = [kernel], 0 * kernel, []
    for goal in goals:
        first, batches = len(path) - 1, None
        while goal is None or len(path) <= goal:
            if batches is None or (anew and (len(path) - 1) % every == 0):
                cuts = cut(data, SIZES[0])
                batches = itertools.cycle(cuts) if repeat else iter(cuts)
            x, labels = next(batches, (None, None))
            if x is None:
                break
            state = PARAMS["momentum"] * state + 2 * (x @ path[-1] - labels) @ x / len(x)
            path.append(path[-1] - PARAMS["rate"] * state)
        now = len(path) - 1
        saves = [n for n in range(first + 1, now + 1) if n % every == 0 or n == now]
        marks.append(saves or [now])
    return path, marks


def result_of(kernel, tests, count=None):
    """Return the loss and the metrics of a kernel."""
    missed = [np.abs(x @ kernel - labels) for x, labels in cut(tests, SIZES[1], count)]
    all_missed = np.concatenate(missed)
    labels = np.concatenate([labels for _, labels in cut(tests, SIZES[1], count)])
    values = {
        "loss": np.mean([np.mean(miss**2) for miss in missed]),
        "error": np.mean(all_missed),
        "close": np.mean(all_missed < 1),
        "whole": np.mean(np.floor(8 * labels)),
    }
    return {name: np.float32(value) for name, value in values.items()}


def compare(got, setting, every, goals, *, count=None, repeat=True):
    """Hold the results of each call: how many, at which steps, and their values."""
    kernel, data, tests = setting
    path, marks = walked(kernel, data, every, goals, repeat=repeat)
    restarted = walked(kernel, data, every, [steps[-1] for steps in marks], anew=True)[0]
    further = walked(kernel, data, every, np.cumsum([goal or 0 for goal in goals]))[1]
    beyond = walked(kernel, data, every, [(goal or 0) + 1 for goal in goals])[1]
    for results, steps, *others in zip(got["results"], marks, further, beyond, strict=True):
        wrong = missteps(steps) | dict(zip((FURTHER, BEYOND), others, strict=True))
        assert_equal(steps_in(results), steps, what=STEPS, slips=wrong)
        for result, now in zip(results, steps, strict=True):
            wrong = {
                ANEW: result_of(restarted[now], tests, count),
                LAST: result_of(path[steps[-1]], tests, count),
                OLD: result_of(path[0], tests, count),
                SWAPPED: result_of(path[now], data, count),
                ALL: result_of(path[now], tests),
            }
            for name, want in result_of(path[now], tests, count).items():
                slips = {told: other[name] for told, other in wrong.items()}
                what = f"{name!r} at step {now}"
                assert_close(result[name], want, dtype="float32", slips=slips, what=what)


def steps_in(results):
    """Return the global steps of a call's results, if it is a list of results."""
    if not isinstance(results, list):
        return "nothing" if results == "NoneType" else "something else than a list"
    complete = {*FLOATS, "global_step"}
    return [
        int(each["global_step"]) if isinstance(each, dict) and complete == {*each} else "no result"
        for each in results
    ]


def test_example(probes):
    """train_and_evaluate gives a result for each checkpoint, as in the docstring's example"""
    x, labels = np.float32([[1], [2], [-1]]), np.float32([1, -1, 2])
    setting = np.zeros(1, "float32"), [x[:2], labels[:2]], [x, labels]
    got = probes.train_and_evaluate(*setting, SIZES, [3], PARAMS, 2)
    compare(got, setting, 2, [3])


@points(1.25)
@after(test_example)
def test_results(probes, rng):
    """each checkpoint is evaluated when it is saved, and the data goes on afterwards"""
    setting = drawn(rng, 5, 4)
    got = probes.train_and_evaluate(*setting, SIZES, [5], PARAMS, 2, 1, seen=SEEN)
    compare(got, setting, 2, [5])
    assert_equal(got["calls"], [[1, 3]], what=CALLS, slips=MISCALLED)


@points(1.25)
@after(test_results)
def test_resumed(probes, rng):
    """a second call goes on until max_steps; each evaluates, and eval_spec.steps batches only"""
    setting, goals = drawn(rng, 5, 8), [2, 4, 3]
    got = probes.train_and_evaluate(*setting, SIZES, goals, PARAMS, 4, steps=2, seen=SEEN)
    compare(got, setting, 4, goals, count=2)
    calls = [[1, 1], [1, 1], [0, 1]]
    wrong = {"train_spec.input_fn is called for nothing": [[1, 1], [1, 1], [1, 1]]}
    assert_equal(got["calls"], calls, what=CALLS, slips=wrong)


@points(0.5)
@after(test_results)
def test_end_of_data(probes, rng):
    """without max_steps training ends with the data"""
    setting = drawn(rng, 5, 4)
    got = probes.train_and_evaluate(*setting, SIZES, [None], PARAMS, 3, repeat=False)
    compare(got, setting, 3, [None], repeat=False)


def missteps(steps):
    """Return the global steps of the results after each mistake."""
    return {
        "nothing is returned": "nothing",
        "it is not a list": "something else than a list",
        "nothing is evaluated": [],
        "the results are not those of run_evaluation": ["no result"] * len(steps),
        "only the last checkpoint is evaluated": steps[-1:],
        "the last checkpoint is not evaluated": steps[:-1],
        "the last checkpoint is evaluated twice": [*steps, steps[-1]],
        "the first values are evaluated too": [0, *steps],
        "the newest comes first": steps[::-1],
        "every step is evaluated": list(range(1, steps[-1] + 1)),
        "all results are those of the last checkpoint": [steps[-1]] * len(steps),
    }


SEEN = ["results", "calls"]
STEPS = "the list of global steps of the results"
CALLS = "the list of numbers of calls of the input_fns, to train and to evaluate"
MISCALLED = {
    "the training begins anew after each evaluation": [[3, 3]],
    "eval_spec.input_fn is called once, not for each evaluation": [[1, 1]],
}
FURTHER = "max_steps is taken for a number of further steps"
BEYOND = "it trains one step beyond max_steps"
ANEW = "the data begins anew after each evaluation"
LAST = "the weights of the last checkpoint"
OLD = "the first weights: nothing is trained"
SWAPPED = "it is evaluated on the data of the training"
ALL = "all batches are evaluated, not only eval_spec.steps"
