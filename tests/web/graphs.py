"""Made-up relation graphs in the form of the service's answers."""

from typing import Any

GRAPH_SCRIPTS = ["site.js", "graph-model.js", "graph-files.js", "vendor/charts.bundle.js", "graph.js"]
OWN = "https://w3id.org/parkgraph/id/"
LAYERS = [
    {"number": number, "zh": zh, "en": en, "colour": colour, "shape": shape}
    for number, (zh, en, colour, shape) in enumerate(
        [
            ("政策文件", "policy document", "#f9f5b8", "box"),
            ("计划、批次、档次、专栏", "programme, cohort, tier, box", "#f8dda0", "round"),
            ("园区", "park", "#c4e4f7", "oval"),
            ("项目、指标", "project, indicator", "#eed0e0", "cut"),
            ("企业", "enterprise", "#a8ddcd", "hexagon"),
            ("政府单位", "government unit", "#f2c3a2", "flag"),
            ("地点", "place", "#e2e2e2", "round"),
        ]
    )
]
CLASSES = (
    "pg:PolicyDocument",
    "pg:Cohort",
    "pg:Park",
    "pg:KeyProject",
    "pg:Enterprise",
    "pg:GovernmentUnit",
    "pg:Place",
)

Node = tuple[str, str, int, int, int]
"""Slug, label, layer, x, y."""
Edge = tuple[str, str, str, str, list[str]]
"""Source, relation, target, label, quotes."""


def payload(nodes: list[Node], edges: list[Edge], *, left_out: int = 0) -> dict[str, Any]:
    """An answer of `/api/graph.json`."""
    return {
        "title": "某市数字经济规划的政策脉络",
        "footer": "parkgraph",
        "release": "2026.11",
        "as_of": "2026-10-03",
        "nodes": [
            {"id": OWN + slug, "slug": slug, "label": label, "label_en": "", "class": CLASSES[layer], "layer": layer}
            | {"x": x, "y": y}
            for slug, label, layer, x, y in nodes
        ],
        "edges": [drawn(edge) for edge in edges],
        "layers": LAYERS,
        "left_out": left_out,
    }


def drawn(edge: Edge) -> dict[str, Any]:
    """An edge of an answer; one without a quote was computed."""
    source, relation, target, label, quotes = edge
    return {
        "source": OWN + source,
        "target": OWN + target,
        "relation": relation,
        "label": label,
        "label_en": relation.removeprefix("pg:"),
        "basis": "explicit" if quotes else "computed",
        "quotes": [{"text": quote, "source": "某市数字经济规划", "section": "第三章"} for quote in quotes],
    }


NODES: list[Node] = [
    ("policy", "某市“十四五”数字经济发展规划", 0, 0, 0),
    ("cohort", "第一批", 1, 0, 120),
    ("park-a", "城东数字经济产业园", 2, -150, 240),
    ("park-b", "城西<b>软件园</b>", 2, 150, 240),
    ("firm-1", "甲科技公司", 4, -250, 360),
    ("firm-2", "乙科技公司", 4, -50, 360),
    ("firm-3", "丙“科技”&公司", 4, 150, 360),
    ("place", "某市", 6, 0, 480),
]
EDGES: list[Edge] = [
    ("policy", "pg:hasCohort", "cohort", "部署", ["开展第一批园区创建"]),
    ("cohort", "pg:selects", "park-a", "入选", ["城东数字经济产业园等入选第一批"]),
    ("cohort", "pg:selects", "park-b", "入选", ["入选<script>alert(1)</script>"]),
    ("firm-1", "pg:tenantOf", "park-a", "入驻", ["甲公司入驻城东"]),
    ("firm-2", "pg:tenantOf", "park-a", "入驻", ["乙公司入驻城东"]),
    ("firm-3", "pg:tenantOf", "park-b", "入驻", ["丙公司入驻城西"]),
    ("park-a", "pg:locatedIn", "place", "位于", []),
    ("park-b", "pg:locatedIn", "place", "位于", []),
    ("park-b", "pg:partOf", "place", "属于", []),
]
TENANTS = 45


def small_graph(_: dict[str, str]) -> dict[str, Any]:
    """`/api/graph.json`: eight nodes, one of them with markup in its name, and twelve left out."""
    return payload(NODES, EDGES, left_out=12)


def expansion(asked: dict[str, str]) -> Any:
    """`/api/expand.json`: park-a has 45 more tenants, every park one place, and firm-1 goes back to the policy."""
    if asked["node"] == "firm-1":
        if "relation" in asked:
            return payload(NODES[:1], [("firm-1", "pg:tracesTo", "policy", "追溯至", [])])
        return [{"relation": "pg:tracesTo", "direction": "out", "label": "追溯至", "label_en": "traces to", "count": 1}]
    if "relation" not in asked:
        count = TENANTS + 2 if asked["node"] == "park-a" else 1
        return [
            {"relation": "pg:tenantOf", "direction": "in", "label": "入驻", "label_en": "tenant of", "count": count},
            {"relation": "pg:locatedIn", "direction": "out", "label": "位于", "label_en": "located in", "count": 1},
        ]
    have = asked.get("have", "").split(",")
    fresh = [slug for slug in (f"tenant-{number:02}" for number in range(TENANTS)) if slug not in have]
    taken = fresh[: int(asked["cap"])]
    nodes: list[Node] = [(slug, f"第{slug[-2:]}号企业", 4, 0, 0) for slug in taken]
    edges: list[Edge] = [(slug, "pg:tenantOf", asked["node"], "入驻", ["入驻"]) for slug in taken]
    return payload(nodes, edges, left_out=len(fresh) - len(taken))


def paths(asked: dict[str, str]) -> dict[str, Any]:
    """`/api/path.json`: one way from policy to firm-1, none between others."""
    if (asked["from"], asked["to"]) != ("policy", "firm-1"):
        return {"paths": [], "nodes": []}
    steps = [EDGES[0], EDGES[1], EDGES[3]]
    slugs = {"policy", "cohort", "park-a", "firm-1"}
    return {
        "paths": [[drawn(step) for step in steps]],
        "nodes": payload([node for node in NODES if node[0] in slugs], [])["nodes"],
    }
