"""How well messages are understood, measured against what people say they mean."""

from __future__ import annotations

from assistant.training.evaluation.catalogues import shop_over
from assistant.training.evaluation.figures import Count, Figures, figures_of
from assistant.training.evaluation.files import Material, read_material
from assistant.training.evaluation.labels import Label, read_labels
from assistant.training.evaluation.listening import listen
from assistant.training.evaluation.requests import RequestFigures, Wish, measure_wishes
from assistant.training.evaluation.verdict import Verdict

__all__ = [
    "Count",
    "Figures",
    "Label",
    "Material",
    "RequestFigures",
    "Verdict",
    "Wish",
    "figures_of",
    "listen",
    "measure_wishes",
    "read_labels",
    "read_material",
    "shop_over",
]
