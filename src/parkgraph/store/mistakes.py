"""What is wrong with a SPARQL text, in the reader's words; used by both stores after an engine has refused it.

Engines give a position but mislead about the reason: Oxigraph reports an undeclared prefix as "expected one of …
['%']" and a mistyped LIMIT as "expected OPTIONAL". The text is only cut into words here, never parsed: what the
engine accepts is not judged.
"""

import re

from ..errors import QueryError
from ..names import PREFIXES

TOKEN = r"""(?xs)
      (?P<skip>    \#[^\n\r]* | \s+ | @[A-Za-z]+(?:-[A-Za-z0-9]+)* | [?$]\w+ | _:\w+ | \d[\d.]*(?:[eE][+-]?\d+)? )
    | (?P<string>  \"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
                 | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+' )
    | (?P<iri>     <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<broken>  <[A-Za-z][A-Za-z0-9+.-]*://[^<>\n\r]*>? )
    | (?P<pname>   (?P<prefix>(?:[^\W\d_](?:[\w.-]*\w)?)?):(?:[\w:.%-]|\\.)* )
    | (?P<word>    [^\W\d_]\w* )
    | (?P<mark>    . )
"""
SCHEME = r"<[A-Za-z][A-Za-z0-9+.-]*:"
UPDATES = frozenset(["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"])
WORDS = """
    A ABS ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL COALESCE CONCAT CONSTRUCT CONTAINS COUNT DATATYPE DAY DESC
    DESCRIBE DISTINCT ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR FROM GRAPH GROUP GROUP_CONCAT HASLANG HASLANGDIR HAVING
    HOURS IF IN IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG LANGDIR LANGMATCHES LATERAL LCASE LIMIT MAX
    MD5 MIN MINUS MINUTES MONTH NAMED NOT NOW OBJECT OFFSET OPTIONAL ORDER PREDICATE PREFIX RAND REDUCED REGEX REPLACE
    ROUND SAMETERM SAMPLE SECONDS SELECT SEPARATOR SERVICE SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT
    STRENDS STRLANG STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT SUBSTR SUM TIMEZONE TRIPLE TRUE TZ UCASE UNDEF UNION URI
    UUID VALUES VERSION WHERE YEAR
"""
PAIRS = {"}": "{", ")": "(", "]": "["}
HALF_WIDTH = dict(zip("，、；。：？（）｛｝“”‘’", ",,;.:?(){}\"\"''", strict=True))
GROUPED = "用了 GROUP BY 时，SELECT 里只能写分组的变量和 COUNT、SUM 等汇总。"
REASONS = {
    "IRI parsing failed": ("地址（IRI）写法不对", "请检查尖括号里的地址。"),
    "Duplicated variable name in SELECT": ("SELECT 里同一个变量写了两次", "请去掉一个。"),
    "The SELECT contains a variable that is unbound": ("SELECT 里有不能取值的变量", GROUPED),
    "The SELECT contains an expression with a variable that is unbound": ("SELECT 里有不能取值的变量", GROUPED),
    "The SELECT overrides an existing variable": ("AS 后面的变量已经用过", "请换一个没有用过的变量名。"),
    "SELECT * is not authorized with GROUP BY": ("用了 GROUP BY 就不能写 SELECT *", "请在 SELECT 后列出变量。"),
}

Token = re.Match[str]
Finding = tuple[int | None, str, str]
"""Where in the text (None: the engine knows better), what is wrong, what to do."""


def explain(text: str, said: str, place: str = "") -> QueryError:
    """The error to raise for a text that an engine refused: position, reason, what to do.

    Args:
        said: the engine's own words; a position is read from `error at LINE:COLUMN`.
        place: the endpoint, for a text that was refused there.
    """
    tokens = [token for token in re.finditer(TOKEN, text) if token.lastgroup != "skip"]
    checks = (_empty, _update, _full_width, _unclosed, _broken, _undeclared, _relative, _unknown_word)
    findings = (check(tokens) for check in checks)
    start, problem, remedy = next(filter(None, findings), None) or _reason(said)
    reported = re.search(r"error at (\d+):(\d+)", said)
    if start is not None:
        line, column = _place(text, start)
    elif reported and tokens:
        line, column = int(reported[1]), int(reported[2])
    else:
        return QueryError(problem, where=place, remedy=remedy)
    return QueryError(problem, where=f"{place} 第 {line} 行第 {column} 列".strip(), remedy=remedy)


