"""Reading the triples of a pattern: which are ordinary, and which call a function of ours."""

from __future__ import annotations

from lark import Token, Tree

from semkg.query.analysis import Analysis, Held
from semkg.query.binding import Site, bind_magic
from semkg.query.declaration import SparqlFunction
from semkg.query.edits import render
from semkg.query.lists import list_members
from semkg.query.names import short
from semkg.query.pattern import Argument, Element, MagicCall
from semkg.query.scope import mentions, variable
from semkg.query.syntax import Node, begin, children, end


def read_statement(analysis: Analysis, element: Element, dot: Token | None) -> None:
    """Read one statement: its calls, its other variables, and how the text changes without the calls."""
    reader = _Statement(analysis, element)
    reader.read()
    element.names = frozenset(reader.names)
    analysis.statements.append((element, dot, reader.held))


def finish_statements(analysis: Analysis) -> None:
    """Add the edits of all statements; called once everything was read."""
    text = analysis.source.text
    for element, dot, held in analysis.statements:
        element.names = frozenset(analysis.labels.get(name, name) for name in element.names)
        for blank in held:
            properties = render(
                text, (begin(blank.properties), end(blank.properties)), analysis.edits
            ).strip()
            if properties:
                element.extra.append(f"?{blank.variable} {properties}")
        if not element.kept:
            replacement = "".join(f"{extra} . " for extra in element.extra)
            analysis.edits.append(
                (begin(element.node), end(element.node if dot is None else dot), replacement)
            )
        elif element.extra:
            place = end(element.node)
            analysis.edits.append((place, place, "".join(f" . {extra}" for extra in element.extra)))


