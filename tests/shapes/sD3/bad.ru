# Broken: the citing document is older than the one it cites.
DELETE DATA { pgd:policy-base-action pg:issueDate "2019-06-01"^^xsd:date } ;
INSERT DATA { pgd:policy-base-action pg:issueDate "2019-02-28"^^xsd:date }
