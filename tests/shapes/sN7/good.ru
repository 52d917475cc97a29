# Allowed: the same with an operator.
DELETE DATA { pgd:park-baishi skos:prefLabel "白石·港数据园"@zh } ;
INSERT DATA {
  pgd:park-baishi skos:prefLabel "白石数据中心"@zh ; pg:operatedBy pgd:enterprise-nanpu .
  pgd:fact-new a pg:Assertion ; rdf:subject pgd:park-baishi ; rdf:predicate pg:operatedBy ; rdf:object pgd:enterprise-nanpu ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
}
