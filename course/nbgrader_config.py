"""nbgrader's settings for this course: the kit's judge grades, in the place of a kernel."""

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    IgnorePattern,
    LimitOutput,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)

from tensorkata.integrations.nbgrader import Judged, Reader, Restore, without_links

c = get_config()  # noqa: F821 - nbgrader runs this file

c.CourseDirectory.course_id = "tensorkata"

# A notebook is read under caps, and no link of a submission is followed.
c.Autograde.exporter_class = Reader
c.Autograde.pre_convert_hook = without_links

# The course's own cells come back as the gradebook knows them: once, with their flags and points.
c.Autograde.sanitize_preprocessors = [
    Restore,
    ClearOutput,
    OverwriteKernelspec,
    OverwriteCells,
    CheckCellMetadata,
]

# The student's code runs in the sandbox; every other step is nbgrader's.
c.Autograde.autograde_preprocessors = [
    Judged,
    IgnorePattern,
    ClearMetadataPreprocessor,
    LimitOutput,
    SaveAutoGrades,
    AssignLatePenalties,
    CheckCellMetadata,
]

# With stock Execute (nbgrader without the kit's sandbox) a tag must not skip a graded cell.
c.Execute.skip_cells_with_tag = ""
c.Execute.timeout = 120

# What students wrote is shown as text in the feedback.
c.HTMLExporter.sanitize_html = True
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
