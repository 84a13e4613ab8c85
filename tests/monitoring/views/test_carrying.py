"""Carrying over in the browser: the draft of the next year, last year's results beside the fields, all values or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Count

from agreements.choices import AgreementState, PlanWay, TargetKind
from agreements.models import Agreement, AuditEntry, Duty, Measure, Section, Target, TargetMeasure
from agreements.services.plans import even_course
from monitoring.domain.attainment.plan import course_allowed
from monitoring.selectors.settlement import result_words
from monitoring.selectors.standing import standings
from monitoring.selectors.terms import measure_spec
from tests.factories import AgreementFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
NEW, VALUES = "/vereinbarungen/neu/", "/vereinbarungen/me-aktiv-2015/werte/"
FORM = {
    "source": "me-aktiv-2014",
    "year": "2015",
    "title": "Zielvereinbarung 2015",
    "starts": "2015-01-01",
    "ends": "31.12.2015",
}


@pytest.fixture
def draft(login) -> Agreement:
    response = login("jobcenter-leitung").post(NEW, FORM)
    assert (response.status_code, response.url) == (302, VALUES)
    return Agreement.objects.with_partners().get(key="me-aktiv-2015")


def typed(client) -> dict[str, str]:
    """The form as the page offers it."""
    form = client.get(VALUES).context["form"]
    return {name: "" if (value := form[name].value()) is None else str(value) for name in form.fields}


def iq() -> TargetMeasure:
    return TargetMeasure.objects.get(target__agreement__key="me-aktiv-2015", target__code="iq", measure__code="IQ")


def shape(agreement: Agreement) -> dict[str, int]:
    counted = ("partners", "sections", "targets", "targets__measures", "targets__budgets", "targets__duties")
    names = {name.replace("__", "_") + "_n": Count(name, distinct=True) for name in counted}
    return Agreement.objects.filter(pk=agreement.pk).aggregate(**names)


def test_the_draft_has_everything_but_the_plans(draft, agreement):
    rows = TargetMeasure.objects.filter(target__agreement=draft)

    assert (draft.state, draft.predecessor, draft.jobcenter) == (AgreementState.DRAFT, agreement, agreement.jobcenter)
    assert shape(draft) == shape(agreement)
    words = ("way", "plan", "relative_percent", "plan_printed", "reading")
    assert set(rows.values_list(*words)) == {(PlanWay.NONE, None, None, "", "")}
    assert AuditEntry.objects.filter(verb="Vereinbarung fortgeschrieben", object=draft.key).count() == 1


def test_days_move_and_texts_stay(draft, agreement):
    def column(whose: Agreement, field: str) -> list:
        rows = Duty.objects.filter(target__agreement=whose).order_by("target__code", "position")
        return list(rows.values_list(field, flat=True))

    assert column(draft, "sentence") == column(agreement, "sentence")
    assert column(draft, "due") == [day and day.replace(year=day.year + 1) for day in column(agreement, "due")]


def test_a_year_is_carried_over_once(draft, login):
    response = login("agentur").post(NEW, FORM)

    assert response.status_code == 400
    assert response.context["form"].non_field_errors() == [
        "Für 2015 gibt es schon eine Vereinbarung „me-aktiv-2015“; bitte dort weiterarbeiten."
    ]


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("starts", "gestern", "Das ist kein Datum; richtig wäre zum Beispiel 01.01.2015."),
        ("starts", "2014-01-01", "Die Vereinbarung für 2015 beginnt nicht in diesem Jahr."),
        ("ends", "2014-12-31", "„gilt bis“ liegt vor „gilt ab“."),
    ],
)
def test_what_is_wrong_stands_at_its_field(field, value, error, login):
    response = login("jobcenter-leitung").post(NEW, {**FORM, field: value})

    assert (response.status_code, response.context["form"].errors) == (400, {field: [error]})


def test_an_earlier_year_is_refused(login):
    response = login("jobcenter-leitung").post(
        NEW, {**FORM, "year": "2014", "starts": "2014-01-01", "ends": "2014-12-31"}
    )
    assert response.context["form"].non_field_errors() == [
        "Das neue Jahr liegt nicht nach 2014; möglich ist zum Beispiel 2015."
    ]


def test_last_years_plan_and_result_stand_beside_the_field(draft, login):
    line = next(line for line in login("jobcenter-leitung").get(VALUES).context["form"].lines if line.row == iq())

    assert line.old_plan == "20,6"
    assert line.result.startswith("bis September 2014: ")


def test_only_december_is_a_result(agreement):
    month = date(2014, 9, 1)
    targets = standings(agreement, month, today=date(2014, 10, 20), with_live_mbz_targets=True)
    measure = next(target for target in targets if target.code == "iq").measures[0]

    assert result_words(replace(measure, actual=Decimal("20.1"))) == "bis September 2014: 20,1\u00a0%"
    december = replace(measure, actual=Decimal("20.1"), as_of=date(2014, 12, 1))
    assert result_words(december) == "vorläufiges Ergebnis 2014: 20,1\u00a0%"
    assert result_words(replace(december, final=True)) == "Ergebnis 2014: 20,1\u00a0%"
    assert result_words(replace(measure, actual=None)) == ""


def test_what_an_amendment_changed_is_carried_over(agreement, login):
    target = Target.objects.get(agreement=agreement, code="iq")
    amendment = AgreementFactory(
        jobcenter=agreement.jobcenter,
        year=2014,
        amends=agreement,
        effective_from=date(2014, 7, 1),
        state=AgreementState.SIGNED,
    )
    section = Section.objects.create(agreement=amendment, position=1, heading=target.section.heading)
    Target.objects.create(
        section=section, position=1, code="iq", title="Neues Ziel", kind=target.kind, sphere=target.sphere
    )
    login("jobcenter-leitung").post(NEW, FORM)

    carried = Target.objects.filter(agreement__key="me-aktiv-2015")
    assert carried.get(code="iq").title == "Neues Ziel"
    assert carried.count() == agreement.targets.count()


def test_the_page_needs_the_same_queries_for_any_number_of_measures(draft, login, django_assert_num_queries):
    client = login("jobcenter-leitung")
    with django_assert_num_queries(21):
        client.get(VALUES)


def test_who_does_not_read_the_mbz_sees_no_live_result(draft, login):
    line = next(line for line in login("kreis").get(VALUES).context["form"].lines if line.row == iq())
    assert (line.old_plan, line.result) == ("20,6", "")


@pytest.mark.parametrize(
    ("way", "text", "fields"),
    [
        ("absolute", "21,4", (PlanWay.ABSOLUTE, "21.4", None, "21,4")),
        ("relative", "+5", (PlanWay.RELATIVE, None, "5", "zum VJ um +5\u00a0%")),
        ("relative", "-1,5 %", (PlanWay.RELATIVE, None, "-1.5", "zum VJ um \u22121,5\u00a0%")),
    ],
)
def test_values_are_saved_with_their_words(way, text, fields, draft, login):
    client, row = login("jobcenter-leitung"), iq()
    data = typed(client) | {f"plan-{row.pk}": text, f"way-{row.pk}": way, f"break-{row.target_id}": "neue Zählung"}
    response = client.post(VALUES, data)

    saved = iq()
    way, plan, percent, printed = fields
    assert response.status_code == 302
    assert (saved.way, saved.plan_printed, saved.target.series_break) == (way, printed, "neue Zählung")
    assert (saved.plan, saved.relative_percent) == (plan and Decimal(plan), percent and Decimal(percent))
    page = client.get("/vereinbarungen/me-aktiv-2015/").content.decode()
    assert page.count("Bruch in der Reihe: neue Zählung") == 1


def test_a_plan_may_be_taken_back_and_set_again(draft, login):
    client, row = login("jobcenter-leitung"), iq()
    for text, way in (("21,4", PlanWay.ABSOLUTE), ("", PlanWay.NONE), ("21,5", PlanWay.ABSOLUTE)):
        response = client.post(VALUES, typed(client) | {f"plan-{row.pk}": text})
        assert (response.status_code, iq().way, iq().course) == (302, way, row.course)


def test_a_wrong_number_saves_nothing(draft, login):
    client, row = login("jobcenter-leitung"), iq()
    other = TargetMeasure.objects.filter(target__agreement=draft, target__code="int").first() or row
    response = client.post(VALUES, typed(client) | {f"plan-{other.pk}": "5", f"plan-{row.pk}": "viel"})

    assert response.status_code == 400
    assert response.context["form"][f"plan-{row.pk}"].errors[0].startswith("„viel“ ist keine lesbare Zahl")
    assert not TargetMeasure.objects.filter(target__agreement=draft).exclude(way=PlanWay.NONE).exists()


def test_nobody_is_written_over_and_nothing_typed_is_lost(draft, login):
    client, row = login("jobcenter-leitung"), iq()
    early = typed(client)
    client.post(VALUES, early | {f"plan-{row.pk}": "21"})
    response = client.post(VALUES, early | {f"plan-{row.pk}": "22", f"break-{row.target_id}": "neu"})

    form = response.context["form"]
    assert (response.status_code, iq().plan, iq().target.series_break) == (409, 21, "")
    assert (form[f"plan-{row.pk}"].value(), form[f"break-{row.target_id}"].value()) == ("22", "neu")
    assert client.post(VALUES, form.data).status_code == 302
    assert iq().plan == 22


def test_a_signed_agreement_offers_no_fields(login):
    response = login("jobcenter-leitung").get("/vereinbarungen/me-aktiv-2014/werte/")
    assert (response.status_code, response.context["editable"]) == (200, False)


@pytest.mark.parametrize(("who", "status"), [("jobcenter", 403), ("lesen", 403), ("admin", 404)])
def test_who_may_not_draft_may_not_save(who, status, draft, login):
    assert login(who).post(VALUES, {}).status_code == status


def test_places_that_name_last_year_are_listed(draft, login):
    places = login("jobcenter-leitung").get(VALUES).context["open_years"]
    assert places == tuple(dict.fromkeys(places))
    assert any(place.startswith("Abschnitt") for place in places)


@pytest.mark.parametrize(("who", "offered"), [("jobcenter-leitung", 1), ("agentur", 1), ("jobcenter", 0), ("lesen", 0)])
def test_the_way_there_stands_on_the_agreement(who, offered, login):
    page = login(who).get("/vereinbarungen/me-aktiv-2014/").content.decode()
    assert page.count("Fortschreiben für 2015") == offered


@pytest.mark.parametrize(("who", "word"), [("jobcenter", "monatswerte"), ("jobcenter", "mbz"), ("kreis", "staedte")])
def test_next_year_s_draft_does_not_stand_before_this_year_s_figures(who, word, draft, login):
    assert login(who).get(f"/{word}/").url.startswith(f"/{word}/me-aktiv-2014/")


def test_the_agentur_still_chooses_between_this_year_s_agreements_alone(draft, login):
    page = login("agentur").get("/mbz/").content.decode()
    assert ("/mbz/me-aktiv-2014/" in page, "/mbz/me-aktiv-2015/" in page) == (True, False)


def test_a_form_sent_empty_says_what_is_missing(login):
    response = login("jobcenter-leitung").post(NEW, {})
    assert (response.status_code, sorted(response.context["form"].errors)) == (
        400,
        ["ends", "source", "starts", "title", "year"],
    )


def test_an_even_course_fits_every_measure_of_the_catalogue():
    row = TargetMeasure(target=Target(kind=TargetKind.STEERING))
    for row.measure in Measure.objects.select_related("numerator", "denominator"):
        assert course_allowed(measure_spec(row.measure), even_course(row), TargetKind.STEERING), row.measure
