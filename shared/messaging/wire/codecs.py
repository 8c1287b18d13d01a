"""The codecs of Kafka's record batches, with a bound on what a batch unpacks to.

aiokafka unpacks without one, so that a batch of a megabyte can fill the memory of every reader, again after
each restart. ``bound_aiokafka`` puts these decoders in place of its own.
"""

import zlib
from collections.abc import Callable
from typing import Any, Final

import aiokafka.record.default_records as in_python
import cramjam

MOST_UNPACKED: Final = 64_000_000
"""A batch that unpacks to more bytes is refused; a broker takes one of a megabyte by default."""
_FIRST_GUESS: Final = 65_536
_XERIAL: Final = b"\x82SNAPPY\x00"
_XERIAL_HEADER_BYTES: Final = 16


class TooLarge(Exception):  # noqa: N818
    """A batch unpacks to more than ``MOST_UNPACKED`` bytes."""


def gzip_decode(packed: Any) -> bytes:
    """Unpack gzip."""
    stream = zlib.decompressobj(wbits=31)
    unpacked = stream.decompress(packed, MOST_UNPACKED)
    if stream.unconsumed_tail:
        raise TooLarge
    return unpacked


def snappy_decode(packed: Any) -> bytes:
    """Unpack Snappy, bare or in the blocks that Java's clients write."""
    view = memoryview(packed)
    if view[: len(_XERIAL)].tobytes() != _XERIAL:
        return _snappy_block(view, MOST_UNPACKED)
    unpacked = bytearray()
    place = _XERIAL_HEADER_BYTES
    while place < len(view):
        length = int.from_bytes(view[place : place + 4], "big")
        place += 4
        unpacked += _snappy_block(view[place : place + length], MOST_UNPACKED - len(unpacked))
        place += length
    return bytes(unpacked)


def _snappy_block(block: memoryview, most: int) -> bytes:
    data = block.tobytes()
    if cramjam.snappy.decompress_raw_len(data) > most:
        raise TooLarge
    return bytes(cramjam.snappy.decompress_raw(data))


def lz4_decode(packed: Any) -> bytes:
    """Unpack LZ4 frames."""
    return _into(cramjam.lz4.decompress_into, bytes(packed))


def zstd_decode(packed: Any) -> bytes:
    """Unpack Zstandard."""
    return _into(cramjam.zstd.decompress_into, bytes(packed))


def _into(decompress_into: Callable[[bytes, bytearray], int], packed: bytes) -> bytes:
    """Unpack into a buffer, and into larger ones while the last was full."""
    size = max(_FIRST_GUESS, 8 * len(packed))
    while True:
        buffer = bytearray(min(size, MOST_UNPACKED))
        try:
            written = decompress_into(packed, buffer)
        except cramjam.DecompressionError as error:
            if "whole buffer" not in str(error):
                raise
            if size >= MOST_UNPACKED:
                raise TooLarge from error
            size *= 8
        else:
            return bytes(memoryview(buffer)[:written])


DECODERS: Final = {1: gzip_decode, 2: snappy_decode, 3: lz4_decode, 4: zstd_decode}
"""The decoders by their number in a batch's attributes."""


def bound_aiokafka() -> None:
    """Let aiokafka use these decoders; safe to repeat."""
    modules: list[Any] = [in_python]
    try:
        from aiokafka.record._crecords import default_records as in_c  # noqa: PLC0415 (not in every build)
    except ImportError:
        pass
    else:
        modules.append(in_c)
    for module in modules:
        for decoder in DECODERS.values():
            if not hasattr(module, decoder.__name__):
                raise ImportError(f"{module.__name__} has no {decoder.__name__} to replace")
            setattr(module, decoder.__name__, decoder)
