"""The page: one file that works offline, escapes what strangers wrote, and prints the numbers of pack.json."""

import base64
import hashlib
import itertools
import re
from dataclasses import replace

import pytest
from invented_outturns import OUTTURNS, pack, place
from page_reader import Reader, disagreements

from proventive.evidence import as_json, page
from proventive.outturn.outturn import Outturn

CASES = pytest.mark.parametrize("name", list(OUTTURNS))


def page_of(outturn: Outturn) -> str:
    return page(pack(outturn))


@CASES
def test_every_number_on_the_page_is_the_number_of_pack_json(name: str) -> None:
    told = pack(OUTTURNS[name]())
    assert len(Reader(page(told)).figures) > 5
    assert disagreements(page(told), as_json(told)) == []


def test_a_number_that_is_not_that_of_pack_json_is_seen() -> None:
    told = pack(place())
    assert disagreements(page(told).replace(">£102,000<", ">£103,000<"), as_json(told))
    assert disagreements(page(told).replace("17% fewer", "18% fewer"), as_json(told))


@CASES
def test_every_figure_leads_to_a_place_on_the_page(name: str) -> None:
    reader = Reader(page_of(OUTTURNS[name]()))
    places = [attributes["id"] for _, attributes in reader.tags if attributes.get("id")]
    assert len(set(places)) == len(places)
    leads = [attributes["href"] for attributes in reader.named("a")]
    assert all(lead is not None and lead.startswith("#") and lead[1:] in places for lead in leads)


@CASES
def test_the_same_outturn_gives_the_same_bytes(name: str) -> None:
    assert page_of(OUTTURNS[name]()).encode() == page_of(OUTTURNS[name]()).encode()


@CASES
def test_headings_go_down_one_level_at_a_time(name: str) -> None:
    levels = [int(tag[1]) for tag, _ in Reader(page_of(OUTTURNS[name]())).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_page_asks_for_nothing_and_runs_nothing() -> None:
    markup = page_of(place())
    reader = Reader(markup)
    assert not reader.named("script", "img", "link", "iframe", "object", "embed", "form", "audio", "video")
    assert not [tag for tag, attributes in reader.tags if any(name.startswith("on") for name in attributes)]
    assert not [tag for tag, attributes in reader.tags if {"src", "srcset", "style"} & set(attributes)]
    assert "url(" not in markup
    assert "@import" not in markup


def test_the_policy_of_the_page_allows_its_own_style_sheet_and_no_more() -> None:
    markup = page_of(place())
    style = re.search(r"<style>(.*?)</style>", markup, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = next(
        each["content"]
        for each in Reader(markup).named("meta")
        if each.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_language_skip_link_and_marking_are_there() -> None:
    reader = Reader(page_of(place()))
    assert reader.named("html") == [{"lang": "en-GB"}]
    assert reader.named("a")[0]["href"] == "#main"
    assert [each for each in reader.named("main") if each.get("id") == "main"]
    marking = page_of(place()).partition('<div class="marking" role="note">')[2].partition("</div>")[0]
    assert "Not for release" in marking
    assert "For the parties to this agreement" in marking


def test_every_table_has_a_caption_and_every_heading_cell_a_scope() -> None:
    reader = Reader(page_of(place()))
    assert len(reader.named("table")) == len(reader.named("caption"))
    assert all(each.get("scope") in ("col", "row") for each in reader.named("th"))


def test_what_strangers_wrote_is_text_and_no_more() -> None:
    outturn = place()
    hostile = '<script>alert("x")</script>\u202eevil\u2066 & "quoted"'
    agreement = replace(outturn.agreement, title=hostile, about=f"<img src=x onerror=alert(1)>{hostile}")
    promise = replace(outturn.promises[0], label=hostile, owner=hostile, reason=hostile)
    payment = replace(outturn.payments[1], label=hostile, reason=hostile)
    markup = page_of(
        replace(
            outturn,
            agreement=agreement,
            promises=(promise, *outturn.promises[1:]),
            payments=(outturn.payments[0], payment, *outturn.payments[2:]),
            unknowns=(hostile,),
            seals=(hostile,),
            notes=(hostile,),
        )
    )
    reader = Reader(markup)
    assert not reader.named("script", "img")
    assert "\u202e" not in markup
    assert "\u2066" not in markup
    assert "&lt;script&gt;" in markup
    assert "&quot;quoted&quot;" in markup


def test_codes_are_never_shown_outside_the_trails() -> None:
    markup = page_of(place())
    before_trails = markup[: markup.index('id="trails"')]
    words = re.sub(r"<style>.*?</style>|<[^>]*>", " ", before_trails, flags=re.DOTALL)
    for code in (
        "nhwo-",
        "matched-cohort",
        "before-after",
        "simd_decile",
        "use.last_3_months",
        "emergency_admission",
    ):
        assert code not in words
