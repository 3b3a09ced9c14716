"""junit.xml: a run for programs that read test results. It is the instructor's: it names all."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from tensorkata.reporting.export_files import Files, corrections
from tensorkata.results import RunResult
from tensorkata.text import for_xml


def as_junit(run: RunResult) -> Files:
    """Return junit.xml: a suite a student, a case a check."""
    yield "junit.xml", _suites(run)


def _suites(run: RunResult) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="{run.topic}">'
    for entry in run.submissions:
        suite = ET.Element("testsuite", name=for_xml(entry.student))
        checks = [(e.name, check) for e in entry.exercises for check in e.checks]
        failed = [check for _, check in checks if not check.passed and check.outcome != "skipped"]
        suite.set("tests", str(len(checks)))
        suite.set("failures", str(len(failed)))
        suite.set("time", f"{entry.seconds:.3f}")
        for exercise, check in checks:
            where = f"{run.topic}.{exercise}"
            case = ET.SubElement(suite, "testcase", classname=where, name=check.name)
            case.set("time", f"{check.seconds:.3f}")
            if check.outcome == "skipped":
                ET.SubElement(case, "skipped", message=for_xml(check.message))
            elif not check.passed:
                lost = ET.SubElement(case, "failure", type=check.outcome)
                lost.text = for_xml(check.message)
        if by_hand := corrections(entry):
            ET.SubElement(suite, "system-out").text = for_xml("\n".join(by_hand))
        if entry.message:
            ET.SubElement(suite, "system-err").text = for_xml(entry.message)
        yield ET.tostring(suite, encoding="unicode")
    yield "</testsuites>"
