# Allowed: an enterprise that helps with a programme.
INSERT DATA {
  pgd:fact-new a pg:ResponsibilityAssignment ; pg:forMeasure pgd:programme-qingze ; pg:assignedUnit pgd:enterprise-nanpu ;
    pg:assignmentRole pgc:duty-cooperating ; pg:ordinal 1 ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-410-433 .
}
