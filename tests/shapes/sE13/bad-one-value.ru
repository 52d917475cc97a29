# Broken: of two document numbers the one that a report gives is preferred, without a word on the conflict.
DELETE DATA { pgd:fact-base-number pg:evidencedBy pgd:span-base-40-51 } ;
INSERT DATA {
  pgd:fact-base-number pg:assertionRank pgc:rank-preferred ; pg:evidencedBy pgd:span-digest-10-21 .
  pgd:fact-other a pg:Assertion ; rdf:subject pgd:policy-base-plan ; rdf:predicate pg:documentNumber ; rdf:object "云政字〔2019〕9号" ;
    pg:assertionBasis pgc:basis-explicit ; pg:assertionRank pgc:rank-deprecated ; pg:evidencedBy pgd:span-base-40-51 .
}
