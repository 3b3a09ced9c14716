"""Checks of Adam."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, forbids, points

pytestmark = forbids("keras")


def oracle(start, slopes, **setting):
    """Return one variable after each step; a slope that is None leaves all but the count."""
    rule = DEFAULTS | setting
    counts = rule.get("counts", range(1, len(slopes) + 1))
    variable, path = start.astype(float), []
    m, v = (start * 0.0 + rule.get(name, 0.0) for name in ("m", "v"))
    for count, slope in zip(counts, slopes, strict=True):
        if slope is not None:
            variable, m, v = stepped(variable, m, v, slope, count, rule)
        elif rule.get("mistake") == "idle":
            variable = variable * (1 - rule["learning_rate"] * rule["weight_decay"])
        path.append(variable)
    return np.stack(path)


def stepped(variable, m, v, slope, count, rule):
    """Return variable, m and v after one step; rule may have a mistake."""
    rate, decay, mistake = rule["learning_rate"], rule["weight_decay"], rule.get("mistake")
    pull = decay * variable
    slope = slope + pull if mistake in {"L2", "twice"} else slope
    m, v = (0.0, 0.0) if mistake == "forgets" else (m, v)
    m = rule["beta_1"] * m + (1 - rule["beta_1"]) * slope
    v = rule["beta_2"] * v + (1 - rule["beta_2"]) * (m if mistake == "of m" else slope) ** 2
    betas = rule.get("coarse", rule)
    m_bias, v_bias = (1 - betas[name] ** count for name in ("beta_1", "beta_2"))
    m_hat = m if mistake in {"plain", "plain m"} else m / m_bias
    v_hat = v if mistake in {"plain", "plain v"} else v / v_bias
    root, epsilon = np.sqrt(v_hat), rule["epsilon"]
    down = {
        "inside": np.sqrt(v_hat + epsilon),
        "no epsilon": root,
        "no root": v_hat + epsilon,
        "early epsilon": root + epsilon / np.sqrt(v_bias),
    }.get(mistake, root + epsilon)
    step = rate * m_hat / down
    pull = {"L2": 0 * pull, "whole": pull / rate, "up": -pull}.get(mistake, pull)
    pull = pull - decay * step if mistake == "after" else pull
    return variable - step - rate * pull, *((m_hat, v_hat) if mistake == "stored" else (m, v))


def slips_of(start, slopes, setting, counts):
    """Return the path of one variable after common mistakes."""
    filled, rule = [0 * start if slope is None else slope for slope in slopes], DEFAULTS | setting
    one, two = rule["beta_1"], rule["beta_2"]
    wrong = {words: {"mistake": mistake} for words, mistake in MISTAKES.items()}
    wrong |= {words: {"counts": numbers} for words, numbers in counts.items()}
    wrong["beta_1 and beta_2 are exchanged"] = {"beta_1": two, "beta_2": one}
    wrong["there is no weight decay"] = {"weight_decay": 0.0}
    wrong["uphill: the step is added"] = {"learning_rate": -rule["learning_rate"]}
    wrong["the settings are not used, only the defaults"] = DEFAULTS
    wrong["m begins at 1, not at 0"] = {"m": 1.0}
    wrong["v begins at 1, not at 0"] = {"v": 1.0}
    if start.dtype == np.float64:
        betas = {"beta_1": float(np.float32(one)), "beta_2": float(np.float32(two))}
        wrong[COARSE] = {"coarse": betas}
    paths = {words: oracle(start, slopes, **(setting | rest)) for words, rest in wrong.items()}
    paths["m and v of a variable without gradient go on"] = oracle(start, filled, **setting)
    return paths


def counts_of(gradients, number):
    """Return the counts at each step of a variable if the counting is wrong."""
    steps, size = range(len(gradients)), len(gradients[0])
    whole = np.cumsum([all(slope is not None for slope in row) for row in gradients])
    wrong = {
        "steps counts from 2": [step + 2 for step in steps],
        "steps is raised for each variable, not once in each apply": [
            step * size + number + 1 for step in steps
        ],
        "steps is always 1: a Python number stays as it was when the graph was traced": [1]
        * len(steps),
    }
    missed = "an apply in which a gradient is None is not counted"
    return wrong | ({missed: whole.tolist()} if whole[0] else {})


def compare(got, starts, gradients, setting, dtype="float32"):
    """Hold the path of every variable against the oracle."""
    for number, (part, start) in enumerate(zip(got, starts, strict=True)):
        slopes = [row[number] for row in gradients]
        what = f"variable {number}, a row for each of {len(slopes)} steps"
        slips = slips_of(start, slopes, setting, counts_of(gradients, number))
        assert_close(part, oracle(start, slopes, **setting), dtype=dtype, what=what, slips=slips)


def drawn(rng, shapes, steps, dtype="float32"):
    starts = [np.asarray(draw(rng, shape, dtype=dtype)) for shape in shapes]
    rows = [[np.asarray(draw(rng, s, dtype=dtype)) for s in shapes] for _ in range(steps)]
    return starts, rows


def test_example(probes):
    """Adam gives what the docstring's example shows"""
    starts, gradients = [np.float32([1, 1])], [[np.float32([100, -0.01])]]
    setting = {"learning_rate": 0.125}
    compare(probes.adam_after_steps(starts, gradients, setting), starts, gradients, setting)


