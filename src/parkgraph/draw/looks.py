"""Sizes and colours of nodes that tell a measure of the relation graph."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SMALLEST, LARGEST = 0.8, 1.25
"""Scales of the node with the least and the highest value; the largest box still leaves a gap to the next."""
GROUPS = ("#a8ddcd", "#f8dda0", "#c4e4f7", "#eed0e0", "#f2c3a2", "#f9f5b8", "#cfd8a6", "#d9cbe8")
"""Fills of the groups with most members, distinguishable for colour-blind readers."""
OTHERS = "#e2e2e2"
SHADES = ("#f7fbff", "#d6e6f4", "#abd0e6", "#6aaed6")
"""Fills from the least to the highest quarter of values; black text is legible on each."""


@dataclass(frozen=True)
class Looks:
    """How nodes look beyond their class.

    Attributes:
        scales: node to how large it is, 1 where it is not named.
        fills: node to its colour, that of its layer where it is not named.
        legend: colour and what it stands for.
    """

    scales: Mapping[str, float] = field(default_factory=dict)
    fills: Mapping[str, str] = field(default_factory=dict)
    legend: tuple[tuple[str, str], ...] = ()


def scales(values: Mapping[str, float]) -> dict[str, float]:
    """How large each node is by its value; all of one size where all have the same."""
    least, span = _span(values)
    return {node: SMALLEST + (LARGEST - SMALLEST) * (value - least) / span for node, value in values.items()}


def shades(values: Mapping[str, float], name: str) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """Fills by value, in four steps from the least to the highest, and their legend under the name of the measure."""
    least, span = _span(values)
    steps = len(SHADES)
    fills = {node: SHADES[min(steps - 1, int(steps * (value - least) / span))] for node, value in values.items()}
    bounds = [least + span * step / steps for step in range(steps + 1)]
    legend = [(shade, f"{name} {bounds[step]:.4g}–{bounds[step + 1]:.4g}") for step, shade in enumerate(SHADES)]
    return fills, tuple(entry for entry in legend if entry[0] in fills.values())


def groups(numbers: Mapping[str, float], name: str, others: str) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """Fills by group, the first groups each with its own, and their legend."""
    here = sorted(set(numbers.values()))
    colours = dict(zip(here, GROUPS, strict=False))
    fills = {node: colours.get(number, OTHERS) for node, number in numbers.items()}
    legend = [(colour, f"{name} {number}") for number, colour in colours.items()]
    return fills, (*legend, *([(OTHERS, others)] if len(here) > len(GROUPS) else []))


def _span(values: Mapping[str, float]) -> tuple[float, float]:
    """The least value, and how far the highest is above it; 1 where it is not."""
    least, most = min(values.values(), default=0), max(values.values(), default=0)
    return least, (most - least) or 1
