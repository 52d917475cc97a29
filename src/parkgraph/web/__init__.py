"""The query service: a SPARQL endpoint, questions as REST, and linked data, for `parkgraph serve`.

A request goes this way: `app` routes it; a handler (`sparql`, `questions`, `linked`, `graphs` …) reads it, negotiates a
format by `media` and makes a job of it; `service` looks whether the answer is known, else has a worker run the function
of that name in `jobs`; what goes wrong becomes a `problems` document. No text that a user sent is parsed in the serving
process, and it opens no store.
"""
