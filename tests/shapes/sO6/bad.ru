# Broken: the unit that leads belongs to a body of another city.
INSERT DATA {
  pgd:unit-new a pg:GovernmentDepartment ; skos:prefLabel "白石市数据局"@zh ; pg:isRegistered true ; pg:jurisdiction pgd:division-990200 .
  pgd:fact-new a pg:Assertion ; rdf:subject pgd:unit-new ; rdf:predicate pg:jurisdiction ; rdf:object pgd:division-990200 ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
} ;
DELETE DATA { pgd:fact-base-assignment-lead pg:assignedUnit pgd:unit-qingze-office } ;
INSERT DATA { pgd:fact-base-assignment-lead pg:assignedUnit pgd:unit-new }
