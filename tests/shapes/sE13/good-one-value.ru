# Allowed: the document number of the issuing authority is preferred to that of a report.
INSERT DATA {
  pgd:fact-base-number pg:assertionRank pgc:rank-preferred .
  pgd:fact-other a pg:Assertion ; rdf:subject pgd:policy-base-plan ; rdf:predicate pg:documentNumber ; rdf:object "云政字〔2019〕9号" ;
    pg:assertionBasis pgc:basis-explicit ; pg:assertionRank pgc:rank-deprecated ; pg:evidencedBy pgd:span-digest-10-21 .
}
