"""Tiny BERT encoders with random weights, and a catalogue that only meaning can search."""

from __future__ import annotations

import json
from pathlib import Path

from retrieval.catalogue import Product, Variant
from retrieval.evaluation import Judgement

KINDS = ("mug", "pan", "lamp", "rug", "tent", "boot", "vase", "bell")
SAID = ("zorp", "quib", "flum", "drin", "vask", "jelt", "mirn", "plof")
"""What shoppers say for each kind: no word that any product has."""

HUES = ("red", "blue", "green", "black", "white", "grey", "pink", "gold", "teal", "lime")


def foreign_products() -> list[Product]:
    """Every kind in every hue, in ascending order of id."""
    made = [
        Product(id=f"{kind}-{hue}", title=f"{hue} {kind}", variants=(Variant(id="v", stock=1),))
        for kind in KINDS
        for hue in HUES
    ]
    return sorted(made, key=lambda product: product.id)


def foreign_queries() -> tuple[Judgement, ...]:
    """One query a product, in the shoppers' word: exact that product, its kind a little."""
    return tuple(
        Judgement(
            f"{hue} {said}",
            {f"{kind}-{other}": 1.0 if other == hue else 0.3 for other in HUES},
        )
        for kind, said in zip(KINDS, SAID, strict=True)
        for hue in HUES
    )


def preferred_queries() -> tuple[Judgement, ...]:
    """Queries for a kind that words find, all of whose shoppers want the white one of it."""
    return tuple(
        Judgement(f"{said} {kind}", {f"{kind}-{hue}": float(hue == "white") for hue in HUES})
        for kind in KINDS
        for said in SAID
    )


def tiny_encoder(folder: Path, *, seed: int = 0) -> Path:
    """Write a sentence-transformers folder of a BERT with two layers of 32 numbers."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder.mkdir(parents=True)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", *HUES, *KINDS, *SAID]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder)
    parts = (("", "Transformer"), ("1_Pooling", "Pooling"))
    modules = [
        {"idx": at, "name": str(at), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for at, (path, kind) in enumerate(parts)
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    pooling = {"word_embedding_dimension": 32, "pooling_mode_mean_tokens": True}
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    return folder
