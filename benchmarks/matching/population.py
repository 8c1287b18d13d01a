"""The seeded population of the benchmark, as the engine takes it. `docs/matching.md` describes it."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.matching.company import Company, Ints, company_of
from services.matching.engine.problem import HardRule, Problem

SKILLS: Final = 40
LINE_DEPTH: Final = 3
LEAST_OVERLAP: Final = 4  # half hours


def population(mentees: int, mentors: int, seed: int, *, places: Ints | None = None) -> Problem:
    """Return a programme's participants in a company 2.2 times as large, the same for the same arguments."""
    random = np.random.default_rng([seed, mentees, mentors])
    company = company_of(max(40, int(2.2 * (mentees + mentors))), random)
    juniors, seniors = participants(company, mentees, mentors, random)
    left, right = _features(company, seniors, juniors, random)
    return Problem(
        mentee_features=left,
        mentor_features=right,
        mentee_ids=[f"e{n}" for n in seniors],
        mentor_ids=[f"e{n}" for n in juniors],
        rules=(
            _hours(company, seniors, juniors),
            _language(company, seniors, juniors),
            _grade(company, seniors, juniors),
        ),
        forbidden=_forbidden(company, seniors, juniors, random),
        mentor_places=places,
        seed=seed,
    )


def products(mentees: int, mentors: int, seed: int) -> Problem:
    """Return a hard input.

    Each pair scores talent times need, 0 to 100 each; hard rules allow half of all pairs.
    """
    random = np.random.default_rng([seed, mentees, mentors])
    return Problem(
        mentee_features=random.integers(0, 101, (mentees, 1)),
        mentor_features=random.integers(0, 101, (mentors, 1)),
        mentee_ids=range(mentees),
        mentor_ids=range(mentors),
        rules=(HardRule(random.integers(0, 300, mentees), random.random((300, mentors)) < 0.5),),
        seed=seed,
    )


def one_or_two(mentors: int, seed: int) -> Ints:
    """Capacities: 60 % of the mentors have two."""
    return 1 + (np.random.default_rng([seed, mentors]).random(mentors) < 0.6).astype(np.int64)


def participants(
    company: Company, mentees: int, mentors: int, random: np.random.Generator
) -> tuple[Ints, Ints]:
    """Juniors of grades 1 to 5, then seniors of 5 to 12 among the others."""
    junior = np.where(company.grade <= 5, 6.0 - company.grade, 0.0) + 1e-6
    juniors = random.choice(len(junior), size=mentors, replace=False, p=junior / junior.sum())
    senior = np.where(company.grade >= 5, company.grade - 4.0, 0.0) + 1e-6
    senior[juniors] = 0.0
    seniors = random.choice(len(senior), size=mentees, replace=False, p=senior / senior.sum())
    return juniors, seniors


def _features(
    company: Company, seniors: Ints, juniors: Ints, random: np.random.Generator
) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """79 columns whose products add up to at most 10,000 points."""
    tables = [
        (random.integers(0, 1001, size=(len(seniors), 5)), random.integers(0, 5, size=len(juniors))),
        (_distances(9, 1200, random)[company.function[seniors]], company.function[juniors]),
        (_generations(company.decade[seniors]), _generation(company.decade[juniors])),
        (_distances(8, 700, random)[company.culture[seniors]], company.culture[juniors]),
        (350 * random.integers(0, 3, size=(6, 6))[company.region[seniors]], company.region[juniors]),
    ]
    style_left, style_right = _style(len(seniors), len(juniors), random)
    left = [_goals(len(seniors), random), style_left, *(table for table, _ in tables)]
    right = [_offers(len(juniors), random), style_right]
    right += [np.eye(table.shape[1], dtype=np.int64)[code] for table, code in tables]
    return np.hstack(left).astype(np.int16), np.hstack(right).astype(np.int16)


def _skills(people: int, least: int, most: int, random: np.random.Generator) -> NDArray[np.bool_]:
    """Which skills each person names: a Zipf-like draw without replacement."""
    weight = np.log(1.0 / np.arange(1, SKILLS + 1) ** 0.6)
    ranks = np.argsort(np.argsort(-(weight + random.gumbel(size=(people, SKILLS))), axis=1), axis=1)
    named: NDArray[np.bool_] = ranks < random.integers(least, most + 1, size=(people, 1))
    return named


