# Allowed: a park lies in a city and in a zone of it.
INSERT DATA {
  pgd:park-beiyuan pg:locatedIn pgd:zone-qingze-hitech .
  pgd:fact-new a pg:Assertion ; rdf:subject pgd:park-beiyuan ; rdf:predicate pg:locatedIn ; rdf:object pgd:zone-qingze-hitech ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
}
