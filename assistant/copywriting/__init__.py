"""Marketing copy: pieces for a channel, every claim borne out, by the house's rules."""

from __future__ import annotations

from assistant.copywriting.batch import piece_object, write_all
from assistant.copywriting.channels import LANGUAGES, Channel, load_channels
from assistant.copywriting.house import TONES, House, read_house
from assistant.copywriting.improving import Improvement, improve
from assistant.copywriting.pieces import Brief, Field, Piece
from assistant.copywriting.reporting import Report
from assistant.copywriting.writing import write

__all__ = [
    "LANGUAGES",
    "TONES",
    "Brief",
    "Channel",
    "Field",
    "House",
    "Improvement",
    "Piece",
    "Report",
    "improve",
    "load_channels",
    "piece_object",
    "read_house",
    "write",
    "write_all",
]