class _Statement:
    def __init__(self, analysis: Analysis, element: Element) -> None:
        self.analysis = analysis
        self.element = element
        self.names: set[str] = set()
        self.held: list[Held] = []
        self._variables: dict[int, str] = {}

    def read(self) -> None:
        subject, *rest = self.element.node.children
        kept = [self._properties(subject, node) for node in rest if isinstance(node, Tree)]
        if kept and not kept[0]:
            self.element.kept = False
            return
        if kept and self.element.calls and isinstance(subject, Tree) and subject.data == "collection":
            message = "a list on the left belongs to predicates of ours alone; write the other properties separately"
            raise self.analysis.source.error(message, begin(subject))
        self._term(subject)
        self.element.kept = bool(kept) or id(subject) not in self._variables

    def _properties(self, subject: Node | Token, properties: Node) -> bool:
        """Read a property list; cut our calls out of it; return whether anything is left."""
        pairs = children(properties, "verb_objects")
        kept = []
        for pair in pairs:
            if id(pair) in self.analysis.list_pairs:
                continue
            verb, *objects = (node for node in pair.children if isinstance(node, Tree))
            function = self._magic(verb)
            if function is None:
                self.names |= mentions(verb)
                self._objects(objects)
                kept.append(pair)
            else:
                for node in objects:
                    self._call(function, verb, subject, node)
        if len(kept) < len(pairs):
            self._cut(pairs, kept)
        return bool(kept)

    def _cut(self, pairs: list[Node], kept: list[Node]) -> None:
        edits = self.analysis.edits
        if not kept:
            edits.append((begin(pairs[0]), end(pairs[-1]), ""))
        elif kept[0] is not pairs[0]:
            edits.append((begin(pairs[0]), begin(kept[0]), ""))
        edits.extend((begin(pair), end(pair), "") for pair in pairs if pair not in kept and kept)

    def _magic(self, verb: Node) -> SparqlFunction | None:
        path = verb.children[0]
        if not isinstance(path, Tree) or path.data != "path":
            return None
        steps = path.children[0]
        step = steps.children[0] if isinstance(steps, Tree) else None
        simple = len(path.children) == 1 and isinstance(steps, Tree) and len(steps.children) == 1
        only = step.children[0] if isinstance(step, Tree) and len(step.children) == 1 else None
        if simple and isinstance(only, Tree) and only.data == "iri":
            return self.analysis.function(only, "predicate")
        self.analysis.refuse_ours(path, "in a property path")
        return None

    def _objects(self, objects: list[Node]) -> None:
        for node in objects:
            term, *annotations = node.children
            self._term(term)
            for annotation in annotations:
                if isinstance(annotation, Tree):
                    self._refuse_inside(annotation, "in an annotation")

    def _term(self, node: Node | Token) -> None:
        """Note the variables of an ordinary term, and read what stands in its brackets."""
        if isinstance(node, Token):
            self.names.add(str(node))
        elif node.data == "blank_anonymous":
            self._keep_anonymous(node)
        elif node.data == "var":
            self.names |= mentions(node)
        elif node.data == "collection":
            for member in node.children:
                self._term(member)
        elif node.data == "blank_properties":
            if id(node) not in self._variables and not self._calls_inside(node):
                self._properties(node, _properties_of(node))
            else:
                self.names.add(self._hold(node))
        elif node.data in ("triple_term", "reified"):
            self._refuse_inside(node, "in a triple term")

    def _refuse_inside(self, node: Node, where: str) -> None:
        for verb in node.find_data("verb"):
            self.analysis.refuse_ours(verb, where)
        self.names |= mentions(node)

    def _calls_inside(self, node: Node) -> bool:
        verbs = (pair.children[0] for pair in children(_properties_of(node), "verb_objects"))
        return any(isinstance(verb, Tree) and self._magic(verb) is not None for verb in verbs)

    def _hold(self, node: Node) -> str:
        """Turn a blank node in square brackets into a variable."""
        if id(node) in self._variables:
            return self._variables[id(node)]
        name = self._variables[id(node)] = self.analysis.fresh()
        self.analysis.edits.append((begin(node), end(node), f"?{name}"))
        self.names.add(name)
        properties = _properties_of(node)
        self.held.append(Held(name, properties))
        self._properties(node, properties)
        return name

    def _call(self, function: SparqlFunction, verb: Node, subject: Node | Token, node: Node) -> None:
        if len(node.children) > 1:
            message = f"an annotation cannot follow {short(function.iri)}"
            raise self.analysis.source.error(message, begin(node.children[1]))
        site = Site(self.analysis.source, function, begin(verb))
        bound = bind_magic(site, self._arguments(subject), self._arguments(node.children[0]))
        call = MagicCall(
            function, begin(verb), bound.inputs, bound.outputs, bound.options, bound.regime, self.element
        )
        self.element.calls.append(call)
        self.analysis.calls.append(call)

    def _arguments(self, node: Node | Token) -> list[Argument] | Argument:
        members = list_members(self.analysis, node)
        return self._argument(node) if members is None else list(map(self._argument, members))

    def _argument(self, node: Node | Token) -> Argument:
        place = begin(node)
        if isinstance(node, Token):
            return Argument(place, variable=self.analysis.renamed(node))
        match node.data:
            case "var":
                return Argument(place, variable=variable(node.children[0]))  # type: ignore[arg-type]  # a var holds a token
            case "iri" | "literal":
                return Argument(place, term=self.analysis.names.term(node))
            case "blank_anonymous":
                return Argument(place, variable=self._anonymous(node))
            case "blank_properties":
                return Argument(place, variable=self._hold(node))
            case _:
                message = "a list or triple term cannot stand in the arguments of a predicate of ours"
                raise self.analysis.source.error(message, place)

    def _anonymous(self, node: Node) -> str:
        if id(node) not in self._variables:
            self._variables[id(node)] = self.analysis.fresh()
            self.analysis.silent.add(self._variables[id(node)])
            self.analysis.edits.append((begin(node), end(node), f"?{self._variables[id(node)]}"))
        return self._variables[id(node)]

    def _keep_anonymous(self, node: Node) -> None:
        if id(node) in self._variables:
            name = self._variables[id(node)]
            self.names.add(name)
            self.analysis.silent.discard(name)


def _properties_of(node: Node) -> Node:
    return children(node, "property_list")[0]
