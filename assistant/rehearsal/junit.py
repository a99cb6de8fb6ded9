"""A run as JUnit XML, which every CI server reads."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from assistant.rehearsal.results import CaseResult, RunReport
from assistant.rehearsal.telling import tell_failure, transcript

__all__ = ["junit_xml"]

_UNFIT = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""What XML 1.0 cannot hold at all, escaped or not."""


def junit_xml(report: RunReport) -> str:
    """Write a run: a suite a script, a case a run of a case; known failures are skipped."""
    top = Element("testsuites", name="aisle test", time=f"{report.seconds:.3f}")
    for script in dict.fromkeys(result.script for result in report.results):
        own = [result for result in report.results if result.script == script]
        suite = SubElement(
            top,
            "testsuite",
            name=script,
            tests=str(len(own)),
            failures=str(sum(r.outcome in {"failed", "unexpected"} for r in own)),
            skipped=str(sum(r.outcome == "known" for r in own)),
            errors="0",
            time=f"{sum(r.seconds for r in own):.3f}",
        )
        for result in own:
            _case(suite, result, several=report.runs > 1)
    indent(top)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(top, encoding="unicode") + "\n"


def _case(suite: Element, result: CaseResult, *, several: bool) -> None:
    name = f"{result.case.name} (run {result.run + 1})" if several else result.case.name
    case = SubElement(
        suite,
        "testcase",
        classname=_sound(result.script),
        name=_sound(name),
        time=f"{result.seconds:.3f}",
    )
    if result.outcome == "known":
        SubElement(case, "skipped", message=_sound(f"known: {result.case.expected_to_fail}"))
    elif result.outcome != "passed":
        first = next(iter(result.mismatches), None)
        failure = SubElement(
            case, "failure", message=_sound(str(first) if first else "passed unexpectedly")
        )
        failure.text = _sound("\n".join(tell_failure(result)))
    out = SubElement(case, "system-out")
    out.text = _sound("\n".join(line for step in result.steps for line in transcript(step)))


def _sound(text: str) -> str:
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)
