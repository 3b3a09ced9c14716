"""Hidden checks of Saver."""

from tensorkata.checking import after, assert_equal, draw, points


@points(0.5)
@after("test_keep")
def test_many(probes, rng):
    """the newest four of many checkpoints stay, and the last is restored"""
    values = [list(draw(rng, (6, 3))) for _ in range(2)]
    got = probes.saver_kept(values, [1, 2, 3, 5, 8, 13], 4, [20, 21])
    files = sorted(f"model.ckpt-{n}" for n in (8, 13, 20, 21))
    # What is saved and restored is the same number, so nothing is allowed.
    want = {"files": files, "weight": values[1][1].tolist()}
    assert_equal(got, want, what="the pair of checkpoints in the folder and restored weight")


@points(0.5)
@after("test_lacking")
def test_other_variable(probes, rng):
    """a renamed variable is an error; the same names are restored"""
    saved, before = draw(rng, (2, 2), (2, 2))
    got = probes.saver_restored({"w": saved}, 3, {"w": before})
    error = probes.saver_restored({"w": saved}, 3, {"kernel": before}, lacking=True)
    want = {"returned": True, "values": {"w": saved.tolist()}, "global step": 3}
    wrong = {"nothing is raised for another name": [want, "no error"]}
    what = "the pair of both restores"
    assert_equal([got, error], [want, "ValueError"], what=what, slips=wrong)
