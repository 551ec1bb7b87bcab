"""What people read about our functions, derived from the declarations."""

from __future__ import annotations

from collections.abc import Sequence

from semkg.functions.models import FACTS, MODEL_LANGUAGE
from semkg.functions.work import WORK_EXAMPLE, WORK_FACTS, WORK_KINDS
from semkg.query import ModelLanguage, Output, Parameter, SparqlFunction
from semkg.vocab import SK


def short_name(function: SparqlFunction) -> str:
    """Return ``sk:`` and the local name; of a function from elsewhere its IRI."""
    ours = function.iri.startswith(SK)
    return f"sk:{function.iri.removeprefix(SK)}" if ours else f"<{function.iri}>"


def pattern(function: SparqlFunction) -> str:
    """Return how a function stands in a pattern: outputs on the left, inputs on the right."""
    outputs = [f"?{output.name}" for output in function.outputs]
    inputs = [f"?{place.name}" if place.required else f"[{place.name}]" for place in function.inputs]
    if not inputs and len(outputs) == 2:
        return f"{outputs[0]} {short_name(function)} {outputs[1]}"
    left = outputs[0] if len(outputs) == 1 else f"({' '.join(outputs)})"
    return f"{left} {short_name(function)} ({' '.join(inputs)})"


def call(function: SparqlFunction) -> str | None:
    """Return how a function stands in an expression, or ``None`` if it cannot."""
    if function.scalar is None:
        return None
    optional = {place.name for place in function.inputs if not place.required}
    arguments = [f"[{name}]" if name in optional else f"?{name}" for name in function.scalar]
    return f"{short_name(function)}({', '.join(arguments)})"


def service(function: SparqlFunction) -> str:
    """Return how a function stands as a SERVICE: every place is a property of one node."""
    names = [place.name for place in function.inputs if place.required]
    names += [output.name for output in function.outputs]
    edges = " . { SELECT ?source ?target [?weight] { ... } }" if function.replaced_by_edges else ""
    properties = " ; ".join(f"sk:{name} ?{name}" for name in names)
    return f"SERVICE {short_name(function)} {{ [] {properties}{edges} }}"


def explain(place: Parameter | Output) -> str:
    """Return what one place takes or gives, with its default."""
    if isinstance(place, Parameter) and place.default is not None:
        default = str(place.default).lower() if isinstance(place.default, bool) else place.default
        return f"{place.doc} (default: {default})"
    return place.doc


def to_markdown(functions: Sequence[SparqlFunction]) -> str:
    """Return the page about our functions, one heading each."""
    return _HEAD + "".join(_section(function) for function in functions) + _models(MODEL_LANGUAGE) + _work()


_HEAD = """# Functions

Every function is a relation with inputs and outputs. As a magic predicate it joins with the rest of the pattern,
outputs on the left and inputs on the right; options are keyword pairs at the end of the right-hand list. Where a
function has a scalar form, that looks up its last output. The SERVICE form means the same, with every input, output and
option as a property of one node; a sub-query in it, where shown, gives the edges to work on. `sk:` stands for
`<https://w3id.org/semkg#>` and needs no declaration. [What all this means](semantics.md) is written down too.

Every function takes the option `sk:regime` with `sk:asserted`, `sk:entailed` or `sk:invariant` (the default). In
square brackets: what can be left out. The examples run on `examples/chile`, with its prefix `:`. This page is written
by `make docs` from the declarations.
"""


def _section(function: SparqlFunction) -> str:
    forms = [form for form in (pattern(function), call(function), service(function)) if form]
    rows = [(f"`{output.name}`", "output", output.doc) for output in function.outputs]
    rows += [(f"`{place.name}`", "input", explain(place)) for place in function.inputs]
    rows += [(f"`sk:{option.name}`", "option", explain(option)) for option in function.options]
    table = "\n".join(f"| {name} | {kind} | {text} |" for name, kind, text in rows)
    return (
        f"\n## {short_name(function)}\n\n{function.doc}\n\n```sparql\n" + "\n".join(forms) + "\n```\n\n"
        f"| name | place | what |\n|---|---|---|\n{table}\n\n```sparql\n{function.example}\n```\n"
    )


def _models(language: ModelLanguage) -> str:
    classes = "\n".join(f"| `a sk:{name}` | class | {doc} |" for name, doc in language.kinds.items())
    options = "\n".join(
        f"| `sk:{option.name}` | setting | {explain(option)} |" for option in language.options
    )
    facts = "\n".join(f"| `sk:{name}` | told | {doc} |" for name, doc in FACTS.items())
    return f"{_MODELS}{classes}\n{options}\n{facts}\n"


_MODELS = """
# Models

An update that writes to the graph `sk:models` trains. The name of the model is any IRI of yours; functions take it as
their last argument at once.

```sparql
INSERT DATA { GRAPH sk:models { ex:m a sk:ComplEx ; sk:dim 100 } }
INSERT { GRAPH sk:models { ex:m a sk:ComplEx ; sk:edges (?s ?p ?o) } } WHERE { ?s ?p ?o . ?s a :City }
INSERT DATA { GRAPH sk:models { ex:m sk:refresh true } }
DELETE WHERE { GRAPH sk:models { ex:m ?p ?o } }
SELECT ?name ?value { GRAPH sk:models { ex:m ?name ?value } }
```

The first learns from all edges between things and their types: under `sk:regime sk:invariant` (the default) from those
of the canonical graph, so that a synonym or a wider property changes nothing, under `sk:entailed` from all that follow,
under `sk:asserted` from those that were written. The second learns from what its pattern finds; the third trains again,
as before, from what is there now; the fourth drops a model, `DROP GRAPH sk:models` all of them; the last shows what is
known of one, as does `DESCRIBE ex:m`.

| name | place | what |
|---|---|---|
"""


def _work() -> str:
    kinds = "\n".join(f"| `a sk:{name}` | class | {doc} |" for name, doc in WORK_KINDS.items())
    facts = "\n".join(f"| `sk:{name}` | told | {doc} |" for name, doc in WORK_FACTS.items())
    return (
        f"{_WORK}```sparql\n{WORK_EXAMPLE}\n```\n\n| name | place | what |\n|---|---|---|\n{kinds}\n{facts}\n"
    )


_WORK = """
# Work in progress

The graph `sk:progress` holds the long work of this graph while it runs, in whatever thread: ask from another one. What
has ended, well or not, is gone from it. A query that names nothing but `sk:progress` and `sk:models` waits for no write
and no entailment, and starts none. In Python the same is `kg.tasks.running()`, and `kg.progress` is called at each
report; `semkg.ProgressBar()` is one that draws.

"""
