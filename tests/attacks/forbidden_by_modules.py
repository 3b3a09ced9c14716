# tries to: find the forbidden layer in the table of modules
import sys

BASE = vars(sys.modules["keras.layers"])["Dense"]


class ANSWER(BASE):
    pass