@points(1)
@after(test_example)
def test_path(probes, rng):
    """every variable has its own m and v, with bias correction, over 20 steps"""
    starts, gradients = drawn(rng, [(2, 3), (3,), ()], 20)
    other = {"learning_rate": 0.1, "beta_1": 0.8, "beta_2": 0.9, "epsilon": 0.05}
    for setting, rows in ((other, gradients), ({}, gradients[:4])):
        got = probes.adam_after_steps(starts, rows, setting)
        compare(got, starts, rows, setting)


@points(1)
def test_weight_decay(probes, rng):
    """weight decay is apart from the gradients, and multiplied by the learning rate"""
    starts, gradients = drawn(rng, [(4,), (2, 2)], 5)
    # Without memory, far from 0: what counts of a gradient is its sign, and then only decay.
    gradients = [[g + np.copysign(np.float32(0.25), g) for g in row] for row in gradients]
    setting = {"learning_rate": 0.25, "beta_1": 0.0, "beta_2": 0.0, "weight_decay": 0.5}
    got = probes.adam_after_steps(starts, gradients, setting)
    compare(got, starts, gradients, setting)


@points(0.5)
@after(test_example)
def test_none(probes, rng):
    """a variable without a gradient stays, with its m and v, and does not decay"""
    starts, gradients = drawn(rng, [(3,), (3,), (3,)], 5)
    for step, number in [(1, 0), (2, 1), (3, 1), (3, 0)]:
        gradients[step][number] = None
    setting = {"learning_rate": 0.25, "beta_1": 0.5, "beta_2": 0.75, "weight_decay": 0.125}
    got = probes.adam_after_steps(starts, gradients, setting)
    compare(got, starts, gradients, setting)


@points(0.5)
@after(test_example)
def test_dtype(probes, rng):
    """everything is computed in the variables' dtype"""
    starts, gradients = drawn(rng, [(3,), (2, 2)], 4, "float64")
    setting = {"learning_rate": 0.1, "beta_2": 0.9999, "weight_decay": 0.1}
    got = probes.adam_after_steps(starts, gradients, setting)
    compare(got, starts, gradients, setting, dtype="float64")


