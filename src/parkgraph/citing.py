"""How a page is cited: GB/T 7714-2015 and BibTeX."""

import re
from collections.abc import Mapping

from .names import slug

_TEX = {"\\": r"\textbackslash{}", **{sign: f"\\{sign}" for sign in "{}$&#_%"}, "~": r"\~{}", "^": r"\^{}"}


def gbt7714(label: str, iri: str, frame: Mapping[str, str], lang: str) -> str:
    """The entry for a list of references after GB/T 7714-2015, an electronic resource on the web."""
    if lang == "en":
        return (
            f"The parkgraph contributors. parkgraph: {label} [DB/OL]. Data release {frame['release']}, "
            f"data as of {frame['as_of']}. {iri}."
        )
    return (
        f"parkgraph 贡献者. parkgraph 数字经济政策图谱：{label}[DB/OL]. 数据版本 {frame['release']}, "
        f"数据截至 {frame['as_of']}. {iri}."
    )


def bibtex(label: str, iri: str, frame: Mapping[str, str]) -> str:
    """The entry for BibTeX."""
    key = re.sub("[^a-z0-9-]", "", slug(iri).lower())
    title = "".join(_TEX.get(sign, sign) for sign in label)
    return (
        f"@misc{{parkgraph-{key},\n  author = {{{{The parkgraph contributors}}}},\n  title = {{{title}}},\n"
        f"  note = {{parkgraph data release {frame['release']}, data as of {frame['as_of']}}},\n  url = {{{iri}}}\n}}"
    )
