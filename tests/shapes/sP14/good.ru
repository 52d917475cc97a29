# Allowed: a programme that rests on two policies.
INSERT DATA {
  pgd:scheme-base pg:establishedBy pgd:policy-base-plan .
  pgd:fact-new a pg:Assertion ; rdf:subject pgd:scheme-base ; rdf:predicate pg:establishedBy ; rdf:object pgd:policy-base-plan ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
}
