"""Hidden checks of interleave_files."""

from tensorkata.checking import after, assert_equal, points


@points(1)
@after("test_turns")
def test_bounds(probes, rng):
    """extra places do no harm, an empty file serves nothing, and an empty list is refused"""
    one, two, three = [[f"{word}, {n}" for n in range(3)] for word in rng.permutation(999)[:3]]
    got = probes.refused_to_interleave([one, two], CASES)
    assert_equal(got, dict.fromkeys(CASES, "ValueError"), what="the dict of errors")
    [got] = probes.interleave_files([one, [], two[:1], three], 7)
    want = [one[0], two[0], three[0], one[1], three[1], one[2], three[2]]
    assert_equal([str(line) for line in got], want, what="the list of lines")


CASES = {"no path": [0, 3], "a cycle of 0": [1, 0], "a cycle of -5": [2, -5]}
