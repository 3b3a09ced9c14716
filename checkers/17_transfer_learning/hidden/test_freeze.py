"""Hidden checks of freeze."""

from tensorkata.checking import after, assert_equal, points


@points(0.5)
@after("test_nested")
def test_deeper(probes, rng):
    """three models deep, with a normalization at the end of each"""
    names = rng.permutation(list("qwertzuiop")).tolist()
    a, b, c, d, e, *norms = names
    layers = [[a, 3], ["one", [[b, 2], ["two", [[c, 4], [norms[0], "norm"]]], [norms[1], "norm"]]]]
    layers += [[norms[2], "norm"], [d, 2], [norms[3], "relu"], ["three", [[e, 3]]]]
    cases = [[top, []] for top in (3, 1, 4, 0)]
    got = probes.freeze(layers, 2, cases)
    for mine, (top, _) in zip(got, cases, strict=True):
        want = {"returned": "the same model", "trained": [a, b, c, d, e][5 - top :]}
        assert_equal(mine, want, what=f"the list of trained layers, top={top}")
