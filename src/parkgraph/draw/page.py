"""The picture as one HTML file that needs neither a server nor a network: the SVG, and a script that shows quotes.

The page lets nothing run or load but what is in it: its policy names the hashes of its one script and its one style.
"""

import base64
import hashlib
import html
import json
from functools import cache
from pathlib import Path
from typing import Any

_HINTS = {
    "zh": "滚轮缩放，拖动平移；点连线看所依据的原文，点实体看它的关系；用 Tab 和回车也可以。",
    "en": "Scroll to zoom, drag to pan; click a line for its quotes, a node for its relations, also by Tab and Enter.",
}
_WORDS = {
    "zh": {"none": "没有引文：由规则推断，或另有记录。", "panel": "引文"},
    "en": {"none": "No quote: inferred by a rule, or recorded elsewhere.", "panel": "Quotes"},
}


def page(svg: str, form: dict[str, Any], lang: str) -> str:
    """The HTML file of a picture.

    Args:
        svg: the picture, with `data-source`, `data-target` and `data-node`.
        form: what `json_form` gives for the same part.
        lang: of the labels, `zh` or `en`.
    """
    script, style = _file("picture.js"), _file("picture.css")
    allowed = f"script-src '{_hash(script)}'; style-src '{_hash(style)}'"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    title = html.escape(form["title"])
    words = _WORDS[lang]
    data = _embedded({**form, "lang": lang, "none": words["none"]})
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy, quote=False)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n<main>\n{svg}</main>\n"
        f'<aside aria-live="polite" aria-label="{words["panel"]}"><p>{html.escape(_HINTS[lang])}</p></aside>\n'
        f'<script type="application/json" id="form">{data}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _embedded(value: Any) -> str:
    """JSON in which nothing can end the element it stands in."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _hash(text: str) -> str:
    """What a policy calls a text by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _file(name: str) -> str:
    """A file that lies beside this module."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
