# tries to: rebind the exercise by texts that Python's own modules run
import contextlib
import cProfile
import doctest
import inspect
import timeit

import numpy as np

TEXT = "import submission, keras; submission.ANSWER = keras.layers.Dense"


class ANSWER:
    def nothing(self):
        """
        >>> import submission, keras
        >>> submission.ANSWER = keras.layers.Dense
        """


for run in (timeit.timeit, cProfile.run, lambda text: np.testing.runstring(text, {})):
    with contextlib.suppress(Exception):
        run(TEXT)
doctest.run_docstring_examples(ANSWER.nothing, {})
dict(inspect.getmembers(ANSWER.nothing))["__glob" + "als__"]["ANSWER"] = np.ndarray
