"""What the tests share: the demo shop over real search, built once a run."""

from __future__ import annotations

import pytest
from assistant_samples import demo_shop

from assistant.service import Shop


@pytest.fixture(scope="session")
def shop() -> Shop:
    return demo_shop()
