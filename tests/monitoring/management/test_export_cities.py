"""export_cities: the files of the page without a browser, on record under the system account."""

import pytest
from django.core.management import CommandError, call_command

from agreements.models import AuditEntry, User
from monitoring.documents.cities import city_file
from monitoring.domain.disclosure import mask_sheet
from monitoring.selectors.cities import city_sheet
from tests.monitoring.city_data import MARCH, TODAY, make_kreis

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning"),
]


@pytest.fixture
def kreis():
    kreis = make_kreis()
    kreis.fill("SCHULD_KUNDEN", MARCH, [12, 7, 0, 9, 8, 15, 21, 30, 33, 2, 5])
    return kreis


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("ending", ["xlsx", "csv", "pdf"])
def test_the_file_is_that_of_the_page(kreis, tmp_path, capsys, ending, masked):
    out = tmp_path / f"staedte.{ending}"
    call_command(
        "export_cities", "me-aktiv-2014", "--format", ending, "--out", str(out), *(["--masked"] if masked else [])
    )
    sheet = city_sheet(kreis.agreement, year=2014, today=TODAY)
    assert out.read_bytes() == city_file(mask_sheet(sheet) if masked else sheet, ending).content
    entry = AuditEntry.objects.get()
    assert (entry.actor.username, entry.after["view"]) == ("system", "masked" if masked else "exact")
    assert ("zur Veröffentlichung" if masked else "genaue Zahlen") in capsys.readouterr().out


def test_an_unknown_agreement_is_refused(kreis, tmp_path):
    with pytest.raises(CommandError, match="gibt es nicht"):
        call_command("export_cities", "x", "--format", "csv", "--out", str(tmp_path / "x.csv"))


def test_no_file_no_record(kreis, tmp_path):
    with pytest.raises(CommandError, match="lässt sich nicht schreiben"):
        call_command("export_cities", "me-aktiv-2014", "--format", "csv", "--out", str(tmp_path / "gibt/es/nicht.csv"))
    assert AuditEntry.objects.count() == 0


def test_without_the_system_account_nothing_leaves(kreis, tmp_path):
    User.objects.filter(username="system").delete()
    with pytest.raises(CommandError, match="„system“ fehlt"):
        call_command("export_cities", "me-aktiv-2014", "--format", "csv", "--out", str(tmp_path / "x.csv"))
    assert list(tmp_path.iterdir()) == []
