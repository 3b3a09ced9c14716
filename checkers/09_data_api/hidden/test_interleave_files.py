"""Hidden checks of interleave_files."""

from tensorkata.checking import after, assert_equal, assert_raises, points


@points(1)
@after("test_form")
def test_bounds(probes, rng):
    """more places than files open all of them, an empty file serves nothing, none is refused"""
    one, two, three = [[f"{word}, {n}" for n in range(3)] for word in rng.permutation(999)[:3]]
    for files, cycle in [([], 1), ([one], 0), ([one], -1)]:
        assert_raises(ValueError, probes.interleave_files, files, cycle)
    got = probes.interleave_files([one, [], two[:1], three], 7)[0]
    want = [one[0], two[0], three[0], one[1], three[1], one[2], three[2]]
    assert_equal([str(line) for line in got], want, what="the list of lines")
