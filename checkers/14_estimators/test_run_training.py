"""Checks of run_training."""

import itertools

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

SEEN = ["returned", "kernel"]
PARAMS = {"rate": 0.03125, "momentum": 0.75}


def drawn(rng, rows, features=3):
    """Draw a kernel, and data (x, labels)."""
    return draw(rng, (features,)), list(draw(rng, (rows, features), (rows,)))


def ends_of(setting):
    """Return the global step after each run."""
    *most, runs = setting
    return [walked(*most, runs[: n + 1])[1] for n in range(len(runs))]


def misreturned(setting, ends):
    """Return the results of the calls after each mistake."""
    *most, runs = setting
    idle = [end == start for start, end in itertools.pairwise([0, *ends])]

    def others(change):
        return ends_of((*most, [change(run) for run in runs]))

    def renamed(old, new):
        return others(lambda run: {new if name == old else name: run[name] for name in run})

    return {
        OWN: [end - start for start, end in itertools.pairwise([0, *ends])],
        "nothing is returned": [None] * len(runs),
        "one step too many in each call": others(
            lambda run: {n: v + 1 if "steps" in n else v for n, v in run.items()}
        ),
        "steps is taken for the global step to stop at": renamed("steps", "max_steps"),
        "max_steps is taken for the number of further steps": renamed("max_steps", "steps"),
        "the data begins again after its end": others(
            lambda run: run | {"repeat": run.get("repeat") or "steps" in run}
        ),
        "nothing is returned if there is nothing to do": [
            None if nothing else end for nothing, end in zip(idle, ends, strict=True)
        ],
        "max_steps, not the global step": [
            run.get("max_steps", end) for run, end in zip(runs, ends, strict=True)
        ],
        "a step is taken though max_steps is reached": [
            end + sum(idle[: n + 1]) for n, end in enumerate(ends)
        ],
    }


def batches_of(data, size, run, steps, *, whole=False):
    """Yield the batches of a run, as many as there are, up to a number of steps."""
    start, stop = run.get("rows", (0, len(data[0])))
    cuts = [(n, min(n + size, stop)) for n in range(start, stop, size)]
    cuts = [(a, b) for a, b in cuts if b - a == size] if whole else cuts
    cuts = itertools.cycle(cuts) if run.get("repeat") else cuts
    for a, b in itertools.islice(cuts, steps):
        yield [part[a:b] for part in data]


def walked(kernel, data, size, runs, *, anew="", more=0, whole=False):
    """Return the kernel and the global step after runs of momentum descent.

    A mistake takes the "momentum" or the "weights" anew in each run, some steps more, or only whole
    batches.
    """
    first, state, now = kernel, 0 * kernel, 0
    for run in runs:
        limit = run["steps"] if "steps" in run else run.get("max_steps", 10**6) - now
        if limit > 0:
            state = 0 * kernel if anew else state
            kernel = first if anew == "weights" else kernel
            limit += more if run is runs[-1] else 0
        for x, labels in batches_of(data, size, run, max(limit, 0), whole=whole):
            state = PARAMS["momentum"] * state + 2 * (x @ kernel - labels) @ x / len(x)
            kernel, now = kernel - PARAMS["rate"] * state, now + 1
    return kernel, now


def compare(got, setting):
    """Hold the global step that each call returned, and the kernel of the newest checkpoint."""
    ends, kernel = ends_of(setting), walked(*setting)[0]
    what = "the list of results of the calls"
    assert_equal(got["returned"], ends, what=what, slips=misreturned(setting, ends))
    wrong = {told: walked(*setting, **flaw)[0] for told, flaw in FLAWS.items()}
    wrong |= {STILL: setting[0]}
    assert_close(
        got["kernel"],
        kernel,
        dtype="float32",
        slips=wrong,
        what="the kernel of the newest checkpoint",
    )


def test_example(probes):
    """run_training goes on where the last call ended, as in the docstring's example"""
    data = [np.float32([[1], [2]]), np.float32([1, -1])]
    runs = [{"repeat": True, "steps": 3}, {"repeat": True, "steps": 2}]
    setting = np.zeros(1, "float32"), data, 2, runs
    compare(probes.run_training(*setting, PARAMS), setting)


@points(0.75)
@after(test_example)
def test_steps(probes, rng):
    """training takes `steps` steps over several epochs, and calls input_fn once"""
    setting = (*drawn(rng, 5), 2, [{"repeat": True, "steps": 5}])
    got = probes.run_training(*setting, PARAMS, seen=[*SEEN, "calls"])
    compare(got, setting)
    what = "the list of numbers of calls of input_fn"
    assert_equal(got["calls"], [1], what=what, slips=MORE)


@points(0.75)
@after(test_example)
def test_end_of_data(probes, rng):
    """training ends with the data, and a short last batch is a step too"""
    setting = (*drawn(rng, 5, 2), 2, [{}, {"steps": 9}])
    compare(probes.run_training(*setting, PARAMS), setting)


@points(1)
@after(test_steps)
def test_resumed(probes, rng):
    """a second call goes on from the newest checkpoint: weights, momentum and global step"""
    runs = [{"rows": [0, 8], "steps": 3}, {"rows": [4, 10], "repeat": True, "max_steps": 7}]
    setting = (*drawn(rng, 10), 2, runs)
    compare(probes.run_training(*setting, PARAMS), setting)


