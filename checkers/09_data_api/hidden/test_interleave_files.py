"""Hidden checks of interleave_files."""

from tensorkata.checking import after, assert_equal, points


@points(1)
@after("test_form")
def test_bounds(probes, rng):
    """extra places do no harm, an empty file serves nothing, and an empty list is refused"""
    one, two, three = [[f"{word}, {n}" for n in range(3)] for word in rng.permutation(999)[:3]]
    got = probes.refused_to_interleave(one, [[0, 1], [2, 0], [2, -1], [1, 1]])
    assert_equal(got, [*["ValueError"] * 3, ""], what=REFUSED, slips=SLIPS)
    got = probes.interleave_files([one, [], two[:1], three], 7)[0]
    want = [one[0], two[0], three[0], one[1], three[1], one[2], three[2]]
    assert_equal([str(line) for line in got], want, what="the list of lines")


REFUSED = "the list of errors for no path, a cycle of 0, a cycle of -1, and one file in one place"
TENSORFLOW = "InvalidArgumentError"
SLIPS = {
    "no path gives an empty dataset": ["", "ValueError", "ValueError", ""],
    "cycle is left to TensorFlow, which raises a different error": [
        "ValueError",
        *[TENSORFLOW] * 2,
        "",
    ],
    "cycle is left to TensorFlow, which chooses for itself at -1": [
        *["ValueError", TENSORFLOW],
        *["", ""],
    ],
    "a cycle of -1 is allowed": ["ValueError", "ValueError", "", ""],
    "a cycle of 1 is refused": ["ValueError"] * 4,
}
