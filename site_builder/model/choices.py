"""The values that a field may have, where there are few of them."""

from enum import StrEnum


class Kind(StrEnum):
    """What an entry describes."""

    PRACTICE = "practice"
    PROGRAMME = "programme"
    EVENT = "event"
    GUIDE = "guide"
    COLLECTION = "collection"


class Scope(StrEnum):
    """How far the work reaches."""

    NEIGHBOURHOOD = "neighbourhood"
    CITY = "city"
    METROPOLITAN_AREA = "metropolitan-area"
    REGION = "region"
    NATIONAL = "national"
    MULTI_CITY = "multi-city"


class Status(StrEnum):
    """Where the work stands."""

    PLANNED = "planned"
    RUNNING = "running"
    COMPLETED = "completed"
    MAINSTREAMED = "mainstreamed"
    DISCONTINUED = "discontinued"


class OrganisationType(StrEnum):
    """What sort of body an organisation is."""

    MUNICIPALITY = "municipality"
    REGIONAL_GOVERNMENT = "regional-government"
    NATIONAL_GOVERNMENT = "national-government"
    INTERNATIONAL = "international"
    FOUNDATION = "foundation"
    WELFARE = "welfare"
    ASSOCIATION = "association"
    COMPANY = "company"
    RESEARCH = "research"
    EDUCATION = "education"
    RELIGIOUS = "religious"
    NETWORK = "network"


class Qualifier(StrEnum):
    """How a figure that is not exact stands to the true one."""

    ABOUT = "about"
    AT_LEAST = "at-least"
    MORE_THAN = "more-than"
    AT_MOST = "at-most"
    LESS_THAN = "less-than"


class FollowUp(StrEnum):
    """How long after the start, or the end, a result was measured again."""

    AFTER_1_YEAR = "after-1-year"
    AFTER_3_YEARS = "after-3-years"
    AFTER_5_YEARS = "after-5-years"


class Evaluator(StrEnum):
    """Who evaluated."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    ACADEMIC = "academic"


class FundingLevel(StrEnum):
    """Where the money comes from."""

    INTERNATIONAL = "international"
    EU = "eu"
    NATIONAL = "national"
    REGIONAL = "regional"
    MUNICIPAL = "municipal"
    FOUNDATION = "foundation"
    PRIVATE = "private"
    OWN = "own"


class Per(StrEnum):
    """What a sum of money is for, when it is not for the whole of the work."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    CITY = "city"
    PARTICIPANT = "participant"
    EVENT = "event"


class Audience(StrEnum):
    """Whom a tip is for."""

    EVERYONE = "everyone"
    ELECTED_REPRESENTATIVES = "elected-representatives"
    CITY_ADMINISTRATION = "city-administration"
    EMPLOYERS = "employers"
    CIVIL_SOCIETY = "civil-society"
    FUNDERS = "funders"
    PROJECT_STAFF = "project-staff"


class Reading(StrEnum):
    """How much of a source was read for the entry."""

    FULL = "full"
    EXCERPT = "excerpt"


class Personal(StrEnum):
    """A personal detail of a contact, which is given only as that person agreed."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"


class EvidenceLevel(StrEnum):
    """How well the results of a practice are supported; derived, never written by hand."""

    DESCRIBED = "described"
    COUNTED = "counted"
    REVIEWED = "reviewed"
    EVALUATED = "evaluated"
    FOLLOWED_UP = "followed-up"


class Verification(StrEnum):
    """Whether the sources were read whole; derived, never written by hand."""

    FULL = "full"
    PARTIAL = "partial"


class EventFormat(StrEnum):
    """Where the guests of an event are."""

    IN_PERSON = "in-person"
    ONLINE = "online"
    HYBRID = "hybrid"


class SizeClass(StrEnum):
    """The class of size in which an award was given."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
