# Allowed: the same relation with an assertion.
INSERT DATA {
  pgd:park-baishi pg:operatedBy pgd:enterprise-nanpu .
  pgd:fact-new a pg:Assertion ; rdf:subject pgd:park-baishi ; rdf:predicate pg:operatedBy ; rdf:object pgd:enterprise-nanpu ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-210-221 .
}
