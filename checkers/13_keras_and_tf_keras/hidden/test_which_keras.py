"""Hidden checks of which_keras."""

from tensorkata.checking import after, assert_equal, points


@points(0.5)
@after("test_versions")
def test_legacy(probes, rng):
    """with an old tf.keras the generation is 2, and no class is shared"""
    old = f"2.{rng.integers(4, 30)}.{rng.integers(9)}rc{rng.integers(9)}"
    facts = {"keras": "3.99.1", "tf.keras": old, "tf_keras": old, "backend": "torch"}
    around = {"KERAS_BACKEND": "jax", "TF_USE_LEGACY_KERAS": "0", "pip": "3.98.2"}
    got = probes.which_keras([facts | around | {"shared": False}])
    want = facts | {"shared": False, "generation": 2}
    assert_equal(got, [want], what="the list of one dict of facts")
