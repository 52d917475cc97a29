"""The two places a graph can be asked, behind one protocol; every question of every face ends here.

`LocalStore` is Oxigraph inside this process, in memory or in a directory; `RemoteStore` is any SPARQL 1.1 endpoint.
Both answer with pyoxigraph's own types. Rows are lazy: whoever reads them does so inside `engine_errors()`, so that
what the engine meets on the way is worded like every other failure. Oxigraph lower-cases language tags (`zh-Hant`
comes back as `zh-hant`) and writes numbers in canonical form (`1.50` comes back as `1.5`).
"""

from typing import TYPE_CHECKING, Any

from .answer import Answer, Store, engine_errors
from .local import LocalStore

if TYPE_CHECKING:
    from .remote import RemoteStore

__all__ = ["Answer", "LocalStore", "RemoteStore", "Store", "engine_errors"]


def __getattr__(name: str) -> Any:
    """`RemoteStore`, imported when it is first asked for: local use pays nothing for the network's modules."""
    if name == "RemoteStore":
        from .remote import RemoteStore

        return RemoteStore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
