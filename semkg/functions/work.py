"""Long work in SPARQL: what ``GRAPH sk:progress`` tells while it runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from semkg.progress import Task, TaskKind
from semkg.vocab import RDF_TYPE, XSD, sk

WORK_KINDS: Mapping[TaskKind, str] = {
    "Loading": "files are read; counted in bytes of the file",
    "Entailment": "what follows is computed, counted in rounds, then written, counted in triples",
    "Analysis": "an analytic runs; those that search from every node count these nodes",
    "Training": "a model is trained; counted in epochs",
    "Attribution": "axioms are left out one by one to see what they do; counted in axioms",
    "Report": "the parts of a report on a comparison are worked out; counted in parts",
}
"""The classes of work, by local name."""

WORK_FACTS = {
    "stage": "what is being done, for a person, such as loading chile.ttl; one piece of work may have several stages",
    "done": "how much of this stage is done, in its units, from 0",
    "total": "how much that will be in all; missing where nobody knows",
    "started": "when the work began, an xsd:dateTime in UTC (what prov:startedAtTime says)",
}
"""What is told of a piece of work beside its class."""

WORK_EXAMPLE = """SELECT ?work ?stage ?done ?total ?started WHERE { GRAPH sk:progress {
  ?work sk:stage ?stage ; sk:done ?done ; sk:started ?started . OPTIONAL { ?work sk:total ?total }
} } ORDER BY ?started"""


def describe_tasks(tasks: Iterable[Task]) -> Iterator[ox.Triple]:
    """Yield what ``GRAPH sk:progress`` has: class, stage, units and beginning of each piece of work that runs."""
    for task in tasks:
        node = ox.NamedNode(f"urn:semkg:work:{task.number}")
        started = ox.Literal(task.started.isoformat(), datatype=ox.NamedNode(XSD + "dateTime"))
        yield ox.Triple(node, ox.NamedNode(RDF_TYPE), ox.NamedNode(sk(task.kind)))
        yield ox.Triple(node, ox.NamedNode(sk("stage")), ox.Literal(task.stage))
        yield ox.Triple(node, ox.NamedNode(sk("done")), ox.Literal(task.done))
        yield ox.Triple(node, ox.NamedNode(sk("started")), started)
        if task.total is not None:
            yield ox.Triple(node, ox.NamedNode(sk("total")), ox.Literal(task.total))
