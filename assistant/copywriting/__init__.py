"""Marketing copy: pieces for a channel, every claim borne out, by the house's rules."""

from __future__ import annotations

from assistant.copywriting.batch import write_all
from assistant.copywriting.channels import Channel, load_channels
from assistant.copywriting.house import House, read_house
from assistant.copywriting.improving import Improvement, improve
from assistant.copywriting.pieces import Brief, Field, Piece
from assistant.copywriting.writing import write

__all__ = [
    "Brief",
    "Channel",
    "Field",
    "House",
    "Improvement",
    "Piece",
    "improve",
    "load_channels",
    "read_house",
    "write",
    "write_all",
]
