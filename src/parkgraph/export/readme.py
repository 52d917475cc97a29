"""`README.txt` of an export: what each file is, and how to check it, in Chinese and English."""

from collections.abc import Mapping

from .description import Release
from .files import FILES

_TEXT = """parkgraph {version}（{issued}）
许可：CC BY 4.0，{licence}
{more_zh}指纹：{fingerprint}

文件
{files_zh}

怎样核对
  一步核对：parkgraph verify 本目录。
  全部文件：在本目录运行 sha256sum -c SHA256SUMS；Windows 上运行 certutil -hashfile 文件名 SHA256，与 SHA256SUMS 比较。
  图谱内容：parkgraph.nt 的 SHA-256 就是指纹。其余四种 RDF 写法去掉图名后，三元组与它完全相同。

命名图（parkgraph.nq 和 parkgraph.trig；每条三元组恰在一个图中）
  https://w3id.org/parkgraph/graph/<来源>     有引文的事实，在引文所出的来源；几个来源都提到的事物，在名称排在最前的来源
  https://w3id.org/parkgraph/graph/reference  参考数据，例如行政区划
  https://w3id.org/parkgraph/graph/inferred   规则推出的断言及其直接关系
  https://w3id.org/parkgraph/graph/release    发布信息、规则说明及其余

表格
  nodes.csv、edges.csv 为 UTF-8、逗号分隔。用 Excel、WPS 打开时请选“数据—自文本/CSV”，编码选 UTF-8。
  edges.csv 的 basis：explicit 原文明说，derivedFromName 由名称得出，external 来自参考数据，curator 人工判断，
  computed 由规则得出，stated 以起点自身的引文为据。几条引文之间以“ ‖ ”隔开。

--------------------------------------------------------------------------------

parkgraph {version} ({issued})
Licence: CC BY 4.0, {licence}
{more_en}Fingerprint: {fingerprint}

Files
{files_en}

How to check
  All at once: parkgraph verify THIS-FOLDER.
  All files: run `sha256sum -c SHA256SUMS` in this folder; on Windows, `certutil -hashfile FILE SHA256`, and compare.
  The graph: the SHA-256 of parkgraph.nt is the fingerprint. The other four RDF files hold the same triples, graph
  names left aside.

Named graphs (parkgraph.nq and parkgraph.trig; each triple is in exactly one)
  https://w3id.org/parkgraph/graph/<source>   facts, in the source they are quoted from; a thing that several sources
                                              mention, in the first of them by name
  https://w3id.org/parkgraph/graph/reference  reference data, such as administrative divisions
  https://w3id.org/parkgraph/graph/inferred   assertions made by rules, with their direct statements
  https://w3id.org/parkgraph/graph/release    the release, the rules, and the rest

Tables
  nodes.csv and edges.csv are UTF-8, comma-separated. The column `basis` of edges.csv: explicit (the text says so),
  derivedFromName, external (reference data), curator (a person's judgement), computed (by a rule), stated (by the
  quote of the edge's own first node). Several quotes are parted by " ‖ ".
"""


def readme(release: Release, fingerprint: str, graphs: Mapping[str, int], *, with_workspace: bool) -> str:
    """The text of the file; the named graphs are listed with their number of triples."""
    listed_zh = "".join(f"    {count:>7}  {name}\n" for name, count in graphs.items())
    listed = [told for told in FILES if told[0] != "README.txt"]
    text = _TEXT.format(
        version=release.version,
        issued=release.issued,
        licence=release.licence,
        fingerprint=fingerprint,
        more_zh="内容：随附的图谱，加上一个工作目录的图谱\n" if with_workspace else "",
        more_en="Content: the shipped graph with a workspace on top\n" if with_workspace else "",
        files_zh="\n".join(f"  {name:<18} {zh}" for name, zh, _ in listed),
        files_en="\n".join(f"  {name:<18} {en}" for name, _, en in listed),
    )
    return text + "\n各图三元组数 / Triples by graph\n" + listed_zh
