"""The browser itself: it speaks German, and the console fixture hears what it is there to hear."""

import pytest
from django.db import connection

BLOCKED = """<!doctype html><meta http-equiv="Content-Security-Policy" content="script-src 'none'"><script>1</script>"""


def test_speaks_german(page):
    assert page.evaluate("navigator.language") == "de-DE"
    assert page.evaluate("new Intl.NumberFormat().format(1234.5)") == "1.234,5"


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        (BLOCKED, "Content Security Policy"),
        ("<script>throw new Error('kaputt')</script>", "kaputt"),
    ],
)
def test_console_hears_complaints(page, console, html, complaint):
    page.set_content(html)
    page.wait_for_timeout(50)  # events arrive in their own time
    assert len(console.complaints) == 1
    assert complaint in console.complaints[0]
    console.complaints.clear()


def test_console_ignores_ordinary_messages(page, console):
    page.set_content("<script>console.log('guten Tag')</script>")
    page.wait_for_timeout(50)
    assert console.complaints == []


@pytest.mark.django_db(transaction=True)
def test_database_is_shared_with_the_server():
    assert connection.vendor != "sqlite" or not connection.is_in_memory_db()
