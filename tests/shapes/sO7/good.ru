# Allowed: two units lead a programme, one is responsible for it.
INSERT DATA {
  pgd:programme-new a pg:KeyProgramme ; skos:prefLabel "覆盖工程"@zh ; pg:isRegistered true ; pg:partOf pgd:policy-qingze-plan ;
    pg:ordinal 2 ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:fact-new-1 a pg:ResponsibilityAssignment ; pg:forMeasure pgd:programme-new ; pg:assignedUnit pgd:unit-qingze-tech ;
    pg:assignmentRole pgc:duty-lead ; pg:ordinal 1 ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:fact-new-2 a pg:ResponsibilityAssignment ; pg:forMeasure pgd:programme-new ; pg:assignedUnit pgd:unit-qingze-office ;
    pg:assignmentRole pgc:duty-lead ; pg:ordinal 2 ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:fact-new-3 a pg:ResponsibilityAssignment ; pg:forMeasure pgd:programme-new ; pg:assignedUnit pgd:unit-qingze-taskforce ;
    pg:assignmentRole pgc:duty-responsible ; pg:ordinal 1 ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
}
