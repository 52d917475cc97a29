# Allowed: a unit two steps below an authority, and a department, which need not belong to a body.
INSERT DATA {
  pgd:unit-new a pg:InternalUnit ; skos:prefLabel "科技部一组"@zh ; pg:isRegistered true ; pg:unitOf pgd:unit-qingze-tech .
  pgd:fact-new a pg:Assertion ; rdf:subject pgd:unit-new ; rdf:predicate pg:unitOf ; rdf:object pgd:unit-qingze-tech ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:unit-other a pg:GovernmentDepartment ; skos:prefLabel "白石市数据局"@zh ; pg:isRegistered true .
}
