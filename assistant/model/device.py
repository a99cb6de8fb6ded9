"""Decides once where a model runs, in which numbers, and says why in one line.

Knows nothing of loading: `read_hardware` looks at the machine, `place` is plain reasoning.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.model.errors import ModelError

if TYPE_CHECKING:
    from assistant.model.config import Device, Quantisation

__all__ = ["Hardware", "Placement", "Traits", "place", "read_hardware"]


@dataclass(frozen=True, slots=True)
class Hardware:
    """What the machine offers.

    `cuda` is the first GPU's name, `cpu_bf16` the instructions by which the processor
    multiplies bfloat16; None where there are none.
    """

    cuda: str | None
    cuda_bf16: bool
    cpu_bf16: str | None
    bitsandbytes: bool


@dataclass(frozen=True, slots=True)
class Traits:
    """What matters of a model: whether `lean.py` can run it, and whether its weights were
    unpacked from four-bit blocks, so that packing them again loses nothing."""

    lean: bool = False
    four_bit: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """Where and how a model runs; `reason` is one line for people.

    `quantisation` "q4" is the four-bit blocks of 32 weights of GGUF's Q4_1. `backend` is
    who multiplies by quantised weights.
    """

    device: Literal["cpu", "cuda"]
    dtype: Literal["bfloat16", "float16", "float32"]
    quantisation: Literal["none", "nf4", "int8", "q4"]
    backend: Literal["torch", "bitsandbytes"]
    reason: str


def read_hardware() -> Hardware:
    """Look at this machine. Imports torch."""
    import torch

    has_cuda = torch.cuda.is_available()
    abilities = torch.cpu.get_capabilities()
    return Hardware(
        cuda=torch.cuda.get_device_name(0) if has_cuda else None,
        cuda_bf16=has_cuda and torch.cuda.is_bf16_supported(including_emulation=False),
        cpu_bf16=next(
            (name for key, name in _BF16_INSTRUCTIONS.items() if abilities.get(key)), None
        ),
        bitsandbytes=importlib.util.find_spec("bitsandbytes") is not None,
    )


_BF16_INSTRUCTIONS = {"amx_bf16": "AMX", "avx512_bf16": "AVX512-BF16", "bf16": "BF16"}


def place(
    device: Device, quantisation: Quantisation, hardware: Hardware, traits: Traits
) -> Placement:
    """Decide. Raises ModelError where something asked for by name is missing."""
    if device == "cuda" and hardware.cuda is None:
        raise ModelError(
            "device 'cuda' was asked for, but torch sees no CUDA GPU: choose device 'auto' or "
            "'cpu', or install a torch build with CUDA and the GPU's driver"
        )
    if device != "cpu" and hardware.cuda is not None:
        return _on_cuda(quantisation, hardware)
    return _on_cpu(quantisation, hardware, traits)


def _on_cuda(quantisation: Quantisation, hardware: Hardware) -> Placement:
    dtype: Literal["bfloat16", "float16"] = "bfloat16" if hardware.cuda_bf16 else "float16"
    if quantisation == "none" or (quantisation == "auto" and not hardware.bitsandbytes):
        missing = "" if quantisation == "none" else "; bitsandbytes is not installed, so not nf4"
        reason = f"{hardware.cuda}: {dtype} without quantisation{missing}"
        return Placement("cuda", dtype, "none", "torch", reason)
    _need_bitsandbytes(quantisation, hardware)
    if quantisation == "int8":
        reason = f"{hardware.cuda}: int8 weights by bitsandbytes"
        return Placement("cuda", dtype, "int8", "bitsandbytes", reason)
    reason = f"{hardware.cuda}: nf4 weights, double quantisation, computing in {dtype}"
    return Placement("cuda", dtype, "nf4", "bitsandbytes", reason)


def _on_cpu(quantisation: Quantisation, hardware: Hardware, traits: Traits) -> Placement:
    dtype: Literal["bfloat16", "float32"] = "bfloat16" if hardware.cpu_bf16 else "float32"
    ability = f"CPU with {hardware.cpu_bf16}" if hardware.cpu_bf16 else "CPU without bfloat16"
    if quantisation == "auto" and traits.lean and traits.four_bit:
        reason = f"{ability}: {dtype}, and the file's own four-bit blocks for the weights"
        return Placement("cpu", dtype, "q4", "torch", reason)
    if quantisation in ("auto", "none"):
        return Placement("cpu", dtype, "none", "torch", f"{ability}: {dtype}")
    if quantisation == "int8" and traits.lean:
        return Placement("cpu", dtype, "int8", "torch", f"{ability}: {dtype}, int8 weights")
    _need_bitsandbytes(quantisation, hardware)
    kind: Literal["int8", "nf4"] = "int8" if quantisation == "int8" else "nf4"
    reason = f"{ability}: {kind} weights by bitsandbytes, computing in {dtype}"
    return Placement("cpu", dtype, kind, "bitsandbytes", reason)


def _need_bitsandbytes(quantisation: Quantisation, hardware: Hardware) -> None:
    if not hardware.bitsandbytes:
        raise ModelError(
            f"quantisation {quantisation!r} needs the package bitsandbytes, which is not "
            "installed: `pip install bitsandbytes`, or choose quantisation 'none'"
        )
