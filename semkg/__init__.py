"""semkg: an RDF store that knows what matters, what is missing and what is alike.

>>> import semkg
>>> with semkg.KnowledgeGraph() as kg:
...     kg.load(b"<http://example.org/a> <http://example.org/p> <http://example.org/b> .", format="nt")
1
"""

from __future__ import annotations

from importlib.metadata import version

from semkg.comparing import compare, same
from semkg.knowledge_graph import KnowledgeGraph
from semkg.progress import ProgressBar

__version__ = version("semkg")
__all__ = ["KnowledgeGraph", "ProgressBar", "__version__", "compare", "same"]
