"""Compile the matching engine before the tests begin: each of their workers would do so by itself.

The machine code is kept beside the source, so that a second run takes no time.
"""

from benchmarks.matching.worker import warm_up

if __name__ == "__main__":
    warm_up()
