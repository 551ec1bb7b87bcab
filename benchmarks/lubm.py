"""Data like that of LUBM: universities after the proportions of its generator UBA, with the univ-bench ontology.

The numbers are drawn anew, so the data is not that of UBA line by line; types, properties and their shares are.
Source: Guo, Pan, Heflin 2005, LUBM: A Benchmark for OWL Knowledge Base Systems, section "Data generation".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from benchmarks.data import DATA

Texts = NDArray[np.bytes_]
Numbers = NDArray[np.int64]

ONTOLOGY = ("reasoning", "univ-bench.rdf")
UNIV_BENCH = "http://swat.cse.lehigh.edu/onto/univ-bench.owl"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

DEPARTMENTS = (15, 25)
FACULTY = {
    "FullProfessor": (7, 10),
    "AssociateProfessor": (10, 14),
    "AssistantProfessor": (8, 11),
    "Lecturer": (5, 7),
}
PUBLICATIONS = {
    "FullProfessor": (15, 20),
    "AssociateProfessor": (10, 18),
    "AssistantProfessor": (5, 10),
    "Lecturer": (0, 5),
}
UNIVERSITIES = 1000
"""So many universities people have degrees from."""

_DECIMALS: Texts = np.arange(100_000).astype("S5")


class MissingOntologyError(Exception):
    """The univ-bench ontology is not there."""


@dataclass(slots=True)
class Department:
    """One department while its triples are drawn.

    Attributes:
        random: the source of numbers.
        host: its host name, ``Department0.University0.edu``.
        iri: its IRI in angle brackets.
        lines: triples as text, one array a statement.
        count: number of triples so far.
    """

    random: np.random.Generator
    host: str
    iri: bytes
    lines: list[bytes] = field(default_factory=list)
    count: int = 0

    def say(self, subjects: Texts, predicate: str, objects: Texts | bytes) -> None:
        """Note one triple a subject."""
        iri = predicate if ":" in predicate else f"{UNIV_BENCH}#{predicate}"
        middle = f" <{iri}> ".encode()
        width = objects.dtype.itemsize if isinstance(objects, np.ndarray) else len(objects)
        fields = [("s", subjects.dtype), ("p", f"S{len(middle)}"), ("o", f"S{width}"), ("end", "S3")]
        table = np.empty(len(subjects), dtype=fields)
        table["s"], table["p"], table["o"], table["end"] = subjects, middle, objects, b" .\n"
        text = table.view(np.uint8)
        self.lines.append(text[text != 0].tobytes())
        self.count += len(subjects)

    def name(self, kind: str, n: int) -> Texts:
        """Return the IRIs of the first ``n`` things of a kind; says their type and name."""
        iris = self.iris(kind, n)
        self.say(iris, RDF_TYPE, _klass(kind))
        self.say(iris, "name", _join(b'"' + kind.encode(), _DECIMALS[:n], b'"'))
        return iris

    def iris(self, kind: str, n: int) -> Texts:
        """Return the IRIs of the first ``n`` things of a kind."""
        return _join(f"<http://www.{self.host}/{kind}".encode(), _DECIMALS[:n], b">")

    def people(self, kind: str, n: int) -> Texts:
        """Return the IRIs of people; says their type, name, address and telephone."""
        iris = self.name(kind, n)
        self.say(iris, "emailAddress", _join(b'"' + kind.encode(), _DECIMALS[:n], f'@{self.host}"'.encode()))
        self.say(iris, "telephone", b'"xxx-xxx-xxxx"')
        return iris

    def between(self, bounds: tuple[int, int], n: int | None = None) -> Numbers:
        """Draw ``n`` numbers, or one, both bounds included."""
        drawn: Numbers = self.random.integers(bounds[0], bounds[1] + 1, n)
        return drawn

    def pick(self, n: int, pool: Texts) -> Texts:
        """Draw from a pool, one for each of ``n``."""
        return pool[self.random.integers(0, len(pool), n)]

    def pick_some(self, each: Numbers, pool: Texts) -> tuple[Numbers, Texts]:
        """Draw ``each[i]`` different members of a pool for each i; returns the numbers i and the members."""
        order = np.argsort(self.random.random((len(each), len(pool))), axis=1)
        chosen = np.arange(len(pool)) < each[:, None]
        return np.nonzero(chosen)[0], pool[order[chosen]]

    def degree(self, people: Texts, property_name: str) -> None:
        """Say from where people have a degree."""
        universities = self.random.integers(0, UNIVERSITIES, len(people))
        self.say(people, property_name, _join(b"<http://www.University", _DECIMALS[universities], b".edu>"))


def write_lubm(path: Path, triples: int, *, seed: int = 1) -> int:
    """Write the ontology and whole departments as N-Triples until there are so many triples.

    Args:
        path: the file to write.
        triples: the least number of triples, those of the ontology included.
        seed: of the random numbers; the same one gives the same file.

    Returns:
        Number of triples written, all different.

    Raises:
        MissingOntologyError: the ontology is not in the folder of test data.
    """
    random = np.random.default_rng(seed)
    with path.open("wb") as file:
        count = _write_ontology(file)
        university = 0
        while count < triples:
            for number in range(int(random.integers(DEPARTMENTS[0], DEPARTMENTS[1] + 1))):
                department = draw_department(random, university, number)
                file.writelines(department.lines)
                count += department.count
                if count >= triples:
                    break
            university += 1
    return count


def _write_ontology(file: IO[bytes]) -> int:
    path = DATA.joinpath(*ONTOLOGY)
    if not path.exists():
        msg = f"{path} is missing: set SEMKG_TEST_DATA to the folder that holds {'/'.join(ONTOLOGY)}"
        raise MissingOntologyError(msg)
    triples = list(dict.fromkeys(quad.triple for quad in ox.parse(path=path, base_iri=UNIV_BENCH)))
    ox.serialize(triples, output=file, format=ox.RdfFormat.N_TRIPLES)
    return len(triples)


def draw_department(random: np.random.Generator, university: int, number: int) -> Department:
    """Draw one department with its people, courses, publications and research groups."""
    host = f"Department{number}.University{university}.edu"
    department = Department(random, host, f"<http://www.{host}>".encode())
    _say_organisations(department, university, number)
    faculty = {
        kind: department.people(kind, int(department.between(bounds))) for kind, bounds in FACULTY.items()
    }
    everyone = np.concatenate(list(faculty.values()))
    courses = _say_faculty(department, faculty, everyone)
    publications = _say_publications(department, faculty)
    professors = np.concatenate([people for kind, people in faculty.items() if kind != "Lecturer"])
    _say_undergraduates(department, len(everyone), professors, courses["Course"])
    _say_graduates(department, len(everyone), professors, courses, publications)
    return department


def _say_organisations(department: Department, university: int, number: int) -> None:
    here = np.array([department.iri])
    above = np.array([f"<http://www.University{university}.edu>".encode()])
    if number == 0:
        department.say(above, RDF_TYPE, _klass("University"))
        department.say(above, "name", f'"University{university}"'.encode())
    department.say(here, RDF_TYPE, _klass("Department"))
    department.say(here, "name", f'"Department{number}"'.encode())
    department.say(here, "subOrganizationOf", above)
    groups = department.iris("ResearchGroup", int(department.between((10, 20))))
    department.say(groups, RDF_TYPE, _klass("ResearchGroup"))
    department.say(groups, "subOrganizationOf", department.iri)


def _say_faculty(department: Department, faculty: dict[str, Texts], everyone: Texts) -> dict[str, Texts]:
    """Say where the faculty works, has degrees from, and what it teaches; returns the courses by kind."""
    department.say(everyone, "worksFor", department.iri)
    department.say(department.pick(1, faculty["FullProfessor"]), "headOf", department.iri)
    for degree in ("undergraduateDegreeFrom", "mastersDegreeFrom", "doctoralDegreeFrom"):
        department.degree(everyone, degree)
    for people in (people for kind, people in faculty.items() if kind != "Lecturer"):
        fields = _DECIMALS[department.between((0, 29), len(people))]
        department.say(people, "researchInterest", _join(b'"Research', fields, b'"'))
    courses = {}
    for kind in ("Course", "GraduateCourse"):
        teachers = np.repeat(everyone, department.between((1, 2), len(everyone)))
        courses[kind] = department.name(kind, len(teachers))
        department.say(teachers, "teacherOf", courses[kind])
    return courses


def _say_publications(department: Department, faculty: dict[str, Texts]) -> Texts:
    """Say what the faculty published; returns the publications."""
    found = []
    for kind, people in faculty.items():
        each = department.between(PUBLICATIONS[kind], len(people))
        authors = np.repeat(people, each)
        within = _DECIMALS[np.arange(len(authors)) - np.repeat(np.cumsum(each) - each, each)]
        iris = _join(np.strings.rstrip(authors, b">"), b"/Publication", within, b">")
        department.say(iris, RDF_TYPE, _klass("Publication"))
        department.say(iris, "name", _join(b'"Publication', within, b'"'))
        department.say(iris, "publicationAuthor", authors)
        found.append(iris)
    return np.concatenate(found)


def _say_undergraduates(department: Department, faculty: int, professors: Texts, courses: Texts) -> None:
    students = department.people("UndergraduateStudent", int(department.between((8 * faculty, 14 * faculty))))
    department.say(students, "memberOf", department.iri)
    taker, taken = department.pick_some(department.between((2, 4), len(students)), courses)
    department.say(students[taker], "takesCourse", taken)
    advised = students[: len(students) // 5]
    department.say(advised, "advisor", department.pick(len(advised), professors))


def _say_graduates(
    department: Department, faculty: int, professors: Texts, courses: dict[str, Texts], publications: Texts
) -> None:
    students = department.people("GraduateStudent", int(department.between((3 * faculty, 4 * faculty))))
    department.say(students, "memberOf", department.iri)
    department.degree(students, "undergraduateDegreeFrom")
    taker, taken = department.pick_some(department.between((1, 3), len(students)), courses["GraduateCourse"])
    department.say(students[taker], "takesCourse", taken)
    department.say(students, "advisor", department.pick(len(students), professors))
    author, written = department.pick_some(department.between((0, 5), len(students)), publications)
    department.say(written, "publicationAuthor", students[author])
    _say_assistants(department, students, courses["Course"])


def _say_assistants(department: Department, students: Texts, courses: Texts) -> None:
    """Say which graduates assist: a fifth to a fourth in teaching, a fourth to a third of the others in research."""
    n = len(students)
    teaching, research = int(department.between((n // 5, n // 4))), int(department.between((n // 4, n // 3)))
    assisted = department.random.permutation(courses)[:teaching]
    department.say(students[: len(assisted)], RDF_TYPE, _klass("TeachingAssistant"))
    department.say(students[: len(assisted)], "teachingAssistantOf", assisted)
    department.say(students[teaching : teaching + research], RDF_TYPE, _klass("ResearchAssistant"))


def _klass(kind: str) -> bytes:
    return f"<{UNIV_BENCH}#{kind}>".encode()


def _join(*parts: Texts | bytes) -> Texts:
    """Concatenate texts elementwise."""
    joined = parts[0]
    for part in parts[1:]:
        joined = np.strings.add(joined, part)
    return np.asarray(joined)
