# Allowed: a project that stands in no box, but in the text.
INSERT DATA {
  pgd:project-new a pg:KeyProject ; skos:prefLabel "云海桥项目"@zh ; pg:isRegistered true ; pg:mentionedIn pgd:span-base-401-405 .
  pgd:fact-new a pg:ProjectParticipation ; pg:projectOf pgd:project-new ; pg:participant pgd:enterprise-nanpu ;
    pg:participationRole pgc:role-builder ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-410-433 .
}
