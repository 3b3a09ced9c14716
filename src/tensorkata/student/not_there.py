"""What is said of a module or a file that a submission uses and that is not there."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import PurePath

from tensorkata.protocol.cells import NO_MODULE


def no_module(module: str, line: int, here: str) -> str:
    """Say that a module cannot be imported, and what to do: of Colab, of a package, of one's own.

    `here` names the submission without its suffix.
    """
    top = module.partition(".")[0]
    package = PACKAGE_OF.get(top, top)
    if top in ONLY_THERE or module in ONLY_THERE:
        place = ONLY_THERE.get(module) or ONLY_THERE[top]
        return ONLY.format(module=module, line=line, place=place)
    if module != top and top in sys.modules:
        return NO_PART.format(module=module, line=line, package=package, version=_version(package))
    words = NOT_INSTALLED if top in KNOWN else NO_MODULE
    return words.format(module=module, line=line, package=package, here=here)


def no_file(path: str, line: int, here: str, files: Iterable[str]) -> str:
    """Say that a file cannot be opened; `files` are those that the course has sent along."""
    name = PurePath(path.replace("\\", "/")).name
    words = BESIDE if name in files else NO_FILE
    return words.format(path=path, name=name, line=line, here=here)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


ONLY = "{module} is only there in {place} (line {line}): do without it"
NO_PART = "there is no {module} in {package} {version} (line {line})"
NOT_INSTALLED = (
    "{module} is not installed where this is graded (line {line}): do without it, or ask your"
    " instructor for --packages {package}"
)
NO_FILE = "{path} is not there (line {line}): only {here} is handed in"
BESIDE = "{path} is not there (line {line}): {name} is in the same folder, so open it as {name}"
# Modules that no machine but theirs has.
ONLY_THERE = {
    "google.colab": "Colab",
    "kaggle_secrets": "Kaggle",
    "kaggle_datasets": "Kaggle",
    "kaggle_web_client": "Kaggle",
}
# What notebooks import that is nobody's own module.
KNOWN = frozenset(
    {
        *("matplotlib", "pandas", "seaborn", "plotly", "scipy", "sympy", "torch", "torchvision"),
        *("jax", "google", "ipywidgets", "IPython", "tqdm", "PIL", "cv2", "imageio"),
        *("skimage", "h5py", "requests", "kaggle", "kagglehub", "wandb", "tensorflow"),
        *("tensorflow_datasets", "tensorflow_hub", "tensorflow_probability", "tensorflow_text"),
        *("tensorflow_addons", "tensorboard", "keras", "keras_tuner", "keras_cv", "keras_nlp"),
        *("keras_hub", "transformers", "datasets", "gdown", "xgboost", "lightgbm"),
        *("statsmodels", "nltk", "gensim", "spacy", "gym", "gymnasium", "pydot", "graphviz"),
        *("numba", "sklearn", "polars", "bs4", "yaml", "torchaudio", "mlflow", "optuna"),
        *("catboost", "einops", "tensorflow_io", "scikeras", "visualkeras", "torchsummary"),
        *("opendatasets", "albumentations", "librosa", "soundfile", "openpyxl", "psutil"),
    }
)
# The package of a module that is called otherwise.
PACKAGE_OF = {
    "sklearn": "scikit-learn",
    "skimage": "scikit-image",
    "cv2": "opencv-python-headless",
    "PIL": "pillow",
    "bs4": "beautifulsoup4",
    "yaml": "pyyaml",
    "IPython": "ipython",
}
