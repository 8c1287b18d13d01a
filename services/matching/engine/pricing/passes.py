"""Passes over all pairs, tile by tile, on two threads; the score matrix as a whole never exists."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache
from itertools import count

import numpy as np
from threadpoolctl import ThreadpoolController

from services.matching.engine.jit import Floats, Ints32, Ints64
from services.matching.engine.market import ColumnView, Market
from services.matching.engine.pricing.tile_kernels import merge_heaps, scan_tile

NO_STOP: Callable[[], bool] = bool
ANY_VALUE = -(1 << 30)
"""A floor below all scores less profits."""

FEW_PAIRS = 500_000
"""Below, starting threads costs more than it gains."""


@cache
def _libraries() -> ThreadpoolController:
    """Return the libraries whose threads can be limited.

    Looking for them takes long; numpy is loaded by now.
    """
    return ThreadpoolController()


def one_blas_thread() -> AbstractContextManager[object]:
    """Matrix products on the calling thread only: the passes bring their own threads."""
    limited: AbstractContextManager[object] = _libraries().limit(limits=1, user_api="blas")
    return limited


@dataclass(frozen=True, slots=True)
class Streamer:
    """How passes are made.

    Attributes:
        threads: that share the work.
        tile: rows and columns of a tile.
        stop: asked between tiles; a true answer ends the pass, what was found so far is kept.
    """

    threads: int = 2
    tile: tuple[int, int] = (256, 512)
    stop: Callable[[], bool] = NO_STOP


@dataclass(slots=True)
class Kept:
    """The best of each line: heaps of keys, least first, and the partners' numbers (-1: none)."""

    keys: Ints64
    partners: Ints32

    @classmethod
    def nothing(cls, floors: Ints64, size: int) -> "Kept":
        """Nothing yet; only values greater than the floor of its line will enter."""
        keys = np.repeat(((floors + 1) << 32) - 1, size).reshape(len(floors), size)
        return cls(keys, np.full(keys.shape, -1, dtype=np.int32))

    def entries(self) -> tuple[Ints64, Ints64, Ints64]:
        """Lines, partners and values of all that was kept."""
        lines, places = np.nonzero(self.partners >= 0)
        return lines, self.partners[lines, places].astype(np.int64), self.keys[lines, places] >> 32

    def best(self) -> Ints64:
        """Return the greatest value of each line, or its floor."""
        best: Ints64 = self.keys.max(axis=1) >> 32
        return best

    def rest(self) -> Ints64:
        """Return an upper bound of the values that were not kept."""
        rest: Ints64 = self.keys[:, 0] >> 32
        return rest


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass over all pairs of some rows and columns.

    Attributes:
        market: the people.
        view: the columns, in the order of the pass.
        rows: in the order of the pass.
        prices: of all columns of the market.
        profits: of all rows of the market.
        reach: how many columns of the view, from the first, each row is to be compared with; None: all.
    """

    market: Market
    view: ColumnView
    rows: Ints64
    prices: Ints64
    profits: Ints64
    reach: Ints64 | None = None

    def run(
        self,
        row_floors: Ints64,
        row_size: int,
        streamer: Streamer,
        column_size: int = 0,
        column_floors: Ints64 | None = None,
    ) -> tuple[Kept, Kept]:
        """Keep the best columns of rows by score less price, the best rows of columns by score less profit.

        Args:
            row_floors: only greater values are kept, one for each row of this pass.
            row_size: how many columns to keep for a row.
            streamer: threads and tiles.
            column_size: how many rows to keep for a column; 0 for none.
            column_floors: only greater values are kept, one for each column of the market; None: any.

        Returns:
            of the rows in this pass's order, and of the market's columns (empty if none were wanted).
            Incomplete if the streamer said to stop.
        """
        kept = Kept.nothing(row_floors, row_size)
        threads = streamer.threads if len(self.rows) * len(self.view.columns) > FEW_PAIRS else 1
        width = len(self.view.columns) if column_size else 0
        floors = np.full(width, ANY_VALUE, dtype=np.int64)
        if column_floors is not None and column_size:
            floors = column_floors[self.view.columns]
        workers = [
            _Worker(self, kept, streamer, Kept.nothing(floors, max(column_size, 1))) for _ in range(threads)
        ]
        turns = count()
        first, *others = workers
        with ThreadPoolExecutor(threads) as pool:  # which starts a thread for each that is submitted
            beside = [pool.submit(worker.work, turns) for worker in others]
            first.work(turns)
            for done in beside:
                done.result()
        for other in others:
            if column_size:
                merge_heaps(
                    first.columns.keys, first.columns.partners, other.columns.keys, other.columns.partners
                )
        return kept, self._by_number(first.columns) if column_size else first.columns

    def _by_number(self, kept: Kept) -> Kept:
        """Lines of columns as the market numbers them."""
        place = np.argsort(self.view.columns)
        return Kept(kept.keys[place], kept.partners[place])


@dataclass(slots=True)
class _Worker:
    """One thread's part of a pass: its own buffer, its own best rows for columns."""

    job: Pass
    kept: Kept
    streamer: Streamer
    columns: Kept
    buffer: Floats = field(init=False)
    least: Ints32 = field(init=False)

    def __post_init__(self) -> None:
        """Take memory."""
        self.least = ((self.columns.keys[:, 0] + 1) >> 32).astype(np.int32)
        height, width = self.streamer.tile
        self.buffer = np.empty(height * width, dtype=np.float32)

    def work(self, turns: Iterator[int]) -> None:
        """Take row tiles in turn until none is left."""
        height = self.streamer.tile[0]
        rows = self.job.rows
        prices = self.job.prices[self.job.view.columns].astype(np.int32)
        profits = self.job.profits.astype(np.int32)
        for turn in turns:
            first = turn * height
            if first >= len(rows) or self.streamer.stop():
                return
            self._row_tile(slice(first, min(first + height, len(rows))), prices, profits)

    def _row_tile(self, part: slice, prices: Ints32, profits: Ints32) -> None:
        job, width = self.job, self.streamer.tile[1]
        rows = job.rows[part].astype(np.int32)
        features = job.market.features[rows]
        reach = len(job.view.columns) if job.reach is None else int(job.reach[part].max())
        for start in range(0, reach, width):
            if self.streamer.stop():
                return
            end = min(start + width, reach)
            scores = self.buffer[: len(rows) * (end - start)].reshape(len(rows), end - start)
            np.matmul(features, job.view.features[:, start:end], out=scores)
            scan_tile(
                scores,
                rows,
                start,
                job.view.columns,
                prices,
                profits,
                job.market.least,
                job.view.table,
                job.market.classes,
                job.view.forbidden_starts,
                job.view.forbidden,
                self.kept.keys[part],
                self.kept.partners[part],
                self.columns.keys,
                self.columns.partners,
                self.least,
            )
