# Broken: an office that belongs to nobody, a task force that belongs to two, and two bodies each above the other.
INSERT DATA {
  pgd:unit-new a pg:InternalUnit ; skos:prefLabel "招商部"@zh ; pg:isRegistered true .
  pgd:unit-qingze-taskforce pg:unitOf pgd:unit-yunhai-data-bureau .
  pgd:fact-new a pg:Assertion ; rdf:subject pgd:unit-qingze-taskforce ; rdf:predicate pg:unitOf ; rdf:object pgd:unit-yunhai-data-bureau ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:unit-qingze-committee pg:superiorUnit pgd:unit-yunhai-data-bureau .
  pgd:fact-up a pg:Assertion ; rdf:subject pgd:unit-qingze-committee ; rdf:predicate pg:superiorUnit ;
    rdf:object pgd:unit-yunhai-data-bureau ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:unit-yunhai-data-bureau pg:superiorUnit pgd:unit-qingze-committee .
  pgd:fact-down a pg:Assertion ; rdf:subject pgd:unit-yunhai-data-bureau ; rdf:predicate pg:superiorUnit ;
    rdf:object pgd:unit-qingze-committee ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
}
