"""What one version of an agreement changes against another: sections and targets that came, went or moved, words, values.

Both sides come in the plain form of a sheet (`fingerprint.plain`), so that a live sheet, a stored round and a frozen
document are compared alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from agreements.domain.passages import (
    Pair,
    Passage,
    Plain,
    head_passages,
    section_passages,
    section_title,
    target_passages,
)
from agreements.domain.wordwise import in_order


class Change(Enum):
    """What became of a section or a target; whether it moved is told apart."""

    KEPT = "unverändert"
    ADDED = "neu"
    REMOVED = "entfallen"
    CHANGED = "geändert"


@dataclass(frozen=True, kw_only=True)
class TargetChange:
    """A target with what changed in it; `moved` says in words where it stood before, "" where it kept its place."""

    code: str
    title: str
    change: Change
    moved: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, kw_only=True)
class SectionChange:
    """A section with what changed in it; its targets are only those that changed."""

    title: str
    change: Change
    moved: bool
    passages: tuple[Passage, ...]
    targets: tuple[TargetChange, ...]


@dataclass(frozen=True, kw_only=True)
class Redline:
    """All that changed: title, term and partners, then the sections in their new order, those that went at the end."""

    head: tuple[Passage, ...]
    sections: tuple[SectionChange, ...]

    def __bool__(self) -> bool:
        return bool(self.head or self.sections)


def compare(old: Plain, new: Plain) -> Redline:
    """What `new` changes against `old`, two agreements in the plain form of an AgreementSheet."""
    return Redline(head=head_passages(old, new), sections=compare_sections(old["sections"], new["sections"]))


def compare_sections(old: Sequence[Plain], new: Sequence[Plain]) -> tuple[SectionChange, ...]:
    """The same for the sections alone."""
    pairs = pair_sections(old, new)
    before = {target["code"]: (section, target) for section in old for target in section["targets"]}
    staying = frozenset(target["code"] for section in new for target in section["targets"])
    stood = [old.index(was) for was, now in pairs if was and now]
    settled = in_order(sorted(stood), stood)
    sections = (
        _section(pair, before, staying, moved=_both(pair) and old.index(pair[0]) not in settled) for pair in pairs
    )
    return tuple(section for section in sections if section)


def pair_sections(old: Sequence[Plain], new: Sequence[Plain]) -> list[Pair]:
    """Which section is which: by its heading, else by a target both hold, else by its place (unsere Lesart).

    In the new order, those that went at the end.
    """
    left, partners = list(old), dict[int, Plain]()
    for same in (same_heading, _shares_target, _same_place):
        for place, section in enumerate(new):
            found = next((each for each in left if same(each, section)), None)
            if place not in partners and found:
                partners[place] = found
                left.remove(found)
    return [*((partners.get(place), section) for place, section in enumerate(new)), *((gone, None) for gone in left)]


def _section(
    pair: Pair, before: Mapping[str, tuple[Plain, Plain]], staying: frozenset[str], *, moved: bool
) -> SectionChange | None:
    """What changed in a section; None where nothing did."""
    was, now = pair
    targets, passages = tuple(_targets(was, now, before, staying)), section_passages(was, now)
    if _both(pair) and not (targets or passages or moved):
        return None
    return SectionChange(
        title=section_title(now or was or {}),
        change=_change(pair, touched=bool(targets or passages)),
        moved=moved,
        passages=passages,
        targets=targets,
    )


def _targets(
    was: Plain | None, now: Plain | None, before: Mapping[str, tuple[Plain, Plain]], staying: frozenset[str]
) -> Iterator[TargetChange]:
    """The targets of a section that changed, in the new order; those that are gone from the agreement at the end."""
    old, new = was["targets"] if was else (), now["targets"] if now else ()
    stood_here = [target["code"] for target in old]
    settled = in_order(stood_here, [target["code"] for target in new])
    for target in new:
        home, earlier = before.get(target["code"], (None, None))
        moved = ""
        if home and target["code"] not in stood_here:
            moved = f"bisher in „{section_title(home)}“"
        elif home and target["code"] not in settled:
            moved = "bisher an anderer Stelle des Abschnitts"
        passages = target_passages(earlier, target)
        if passages or moved:
            yield _target((earlier, target), passages, moved)
    for target in old:
        if target["code"] not in staying:
            yield _target((target, None), target_passages(target, None))


def _target(pair: Pair, passages: tuple[Passage, ...], moved: str = "") -> TargetChange:
    shown = pair[1] or pair[0] or {}
    change = _change(pair, touched=bool(passages))
    return TargetChange(code=shown["code"], title=shown["title"], change=change, moved=moved, passages=passages)


def _change(pair: Pair, *, touched: bool) -> Change:
    if pair[0] is None:
        return Change.ADDED
    if pair[1] is None:
        return Change.REMOVED
    return Change.CHANGED if touched else Change.KEPT


def _both(pair: Pair) -> bool:
    return pair[0] is not None and pair[1] is not None


def same_heading(one: Plain, other: Plain) -> bool:
    """Whatever the case and the printed number."""
    return bool(one["heading"].strip().casefold() == other["heading"].strip().casefold())


def _shares_target(one: Plain, other: Plain) -> bool:
    return not {each["code"] for each in one["targets"]}.isdisjoint(each["code"] for each in other["targets"])


def _same_place(one: Plain, other: Plain) -> bool:
    return bool(one["position"] == other["position"])
