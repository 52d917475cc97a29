# Broken: a citation that names neither document nor function.
INSERT DATA {
  pgd:citation-new a pg:DocumentCitation ; pg:isRegistered true ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
}
