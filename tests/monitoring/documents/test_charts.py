"""Charts as SVG: what they say, that they are strict, accessible and readable."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from agreements.documents import pdf
from monitoring.documents.charts import STATUS_COLOURS, component_chart, course_chart, sparkline, statement
from tests.monitoring.measure_sheets import LZB, iq, llu, lzb, posts, u25

SVG = "{http://www.w3.org/2000/svg}"
MARKERS = (
    (date(2014, 6, 1), "M1 Bewerbertage"),
    (date(2014, 6, 1), "M2 <Coaching>"),
    (date(2014, 11, 1), "M3 Metall & Elektro"),
)
SHEETS = {
    "rate": iq(),
    "january": iq(date(2014, 1, 1)),
    "without value": iq(missing=[date(2013, 12, 1)]),
    "mean": lzb(),
    "december": lzb(date(2014, 12, 1), figures=[*LZB, 17300, 17290, 17280]),
    "observed": llu(),
    "sum": u25(),
    "staffing": posts([397.1, 398, None, 399]),
}
DRAWN = {
    **{name: course_chart(sheet, prefix="c", markers=MARKERS) for name, sheet in SHEETS.items()},
    **{f"spark {name}": sparkline(sheet, prefix="s") for name, sheet in SHEETS.items()},
    **{f"component {part.label}": component_chart(part, prefix="k") for part in iq().components},
}


def parsed(svg: str) -> ElementTree.Element:
    """Raises ParseError where it is no XML."""
    return ElementTree.fromstring(svg)  # noqa: S314 our own


def texts(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in parsed(svg).iter(f"{SVG}text")]


def title(svg: str) -> str:
    return parsed(svg)[0].text or ""


@pytest.mark.parametrize("name", DRAWN)
def test_strict_and_accessible(name):
    svg = DRAWN[name]
    root = parsed(svg)
    assert (root.tag, root.get("role")) == (f"{SVG}svg", "img")
    assert [child.tag for child in root[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (root[0].get("id"), root[1].get("id"))
    assert root[0].text
    allowed = {
        f"{SVG}{tag}" for tag in ("svg", "title", "desc", "line", "polyline", "polygon", "circle", "rect", "text")
    }
    assert {each.tag for each in root.iter()} <= allowed
    names = {attribute for each in root.iter() for attribute in each.attrib}
    assert [each for each in names if each in {"style", "href"} or each.startswith("on") or "script" in each] == []
    assert "url(" not in svg


@pytest.mark.parametrize("name", DRAWN)
def test_the_font_of_the_papers_has_every_character(name):
    said = "".join(parsed(DRAWN[name]).itertext())
    assert {ord(sign) for sign in said} - pdf._known_characters() == set()


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (iq(), "Integrationsquote bis September 15,1\u00a0%, Soll 15,4\u00a0%, Vorjahr 14,9\u00a0%"),
        (lzb(), "Bestand LZB im Mittel bis September 17.385\u00a0Personen, Soll 17.302, Vorjahr 17.548"),
        (
            llu(),
            "Leistungen zum Lebensunterhalt bis September 67,90\u00a0Mio.\u00a0€, Prognose 67,93\u00a0Mio.\u00a0€, "
            "Vorjahr 68,89\u00a0Mio.\u00a0€",
        ),
        (posts([397.1, 398]), "Personal im Februar 2014 398,00\u00a0VZA, Soll 405,93"),
        (iq(date(2014, 1, 1)), "Integrationsquote im Januar 1,6\u00a0%, Soll 1,6\u00a0%, Vorjahr 1,6\u00a0%"),
        (SHEETS["december"], "Bestand LZB im Mittel des Jahres 2014 17.361\u00a0Personen, Soll 17.283, Vorjahr 17.529"),
        (SHEETS["without value"], "Integrationsquote: für September 2014 noch kein Wert"),
    ],
)
def test_the_title_is_the_key_statement(sheet, said):
    assert title(course_chart(sheet, prefix="c")) == statement(sheet) == said


def test_the_description_holds_what_the_eye_sees():
    described = parsed(course_chart(iq(), prefix="c", markers=MARKERS))[1].text
    assert described == (
        "Liniendiagramm, Quote, Januar bis Dezember 2014: Ist, Soll und Vorjahr. Soll für das Jahr 20,6\u00a0%. Hochrechnung auf "
        "Dezember 20,2\u00a0%. Darunter Balken der Abweichung vom Soll: Jan −4,2\u00a0%, Feb −2,7\u00a0%, Mrz −2,3\u00a0%, Apr "
        "−3,3\u00a0%, Mai −2,5\u00a0%, Jun −2,5\u00a0%, Jul −2,5\u00a0%, Aug −2,3\u00a0%, Sep −2,1\u00a0%. Juni 2014: M1 "
        "Bewerbertage. Juni 2014: M2 <Coaching>. November 2014: M3 Metall & Elektro."
    )


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ((), "Hochrechnung auf Dezember 1.110."),
        (([60] * 11 + [90],), "Hochrechnung auf Dezember 1.110, zwischen 1.110 und 1.157."),
        (([60] * 12, [60] * 11 + [90]), "Hochrechnung auf Dezember 1.110, Spannweite 1.110 bis 1.157."),
    ],
)
def test_the_description_of_the_projection(before, said):
    assert said in (parsed(course_chart(u25(before=before), prefix="c"))[1].text or "")


def test_direct_labels():
    assert {"Ist 15,1", "Soll 20,6", "Hochrechnung 20,2", "Vorjahr 19,9", "deutlich ab −2\u00a0%"} <= set(
        texts(course_chart(iq(), prefix="c"))
    )


def test_what_is_observed_is_a_forecast_and_never_judged():
    svg = course_chart(llu(), prefix="c")
    assert "Soll" not in svg
    assert {"Prognose 90,30", "Mio.\u00a0€", "Abweichung von der Prognose in %"} <= set(texts(svg))
    judged = {colour for status, colour in STATUS_COLOURS.items() if status is not None}
    assert {colour for colour in judged if colour in svg} == set()


def test_bars_have_the_colour_of_the_status_and_a_signed_number():
    svg = course_chart(u25(plan="1100"), prefix="c")
    root = parsed(svg)
    fills = [each.get("fill") for each in root.iter(f"{SVG}rect") if each.get("fill") != "none"]
    assert fills == [STATUS_COLOURS[point.status] for point in u25(plan="1100").points[:9]]
    assert {"−1,5", "+0,9"} <= set(texts(svg))


def test_zoomed_axes_say_so():
    assert "Personen (Achse beginnt nicht bei 0)" in texts(course_chart(lzb(), prefix="c"))
    assert "%" in texts(course_chart(iq(), prefix="c"))


def test_a_missing_month_splits_the_line():
    root = parsed(course_chart(posts([397.1, 398, None, 399, 400, None, 396]), prefix="c"))
    lines = [each for each in root.iter(f"{SVG}polyline") if each.get("stroke") == "#171a2b"]
    assert [len((each.get("points") or "").split()) for each in lines] == [2, 2]
    assert (
        len([each for each in root.iter(f"{SVG}circle") if each.get("fill") == "#171a2b" and each.get("r") == "2.6"])
        == 1
    )


def test_every_month_says_its_figures_to_the_mouse():
    root = parsed(course_chart(iq(), prefix="c"))
    said = [each[0].text for each in root.iter(f"{SVG}rect") if len(each)]
    assert len(said) == 12
    assert said[8] == ("September 2014: Ist 15,1\u00a0%, Soll 15,4\u00a0%, Vorjahr 14,9\u00a0%, Abweichung −2,1\u00a0%")


def test_ids_are_unique_on_a_page_with_two_charts():
    page = course_chart(iq(), prefix="iq") + course_chart(lzb(), prefix="lzb") + sparkline(iq(), prefix="iq-klein")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 6


def test_names_are_escaped():
    svg = course_chart(iq(name='Quote <b>"A" & B</b>'), prefix='x"y', markers=MARKERS)
    assert "<b>" not in svg
    assert title(svg).startswith('Quote <b>"A" & B</b> bis September')
    assert "M2 <Coaching>" in texts(svg)


def test_markers_of_one_month_stand_in_rows_and_those_of_other_years_are_left_out():
    svg = course_chart(iq(), prefix="c", markers=(*MARKERS, (date(2013, 5, 1), "M0"), (date(2014, 1, 1), "Start")))
    root = parsed(svg)
    heights = {each.text: each.get("y") for each in root.iter(f"{SVG}text")}
    assert "M0" not in heights
    assert heights["Start"] == heights["M1 Bewerbertage"] != heights["M2 <Coaching>"]


def test_the_statement_of_components():
    numerator, denominator = iq().components
    assert (
        title(component_chart(numerator, prefix="k")) == "Integrationen Januar bis September 2014: 4.124, Vorjahr 4.079"
    )
    assert title(component_chart(denominator, prefix="k")) == (
        "Bestand eLb Dezember 2013 bis August 2014: 27.331\u00a0Personen, Vorjahr 27.412\u00a0Personen"
    )
    assert title(component_chart(replace(numerator, prior_year=None), prefix="k")).endswith(": 4.124")


def test_sparklines_show_the_deviation_or_the_value():
    assert title(sparkline(iq(), prefix="s")) == "Integrationsquote: Abweichung vom Soll zuletzt −2,1\u00a0%"
    assert title(sparkline(iq(missing=[date(2013, 12, 1)]), prefix="s")) == "Integrationsquote: noch kein Wert"
    points = tuple(replace(point, deviation_percent=None) for point in iq().points)
    assert title(sparkline(iq(points=points), prefix="s")) == "Integrationsquote: zuletzt 15,1\u00a0%"


@pytest.mark.parametrize("name", [name for name in DRAWN if not name.startswith("spark")])
def test_no_word_is_cut_or_printed_over_another(name):
    """By the real widths of Fira Sans."""
    root = parsed(DRAWN[name])
    width, height = (Decimal(root.get(side) or 0) for side in ("width", "height"))
    boxes = [(each.text, *box(each)) for each in root.iter(f"{SVG}text")]
    for words, left, top, right, bottom in boxes:
        assert left >= -1, words
        assert right <= width + 1, words
        assert 0 <= top < bottom <= height, words
    for index, (words, left, top, right, bottom) in enumerate(boxes):
        for other, left2, top2, right2, bottom2 in boxes[index + 1 :]:
            apart = right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top
            assert apart, f"{words} / {other}"


FONTS = {
    weight: TTFont(Path(pdf.__file__).parent / "fonts" / f"FiraSans-{cut}.ttf")
    for weight, cut in (("400", "Regular"), ("600", "SemiBold"))
}


def box(each: ElementTree.Element) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Left, top, right, bottom of a word; capitals are 0.69 high, a little goes under the base line."""
    font = FONTS[each.get("font-weight") or "400"]
    glyphs, metrics = font.getBestCmap(), font["hmtx"]
    size = Decimal(each.get("font-size") or 12)
    width = sum(metrics[glyphs[ord(sign)]][0] for sign in each.text or "") * size / font["head"].unitsPerEm
    x, y = Decimal(each.get("x") or 0), Decimal(each.get("y") or 0)
    left = x - {"start": Decimal(0), "middle": width / 2, "end": width}[each.get("text-anchor") or "start"]
    return left, y - size * Decimal("0.7"), left + width, y + size * Decimal("0.2")
