"""Names of nodes as people read them in tables and pictures; results keep the full ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

LONGEST = 44
"""Longer names lose their middle, since the ends of names tell them apart."""

_IRI = re.compile(r"<(.*?([^/#:>]+)[/#]?)>")


def readable(labels: Iterable[str], longest: int = LONGEST) -> dict[str, str]:
    """Give each label a name that reads well beside the others.

    An IRI in angle brackets becomes its local name, unless another label of these has the same one; any other
    label stays as it is. Whatever is longer than ``longest`` characters is shortened.

    >>> readable(["<http://example.org/Arica>", "<http://one.org/Lima>", "<http://two.org/Lima>"])
    {'<http://example.org/Arica>': 'Arica', '<http://one.org/Lima>': 'http://one.org/Lima', \
'<http://two.org/Lima>': 'http://two.org/Lima'}
    """
    names = {label: _local_name(label) for label in labels}
    count = Counter(names.values())
    whole = {label: name if count[name] == 1 else label.strip("<>") for label, name in names.items()}
    return {label: shorten(name, longest) for label, name in whole.items()}


def _local_name(label: str) -> str:
    found = _IRI.fullmatch(label)
    return found[2] if found else label


def shorten(name: str, longest: int) -> str:
    """Cut the middle out of a name that is longer than ``longest`` characters.

    >>> shorten("http://example.org/a/very/long/name", 20)
    'http://ex...ong/name'
    """
    if len(name) <= longest:
        return name
    head = (longest - 2) // 2
    return f"{name[:head]}...{name[len(name) - (longest - 3 - head) :]}"
