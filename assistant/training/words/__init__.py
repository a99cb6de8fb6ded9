"""Word lists of training data, TOML for people to read and to add to.

The syntax stands at the top of finding.en.toml.
"""

from __future__ import annotations

__all__: list[str] = []
