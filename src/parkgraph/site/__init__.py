"""The explorer as a folder of files that opens from disk: no server, no network, nothing to install.

`plan` says which pages there are, `pages` renders each with the templates of the service, `rewriting` turns its
addresses into relative file names and takes out what only a server can do, `index` writes what the search script looks
through, and `build` puts all of it into the folder.
"""

from .build import Site, build_site

__all__ = ["Site", "build_site"]
