"""Checks of run_training."""

import itertools

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

SEEN = ["returned", "kernel"]
PARAMS = {"rate": 0.03125, "momentum": 0.75}


def drawn(rng, rows, features=3):
    """Draw a kernel, and data (x, labels)."""
    return draw(rng, (features,)), list(draw(rng, (rows, features), (rows,)))


def batches_of(data, size, run, steps):
    """Yield the batches of a run, as many as there are, up to a number of steps."""
    start, stop = run.get("rows", (0, len(data[0])))
    cuts = [(n, min(n + size, stop)) for n in range(start, stop, size)]
    cuts = itertools.cycle(cuts) if run.get("repeat") else cuts
    for a, b in itertools.islice(cuts, steps):
        yield [part[a:b] for part in data]


def walked(kernel, data, size, runs, *, anew="", more=0):
    """Return the kernel and the global step after runs of momentum descent.

    A mistake takes the "momentum" or the "weights" anew in each run, or some steps more.
    """
    first, state, now = kernel, 0 * kernel, 0
    for run in runs:
        limit = run["steps"] if "steps" in run else run.get("max_steps", 10**6) - now
        if limit > 0:
            state = 0 * kernel if anew else state
            kernel = first if anew == "weights" else kernel
            limit += more if run is runs[-1] else 0
        for x, labels in batches_of(data, size, run, max(limit, 0)):
            state = PARAMS["momentum"] * state + 2 * (x @ kernel - labels) @ x / len(x)
            kernel, now = kernel - PARAMS["rate"] * state, now + 1
    return kernel, now


def compare(got, setting):
    """Hold the global step that each call returned, and the kernel of the newest checkpoint."""
    *most, runs = setting
    (kernel, _), ends = walked(*setting), [walked(*most, runs[:n])[1] for n in range(len(runs) + 1)]
    own = [int(end - start) for start, end in itertools.pairwise(ends)]
    what, wrong = "the list of results of the calls", {OWN: own, NOTHING: [None] * len(runs)}
    assert_equal(got["returned"], ends[1:], what=what, slips=wrong)
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


@points(1)
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
    for run in ({}, {"steps": 9}):
        setting = (*drawn(rng, 5, 2), 2, [run])
        compare(probes.run_training(*setting, PARAMS), setting)


@points(1.25)
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
    for every, steps, keep in [(3, 7, 5), (1, 6, 2)]:
        setting = (*drawn(rng, 3, 1), 2, [{"repeat": True, "steps": steps}])
        got = probes.run_training(*setting, PARAMS, every, keep, [*SEEN, "files"])
        compare(got, setting)
        want = kept_of(every, steps, keep)
        wrong = misplaced(every, steps, keep)
        assert_equal(got["files"], want, what=FILES, slips=wrong)


@points(0.75)
@after(test_resumed)
def test_nothing_to_do(probes, rng):
    """at max_steps or beyond nothing is done, and input_fn is not called"""
    runs = [{"repeat": True, "max_steps": n} for n in (3, 4, 4, 3)]
    setting = (*drawn(rng, 3, 2), 2, runs)
    got = probes.run_training(*setting, PARAMS, seen=[*SEEN, "calls"])
    compare(got, setting)
    what = "the list of numbers of calls of input_fn"
    assert_equal(got["calls"], [1, 1, 0, 0], what=what, slips=VAIN)


@points(0.5)
@after(test_steps)
def test_refusal(probes, rng):
    """steps and max_steps together are refused; each by itself is not"""
    setting = (*drawn(rng, 4, 2), 2, [{"repeat": True, "max_steps": 2}])
    both = [*setting[-1], {"repeat": True, "steps": 1, "max_steps": 3}]
    got = probes.run_training(*setting[:-1], both, PARAMS)
    what = "the error of steps and max_steps together"
    assert_equal(got["returned"].pop(), "ValueError", what=what, slips=REFUSED)
    compare(got, setting)


def kept_of(every, steps, keep, first=0):
    """Return the names of the checkpoints that stay."""
    saved = sorted({*range(every, steps + 1, every), steps, *([0] if first else [])})
    return sorted(f"model.ckpt-{n}" for n in saved[-keep:])


def misplaced(every, steps, keep):
    """Return the checkpoints that mistakes leave."""
    names = kept_of(every, steps, 100)
    multiples = sorted(f"model.ckpt-{n}" for n in range(every, steps + 1, every))
    return {
        "the last step is not saved": multiples[-keep:],
        "it saves only at the end": [f"model.ckpt-{steps}"],
        "every step is saved": kept_of(1, steps, keep),
        "keep_checkpoint_max is not used": names,
        "only 5 stay, whatever keep_checkpoint_max is": kept_of(every, steps, 5),
        "the first values are saved too": kept_of(every, steps, keep, first=1),
        "the step before each multiple is saved": sorted(
            {f"model.ckpt-{n - 1}" for n in range(every, steps + 1, every)}
            | {f"model.ckpt-{steps}"}
        ),
        "each multiple plus one is saved": sorted(
            {f"model.ckpt-{n}" for n in range(1, steps + 1, every)} | {f"model.ckpt-{steps}"}
        ),
    }


FLAWS = {
    "it trains from the first values: the checkpoint is not restored": {"anew": "weights"},
    "the momentum begins anew": {"anew": "momentum"},
    "one step too many": {"more": 1},
    "one step is missing": {"more": -1},
}
REFUSED = {
    "nothing is raised": "no error",
    "another error is raised: make it a ValueError": "TypeError",
}
STILL = "the first values: nothing is trained, or nothing saved"
NOTHING = "nothing is returned"
VAIN = {"it is called for nothing": [1, 1, 1, 1]}
OWN = "the steps of this call, not the global step"
MORE = {
    "it is called twice: for a second epoch, or only for its element_spec": [2],
    "it is called for each epoch": [3],
}
FILES = "the list of checkpoints in model_dir"
