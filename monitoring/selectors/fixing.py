"""Plans that follow prior years: what was signed, what today's figures make of it, what is fixed, and who said what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from agreements.choices import Sphere, TargetKind
from agreements.domain.months import month_key, month_of
from agreements.models import Agreement, Target, TargetMeasure
from monitoring.choices import ProposalState
from monitoring.domain.attainment import Fixing, MeasureSpec, PlanTerms, Promise
from monitoring.domain.fixing import Candidate, can_be_fixed, candidate
from monitoring.models import FixingConsent, FixingProposal, PlanFixing
from monitoring.selectors.figures import series_data
from monitoring.selectors.report import targets_with_terms
from monitoring.selectors.terms import Terms, amendments, fixing_of, measure_spec, plan_terms, series_of


@dataclass(frozen=True, kw_only=True)
class FixingLine:
    """One promise, of the agreement or of a signed amendment, whose P or course follows prior years."""

    row: TargetMeasure  # the signed row; fixings and proposals hang on it
    target: Target  # of the original: its sphere says who is concerned
    measure: MeasureSpec
    terms: PlanTerms
    promise: Promise
    from_month: date | None  # the month from which an amendment takes effect
    candidate: Candidate
    fixed: PlanFixing | None  # in force
    proposals: tuple[FixingProposal, ...]  # newest first, with their consents
    year: int

    @property
    def key(self) -> str:
        """Its name in addresses: "u25-INT_U25", of an amendment "u25-INT_U25-2014-07"."""
        since = f"-{month_key(self.from_month)}" if self.from_month else ""
        return f"{self.target.code}-{self.measure.code}{since}"

    @property
    def open(self) -> FixingProposal | None:
        """The proposal that waits for consents."""
        return next((each for each in self.proposals if each.state == ProposalState.OPEN), None)

    @property
    def is_due(self) -> bool:
        """Somebody should propose: final figures of the prior year and nothing fixed, or fixed on other ones."""
        if self.fixed is None:
            return self.candidate.is_final and self.open is None
        return self.deviates and self.open is None

    @property
    def deviates(self) -> bool:
        """Today's figures say something else than what is fixed."""
        return self.fixed is not None and self.candidate.differs_from(fixing_of(self.fixed))

    @property
    def outdated(self) -> bool:
        """Today's figures say something else than what is proposed."""
        return self.open is not None and self.candidate.differs_from(_proposed(self.open))

    @property
    def sphere(self) -> Sphere:
        """Whose responsibility the target is."""
        return Sphere(self.target.sphere)


def fixing_lines(agreement: Agreement, *, today: date) -> tuple[FixingLine, ...]:
    """All of them in the order of the document, of one measure the original first. A constant number of queries."""
    rows = [(target, row) for target in targets_with_terms(agreement) for row in target.measures.all()]
    amended = amendments([agreement.pk])
    series = {s.pk: s for _, row in rows for s in series_of(row.measure)}
    data = series_data(agreement.district, series.values(), until=month_of(agreement.year, 12))
    proposals = _proposals(agreement)
    found = []
    for target, row in rows:
        changes = amended.get((agreement.pk, target.code, row.measure.code), ())
        terms = plan_terms(TargetKind(target.kind), Terms(row, changes))
        if terms is None:
            continue
        spec = measure_spec(row.measure)
        for signed, promise, from_month in _promises(row, changes, terms):
            if can_be_fixed(terms, promise):
                fixings = list(signed.fixings.all())
                found.append(
                    FixingLine(
                        row=signed,
                        target=target,
                        measure=spec,
                        terms=terms,
                        promise=promise,
                        from_month=from_month,
                        candidate=candidate(spec, terms, promise, data, agreement.year, today),
                        fixed=fixings[0] if fixings else None,
                        proposals=tuple(proposals.get(signed.pk, ())),
                        year=agreement.year,
                    )
                )
    return tuple(found)


def _promises(
    row: TargetMeasure, changes: tuple[TargetMeasure, ...], terms: PlanTerms
) -> Iterator[tuple[TargetMeasure, Promise, date | None]]:
    yield row, terms, None
    for signed, amendment in zip(changes, terms.amendments, strict=True):
        yield signed, amendment, amendment.from_month


def _proposals(agreement: Agreement) -> dict[int, list[FixingProposal]]:
    """Proposals of the agreement and of its amendments by signed row, with consents: two queries."""
    consents = FixingConsent.objects.select_related("party", "by").order_by("id")
    rows = FixingProposal.objects.filter(target_measure__target__agreement_id=agreement.pk) | (
        FixingProposal.objects.filter(target_measure__target__agreement__amends_id=agreement.pk)
    )
    found: dict[int, list[FixingProposal]] = defaultdict(list)
    for row in rows.select_related("by").prefetch_related(Prefetch("consents", consents)).order_by("-id"):
        found[row.target_measure_id].append(row)
    return found


def _proposed(row: FixingProposal) -> Fixing:
    return fixing_of(PlanFixing(plan=row.plan, shares=row.shares, data_status=row.data_status, at=row.at))
