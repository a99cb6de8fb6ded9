"""What a run leaves: text, JUnit, JSON, a page, the difference of two, and recorded scripts."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from assistant_samples import assistant_over, demo_index, made_shop, product, variant
from rehearsal_samples import case_of, plain, script

from assistant.errors import AssistantError
from assistant.rehearsal.checking import check_script
from assistant.rehearsal.comparing import compare
from assistant.rehearsal.junit import junit_xml
from assistant.rehearsal.loading import load_script
from assistant.rehearsal.page import html_page
from assistant.rehearsal.recording import Recorded, script_text
from assistant.rehearsal.records import CaseRecord, ReportRecord, read_record, record_of
from assistant.rehearsal.results import RunReport, StepResult
from assistant.rehearsal.runner import Rehearsal
from assistant.rehearsal.telling import (
    tell_case,
    tell_failure,
    tell_failures,
    tell_summary,
    transcript,
)

MIXED = """
test_cases:
  - {test_case: fine, tags: [smoke], steps: [{user: tents, assertions: [act: search]}]}
  - {test_case: broken, steps: [{user: tents, assertions: [act: details]}]}
  - {test_case: known, expected_to_fail: none, steps: [{user: tents, assertions: [act: cart_add]}]}
  - {test_case: mended, expected_to_fail: was so, steps: [{user: tents, assertions: [act: search]}]}
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> RunReport:
    read = script(tmp_path_factory.mktemp("scripts"), MIXED)
    return replace(Rehearsal(plain).run([read]), setting={"model": "plain"})


def test_text_tells_each_case_and_the_whole(report: RunReport) -> None:
    assert [tell_case(result).split()[0] for result in report.results] == [
        "ok", "FAILED", "known", "UNEXPECTED",
    ]  # fmt: skip
    (summary,) = tell_summary(report)
    assert summary.startswith(
        "1 passed, 1 failed, 1 failed as expected, 1 passed unexpectedly; 4 turns in"
    )


def test_text_tells_a_failure_with_all_there_is(report: RunReport) -> None:
    broken, mended = report.failures
    told = "\n".join(tell_failure(broken))
    for words in ("my.chat.yaml:4", "expected  details", "got       search", "> tents", "[p-"):
        assert words in told
    assert "understand: {" in told
    assert "take the mark `expected_to_fail` away" in "\n".join(tell_failure(mended))


def test_junit_counts_and_tells(report: RunReport) -> None:
    suite = ET.fromstring(junit_xml(report)).find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("4", "2", "1")
    cases = {case.get("name"): case for case in suite.iter("testcase")}
    failure = cases["broken"].find("failure")
    assert failure is not None
    assert failure.get("message") == "act: expected details; got search"
    assert "> tents" in (failure.text or "")
    assert cases["known"].find("skipped") is not None
    assert cases["fine"].find("failure") is None


def test_json_is_read_back_as_it_was_written(report: RunReport, tmp_path: Path) -> None:
    record = record_of(report)
    path = tmp_path / "report.json"
    path.write_text(record.model_dump_json(), encoding="utf-8")
    assert read_record(path) == record
    assert [case.outcome for case in record.cases] == ["passed", "failed", "known", "unexpected"]
    assert record.pass_power == {"pass^1": 0.5}
    (step,) = record.cases[1].steps
    assert step.products
    assert [(m.assertion, m.line) for m in step.mismatches] == [("act", 4)]


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"ok": true}'])
def test_json_of_something_else_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AssistantError, match="is not a report"):
        read_record(path)


class Tags(HTMLParser):
    """The tags of a page, and those that were left open or closed twice."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


HOSTILE = "<script>alert(1)</script><img src=x onerror=y>"


def test_the_page_is_whole_and_escapes_everything(tmp_path: Path) -> None:
    shop = made_shop(
        product("p-1", f"Tent {HOSTILE}", variant("v", "9.00", colour=HOSTILE), brand=HOSTILE)
    )
    text = case_of(f"- user: 'tent {HOSTILE}'\n  assertions: [act: details]")
    rehearsal = Rehearsal(lambda: assistant_over(shop))
    report = rehearsal.run([script(tmp_path, text.replace("mine", f'"{HOSTILE}"'))])
    page = html_page(replace(report, setting={HOSTILE: HOSTILE}))
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert not {"script", "img"} & set(tags.seen)
    assert page.count("alert(1)") >= 5
    assert "default-src 'none'" in page


def test_the_page_shows_cards_as_seen(report: RunReport) -> None:
    page = html_page(report)
    seen = report.results[1].steps[0].observed
    assert seen
    for card in seen.reply.cards:
        assert card.product_id in page
    assert page.index("broken") < page.index("fine")
    assert '<details class="failed" open>' in page


def test_junit_holds_no_character_that_xml_forbids(tmp_path: Path) -> None:
    text = case_of('- user: "tent \\x01 \\x0b end"\n  assertions: [act: details]')
    report = Rehearsal(plain).run([script(tmp_path, text)])
    ET.fromstring(junit_xml(report))


def changed(record: ReportRecord, name: str, **changes: object) -> ReportRecord:
    """The same record with one case's steps changed."""

    def other(case: CaseRecord) -> CaseRecord:
        if case.case != name:
            return case
        steps = tuple(step.model_copy(update=changes) for step in case.steps)
        return case.model_copy(update={"steps": steps})

    return record.model_copy(update={"cases": tuple(other(case) for case in record.cases)})