@points(1)
@after(test_steps)
def test_checkpoints(probes, rng):
    """a checkpoint at each multiple of save_checkpoints_steps, and one at the end"""
    setting = (*drawn(rng, 3, 1), 2, [{"repeat": True, "steps": count} for count in (5, 3)])
    got = probes.run_training(*setting, PARAMS, 3, 3, [*SEEN, "files"])
    compare(got, setting)
    want = named(saved_at(3, [5, 3]), 3)
    assert_equal(got["files"], want, what=FILES, slips=misplaced(3, [5, 3], 3))


@points(0.75)
@after(test_checkpoints)
def test_listeners(probes, rng):
    """each listener is called with the global step after each save, the last one too"""
    setting = (*drawn(rng, 3, 1), 2, [{"repeat": True, "steps": count} for count in (2, 4)])
    got = probes.run_training(*setting, PARAMS, 3, 5, [*SEEN, "heard"])
    compare(got, setting)
    want = heard(saved_at(3, [2, 4]))
    assert_equal(got["heard"], want, what=HEARD, slips=misheard(3, [2, 4]))


@points(0.5)
@after(test_resumed)
def test_nothing_to_do(probes, rng):
    """at max_steps or beyond nothing is done, and input_fn is not called"""
    runs = [{"repeat": True, "max_steps": n} for n in (3, 3, 2)]
    setting = (*drawn(rng, 3, 2), 2, runs)
    got = probes.run_training(*setting, PARAMS, seen=[*SEEN, "calls"])
    compare(got, setting)
    what = "the list of numbers of calls of input_fn"
    assert_equal(got["calls"], [1, 0, 0], what=what, slips=VAIN)


@points(0.5)
@after(test_steps)
def test_refusal(probes, rng):
    """steps and max_steps together are refused; each by itself is not"""
    setting = (*drawn(rng, 4, 2), 2, [{"repeat": True, "max_steps": 1}])
    both = [*setting[-1], {"repeat": True, "steps": 1, "max_steps": 3}]
    got = probes.run_training(*setting[:-1], both, PARAMS)
    what = "the error of steps and max_steps together"
    assert_equal(got["returned"].pop(), "ValueError", what=what, slips=REFUSED)
    compare(got, setting)


def saved_at(every, steps, due=lambda now, start, every: now % every == 0):
    """Return the global steps of all saves, in calls of so many steps each."""
    saves, now = [], 0
    for count in steps:
        start, end = now, now + count
        steps_of = range(start + 1, end + 1)
        saves += [now for now in steps_of if due(now, start, every) or now == end]
        now = end
    return saves


def named(saves, keep):
    """Return the names of the checkpoints that stay."""
    return sorted(f"model.ckpt-{n}" for n in saves[-keep:])


def misplaced(every, steps, keep):
    """Return the checkpoints that mistakes leave."""
    saves, last = saved_at(every, steps), sum(steps)
    before = sorted({*(n - 1 for n in range(every, last + 1, every)), last})
    return {
        "the last step is not saved": named(range(every, last + 1, every), keep),
        "it saves only at the end": named(np.cumsum(steps), keep),
        "every step is saved": named(range(1, last + 1), keep),
        "the steps of this call are counted, not the global step": named(
            saved_at(every, steps, lambda now, start, every: (now - start) % every == 0), keep
        ),
        "keep_checkpoint_max is not used": named(saves, 100),
        "only 5 stay, whatever keep_checkpoint_max is": named(saves, 5),
        "the first values are saved too": named([0, *saves], keep),
        "the step before each multiple is saved": named(before, keep),
        "each multiple plus one is saved": named(
            saved_at(every, steps, lambda now, start, every: now % every == 1), keep
        ),
    }


def heard(saves, *, newest=None, names=("first", "second")):
    """Return what the listeners write down: their names, the step, the newest checkpoint then."""
    newest = saves if newest is None else newest
    pairs = list(zip(saves, newest, strict=True))
    return [[name, ["int"], [now], number] for now, number in pairs for name in names]


def misheard(every, steps):
    """Return what the listeners write down after each mistake."""
    saves, ends = saved_at(every, steps), np.cumsum(steps).tolist()
    twice = [now for now in saves for _ in range(1 + (now in ends and now % every == 0))]
    return {
        "no listener is called": [],
        "only the first listener is called": heard(saves, names=("first",)),
        "they are called before the save": heard(saves, newest=[-1, *saves[:-1]]),
        "they are not called at the end": heard([n for n in saves if n % every == 0]),
        "they are called only at the end": heard(ends),
        "the last step is saved twice": heard(twice),
        "they get a tensor or a NumPy value, not a Python int": [
            [name, ["EagerTensor"], *rest] for name, _, *rest in heard(saves)
        ],
        "they are called without the global step": [
            [name, [], [], number] for name, _, _, number in heard(saves)
        ],
    }


FLAWS = {
    "it trains from the first values: the checkpoint is not restored": {"anew": "weights"},
    "the momentum begins anew": {"anew": "momentum"},
    "one step too many": {"more": 1},
    "one step is missing": {"more": -1},
    "a short batch is left out": {"whole": True},
}
REFUSED = {
    "nothing is raised": "no error",
    "another error is raised: make it a ValueError": "TypeError",
}
STILL = "the first values: nothing is trained, or nothing saved"
VAIN = {"it is called for nothing": [1, 1, 1]}
OWN = "the steps of this call, not the global step"
MORE = {
    "it is called twice: for a second epoch, or only for its element_spec": [2],
    "it is called for each epoch": [3],
}
FILES = "the list of checkpoints in model_dir"
HEARD = "the list of the listeners' names, what they got, and the newest checkpoint then"
