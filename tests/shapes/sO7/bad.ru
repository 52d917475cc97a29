# Broken: a programme that nobody leads and nobody is responsible for, but somebody helps with.
INSERT DATA {
  pgd:programme-new a pg:KeyProgramme ; skos:prefLabel "覆盖工程"@zh ; pg:isRegistered true ; pg:partOf pgd:policy-qingze-plan ;
    pg:ordinal 2 ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:fact-new a pg:ResponsibilityAssignment ; pg:forMeasure pgd:programme-new ; pg:assignedUnit pgd:unit-qingze-tech ;
    pg:assignmentRole pgc:duty-cooperating ; pg:ordinal 1 ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
}