def check_characters(text: str) -> None:
    """Nothing, for a text that can be written as UTF-8; halves of characters come from terminals of another encoding.

    Raises:
        QueryError: with the place of the first one.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        line, column = _place(text, error.start)
        raise QueryError(
            "有不成字符的编码", where=f"第 {line} 行第 {column} 列", remedy="请把查询存为 UTF-8 文件后再运行。"
        ) from error


def _place(text: str, start: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def _empty(tokens: list[Token]) -> Finding | None:
    """There is nothing but space and comments."""
    return None if tokens else (None, "查询是空的", "请写一条 SELECT、ASK、CONSTRUCT 或 DESCRIBE 查询。")


def _update(tokens: list[Token]) -> Finding | None:
    """The first verb changes data."""
    words = (token for token in tokens if token.lastgroup == "word")
    verb = next((word for word in words if word[0].upper() not in ("BASE", "PREFIX", "VERSION")), None)
    if verb is None or verb[0].upper() not in UPDATES:
        return None
    problem = f"这是修改数据的语句（{verb[0].upper()}），这里只能查询"
    return verb.start(), problem, "请写 SELECT、ASK、CONSTRUCT 或 DESCRIBE 查询。"


def _full_width(tokens: list[Token]) -> Finding | None:
    """A mark outside the quotes is a full-width one."""
    for token in tokens:
        if half := HALF_WIDTH.get(token[0]):
            return token.start(), f"用了全角符号「{token[0]}」", f"请改成半角的 {half}"
    return None


def _unclosed(tokens: list[Token]) -> Finding | None:
    """A bracket or a quotation mark has no partner."""
    opened: list[Token] = []
    for token in tokens:
        if token[0] in ("'", '"'):
            return token.start(), f"引号 {token[0]} 没有配对", "请在文字的两头各写一个引号；文字跨行时两头各写三个。"
        if token[0] in PAIRS.values():
            opened.append(token)
        elif token[0] in PAIRS and (not opened or opened.pop()[0] != PAIRS[token[0]]):
            return token.start(), f"多了一个 {token[0]}，或它前面少了一个 {PAIRS[token[0]]}", "请让括号成对。"
    if not opened:
        return None
    last = opened[-1]
    partner = next(close for close, mark in PAIRS.items() if mark == last[0])
    return last.start(), f"{last[0]} 没有对应的 {partner}", f"请补上 {partner}"


def _broken(tokens: list[Token]) -> Finding | None:
    """An address holds a space or another character that none may hold, or has no end."""
    wrong = next((token for token in tokens if token.lastgroup == "broken"), None)
    return wrong and (wrong.start(), f"地址 {wrong[0]} 里有不能用的字符", "请去掉其中的空格等字符，并以 > 结尾。")


def _undeclared(tokens: list[Token]) -> Finding | None:
    """A prefix is used that no PREFIX line before it declares."""
    declared: set[str] = set()
    before = ""
    for token in tokens:
        if token.lastgroup == "pname" and before == "PREFIX":
            declared.add(token["prefix"])
        elif token.lastgroup == "pname" and token["prefix"] not in declared:
            line = f"PREFIX {token['prefix']}: <{PREFIXES.get(token['prefix'], '…')}>"
            return token.start(), f"前缀 {token['prefix']}: 没有声明", f"请在查询开头加一行：{line}"
        before = token[0].upper()
    return None


def _relative(tokens: list[Token]) -> Finding | None:
    """An address is not a whole one, and no BASE completes it."""
    if any(token[0].upper() == "BASE" for token in tokens):
        return None
    part = next((token for token in tokens if token.lastgroup == "iri" and not re.match(SCHEME, token[0])), None)
    return part and (part.start(), f"地址 {part[0]} 不完整", "请写完整的地址，如 <https://…>；或用前缀。")


def _unknown_word(tokens: list[Token]) -> Finding | None:
    """A bare word is no word of SPARQL."""
    import difflib

    known = {*WORDS.split(), *UPDATES}
    for token in tokens:
        if token.lastgroup == "word" and token[0].upper() not in known:
            near = difflib.get_close_matches(token[0].upper(), sorted(known - UPDATES), n=1)
            remedy = f"是不是想写 {near[0]}？" if near else "变量前面要写 ?，文字要加引号，名称要带前缀。"
            return token.start(), f"SPARQL 里没有 {token[0]} 这个词", remedy
    return None


def _reason(said: str) -> Finding:
    """What the engine's own words mean; those of a foreign engine are passed on."""
    for phrase, (problem, remedy) in REASONS.items():
        if phrase in said:
            return None, problem, remedy
    lines = [] if said.startswith("error at ") else said.strip().splitlines()
    words = f"（{lines[0][:200]}）" if lines else ""
    return None, f"SPARQL 语法有误{words}", "请检查这一处及其前面的关键字、标点和括号。"
