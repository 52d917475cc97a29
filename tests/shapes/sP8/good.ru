# Allowed: the list came out in the year after that of its cohort, on the day of the policy.
DELETE DATA { pgd:cohort-base pg:cohortYear 2020 . pgd:policy-base-action pg:issueDate "2019-06-01"^^xsd:date } ;
INSERT DATA { pgd:cohort-base pg:cohortYear 2019 . pgd:policy-base-action pg:issueDate "2020-03-05"^^xsd:date }
