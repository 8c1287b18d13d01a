"""Made-up organisations whose participants differ from others, with a known effect of taking part."""

from itertools import product

import numpy as np

from services.enrollment.domain.effect.observation import Cell, Cells, Circumstances, Observed, Side

REGIONS = ("emea", "americas", "apac", "nordics", "iberia")
DEPARTMENTS = ("engineering", "sales", "finance", "legal", "people", "research", "support")
REGION_SHARES = (0.35, 0.25, 0.2, 0.1, 0.1)
DEPARTMENT_SHARES = (0.3, 0.2, 0.15, 0.12, 0.1, 0.08, 0.05)


def cells_of(chance, *, participants, others, effect):
    """Count a made-up organisation; higher grades join more often, are promoted less, and stay longer.

    Args:
        chance: the source of randomness.
        participants: how many take part.
        others: how many do not.
        effect: on the chance of a promotion, and of staying, of those who take part.
    """
    size = participants + others
    grades, years = chance.integers(1, 13, size), np.minimum(chance.exponential(4.0, size).astype(int), 10)
    regions, departments = (
        chance.choice(5, size, p=REGION_SHARES),
        chance.choice(7, size, p=DEPARTMENT_SHARES),
    )
    bands, times = (grades - 1) // 3, np.searchsorted([1, 3, 7], years, side="right")
    wish = np.exp(0.25 * bands - 0.1 * times + 0.2 * (regions == 0) + 0.3 * (departments == 1))
    joined = np.zeros(size, bool)
    joined[chance.choice(size, participants, replace=False, p=wish / wish.sum())] = True
    promotion = 0.15 - 0.02 * bands + 0.03 * (departments == 1) + effect * joined
    staying = 0.70 + 0.03 * bands + 0.02 * times + effect * joined
    promoted, stayed = chance.random(size) < promotion, chance.random(size) < staying
    where, of = np.unique(np.stack([grades, years, regions, departments]), axis=1, return_inverse=True)
    cells = Cells()
    for side, here in (("participants", joined), ("others", ~joined)):
        counts = [
            np.bincount(of[here], weights[here], minlength=where.shape[1]).astype(int)
            for weights in (np.ones(size), stayed, promoted)
        ]
        for (grade, time, region, department), counted in zip(
            where.T, zip(*counts, strict=True), strict=True
        ):
            one = Circumstances(int(grade), int(time), REGIONS[region], DEPARTMENTS[department])
            setattr(cells.by_circumstances.setdefault(one, Cell()), side, Side(*map(int, counted)))
    return cells


def small_cells(counts):
    """Count people of one region and department: for each grade, participants and others."""
    cells = Cells()
    for grade, (participants, others) in counts.items():
        for took_part, number in ((True, participants), (False, others)):
            where = Circumstances(grade, 1, "emea", "sales")
            cells.count(
                Observed(where, took_part=took_part, stayed=True, promoted=False) for _ in range(number)
            )
    return cells


def assert_all_counted(cells, number):
    sides = product(cells.by_circumstances.values(), ("participants", "others"))
    assert sum(getattr(cell, side).people for cell, side in sides) == number