def test_two_runs_differ_in_what_got_better_worse_changed_and_slower(report: RunReport) -> None:
    first = record_of(report)
    broken = first.cases[1].steps[0].mismatches
    second = changed(first, "broken", mismatches=(), total_ms=9000.0)
    second = changed(second, "fine", mismatches=broken, match_count=3, total_ms=9000.0)
    second = second.model_copy(update={"cases": second.cases[:-1]})
    found = compare(first, second)
    assert [len(part) for part in (found.better, found.worse, found.changed)] == [1, 1, 1]
    assert found.better == ("my.chat.yaml: broken: passed 0%, now 100%",)
    assert found.worse[0].startswith("my.chat.yaml: fine: passed 100%, now 0% (act: expected")
    assert len(found.slower) == 1, "the first message of all warms up, which is no news"
    assert found.slower[0].startswith("my.chat.yaml: broken: ")
    assert "now 9000 ms" in found.slower[0]
    assert "-> 3" in found.changed[0]
    assert found.only_first == ("my.chat.yaml: mended",)
    assert compare(second, first).only_second == found.only_first
    assert len(compare(second, first).faster) == 1
    lines = list(found.lines())
    assert lines[0] == "worse: 1"


def test_a_run_does_not_differ_from_itself(report: RunReport) -> None:
    record = record_of(report)
    assert list(compare(record, record).lines()) == ["no difference"]


CONVERSATION = (
    "running shoes under $100",
    "not from Solmara, and only blue ones",
    "what is the second one made of?",
    "rated at least 4, no leather",
    "a helicopter",
    'say "{colour}": yes, no: #1',
    "thanks",
)


def test_a_recorded_conversation_is_a_script_that_passes(tmp_path: Path) -> None:
    assistant = plain()
    conversation_id = assistant.start()
    for message in CONVERSATION:
        list(assistant.reply(conversation_id, message))
    turns = assistant.history(conversation_id)
    path = tmp_path / "recorded.chat.yaml"
    text = script_text([Recorded("shoes", turns, tags=("smoke",)), Recorded("again", turns)])
    path.write_text(text, encoding="utf-8")
    read = load_script(path)
    check_script(read, demo_index())
    assert [step.user for step in read.cases[0].steps] == list(CONVERSATION)
    names = {asserted.name for case in read.cases for s in case.steps for asserted in s.assertions}
    assert names >= {"act", "products", "every_product", "constraints", "match_count", "not_found"}
    result = Rehearsal(plain).run([read])
    assert result.ok, [str(mismatch) for r in result.results for mismatch in r.mismatches]


def test_what_is_recorded_reads_well() -> None:
    assistant = plain()
    conversation_id = assistant.start()
    list(assistant.reply(conversation_id, "running shoes under $100"))
    text = script_text([Recorded("shoes", assistant.history(conversation_id))])
    assert "      - user: running shoes under $100\n" in text
    assert "          - constraints: {category: running shoes, price_max: 100}\n" in text


@pytest.mark.parametrize(
    "event",
    [
        "model_fails", "model_recovers", "reload", "retry", "leave", "{model_slow: 2.5}",
        "{page: {product: p-0196}}", "{page: {category: boots}}",
        "{set_price: {product: p-0772, price: 9.99}}",
        "{set_stock: {product: p-0772, variant: p-0772-red, stock: 0}}",
    ],
)  # fmt: skip
def test_an_event_is_told_as_the_script_has_it(tmp_path: Path, event: str) -> None:
    read = script(tmp_path, case_of(f"- user: tents\n- event: {event}"))
    step = StepResult(read.cases[0].steps[1])
    assert list(transcript(step)) == [f"* event: {event}"]


def test_the_same_failure_of_several_runs_is_told_once(tmp_path: Path) -> None:
    steps = "- user: tents under $300\n  assertions:\n    - every_product: {price: {max: 1}}"
    played = Rehearsal(plain).run([script(tmp_path, case_of(steps))], runs=3)
    (told,) = tell_failures(played)
    assert told[0].endswith("seed 0) in 3 of 3 runs")
    shown = len(played.results[0].steps[0].observed.shown)  # type: ignore[union-attr]
    assert shown > 1
    assert sum(line.startswith("  expected  ") for line in told) == 1
    assert sum(line.startswith(("  got       p-", "  and       p-")) for line in told) == shown


def test_a_failing_row_names_its_values(tmp_path: Path) -> None:
    text = case_of(
        '- user: "{thing} under ${limit}"\n  assertions: [act: details]',
        parameters="[{thing: tents, limit: 300}, {thing: tents, limit: 200}]",
    ).replace("mine", '"{thing}"')
    played = Rehearsal(plain).run([script(tmp_path, text)])
    assert [told[0].split("  (")[0] for told in tell_failures(played)] == [
        "--- tents [limit=300]",
        "--- tents [limit=200]",
    ]