@points(0.5)
def test_steps(probes, rng):
    """steps is an int64 variable that counts each apply once"""
    start, slope, count = *draw(rng, (3,), (3,)), int(rng.integers(3, 60))
    got, slips = probes.adam_steps([start, start], [[None, slope]] * count), {PYTHON: "int"}
    slips[SHORT] = "int32 tf.Variable"
    assert_equal(got["kind"], "int64 tf.Variable", what="the type of steps", slips=slips)
    assert_close(got["before"], 0, what="steps at the start", slips={"it begins at 1": 1})
    slips = {f"steps is raised {words}": times * count for words, times in COUNTS.items()}
    assert_close(got["after"], count, dtype="int64", what=f"steps after {count}", slips=slips)


@points(0.5)
@after(test_example)
def test_in_graph(probes, rng):
    """the count, m and v change in a tf.function too"""
    starts, gradients = drawn(rng, [(3,), (2,)], 5)
    setting = {"learning_rate": 0.25, "beta_1": 0.5, "beta_2": 0.875}
    got = probes.adam_after_steps(starts, gradients, setting, mode="graph")
    compare(got, starts, gradients, setting)


@points(1)
@after(test_example)
def test_restored(probes, rng):
    """an optimizer restored from a checkpoint in the middle continues the path"""
    starts, gradients = drawn(rng, [(3,), (2, 2)], 20)
    setting = {"learning_rate": 0.125, "beta_1": 0.8, "beta_2": 0.95}
    got = probes.adam_continued(starts, gradients, setting, 8)
    for number, (part, start) in enumerate(zip(got, starts, strict=True)):
        slopes, what = [row[number] for row in gradients], f"variable {number}, {RESTORED}"
        want, slips = oracle(start, slopes, **setting), broken(start, slopes, setting)
        assert_close(part, want, dtype="float32", what=what, slips=slips)


def broken(start, slopes, setting):
    """Return the path over a restart after 8 steps that loses the count, the means, or both."""
    rule, paths = DEFAULTS | setting, {}
    for words, (keeps_count, keeps_means) in LOST.items():
        variable, m, v, path = start.astype(float), 0.0, 0.0, []
        for step, slope in enumerate(slopes, start=1):
            if step == 9 and not keeps_means:
                m, v = 0.0, 0.0
            count = step if keeps_count or step < 9 else step - 8
            variable, m, v = stepped(variable, m, v, slope, count, rule)
            path.append(variable)
        paths[words] = np.stack(path)
    return paths


DEFAULTS = {
    "learning_rate": 0.001,
    "beta_1": 0.9,
    "beta_2": 0.999,
    "epsilon": 1e-7,
    "weight_decay": 0.0,
}
MISTAKES = {
    "there is no bias correction": "plain",
    "only v is corrected, not m": "plain m",
    "only m is corrected, not v": "plain v",
    "epsilon is under the root": "inside",
    "epsilon is missing": "no epsilon",
    "the root of v is missing": "no root",
    "epsilon is divided by the bias correction of v too": "early epsilon",
    "v is the mean of the squares of m, not of the gradient": "of m",
    "m and v are forgotten after each step": "forgets",
    "a variable without gradient decays": "idle",
    "m and v are overwritten by their corrected values": "stored",
    "weight decay is added to the gradient (L2), not kept apart": "L2",
    "weight decay counts twice: in the gradient, and in the step": "twice",
    "weight decay is not multiplied by the learning rate": "whole",
    "weight decay has the wrong sign: the variables grow": "up",
    "weight decay takes the variable as it is after the step": "after",
}
COUNTS = {"once for each variable": 2, "in no apply": 0}
COARSE = "beta_1 and beta_2 went through float32: tf.cast makes one of a Python number first"
SHORT = "tf.Variable(0) is an int32: name the dtype"
PYTHON = "a graph and a checkpoint do not know a Python number"
RESTORED = "a row for each of 20 steps, restored after 8"
LOST = {
    "the checkpoint holds m and v, but not steps": (False, True),
    "the checkpoint holds steps, but not m and v": (True, False),
    "the checkpoint holds nothing of the optimizer": (False, False),
}
