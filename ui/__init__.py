"""Whatever a person or a program talks to: the command line, HTTP and the browser.

Knows nothing of how a reply is made: it asks the assistant, and shows what comes.
"""

from __future__ import annotations

__all__: list[str] = []
