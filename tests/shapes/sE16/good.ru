# Allowed: an assertion of a value.
INSERT DATA {
  pgd:policy-base-action pg:documentNumber "云数字〔2019〕3号" .
  pgd:fact-new a pg:Assertion ; rdf:subject pgd:policy-base-action ; rdf:predicate pg:documentNumber ; rdf:object "云数字〔2019〕3号" ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-65-80 .
}
