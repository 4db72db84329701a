"""Every page of a case, for whoever works it."""

from collections.abc import Callable

from .browser import Browser, text_of

FORMS = [
    "/notes", "/papers", "/parties", "/allegations", "/measures", "/tasks", "/told", "/links", "/details", "/members",
    "/pause", "/resumption", "/withdrawals", "/appeals", "/assignment", "/closure", "/steps?step=triage", "/keys",
]  # fmt: skip


def test_whoever_works_the_case_opens_all_of_it(browse: Callable[[str], Browser]) -> None:
    for who, more in (("specialist", []), ("lead", ["/reopening", "/approval", "/walls", "/originals"])):
        browser = browse(who).sure()
        for path in ["", "?part=notes", "?part=dialogue", "?part=steps", *FORMS, *more]:
            assert "ER-2026-" in browser.page(path), path


def test_the_case_says_who_reads_it_and_what_comes_next(browse: Callable[[str], Browser]) -> None:
    said = text_of(browse("specialist").page())
    assert "MARKER-7Q4 remarks about a pregnancy" in said
    assert "Readable by 1 person and you: Lead Example" in said
    assert "Take into triage" in said
    assert "Viktor Hale" in said
    assert "Packing hall" in said
