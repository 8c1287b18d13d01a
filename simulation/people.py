"""One person's traits, each drawn so that it agrees with grade, age, site and department."""

from datetime import date, timedelta
from itertools import accumulate
from random import Random

from simulation.company import DEPARTMENTS, DIGITAL_TOPICS, SITES, TOPICS, Department, Site
from simulation.names import CULTURES, Culture

_SITE_WEIGHTS = tuple(accumulate(site.weight for site in SITES))
_CULTURE_NAMES = tuple(CULTURES)
_SECOND_LANGUAGES = ("es", "fr", "de", "zh", "pt")
_GENERATIONS = 3


def draw_site(manager_site: Site | None, rng: Random) -> Site:
    """Most people work where their manager does."""
    if manager_site is not None and rng.random() < 0.6:
        return manager_site
    return rng.choices(SITES, cum_weights=_SITE_WEIGHTS)[0]


def draw_culture(site: Site, rng: Random) -> Culture:
    """Most people come from around the site, some from anywhere."""
    chance = rng.random()
    if chance < 0.75:
        return CULTURES[site.cultures[0]]
    return CULTURES[rng.choice(site.cultures if chance < 0.95 else _CULTURE_NAMES)]


def draw_age(grade: int, rng: Random) -> int:
    """Age in years, 20 to 66: it grows with the grade, and some stay junior for years."""
    return min(66, int(20 + 2.4 * (grade - 1) + rng.expovariate(1 / 5)))


def draw_hiring_day(age: int, today: date, rng: Random) -> date:
    """Return a day up to ``today``, after the year of the eighteenth birthday.

    Older people often stayed longer.
    """
    longest = (age - 19) * 365
    tenure = int(rng.expovariate(4 / ((age - 15) * 365)))
    return today - timedelta(days=tenure if tenure <= longest else rng.randint(0, longest))


def draw_languages(site: Site, culture: Culture, grade: int, rng: Random) -> tuple[tuple[str, int], ...]:
    """ISO 639-1 codes with levels 1 to 5: the first language, English, the site's, sometimes another."""
    levels = {culture.language: 5}
    least_english = 4 if site.language == "en" else 1
    english = round(1.6 + grade * 0.3 + rng.gauss(0, 0.8))
    levels.setdefault("en", max(least_english, min(5, english)))
    levels.setdefault(site.language, rng.randint(2, 4))
    if rng.random() < 0.15:
        levels.setdefault(rng.choice(_SECOND_LANGUAGES), rng.randint(1, 3))
    return tuple(levels.items())


def draw_skills(department: Department, age: int, rng: Random) -> tuple[tuple[str, int], ...]:
    """Topics with levels 1 to 3 that the person could teach; young people have more digital ones."""
    generation = _generation(age)
    draws = rng.randint(*((3, 7), (2, 5), (1, 3))[generation])
    topics = rng.choices(TOPICS, cum_weights=_TOPIC_WEIGHTS[department.name, generation], k=draws)
    return tuple((topic, _skill_level(topic, generation, rng)) for topic in dict.fromkeys(topics))


def _generation(age: int) -> int:
    """0 under thirty, 1 under forty-five, 2 above."""
    return 0 if age < 30 else 1 if age < 45 else 2


def _skill_level(topic: str, generation: int, rng: Random) -> int:
    mastery = 2.4 - 0.5 * generation if topic in DIGITAL_TOPICS else 1.9
    return max(1, min(3, round(rng.gauss(mastery, 0.7))))


def _topic_weights(department: Department, generation: int) -> tuple[float, ...]:
    """Cumulative weights: popularity falls as in Zipf's law, bent by department and generation."""
    weights = []
    for rank, topic in enumerate(TOPICS, start=1):
        favour = 3.0 if topic in department.favourites else 1.0
        digital = (2.0, 1.0, 0.5)[generation] if topic in DIGITAL_TOPICS else 1.0
        weights.append(favour * digital / rank)
    return tuple(accumulate(weights))


_TOPIC_WEIGHTS = {
    (department.name, generation): _topic_weights(department, generation)
    for department in DEPARTMENTS
    for generation in range(_GENERATIONS)
}
