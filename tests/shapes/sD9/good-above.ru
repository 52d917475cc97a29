# Allowed: the body above the committee publishes its plan.
DELETE DATA { pgd:policy-qingze-plan pg:publishedBy pgd:unit-qingze-office . pgd:fact-base-plan-publisher rdf:object pgd:unit-qingze-office } ;
INSERT DATA { pgd:policy-qingze-plan pg:publishedBy pgd:unit-yunhai-data-bureau . pgd:fact-base-plan-publisher rdf:object pgd:unit-yunhai-data-bureau } ;
INSERT DATA {
  pgd:unit-qingze-committee pg:superiorUnit pgd:unit-yunhai-data-bureau .
  pgd:fact-new a pg:Assertion ; rdf:subject pgd:unit-qingze-committee ; rdf:predicate pg:superiorUnit ;
    rdf:object pgd:unit-yunhai-data-bureau ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
}
