# Broken: a second release.
INSERT DATA {
  <https://w3id.org/parkgraph/release/other> a pg:KnowledgeGraphRelease ; skos:prefLabel "另一样例"@zh ; dcterms:hasVersion "2020.4.0" ;
    dcterms:issued "2020-03-31"^^xsd:date ; dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:source pgd:source-base ; void:triples 500 ; pg:countedTriples 500 .
}
