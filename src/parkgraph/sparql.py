"""SPARQL as a row of tokens: how canned questions are checked and bound, and the gate that user queries pass.

`queries` splits its files at their VALUES blocks; whoever runs text that a user wrote calls `check_user_text` first.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from .errors import QueryError
from .names import XSD

MAX_BYTES = 256_000
MAX_NESTING = 200
MAX_OPERATORS = 2_000

LETTER = r"[^\x00-@\[-`{-\x7f\s]"
NAME_CHAR = r"[^\x00-/:-@\[-^`{-\x7f\s]"
# Every character beyond ASCII that is no space counts as a letter, which is more than the grammar allows: classes of
# its exact ranges take twenty times longer to compile, and engines refuse what they do not know.
TERM_KINDS = frozenset({"iri", "name", "string", "number", "variable"})
SIGNS = frozenset({"&&", "||", "!", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "|", "^", ".", ";"})
OPENING = {"(": ")", "[": "]", "{": "}"}


class Token(NamedTuple):
    """One piece of a SPARQL text.

    Its kind is comment, string, iri, name (a prefixed name or blank node label), variable, word (a keyword or, led
    by `@`, a language tag), number, punctuation or space; `start` counts code points from the start of the text.
    """

    kind: str
    text: str
    start: int


class ValuesBlock(NamedTuple):
    """A VALUES block: its variables, whether these stand without parentheses, and where the data in its braces lies."""

    variables: tuple[str, ...]
    bare: bool
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text in order; their texts joined are the text, however broken it is."""
    long_quotes, start = frozenset({'"""', "'''"}), 0
    while start < len(text):
        for found in _pattern(long_quotes).finditer(text, start):
            if found.lastgroup == "endless":  # to look for its end again at each such quote would take quadratic time
                long_quotes, start = long_quotes - {found[0]}, found.start()
                break
            start = found.end()
            yield Token(
                "punctuation" if found.lastgroup == "unclosed" else found.lastgroup or "", found[0], found.start()
            )


def significant(text: str) -> list[Token]:
    """The tokens of a text without spaces and comments."""
    return [token for token in tokens(text) if token.kind not in ("space", "comment")]


def line_of(text: str, start: int) -> int:
    """The number, from 1, of the line a character stands in."""
    return text.count("\n", 0, start) + 1


def declared_prefixes(words: Sequence[Token]) -> dict[str, str]:
    """Prefix, without its colon, to namespace, as the text declares them."""
    triples = zip(words, words[1:], words[2:], strict=False)
    return {name.text[:-1]: space.text[1:-1] for word, name, space in triples if _declares(word, name)}


def used_prefixes(words: Sequence[Token]) -> dict[str, int]:
    """Prefix, without its colon, to the place where it is first used; blank node labels use none."""
    used: dict[str, int] = {}
    for word, name in zip([Token("space", "", 0), *words], words, strict=False):
        prefix = name.text.partition(":")[0]
        if name.kind == "name" and prefix != "_" and not _declares(word, name):
            used.setdefault(prefix, name.start)
    return used


def undeclared_prefix(text: str) -> tuple[str, int] | None:
    """The first prefix that is used without being declared, with the line of its use."""
    words = significant(text)
    declared = declared_prefixes(words)
    missing = [(start, prefix) for prefix, start in used_prefixes(words).items() if prefix not in declared]
    return (min(missing)[1], line_of(text, min(missing)[0])) if missing else None


def outer_words(words: Sequence[Token]) -> list[Token]:
    """The keywords outside all braces, such as those of the form, FROM, ORDER BY and LIMIT."""
    depth, outer = 0, []
    for token in words:
        depth += (token.text == "{") - (token.text == "}")
        if token.kind == "word" and depth == 0:
            outer.append(token)
    return outer


def projection(words: Sequence[Token]) -> tuple[str, ...]:
    """The variables of the outermost SELECT clause in order; none for `SELECT *` and for other forms."""
    keywords = [token.text.upper() for token in words]
    begin = keywords.index("SELECT") if "SELECT" in keywords else len(words)
    names, depth = [], 0
    for previous, token in zip(words[begin:], words[begin + 1 :], strict=False):
        if depth == 0 and (token.text == "{" or token.text.upper() in ("WHERE", "FROM")):
            break
        depth += (token.text in OPENING) - (token.text in OPENING.values())
        if token.kind == "variable" and (depth == 0 or (depth == 1 and previous.text.upper() == "AS")):
            names.append(token.text[1:])
    return tuple(names)


