"""What the course says is true: its worked examples run, and every API that it names is there."""

from __future__ import annotations

import doctest
import re
import sys
import types
import warnings
from pathlib import Path

import pytest

from tensorkata.authoring import source
from tensorkata.course import Course
from tensorkata.errors import UsageError

COURSE = Course(Path(__file__).parents[1])
TOPICS = pytest.mark.parametrize("topic", COURSE.topics, ids=lambda topic: topic.name)
# A dotted name of TensorFlow or Keras, as a lesson, a docstring or a hint writes it.
API = re.compile(r"(?<![\w./])(?!keras\.io\b)(?:tf|keras)(?:\.[A-Za-z_]\w*)+")

PLURAL = "tf.Variables"  # in TensorFlow's own words
# What stands in the old program beside its port.
OLD = ("tf.estimator", "tf.get_variable", "tf.losses.sparse_", "tf.metrics.accuracy")
OLD += ("tf.nn.sparse_", "tf.train.MomentumOptimizer", "tf.train.get_global_step")
OLD += ("tf.keras.estimator",)
GONE = {"14_estimators": OLD}


@pytest.fixture(scope="module")
def solved():
    """Return a function that runs a topic's solution once and returns its module."""
    modules = {}

    def run(topic):
        if topic.name not in modules:
            path = COURSE.solutions / topic.filename
            module = types.ModuleType(topic.name)
            module.__file__ = str(path)
            sys.modules[topic.name] = module  # a dataclass looks for its own
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                exec(compile(path.read_text(), str(path), "exec"), vars(module))
            modules[topic.name] = module
        return modules[topic.name]

    yield run
    for name in modules:
        del sys.modules[name]


@TOPICS
def test_every_worked_example_is_true(topic, solved, tmp_path, monkeypatch):
    """The examples of a topic give what stands below them, and each exercise has one."""
    monkeypatch.chdir(tmp_path)
    module = solved(topic)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    said = []
    for exercise in topic.exercise:
        found = getattr(module, exercise.name)
        tests = doctest.DocTestFinder().find(found, exercise.name, module, vars(module).copy())
        assert sum(len(test.examples) for test in tests), f"{exercise.name} has no worked example"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for test in tests:
                runner.run(test, out=said.append)
    assert not runner.failures, "".join(said)


@TOPICS
def test_every_api_that_a_lesson_names_is_there(topic):
    """No lesson, docstring or hint sends a student to what TensorFlow and Keras do not have."""
    import keras
    import tensorflow as tf

    texts = [source.read(COURSE, topic), *(h for e in topic.exercise for h in e.hints)]
    names = {name for text in texts for name in API.findall(text)} - {PLURAL}
    names = {name for name in names if not name.startswith(GONE.get(topic.name, " "))}
    gone = []
    for name in sorted(names):
        first, *rest = name.split(".")
        found = {"tf": tf, "keras": keras}[first]
        for part in rest:
            if not hasattr(found, part):
                gone.append(name)
                break
            found = getattr(found, part)
    assert not gone


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lin", "did you mean Linear?"),
        ("LINEAR", "did you mean Linear?"),
        ("tensors_", "did you mean 01_tensors?"),
        ("callb", "did you mean standard_callbacks or 06_callbacks?"),
        ("exercises/05_custom_layer.py", "did you mean 05_custom_layers?"),
        ("05_custom_layers::lin", "did you mean Linear?"),
    ],
)
def test_a_half_typed_name_is_answered_by_what_it_may_mean(course, typed, meant):
    """The beginning of a name, in any case, or a part of it is enough."""
    with pytest.raises(UsageError, match=re.escape(meant)):
        course.select(typed)


@pytest.mark.parametrize("folder", ["exercises/", "", "./exercises/", "course/source/x/"])
@pytest.mark.parametrize("suffix", [".py", ".ipynb"])
def test_a_topic_s_file_stands_for_the_topic(course, folder, suffix):
    """What a shell completes is understood, with and without an exercise."""
    topic = course.topic("06_callbacks")
    assert course.select(f"{folder}06_callbacks{suffix}") == (topic, None)
    exercise = topic.exercise[0]
    assert course.select(f"{folder}06_callbacks{suffix}::{exercise.name}") == (topic, exercise)
