# tries to: put the forbidden layer below a plain class, from a cell of another exercise
import keras


# %%
class ANSWER(keras.layers.Layer):
    pass


# %%
def combine(cls, base):
    setattr(cls, "_".join(["", "_bases", "", ""]), (base,))


# %%
combine(ANSWER, keras.layers.Dense)
