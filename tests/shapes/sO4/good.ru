# Allowed: a zone that lies in a city and in a district of it.
INSERT DATA {
  pgd:zone-qingze-hitech pg:locatedIn pgd:division-990102 .
  pgd:fact-new a pg:Assertion ; rdf:subject pgd:zone-qingze-hitech ; rdf:predicate pg:locatedIn ; rdf:object pgd:division-990102 ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-184-189 .
}
