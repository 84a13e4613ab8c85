"""Plans that follow prior years: what was signed, what today's figures make of it, what is fixed, and who said what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from agreements.choices import Sphere
from agreements.domain.months import month_key, month_of
from agreements.models import Agreement, Target, TargetMeasure
from monitoring.choices import ProposalState
from monitoring.domain.attainment import Fixing, MeasureSpec, PlanTerms, Promise
from monitoring.domain.fixing import Candidate, can_be_fixed, candidate
from monitoring.domain.series import SeriesData
from monitoring.models import FixingConsent, FixingProposal, PlanFixing
from monitoring.selectors.figures import series_data
from monitoring.selectors.in_force import Chain, chains
from monitoring.selectors.terms import fixing_of, measure_spec, plan_terms, series_of


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
    found = [each for chain in chains([agreement.pk]).values() for each in _wordings(chain)]
    series = {s.pk: s for each in found for s in series_of(each.row.measure)}
    data = series_data(agreement.district, series.values(), until=month_of(agreement.year, 12))
    proposals = _proposals(agreement)
    return tuple(
        _line(each, data, tuple(proposals.get(each.row.pk, ())), agreement.year, today)
        for each in found
        if can_be_fixed(each.terms, each.promise)
    )


@dataclass(frozen=True, kw_only=True)
class _Wording:
    """One promise on a measure as one wording of its target has it."""

    row: TargetMeasure
    target: Target  # of the original
    terms: PlanTerms
    promise: Promise
    from_month: date | None


def _wordings(chain: Chain) -> list[_Wording]:
    """Of each measure of the target: the first, and every later one that changes the plan; repeated is not promised anew."""
    found: dict[int, list[_Wording]] = {}
    for target in chain.rows:
        since = target.agreement.effective_from
        rows = target.measures.all() if chain.at(since or date.min) is target else ()
        for row in rows:
            terms = plan_terms(target.kind, chain.terms(row))
            if terms is None or (since and since not in terms.changes):
                continue
            promise = terms.in_force(since) if since else terms
            wording = _Wording(row=row, target=chain.first, terms=terms, promise=promise, from_month=since)
            found.setdefault(row.measure_id, []).append(wording)
    return [each for wordings in found.values() for each in wordings]


def _line(
    wording: _Wording,
    data: Mapping[str, SeriesData],
    proposals: tuple[FixingProposal, ...],
    year: int,
    today: date,
) -> FixingLine:
    spec, fixings = measure_spec(wording.row.measure), wording.row.fixings.all()
    return FixingLine(
        row=wording.row,
        target=wording.target,
        measure=spec,
        terms=wording.terms,
        promise=wording.promise,
        from_month=wording.from_month,
        candidate=candidate(spec, wording.terms, wording.promise, data, year, today),
        fixed=fixings[0] if fixings else None,
        proposals=proposals,
        year=year,
    )


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
