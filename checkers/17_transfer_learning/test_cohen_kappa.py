"""Checks of CohenKappa."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_raises, points

WEIGHTINGS = (None, "linear", "quadratic")


def counted(batches, classes, *, weighted=True):
    """Return the table of labels and predictions of some batches."""
    table = np.zeros((classes, classes))
    for labels, scores, *weights in batches:
        shares = np.float64(weights[0]) if weights and weighted else np.ones(len(labels))
        np.add.at(table, (np.int64(labels), np.argmax(scores, axis=1)), shares)
    return table


def kappa_of(table, weighting=None):
    """Return kappa of a table of counts; 0 if chance gives no confusion."""
    n = table.sum()
    if n == 0:
        return 0.0
    places = np.arange(len(table))
    gap = np.abs(places[:, None] - places)
    price = {None: gap > 0, "linear": gap, "quadratic": gap**2}[weighting]
    chance = np.sum(price * np.outer(table.sum(axis=1), table.sum(axis=0))) / n**2
    return 1 - np.sum(price * table) / n / chance if chance else 0.0


def oracle(batches, config, **how):
    """Return kappa of some batches."""
    return kappa_of(counted(batches, config["classes"], **how), config.get("weighting"))


def slips(batches, config):
    """Return the results of common mistakes, by description."""
    weighting, classes = config.get("weighting"), config["classes"]
    table = counted(batches, classes)
    n = max(table.sum(), 1e-9)
    agreed = np.trace(table) / n
    even = (agreed - 1 / classes) / (1 - 1 / classes)
    mine = [kappa_of(counted([batch], classes), weighting) for batch in batches]
    others = {
        f"the weights of weighting={other!r}": kappa_of(table, other)
        for other in WEIGHTINGS
        if other != weighting
    }
    return others | {
        "the share of right predictions: chance is left out": agreed,
        "chance is taken as 1 / classes": even,
        "the mean of the batches' kappas": np.mean(mine) if mine else 0.0,
        "only the last batch": oracle(batches[-1:], config),
        "only the first batch": oracle(batches[:1], config),
        "sample_weight is not used": oracle(batches, config, weighted=False),
        "the quotient, not 1 minus it": 1 - kappa_of(table, weighting),
        "the weights are squared twice": kappa_of_power(table, 4),
        "the weights are the roots of |i - j|": kappa_of_power(table, 0.5),
        "the smallest score is the prediction": oracle(
            [(labels, -scores, *rest) for labels, scores, *rest in batches], config
        ),
    }


def kappa_of_power(table, power):
    """Return kappa if a confusion costs a power of |i - j|."""
    places = np.arange(len(table))
    price = np.abs(places[:, None] - places) ** float(power)
    n = max(table.sum(), 1e-9)
    chance = np.sum(price * np.outer(table.sum(axis=1), table.sum(axis=0))) / n**2
    return 1 - np.sum(price * table) / n / chance if chance else 0.0


def drawn(rng, classes, sizes, *, weights=False, dtype="int32"):
    """Return batches; the predictions agree with the labels about half the time."""
    batches = []
    for size in sizes:
        labels = rng.integers(0, classes, size)
        scores = rng.normal(0, 1, (size, classes)) + 1.5 * np.eye(classes)[labels]
        batch = [labels.astype(dtype), scores.astype("float32")]
        batches.append([*batch, rng.uniform(0, 3, size).astype("float32")] if weights else batch)
    return batches


def compare(got, batches, config, *, again=False):
    """Hold the result before any batch, and after each of them."""
    sofar = [batches[:number] for number in range(len(batches) + 1)]
    names = ["before any batch", *(f"after batch {number}" for number in range(len(batches)))]
    if again:
        sofar += [[], batches[-1:]]
        names += ["after reset_state", "after reset_state and another batch"]
    for mine, seen, name in zip(got, sofar, names, strict=True):
        what, wrong = f"kappa {name}", slips(seen, config)
        if again and name.startswith("after reset"):
            wrong = {"reset_state leaves counts behind": oracle([*batches, *seen], config)} | wrong
        assert_close(
            mine, oracle(seen, config), dtype="float32", kind="tensor", slips=wrong, what=what
        )


def asked(probes, batches, config, mode="eager", *, again=False):
    """Ask for one case, and compare."""
    got = probes.cohen_kappa("CohenKappa", config, batches, mode, again=again)
    compare(got, batches, config, again=again)


def test_example(probes):
    """CohenKappa gives what the docstring's example shows, float32 scalars"""
    first = [np.int32([0, 0, 1]), np.float32([[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]])]
    asked(probes, [first, [np.int32([1]), np.float32([[0.4, 0.6]])]], {"classes": 2})


@points(1)
@after(test_example)
def test_values(probes, rng):
    """kappa is that of all samples of all batches"""
    for classes, sizes in [(3, (9, 4, 6)), (5, (20, 1)), (2, (7,))]:
        asked(probes, drawn(rng, classes, sizes), {"classes": classes})


@points(1)
@after(test_values)
def test_weighting(probes, rng):
    """a confusion costs |i - j|, or its square"""
    for weighting, classes in [("linear", 4), ("quadratic", 5)]:
        asked(probes, drawn(rng, classes, (12, 8)), {"classes": classes, "weighting": weighting})


@points(0.5)
@after(test_values)
def test_sample_weight(probes, rng):
    """with sample_weight a sample counts as often as its weight says"""
    for weighting in (None, "linear"):
        config = {"classes": 3, "weighting": weighting}
        asked(probes, drawn(rng, 3, (8, 5), weights=True), config)


@points(0.5)
@after(test_values)
def test_reset(probes, rng):
    """after reset_state it begins anew"""
    asked(probes, drawn(rng, 4, (10, 6)), {"classes": 4}, again=True)


@points(0.5)
@after(test_values)
def test_nothing(probes, rng):
    """kappa is 0 if the sum of w * E is 0: all labels and predictions are of one class"""
    one = int(rng.integers(0, 3))
    labels = np.full(4, one, "int32")
    scores = np.float32(5 * np.eye(3)[labels]) + rng.uniform(0, 1, (4, 3)).astype("float32")
    batches = [[labels, scores], [labels[:0], scores[:0]], *drawn(rng, 3, (9,))]
    for weighting in WEIGHTINGS:
        asked(probes, batches, {"classes": 3, "weighting": weighting})


@points(0.5)
@after(test_values)
def test_dtypes(probes, rng):
    """labels may be int64 or uint8"""
    for dtype in ("int64", "uint8"):
        asked(probes, drawn(rng, 4, (9, 5), dtype=dtype), {"classes": 4, "weighting": "linear"})


@points(0.5)
@after(test_values)
def test_graph(probes, rng):
    """it works in tf.function, for batches of unknown size"""
    for weights in (False, True):
        batches = drawn(rng, 3, (6, 4, 1), weights=weights)
        asked(probes, batches, {"classes": 3, "weighting": "quadratic"}, "graph")


@points(0.5)
@after(test_weighting)
def test_unknown(probes, rng):
    """any other weighting is a ValueError"""
    batches = drawn(rng, 3, (8,))
    asked(probes, batches, {"classes": 3, "weighting": "quadratic"})
    for weighting in ("cubic", "none", ""):
        config = {"classes": 3, "weighting": weighting}
        assert_raises(ValueError, probes.cohen_kappa, "CohenKappa", config, batches)
