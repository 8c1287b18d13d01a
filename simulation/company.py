"""The fictional company: its sites, its departments, and the topics its people could teach an executive."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """A city with an office; weights are relative headcounts."""

    city: str
    region: str
    time_zone: str
    language: str
    cultures: tuple[str, ...]
    """The commonest first; keys of the table of names."""
    weight: int


@dataclass(frozen=True, slots=True)
class Department:
    """A department; its code starts those of its units, its favourites are what its people know best."""

    name: str
    code: str
    weight: int
    favourites: tuple[str, ...]


# Half-hour zones, summer time in both hemispheres and none at all: sessions meet every case.
SITES = (
    Site("London", "emea", "Europe/London", "en", ("english", "indian", "polish"), 14),
    Site("Berlin", "emea", "Europe/Berlin", "de", ("german", "arabic", "polish"), 13),
    Site("Paris", "emea", "Europe/Paris", "fr", ("french", "arabic", "portuguese"), 8),
    Site("Prague", "emea", "Europe/Prague", "cs", ("czech", "english"), 6),
    Site("Madrid", "emea", "Europe/Madrid", "es", ("spanish", "french"), 5),
    Site("Stockholm", "emea", "Europe/Stockholm", "sv", ("nordic", "arabic"), 3),
    Site("Dubai", "emea", "Asia/Dubai", "ar", ("arabic", "indian", "english"), 2),
    Site("Johannesburg", "emea", "Africa/Johannesburg", "en", ("southern-african", "english"), 2),
    Site("New York", "americas", "America/New_York", "en", ("english", "spanish", "chinese"), 12),
    Site("San Francisco", "americas", "America/Los_Angeles", "en", ("english", "chinese", "indian"), 7),
    Site("Mexico City", "americas", "America/Mexico_City", "es", ("spanish",), 4),
    Site("São Paulo", "americas", "America/Sao_Paulo", "pt", ("portuguese", "japanese"), 4),
    Site("Santiago", "americas", "America/Santiago", "es", ("spanish", "german"), 2),
    Site("St. John's", "americas", "America/St_Johns", "en", ("english", "french"), 1),
    Site("Bengaluru", "apac", "Asia/Kolkata", "hi", ("indian",), 8),
    Site("Tokyo", "apac", "Asia/Tokyo", "ja", ("japanese", "chinese"), 3),
    Site("Singapore", "apac", "Asia/Singapore", "en", ("chinese", "indian", "english"), 3),
    Site("Sydney", "apac", "Australia/Sydney", "en", ("english", "chinese"), 2),
    Site("Adelaide", "apac", "Australia/Adelaide", "en", ("english", "indian"), 2),
    Site("Auckland", "apac", "Pacific/Auckland", "en", ("english", "maori"), 1),
    Site("Kathmandu", "apac", "Asia/Kathmandu", "ne", ("nepali",), 1),
)

CORPORATE_OFFICE = Department(
    "Corporate Office", "CORP", 1, ("sustainability", "inclusion-and-privilege", "culture-change")
)

DEPARTMENTS = (
    Department(
        "Engineering", "ENG", 26, ("software-basics", "ai-prompting", "cyber-security-habits", "open-source")
    ),
    Department("Operations", "OPS", 18, ("automation", "new-ways-of-working", "remote-collaboration")),
    Department("Sales", "SAL", 15, ("social-selling", "customer-trends", "video-storytelling")),
    Department("Customer Service", "SVC", 12, ("customer-trends", "messaging-and-chat", "accessibility")),
    Department("Research and Development", "RND", 9, ("data-literacy", "ai-prompting", "design-thinking")),
    Department(
        "Marketing", "MKT", 6, ("social-media", "video-storytelling", "influencer-economy", "gaming-culture")
    ),
    Department("Finance", "FIN", 5, ("data-literacy", "automation", "digital-payments")),
    Department(
        "Human Resources", "HR", 4, ("retaining-young-talent", "expectations-of-work", "wellbeing-at-work")
    ),
    Department("Procurement", "PRO", 2, ("sustainability", "digital-payments")),
    Department("Legal and Compliance", "LEG", 2, ("inclusion-and-privilege", "online-privacy")),
    CORPORATE_OFFICE,
)

# The commonest first: popularity falls with the rank.
TOPICS = (
    "social-media",
    "ai-prompting",
    "remote-collaboration",
    "data-literacy",
    "expectations-of-work",
    "customer-trends",
    "messaging-and-chat",
    "new-ways-of-working",
    "sustainability",
    "inclusion-and-privilege",
    "video-storytelling",
    "automation",
    "wellbeing-at-work",
    "retaining-young-talent",
    "culture-change",
    "cyber-security-habits",
    "design-thinking",
    "online-privacy",
    "software-basics",
    "social-selling",
    "digital-payments",
    "accessibility",
    "influencer-economy",
    "gaming-culture",
    "open-source",
)

# Topics that young people know better.
DIGITAL_TOPICS = frozenset(
    {
        "social-media",
        "ai-prompting",
        "data-literacy",
        "messaging-and-chat",
        "video-storytelling",
        "automation",
        "software-basics",
        "social-selling",
        "digital-payments",
        "influencer-economy",
        "gaming-culture",
        "open-source",
    }
)
