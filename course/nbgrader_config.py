"""nbgrader's settings for this course: the kit's judge grades, in the place of a kernel."""

import sys
import warnings

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import (
    AssignLatePenalties,
    IgnorePattern,
    LimitOutput,
    SaveAutoGrades,
)

try:
    from tensorkata.platforms.nbgrader.collector import Collector, Extractor
    from tensorkata.platforms.nbgrader.due_date import DueDate
    from tensorkata.platforms.nbgrader.intake import Restore, without_links
    from tensorkata.platforms.nbgrader.judged import FittingReader, Judged
    from tensorkata.platforms.nbgrader.markdown import markdown_as_text
except Exception as error:  # noqa: BLE001
    # nbgrader goes on without a configuration that fails, and would run students' code unprotected.
    sys.exit(f"nbgrader_config.py: {error}; type: pip install 'tensorkata[instructor]'")

c = get_config()  # noqa: F821 - nbgrader runs this file

c.CourseDirectory.course_id = "tensorkata"

# nbgrader's first look at a new submission makes SQLAlchemy warn of what nbgrader then does.
warnings.filterwarnings("ignore", "Object of type <Submitted", module="nbgrader")

# zip_collect reads what a platform hands out as `kata grade` does, under the same names.
c.ZipCollectApp.extractor_plugin = Extractor
c.ZipCollectApp.collector_plugin = Collector

# generate_assignment takes the assignment's `due` from course.toml, if it has one.
c.GenerateAssignment.preprocessors = [
    *GenerateAssignment.class_traits()["preprocessors"].default(),
    DueDate,
]

# A notebook is read under caps, without its outputs, and no link of a submission is followed.
c.Autograde.exporter_class = FittingReader
c.Autograde.pre_convert_hook = without_links

# The course's own cells come back as the gradebook knows them: once, with their flags and points.
c.Autograde.sanitize_preprocessors = [Restore]

# The student's code runs in the sandbox; every other step is nbgrader's. In a copy of this file
# outside of the clone, name the clone's folder here: the hidden checks are there.
c.Judged.course = __file__
c.Autograde.autograde_preprocessors = [
    Judged,
    IgnorePattern,
    ClearMetadataPreprocessor,
    LimitOutput,
    SaveAutoGrades,
    AssignLatePenalties,
]

# With stock Execute (nbgrader without the kit's sandbox) a tag must not skip a graded cell.
c.Execute.skip_cells_with_tag = ""
c.Execute.timeout = 120

# What students wrote is shown as text, in the feedback and in the formgrader.
c.HTMLExporter.filters = {"markdown2html": markdown_as_text}
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
