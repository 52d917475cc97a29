"""What each file of an export is, in Chinese and English, and which of them are the graph itself."""

FORMS = ("parkgraph.jsonld", "parkgraph.nq", "parkgraph.nt", "parkgraph.trig", "parkgraph.ttl")
"""The files that hold the whole graph in RDF, each by itself."""

FILES = (
    ("parkgraph.ttl", "图谱，Turtle，规范写法", "the graph in canonical Turtle"),
    ("parkgraph.nt", "图谱，N-Triples，按行排序", "the graph in sorted N-Triples"),
    ("parkgraph.nq", "图谱，N-Quads，分命名图", "the graph in N-Quads, by named graph"),
    ("parkgraph.trig", "图谱，TriG，分命名图", "the graph in TriG, by named graph"),
    ("parkgraph.jsonld", "图谱，JSON-LD，上下文在文件内", "the graph in JSON-LD with its context inside"),
    ("nodes.csv", "节点：标识、中英文名称、类", "nodes: IRI, names, class"),
    ("edges.csv", "关系：起点、终点、关系、判断方式、引文", "edges: ends, relation, basis, quotes"),
    ("parkgraph.graphml", "关系图，用 Gephi 或 yEd 打开", "the relations for Gephi and yEd"),
    ("ontology.ttl", "本体：类和属性", "the ontology: classes and properties"),
    ("concepts.ttl", "概念：等级、类别等取值", "the concepts: tiers, kinds and other values"),
    ("alignments.ttl", "与通用词汇的对应", "links to common vocabularies"),
    ("context.jsonld", "记录所用的 JSON-LD 上下文", "the JSON-LD context of the records"),
    ("shapes/", "SHACL 约束", "the SHACL constraints"),
    ("queries.ttl", "常用问题（SPARQL）", "the canned questions (SPARQL)"),
    ("README.txt", "本说明", "this page"),
    (
        "void.ttl",
        "数据说明：版本、许可、各类数量（VoID、DCAT）",
        "the description: version, licence, counts (VoID, DCAT)",
    ),
    ("manifest.json", "文件清单：大小、SHA-256、指纹、版本", "the files: size, SHA-256, fingerprint, versions"),
    ("SHA256SUMS", "校验和", "checksums"),
)
"""Name of a file, or of a folder with its slash, and what it is."""


def titles(path: str) -> tuple[str, str]:
    """What a file is, in Chinese and English; that of its folder where it has none of its own."""
    told = {name: (zh, en) for name, zh, en in FILES}
    folder, slash, _ = path.partition("/")
    return told.get(path) or told[folder + slash]
