# Broken: a release without version, date, licence and sources, and with a wrong count.
DELETE WHERE {
  ?release dcterms:hasVersion ?version ; dcterms:issued ?day ; dcterms:license ?licence ; dcterms:source ?source ; void:triples ?count .
} ;
INSERT DATA { <https://w3id.org/parkgraph/release/base> void:triples 499 }
