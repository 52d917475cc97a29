# Broken: a participation that says nothing, and one that is there already.
INSERT DATA {
  pgd:fact-new a pg:ProjectParticipation ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-410-433 .
  pgd:fact-again a pg:ProjectParticipation ; pg:projectOf pgd:project-qingze-port ; pg:participant pgd:enterprise-nanpu ;
    pg:participationRole pgc:role-builder ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-410-433 .
}
