"""The functions and aggregates of SPARQL, with how many arguments they take."""

from __future__ import annotations

ANY = 1_000_000
"""More arguments than a text can have."""

_ONE = (
    "ABS", "AVG", "BOUND", "CEIL", "COUNT", "DATATYPE", "DAY", "ENCODE_FOR_URI", "FLOOR", "GROUP_CONCAT", "HASLANG",
    "HASLANGDIR", "HOURS", "IRI", "ISBLANK", "ISIRI", "ISLITERAL", "ISNUMERIC", "ISTRIPLE", "ISURI", "LANG",
    "LANGDIR", "LCASE", "MAX", "MD5", "MIN", "MINUTES", "MONTH", "OBJECT", "PREDICATE", "ROUND", "SAMPLE", "SECONDS",
    "SHA1", "SHA256", "SHA384", "SHA512", "STR", "STRLEN", "SUBJECT", "SUM", "TIMEZONE", "TZ", "UCASE", "URI", "YEAR",
)  # fmt: skip
_TWO = (
    "CONTAINS", "LANGMATCHES", "SAMETERM", "STRAFTER", "STRBEFORE", "STRDT", "STRENDS", "STRLANG", "STRSTARTS",
)  # fmt: skip

ARGUMENTS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(_ONE, (1, 1)),
    **dict.fromkeys(_TWO, (2, 2)),
    **dict.fromkeys(("IF", "STRLANGDIR", "TRIPLE"), (3, 3)),
    **dict.fromkeys(("NOW", "RAND", "STRUUID", "UUID"), (0, 0)),
    **dict.fromkeys(("COALESCE", "CONCAT"), (0, ANY)),
    "ADJUST": (2, 2),
    "BNODE": (0, 1),
    "REGEX": (2, 3),
    "REPLACE": (3, 4),
    "SUBSTR": (2, 3),
}
"""Least and most arguments of each, by its name in capitals.

Source: SPARQL 1.1 Query, section 17.4 and grammar rule 121; SPARQL 1.2 for triple terms and directions; SEP-0002.
"""


def takes(name: str) -> str:
    """Return in words how many arguments a function takes.

    >>> takes("REGEX")
    '2 to 3 arguments'
    """
    least, most = ARGUMENTS[name]
    if least == most:
        return f"{least or 'no'} argument{'s' if least != 1 else ''}"
    return f"{least} to {most} arguments"
