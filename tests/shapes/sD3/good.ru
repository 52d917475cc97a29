# Allowed: both documents are of one day.
DELETE DATA { pgd:policy-base-action pg:issueDate "2019-06-01"^^xsd:date } ;
INSERT DATA { pgd:policy-base-action pg:issueDate "2019-03-01"^^xsd:date }
