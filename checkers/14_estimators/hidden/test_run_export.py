"""Hidden checks of run_export."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


@points(0.75)
@after("test_numbers")
def test_more_exports(probes, rng):
    """an export beside others, with the values of the newest checkpoint"""
    kernels, x = list(draw(rng, (1, 4))), draw(rng, (5, 4))
    got = probes.run_export(kernels, [x, x[:1]], [8, 17], ["99", "2", "x3"])
    want = [f"/all/served/{number}" for number in (100,)]
    assert_equal(got["paths"], want, what="the list of paths")
    for kernel, results in zip(kernels, got["results"], strict=True):
        for rows, result in zip((x, x[:1]), results, strict=True):
            y = rows @ kernel
            assert_close(result["y"], y, what="'y' of a batch")
            assert_close(result["twice"], np.stack([y, 2 * y], axis=1), what="'twice' of a batch")
