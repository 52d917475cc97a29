# Allowed: the relation with an assertion that names rule and premises.
INSERT DATA {
  pgd:park-yungu pg:locatedInTransitive pgd:division-990000 .
  pgd:fact-new a pg:Assertion ; rdf:subject pgd:park-yungu ; rdf:predicate pg:locatedInTransitive ; rdf:object pgd:division-990000 ;
    pg:assertionBasis pgc:basis-computed ; pg:inferredByRule pgr:location-is-transitive ;
    prov:wasDerivedFrom pgd:fact-base-yungu , pgd:fact-base-zone ; pg:evidencedBy pgd:span-base-184-191 .
}
