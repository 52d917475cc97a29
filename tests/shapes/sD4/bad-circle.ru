# Broken: two documents of one day cite each other.
INSERT DATA {
  pgd:citation-new a pg:DocumentCitation ; pg:isRegistered true ; pg:citingDocument pgd:policy-base-plan ;
    pg:citedDocument pgd:policy-base-action ; pg:citationFunction pgc:citation-mentions ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
} ;
DELETE DATA { pgd:policy-base-action pg:issueDate "2019-06-01"^^xsd:date } ;
INSERT DATA { pgd:policy-base-action pg:issueDate "2019-03-01"^^xsd:date }
