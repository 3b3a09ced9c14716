"""Hidden checks of port_saving."""

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_export")
def test_both_forms(probes, rng):
    """both forms give the old model's outputs, under other names and for another loss"""
    kernel, bias, x = draw(rng, (5, 4), (4,), (7, 5))
    names = ["m.keras", "folder_of_m"]
    got = probes.port_saving([kernel, bias], [x], ["new", "served"], "huber", names)
    wants = [2 * (x.astype(float) @ kernel + bias)]
    for form in ("new", "served"):
        for values, want in zip(got[form], wants, strict=True):
            assert_close(values, want, dtype="float32", what=f"the {form} model's outputs")