def values_blocks(words: Sequence[Token]) -> Iterator[ValuesBlock]:
    """The VALUES blocks of a text in order, at every depth."""
    for index, word in enumerate(words):
        if word.kind != "word" or word.text.upper() != "VALUES":
            continue
        bare = [token.kind for token in words[index + 1 : index + 2]] == ["variable"]
        opening = index + 2 if bare else _closing(words, index + 1, "(", ")") + 1
        close = _closing(words, opening, "{", "}")
        if close < len(words):
            names = tuple(token.text[1:] for token in words[index:opening] if token.kind == "variable")
            yield ValuesBlock(names, bare, words[opening].start + 1, words[close].start)


def nesting(words: Iterable[Token]) -> int:
    """How many brackets are open at the deepest place."""
    depth = deepest = 0
    for token in words:
        if token.kind == "punctuation":
            depth = max(depth + (token.text in OPENING) - (token.text in OPENING.values()), 0)
            deepest = max(deepest, depth)
    return deepest


def operators(words: Sequence[Token]) -> int:
    """How many things a text holds that can make an engine's syntax tree deeper.

    These are opening brackets (each group, BIND, FILTER, UNION and function call has one), operator signs, ends of
    triples, and terms in a row, which count twice because an element of an RDF collection is two triples. The data of
    VALUES blocks and the commas of argument lists are free: engines keep them in flat lists, and long ones are how
    many entities are asked about at once.
    """
    count, inside, previous = 0, ["("], Token("space", "", 0)
    for token in _without_values(words):
        if token.kind != "punctuation":
            in_a_row = inside[-1] == "(" and _is_term(previous) and _is_term(token) and token.text[0] != "@"
            count += 2 * in_a_row
        elif token.text in OPENING:
            inside.append(token.text)
            count += 1
        elif token.text in OPENING.values():
            inside = inside[:-1] or ["("]
        else:
            count += token.text in SIGNS or (token.text == "," and inside[-1] != "(")
        previous = token
    return count


def forbidden(text: str) -> str | None:
    """The keyword, SERVICE or LOAD, with which a text could reach other machines; None when it cannot.

    Comments, strings and IRIs may hold the words. The text is read as it stands and with its backslash-u escapes
    decoded first, because engines differ in that, and a keyword glued to its neighbour counts, because some engines
    need no space there: `SERVICEex:a {}` is a call of `ex:a`.
    """
    if not _SUSPECT.search(text):
        return None
    for reading in dict.fromkeys((text, _decoded(text, _ESCAPE), _decoded(text, _LOOSE_ESCAPE))):
        if keyword := _calls_out(significant(reading)):
            return keyword
    return None


def check_size(text: str) -> None:
    """Nothing, for a text that is short enough to be looked at.

    Raises:
        QueryError: it is too long.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise QueryError(
            f"查询有 {size} 字节，超过 {MAX_BYTES} 字节的上限", remedy="请缩短查询，或拆成几个查询分别运行。"
        )


def check_user_text(text: str) -> None:
    """Nothing, for a query that is fit to be handed to an engine in a child process.

    Raises:
        QueryError: it is too long, too deep, has too many operators, or could reach other machines.
    """
    check_size(text)
    words = significant(text)
    if (depth := nesting(words)) > MAX_NESTING:
        raise QueryError(
            f"查询的括号嵌套 {depth} 层，超过 {MAX_NESTING} 层的上限", remedy="请减少嵌套，或拆成几个查询分别运行。"
        )
    if (count := operators(words)) > MAX_OPERATORS:
        raise QueryError(
            f"查询有 {count} 个运算符、分组和三元组模式，超过 {MAX_OPERATORS} 个的上限",
            remedy="请把并列的条件改写成 VALUES 列表，或拆成几个查询分别运行。",
        )
    if keyword := forbidden(text):
        raise QueryError(
            f"查询使用了 {keyword}，这里不允许查询访问其他服务器", remedy=f"请去掉 {keyword}，只查询本图谱。"
        )


def written(term: NamedNode | Literal) -> str:
    """A term as SPARQL text that every engine reads as that term.

    Engines that decode backslash-u escapes before they read strings would take a backslash followed by `u` in a value
    for one, and rdflib reads up to eight digits after a small `u`; so that `u` and control characters are written as
    escapes of eight digits.
    """
    if isinstance(term, NamedNode):
        return str(term)
    quoted = _DELICATE.sub(_escape, term.value)
    if term.language:
        return f'"{quoted}"@{term.language}'
    return f'"{quoted}"' if term.datatype.value == XSD + "string" else f'"{quoted}"^^{term.datatype}'


_DELICATE = re.compile(r'\\+[uU]?|["\x00-\x1f\x7f-\x9f]')
_SUSPECT = re.compile(r"\\[uU]|service|load", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LOOSE_ESCAPE = re.compile(r"\\[uU]([0-9A-Fa-f]{4}(?:[0-9A-Fa-f]{4})?)")  # as rdflib reads them


@cache
def _pattern(long_quotes: frozenset[str]) -> re.Pattern[str]:
    """The tokenizer's expression, in which the given triple quotes open long strings."""
    endless = "|".join(sorted(long_quotes)) or "(?!)"
    long = [rf"{quote}(?:{quote[0]}{{0,2}}(?:[^{quote[0]}\\]|\\.))*+{quote}" for quote in sorted(long_quotes)]
    open_short = r'"(?:[^"\\\n\r]|\\[^\n\r])*+', r"'(?:[^'\\\n\r]|\\[^\n\r])*+"
    local = rf"{NAME_CHAR}|[:-]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%]"
    kinds = {
        "space": r"[ \t\r\n]+",
        "comment": r"\#[^\r\n]*",
        "string": "|".join([*long, rf"(?!{endless})(?:{open_short[0]}\"|{open_short[1]}')"]),
        "endless": endless,
        "unclosed": "|".join(open_short),
        "iri": r"<(?:[^<>\"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>",
        "name": rf"(?:_|{LETTER}(?:{NAME_CHAR}|[.-]){{0,64}}+)?:(?:(?!-)(?:{local})(?:\.*(?:{local}))*)?",
        "variable": rf"[?$]{NAME_CHAR}+",
        "word": rf"(?:{LETTER}|_){NAME_CHAR}*|@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
        "number": r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?",
        "punctuation": r"&&|\|\||[!<>]=|\^\^|.",
    }
    return re.compile("|".join(f"(?P<{kind}>{expression})" for kind, expression in kinds.items()), re.DOTALL)


