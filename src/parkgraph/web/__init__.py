"""The query service of `parkgraph serve`, one room for each kind of client.

`protocol` speaks SPARQL to triplestore clients, `api` gives questions and things as JSON to programs, `data` gives
linked data and dumps to machines that follow links, `explorer` gives pages to people. A request goes this way: `app`
routes it; a handler in a room reads it, negotiates a format by `media` and makes a job of it; `service` looks whether
the answer is known, else has a worker run the function of that name in a `*_jobs` module; what goes wrong becomes a
`problems` document. No text that a user sent is parsed in the serving process, and it opens no store.
"""
