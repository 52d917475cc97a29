# Allowed: the committee publishes its plan itself.
DELETE DATA { pgd:policy-qingze-plan pg:publishedBy pgd:unit-qingze-office . pgd:fact-base-plan-publisher rdf:object pgd:unit-qingze-office } ;
INSERT DATA { pgd:policy-qingze-plan pg:publishedBy pgd:unit-qingze-committee . pgd:fact-base-plan-publisher rdf:object pgd:unit-qingze-committee }
