# Broken: a bureau that has nothing to do with the committee publishes its plan.
DELETE DATA { pgd:policy-qingze-plan pg:publishedBy pgd:unit-qingze-office . pgd:fact-base-plan-publisher rdf:object pgd:unit-qingze-office } ;
INSERT DATA { pgd:policy-qingze-plan pg:publishedBy pgd:unit-yunhai-data-bureau . pgd:fact-base-plan-publisher rdf:object pgd:unit-yunhai-data-bureau }
