# Allowed: of two that conflict, the one with the better source is preferred; a second, weaker source does no harm.
INSERT DATA {
  pgd:park-baishi pg:operatedBy pgd:enterprise-yunhai-telecom , pgd:enterprise-nanpu .
  pgd:fact-telecom a pg:Assertion ; rdf:subject pgd:park-baishi ; rdf:predicate pg:operatedBy ; rdf:object pgd:enterprise-yunhai-telecom ;
    pg:assertionBasis pgc:basis-explicit ; pg:conflictsWith pgd:fact-nanpu ; pg:evidencedBy pgd:span-digest-10-21 .
  pgd:fact-nanpu a pg:Assertion ; rdf:subject pgd:park-baishi ; rdf:predicate pg:operatedBy ; rdf:object pgd:enterprise-nanpu ;
    pg:assertionBasis pgc:basis-explicit ; pg:assertionRank pgc:rank-preferred ; pg:evidencedBy pgd:span-base-210-221 , pgd:span-digest-10-21 .
}
