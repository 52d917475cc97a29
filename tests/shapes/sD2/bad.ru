# Broken: two documents have one number.
INSERT DATA {
  pgd:policy-base-action pg:documentNumber "云政字〔2019〕8号" .
  pgd:fact-new a pg:Assertion ; rdf:subject pgd:policy-base-action ; rdf:predicate pg:documentNumber ; rdf:object "云政字〔2019〕8号" ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-40-51 .
}