def _declares(word: Token, name: Token) -> bool:
    """Whether two tokens in a row are PREFIX and the prefix it declares."""
    return word.kind == "word" and word.text.upper() == "PREFIX" and name.kind == "name"


def _closing(words: Sequence[Token], start: int, opening: str, closing: str) -> int:
    """The index of the bracket that ends what another opens at a place; the number of tokens when it does not."""
    if [token.text for token in words[start : start + 1]] != [opening]:
        return len(words)
    return next((index for index in range(start, len(words)) if words[index].text == closing), len(words))


def _without_values(words: Sequence[Token]) -> Iterator[Token]:
    """The tokens that are not data of a VALUES block."""
    blocks = values_blocks(words)
    block = next(blocks, None)
    for token in words:
        while block and token.start >= block.end:
            block = next(blocks, None)
        if not block or token.start < block.start:
            yield token


def _is_term(token: Token) -> bool:
    """Whether a token is an RDF term or the end of one."""
    return token.kind in TERM_KINDS or token.text[:1] == "@" or token.text.lower() in ("true", "false")


def _decoded(text: str, escape: re.Pattern[str]) -> str:
    """A text with its code point escapes replaced by what they stand for."""
    return escape.sub(lambda found: _character(found[found.lastindex or 0]) or found[0], text)


def _character(digits: str) -> str:
    """The character of a code point in hexadecimal; nothing when there is none."""
    return chr(int(digits, 16)) if int(digits, 16) <= 0x10FFFF else ""


def _calls_out(words: Sequence[Token]) -> str | None:
    """SERVICE or LOAD if a reading of a text holds it, be it glued to what stands beside it."""
    depth, previous = 0, Token("punctuation", ";", 0)
    for token, following in zip(words, [*words[1:], previous], strict=False):
        capitals = token.text.upper()
        prefix = capitals.partition(":")[0]
        if token.kind == "word" and capitals[0] != "@" and (found := re.search("SERVICE|LOAD", capitals)):
            return found[0]
        if token.kind == "name" and "SERVICE" in prefix and following.text == "{":
            return "SERVICE"
        begins = depth == 0 and (previous.text == ";" or previous.kind in ("iri", "string"))
        if token.kind == "name" and prefix.startswith("LOAD") and begins:
            return "LOAD"
        depth += (token.text in OPENING) - (token.text in OPENING.values())
        previous = token
    return None


def _escape(found: re.Match[str]) -> str:
    """What stands for a delicate character, or for backslashes with a `u` behind them, in a short string."""
    text = found[0]
    if text[0] == "\\":
        marks = text.rstrip("uU")
        return "\\\\" * len(marks) + "".join(f"\\U{ord(letter):08X}" for letter in text[len(marks) :])
    return {'"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(text) or f"\\U{ord(text):08X}"
