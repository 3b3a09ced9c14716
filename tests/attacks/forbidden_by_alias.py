# tries to: hide the forbidden layer behind an alias that another cell seems to bind
# %%
from keras.layers import Dense as Layer


# %%
class ANSWER(Layer):
    pass


# %%
from keras.layers import Layer
