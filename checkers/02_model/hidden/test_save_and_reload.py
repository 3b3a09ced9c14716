"""Hidden checks of save_and_reload."""

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_output")
def test_replaces_larger(probes, rng):
    """an existing file of a larger model is replaced"""
    older, weights, x = draw(rng, (3, 7), (7,)), draw(rng, (3, 2), (2,)), draw(rng, (6, 3))
    slips = {"the older file is loaded": x @ older[0] + older[1]}
    assert_close(probes.saved_over(older, weights, x), x @ weights[0] + weights[1], slips=slips)
