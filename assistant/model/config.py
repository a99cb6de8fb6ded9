"""Which chat model to load and how, as one frozen value; knows nothing of loading it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic import SecretStr

__all__ = ["Device", "ModelConfig", "Quantisation"]

Quantisation = Literal["auto", "nf4", "int8", "none"]
Device = Literal["auto", "cpu", "cuda"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelConfig:
    """What the shop owner chose.

    `name` is one of
    - "embedded": SmolLM2-135M-Instruct out of the installed package;
    - a folder, or the name of a model on the hub;
    - "http://..." or "https://...": an OpenAI-compatible server, asked for `remote_model`;
    - "langchain:PROVIDER:MODEL": any chat model that LangChain knows.

    `threads` is the number of processor threads, None meaning one less than there are cores.
    `cache_dir` is where the embedded model is unpacked, `adapters` the folders of trained
    adapters by the names that calls ask for.
    """

    cache_dir: Path
    name: str = "embedded"
    quantisation: Quantisation = "auto"
    device: Device = "auto"
    threads: int | None = None
    remote_model: str | None = None
    api_key: SecretStr | None = None
    adapters: Mapping[str, Path] = field(default_factory=dict)

    @property
    def is_remote(self) -> bool:
        """Whether the model runs behind a URL or in a LangChain integration, not here."""
        return self.name.startswith(("http://", "https://", "langchain:"))