def _goals(people: int, random: np.random.Generator) -> Ints:
    share = _skills(people, 2, 5, random) * random.integers(1, 4, size=(people, SKILLS))
    weights: Ints = share * 1333 // np.maximum(share.sum(axis=1, keepdims=True), 1)
    return weights


def _offers(people: int, random: np.random.Generator) -> Ints:
    levels: Ints = _skills(people, 3, 8, random) * random.integers(1, 4, size=(people, SKILLS))
    return levels


def _style(mentees: int, mentors: int, random: np.random.Generator) -> tuple[Ints, Ints]:
    """1500 - 4 |a - b|^2 over five scales of 0 to 8, as products."""
    a, b = random.binomial(8, 0.5, size=(mentees, 5)), random.binomial(8, 0.5, size=(mentors, 5))
    one_a, one_b = np.ones((mentees, 1), dtype=np.int64), np.ones((mentors, 1), dtype=np.int64)
    own_a, own_b = 1500 - 4 * (a * a).sum(axis=1, keepdims=True), -4 * (b * b).sum(axis=1, keepdims=True)
    return np.hstack([8 * a, own_a, one_a]), np.hstack([b, one_b, own_b])


def _distances(kinds: int, most: int, random: np.random.Generator) -> Ints:
    table = random.integers(0, most + 1, size=(kinds, kinds))
    table = np.maximum(table, table.T)
    np.fill_diagonal(table, 0)
    return table


def _generation(decades: Ints) -> Ints:
    generation: Ints = np.clip((decades - 1960) // 10, 0, 3)
    return generation


def _generations(decades: Ints) -> Ints:
    """300 points for each generation the mentor is younger."""
    points: Ints = 300 * np.clip(np.arange(4)[None, :] - _generation(decades)[:, None], 0, 3)
    return points


def _hours(company: Company, seniors: Ints, juniors: Ints) -> HardRule:
    windows = np.stack([company.opens[seniors], company.closes[seniors]], axis=1)
    kinds, classes = np.unique(windows, axis=0, return_inverse=True)
    opens = np.maximum(kinds[:, :1], company.opens[juniors][None, :])
    closes = np.minimum(kinds[:, 1:], company.closes[juniors][None, :])
    return HardRule(classes.ravel(), closes - opens >= LEAST_OVERLAP)


def _language(company: Company, seniors: Ints, juniors: Ints) -> HardRule:
    kinds, classes = np.unique(company.speaks[seniors], axis=0, return_inverse=True)
    shared = kinds.astype(np.float32) @ company.speaks[juniors].astype(np.float32).T
    return HardRule(classes.ravel(), shared > 0)


def _grade(company: Company, seniors: Ints, juniors: Ints) -> HardRule:
    grades = np.arange(13)
    return HardRule(company.grade[seniors], company.grade[juniors][None, :] < grades[:, None])


def _forbidden(company: Company, seniors: Ints, juniors: Ints, random: np.random.Generator) -> Ints:
    """Return one in the other's line, the same manager, and some random pairs that know each other."""
    blocks = np.stack(
        [
            random.integers(0, len(seniors), size=len(seniors) // 2),
            random.integers(0, len(juniors), size=len(seniors) // 2),
        ],
        axis=1,
    )
    above = _line(company, juniors, seniors)[:, ::-1]
    return np.vstack([blocks, above, _line(company, seniors, juniors), _siblings(company, seniors, juniors)])


def _line(company: Company, people: Ints, bosses: Ints) -> Ints:
    """Pairs of a person and a boss of theirs, up to the programme's depth."""
    number = np.full(len(company.grade), -1, dtype=np.int64)
    number[bosses] = np.arange(len(bosses))
    found_pairs, boss = [], people
    for _ in range(LINE_DEPTH):
        boss = company.manager[boss]
        hit = np.flatnonzero(number[boss] >= 0)
        found_pairs.append(np.stack([hit, number[boss[hit]]], axis=1))
    return np.vstack(found_pairs)


def _siblings(company: Company, seniors: Ints, juniors: Ints) -> Ints:
    """Return all pairs with the same manager."""
    order = np.argsort(company.manager[juniors], kind="stable")
    managers = company.manager[juniors][order]
    first = np.searchsorted(managers, company.manager[seniors], side="left")
    count = np.searchsorted(managers, company.manager[seniors], side="right") - first
    inside = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return np.stack(
        [np.repeat(np.arange(len(seniors)), count), order[np.repeat(first, count) + inside]], axis=1
    )
