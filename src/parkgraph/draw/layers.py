"""What is drawn, in which row, and how it looks: the rows of every picture from top to bottom."""

from dataclasses import dataclass

from ..names import PG
from ..vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Layer:
    """One row of the picture.

    Attributes:
        classes: local names of the classes drawn in it, subclasses included.
        zh, en: what the legend calls it.
        colour: fill, distinguishable for colour-blind readers.
        shape: `box`, `round`, `oval`, `cut`, `hexagon`, `flag` or `plain`.
    """

    classes: tuple[str, ...]
    zh: str
    en: str
    colour: str
    shape: str


LAYERS = (
    Layer(("PolicyDocument", "Interview"), "政策文件", "policy document", "#f9f5b8", "box"),
    Layer(
        ("Programme", "Cohort", "Tier", "Box"),
        "计划、批次、档次、专栏",
        "programme, cohort, tier, box",
        "#f8dda0",
        "round",
    ),
    Layer(("Park",), "园区", "park", "#c4e4f7", "oval"),
    Layer(
        ("KeyProject", "DigitalPlatform", "Facility", "Indicator"),
        "项目、平台、设施、指标",
        "project, platform, facility, indicator",
        "#eed0e0",
        "cut",
    ),
    Layer(("Enterprise",), "企业", "enterprise", "#a8ddcd", "hexagon"),
    Layer(("GovernmentUnit",), "政府单位", "government unit", "#f2c3a2", "flag"),
    Layer(("Place",), "地点", "place", "#e2e2e2", "round"),
    Layer(("Industry",), "产业", "industry", "#ffffff", "plain"),
    Layer((), "其他", "other", "#ffffff", "box"),
)
OTHER = len(LAYERS) - 1
"""The row of things of no class that is drawn, in pictures that show them all the same."""


def layer_of(vocabulary: Vocabulary, cls: str) -> int | None:
    """The row a class is drawn in, None if it is not drawn."""
    above = vocabulary.supers.get(cls, frozenset())
    for number, layer in enumerate(LAYERS):
        if any(PG + name in above for name in layer.classes):
            return number
    return None
