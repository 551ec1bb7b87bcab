"""HTML as values: whatever is no HTML yet is escaped on the way in, so that no data can become markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


Content = str | Html
"""Text to be escaped, or HTML to be taken as it is."""


def html(content: Content) -> Html:
    """Escape text; leave HTML alone. Characters that HTML forbids become a mark.

    >>> html("</script><b title='x'>")
    '&lt;/script&gt;&lt;b title=&#x27;x&#x27;&gt;'
    """
    return content if isinstance(content, Html) else Html(escape(_UNSEEN.sub("\ufffd", content)))


def join(parts: Iterable[Content], between: Content = "") -> Html:
    """Put parts one after the other."""
    return Html(html(between).join(map(html, parts)))


def tag(name: str, *children: Content, **attributes: str | float | None) -> Html:
    """Write an element; attributes that are ``None`` are left out, ``class_`` is ``class``, ``_`` is ``-``.

    >>> tag("a", "x < y", href="#1", class_="more")
    '<a href="#1" class="more">x &lt; y</a>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html(_value(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{written}>{join(children)}</{name}>")


def _value(value: str | float | None) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def paragraph(*children: Content) -> Html:
    """Write a paragraph."""
    return tag("p", *children)


def table(
    caption: str,
    head: Sequence[Content],
    rows: Iterable[Sequence[Content]],
    *,
    numbers: Sequence[int] = (),
    note: Content = "",
) -> Html:
    """Write a table whose first column names the rows.

    Args:
        caption: what it shows, read out first.
        head: the name of each column.
        rows: the cells.
        numbers: which columns hold numbers.
        note: what stands below it.
    """
    kinds = ["number" if column in numbers else None for column in range(len(head))]
    first = tag(
        "tr", *(tag("th", cell, scope="col", class_=kind) for cell, kind in zip(head, kinds, strict=True))
    )
    body = [
        tag(
            "tr",
            tag("th", row[0], scope="row"),
            *(tag("td", cell, class_=kind) for cell, kind in zip(row[1:], kinds[1:], strict=True)),
        )
        for row in rows
    ]
    whole = tag("table", tag("caption", caption), tag("thead", first), tag("tbody", *body))
    below = tag("p", note, class_="note") if note else ""
    return join([scrolling(whole, caption), below])


def scrolling(content: Html, label: str) -> Html:
    """Let wide content scroll by itself, by the keyboard too."""
    return tag("div", content, class_="wide", tabindex="0", role="region", aria_label=label)


def section(name: str, title: str, means: Content, *content: Content) -> Html:
    """Write a part of the page: a heading, what it shows, and beside that what it means."""
    aside = tag("aside", tag("h3", "What this means"), means, aria_label=f"What this means: {title}")
    body = tag("div", *content, class_="shown")
    return tag(
        "section", tag("h2", title, id=f"{name}-title"), aside, body, id=name, aria_labelledby=f"{name}-title"
    )


def bar(share: float) -> Html:
    """Draw a share between 0 and 1 as a bar; the number stands beside it, so the bar itself is not read out."""
    width = 100 * min(1.0, max(0.0, share))
    return tag("span", tag("span", "", style=f"width:{width:.1f}%"), class_="bar", aria_hidden="true")


def many(number: int, one: str, several: str | None = None) -> str:
    """Write a number with its noun.

    >>> many(1, "axiom"), many(2000, "axiom")
    ('1 axiom', '2,000 axioms')
    """
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def ordinal(number: int) -> str:
    """Write a place.

    >>> [ordinal(place) for place in (1, 2, 3, 11, 21, 1012)]
    ['1st', '2nd', '3rd', '11th', '21st', '1,012th']
    """
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def percent(share: float) -> str:
    """Write a share as a percentage, with decimals where it is small.

    >>> percent(0.4567), percent(0.0123), percent(0.0), percent(0.00001)
    ('46 %', '1.2 %', '0 %', 'less than 0.1 %')
    """
    if 0 < share < 0.001:
        return "less than 0.1 %"
    return f"{100 * share:.1f} %" if 0 < share < 0.1 else f"{100 * share:.0f} %"
