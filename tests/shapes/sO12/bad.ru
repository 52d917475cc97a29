# Broken: a park lies in two cities.
INSERT DATA {
  pgd:park-beiyuan pg:locatedIn pgd:division-990200 .
  pgd:fact-new a pg:Assertion ; rdf:subject pgd:park-beiyuan ; rdf:predicate pg:locatedIn ; rdf:object pgd:division-990200 ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
}
