# Allowed: two build one project.
INSERT DATA {
  pgd:fact-new a pg:ProjectParticipation ; pg:projectOf pgd:project-qingze-port ; pg:participant pgd:enterprise-yunhai-telecom ;
    pg:participationRole pgc:role-builder ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-387-400 .
}
