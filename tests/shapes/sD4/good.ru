# Allowed: a document cites another twice, in two functions.
INSERT DATA {
  pgd:citation-new a pg:DocumentCitation ; pg:isRegistered true ; pg:citingDocument pgd:policy-base-action ;
    pg:citedDocument pgd:policy-base-plan ; pg:citationFunction pgc:citation-mentions ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
}
