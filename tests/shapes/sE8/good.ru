# Allowed: another assertion supports the relation.
INSERT DATA {
  pgd:fact-base-operator pg:assertionRank pgc:rank-deprecated .
  pgd:fact-new a pg:Assertion ; rdf:subject pgd:park-nanpu ; rdf:predicate pg:operatedBy ; rdf:object pgd:enterprise-nanpu ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-210-221 .
}
