"""The vendored look and our own style sheets: every address in them leads to a file that is here, none to the outside."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "zielvereinbarung" / "static"
ADDRESS = re.compile(r"""url\(\s*["']?(?!data:)([^"')]+)""")
SHEETS = sorted(STATIC.rglob("*.css"))


def test_there_are_style_sheets():
    assert len(SHEETS) == 2 + len(list((STATIC / "css").iterdir()))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.relative_to(STATIC).as_posix())
def test_every_address_leads_to_a_file(sheet):
    text = sheet.read_text(encoding="utf-8")
    assert "@import" not in text
    assert [found for found in ADDRESS.findall(text) if not (sheet.parent / found).is_file()] == []


def test_all_ten_cuts_of_the_web_font_are_used():
    fonts = STATIC / "vendor" / "kern" / "fonts"
    named = set(ADDRESS.findall((fonts / "fira-sans.css").read_text(encoding="utf-8")))
    assert {Path(name).name for name in named} == {path.name for path in fonts.rglob("*.woff2")}
    assert len(named) == 10
