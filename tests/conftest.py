"""What the tests share: the demo shop over real search, built once a run."""

from __future__ import annotations

import os
import signal

import pytest
from assistant_samples import demo_shop

from assistant.service import Shop

# A runner started in the background ignores Ctrl-C and hands that down: our programs must not.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Settings of whoever runs the tests are not the tests'.
for name in [name for name in os.environ if name.startswith("AISLE_")]:
    del os.environ[name]


@pytest.fixture(scope="session")
def shop() -> Shop:
    return demo_shop()
