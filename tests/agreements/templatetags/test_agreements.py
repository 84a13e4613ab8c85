"""Prose, money and short words for pages and papers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agreements.choices import Sphere, TargetKind
from agreements.domain.sheet import AgreedTarget, BudgetSheet
from agreements.templatetags.agreements import beyond_print, euro, lines, number, prose, together


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Ein Satz.\n\nNoch einer.", "<p>Ein Satz.</p>\n<p>Noch einer.</p>\n"),
        ("Dabei:\n\n- eins,\n- zwei.", "<p>Dabei:</p>\n<ul>\n<li>eins,</li>\n<li>zwei.</li>\n</ul>\n"),
        ("sehr *wichtig* und **dringend**", "<p>sehr <em>wichtig</em> und <strong>dringend</strong></p>\n"),
        ("31. Dezember 2014", "<p>31. Dezember 2014</p>\n"),
        ("1. Erstens\n2. Zweitens", "<p>1. Erstens<br>\n2. Zweitens</p>\n"),
        ("* Gilt nur für Ziele der BA", "<p>* Gilt nur für Ziele der BA</p>\n"),
        ("Kund*innen und Mitarbeiter*innen", "<p>Kund*innen und Mitarbeiter*innen</p>\n"),
        ("<b>fett</b> & 3 < 4", "<p>&lt;b&gt;fett&lt;/b&gt; &amp; 3 &lt; 4</p>\n"),
        ("<script>x()</script>", "<p>&lt;script&gt;x()&lt;/script&gt;</p>\n"),
        ("[x](https://example.org) `c` # d", "<p>[x](https://example.org) `c` # d</p>\n"),
        ("# Kein Titel\n\n> kein Zitat", "<p># Kein Titel</p>\n<p>&gt; kein Zitat</p>\n"),
        ("S:\\ordner\\*", "<p>S:\\ordner\\*</p>\n"),
        ("Soll-Ausstattung", '<p><span class="compound">Soll-Ausstattung</span></p>\n'),
        ("<img src=\"x\" onerror='x()'>", "<p>&lt;img src=&quot;x&quot; onerror=&#x27;x()&#x27;&gt;</p>\n"),
        ("*<i>kursiv</i>*", "<p><em>&lt;i&gt;kursiv&lt;/i&gt;</em></p>\n"),
        ("- <b>\n- **<u>**", "<ul>\n<li>&lt;b&gt;</li>\n<li><strong>&lt;u&gt;</strong></li>\n</ul>\n"),
        ("zu\x00 \x07viel", "<p>zu viel</p>\n"),
        ("", ""),
    ],
)
def test_prose_knows_paragraphs_lists_and_emphasis_alone(text, html):
    assert prose(text) == html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("§ 48b Abs. 1 S. 1 Nr. 2 SGB II", "§~48b Abs.~1 S.~1 Nr.~2 SGB~II"),
        ("mindestens 80 % der", "mindestens 80~% der"),
        ("auf 405,93 VZA festgelegt", "auf 405,93~VZA festgelegt"),
        ("2 x pro Jahr", "2~x pro Jahr"),
        ("Arbeitsmarkt- und", "Arbeitsmarkt-~und"),
        ("z. B. u. a. v. a.", "z.~B. u.~a. v.~a."),
        ("im Jahr 2014 500.000 €", "im Jahr 2014 500.000~€"),
    ],
)
def test_what_belongs_together_stays_on_one_line(text, expected):
    assert together(text) == expected.replace("~", "\u00a0")
    assert together(text).split() == text.split()


def test_money_shows_cents_only_where_there_are_any():
    assert [euro(Decimal("648000.00")), euro(Decimal("12.50"))] == ["648.000\u00a0€", "12,50\u00a0€"]


def test_number_and_lines():
    assert (number(Decimal(17283)), number(Decimal("20.6"), 1)) == ("17.283", "20,6")
    assert lines("Landrat\ndes Kreises") == ["Landrat", "des Kreises"]


def target(**facts) -> AgreedTarget:
    bare = {"measures": (), "budgets": (), "duties": (), "city_duty": False, "in_mbz": False}
    texts = {"code": "x", "title": "X", "short_title": "X", "description": ""}
    return AgreedTarget(**{**texts, **bare, **facts}, kind=TargetKind.BUDGET, sphere=Sphere.KOMMUNE)


def test_beyond_the_print():
    budgets = (BudgetSheet(purpose="a", amount=Decimal(72000), carrier="Kreis"),) * 2
    assert beyond_print(target(budgets=budgets, duties=("d",) * 6, measures=("m",), city_duty=True)) == (
        "Budget 144.000\u00a0€ · 1 Messgröße · 6 Pflichten · stadtscharf"
    )
    assert beyond_print(target(measures=("m",) * 2, duties=("d",), in_mbz=True)) == (
        "2 Messgrößen · 1 Pflicht · im MBZ"
    )
    assert beyond_print(target()) == ""
