# Allowed: the builder takes part in a second role.
INSERT DATA {
  pgd:fact-new a pg:ProjectParticipation ; pg:projectOf pgd:project-qingze-port ; pg:participant pgd:enterprise-nanpu ;
    pg:participationRole pgc:role-supported ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-410-433 .
}
