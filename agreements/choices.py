"""The closed vocabularies of the lower floor, with their German labels; everybody may import them."""

from django.db.models import TextChoices


class RegionKind(TextChoices):
    """What a region is; "ohne Zuordnung/auswärts" is a region of its own (domain.md §6)."""

    DISTRICT = "district", "Gebiet eines Jobcenters"
    CITY = "city", "Stadt"
    UNASSIGNED = "unassigned", "ohne Zuordnung/auswärts"


class PartyKind(TextChoices):
    """Who may conclude an agreement on any level of § 48b SGB II."""

    AGENTUR = "agentur", "Agentur für Arbeit"
    JOBCENTER_GE = "jobcenter_ge", "Jobcenter (gemeinsame Einrichtung)"
    JOBCENTER_ZKT = "jobcenter_zkt", "Jobcenter (zugelassener kommunaler Träger)"
    KREIS = "kreis", "Kreis"
    STADT = "stadt", "kreisfreie Stadt"
    LAND = "land", "Land"
    REGIONALDIREKTION = "regionaldirektion", "Regionaldirektion"
    BA = "ba", "Bundesagentur für Arbeit"
    BMAS = "bmas", "Bundesministerium für Arbeit und Soziales"


class Role(TextChoices):
    """What a membership allows (domain.md §7)."""

    ENTRY = "entry", "Eingabe"
    RELEASE = "release", "Freigabe"
    REVIEW = "review", "Prüfung"
    CONTROLLING = "controlling", "Controlling"
    READER = "reader", "Lesen"


class Sphere(TextChoices):
    """Verantwortungsbereich (§ 6 SGB II)."""

    BA = "ba", "BA"
    KOMMUNE = "kommune", "Kommune"
    BOTH = "both", "beide Träger"


class Source(TextChoices):
    """Where the figures of a series come from; decides who may type and import them."""

    BA = "ba", "BA-Statistik (§ 51b SGB II)"
    JOBCENTER = "jobcenter", "eigene Zählung"
    KREIS = "kreis", "Kreis"


class Level(TextChoices):
    """On which level of regions a series is entered."""

    DISTRICT = "district", "Gebiet"
    CITY = "city", "Stadt"


class Nature(TextChoices):
    """Whether figures of a series may be added over months."""

    FLOW = "flow", "Zugang im Zeitraum"
    STOCK = "stock", "Bestand"
    LEVEL = "level", "Stand"


class Rhythm(TextChoices):
    """How often a figure is due (domain.md §4)."""

    MONTHLY = "monthly", "monatlich"
    QUARTERLY = "quarterly", "vierteljährlich"
    YEARLY = "yearly", "jährlich"


class Aggregation(TextChoices):
    """How monthly figures become the value that is compared (domain.md §4)."""

    SUM = "SUM", "Summe seit Jahresbeginn"
    MEAN = "MEAN", "Jahresdurchschnittswert"
    LAST = "LAST", "Stand"
    RATIO = "RATIO", "Quote"


class AgreementState(TextChoices):
    """Where an agreement stands; agreements.domain.lifecycle says which verb leads where."""

    DRAFT = "draft", "Entwurf"
    AGREEING = "agreeing", "in Abstimmung"
    READY = "ready", "unterschriftsreif"
    SIGNED = "signed", "unterzeichnet"
    AMENDED = "amended", "geändert durch Nachtrag"
    SETTLED = "settled", "abgerechnet"


class SectionKind(TextChoices):
    """How a section is printed."""

    PROSE = "prose", "nur Text"
    MEASURED = "measured", "Tabelle Ziel, Messgröße, Wert"
    DESCRIBED = "described", "Tabelle Ziel, Beschreibung"


class TargetKind(TextChoices):
    """The leading kind of a target (domain.md §3)."""

    STEERING = "steering", "Steuerungsziel"
    MONITORING = "monitoring", "Beobachtung (kein Ziel)"
    EXPECTATION = "expectation", "Erwartungswert"
    CHANGE = "change", "Veränderung zum Vorjahr"
    MINIMUM = "minimum", "Mindeststandard"
    CEILING = "ceiling", "Obergrenze"
    STAFFING = "staffing", "Personalausstattung"
    INDEX = "index", "Index"
    DUTY = "duty", "Pflicht"
    EVALUATION = "evaluation", "Auswertung"
    BUDGET = "budget", "Mittelzusage"
    QUALITATIVE = "qualitative", "qualitatives Ziel"


class MeasureRole(TextChoices):
    """What a measure is to its target."""

    LEADING = "leading", "führend"
    PART = "part", "davon"
    SHOWN = "shown", "nachrichtlich"


class PlanWay(TextChoices):
    """How the annual plan is given."""

    ABSOLUTE = "absolute", "Wert"
    RELATIVE = "relative", "Veränderung zum Vorjahr in %"
    NONE = "none", "kein Planwert"


class Direction(TextChoices):
    """Which side of the plan is favourable."""

    AT_LEAST = "at_least", "mindestens"
    AT_MOST = "at_most", "höchstens"
    EXACTLY = "exactly", "genau"


class Course(TextChoices):
    """How the annual plan becomes a plan to date S(m) (domain.md §4)."""

    OWN_MONTHS = "own_months", "eigene Monatswerte"
    PRIOR_YEAR = "prior_year", "Verlauf des Vorjahres"
    THREE_YEARS = "three_years", "mittlerer Verlauf der letzten drei Jahre"
    LEVEL = "level", "gleichbleibend"
    LINEAR = "linear", "gleichmäßig"


class DutyRhythm(TextChoices):
    """When a duty is due."""

    ONCE = "once", "einmalig"
    ONGOING = "ongoing", "laufend"
    REGULAR = "regular", "regelmäßig"


class SignatureWay(TextChoices):
    """The three honest ways to sign, in their order of use (domain.md §8)."""

    PAPER = "paper", "auf Papier"
    OUTSIDE = "outside", "elektronisch, außerhalb der Anwendung"
    INSIDE = "inside", "elektronisch, mit eigenem Zertifikat"


class AgreementVerb(TextChoices):
    """What the parties do with an agreement; agreements.domain.lifecycle says which verb leads where."""

    PROPOSE = "propose", "zur Abstimmung gegeben"
    WITHDRAW = "withdraw", "in den Entwurf zurückgenommen"
    FINISH = "finish", "für unterschriftsreif erklärt"
    REOPEN = "reopen", "wieder zur Abstimmung geöffnet"
    SIGN = "sign", "unterzeichnet"
    AMEND = "amend", "durch Nachtrag geändert"
    SETTLE = "settle", "abgerechnet"


class DocumentKind(TextChoices):
    """What was frozen."""

    AGREEMENT = "agreement", "Zielvereinbarung"
    REPORT = "report", "MBZ"
    CITIES = "cities", "Stadtscharfe Tabelle"
    SETTLEMENT = "settlement", "Zielabrechnung"
    MINUTES = "minutes", "Niederschrift"
