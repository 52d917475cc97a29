# Broken: the list came out two years after the year of its cohort, and before the policy.
DELETE DATA { pgd:cohort-base pg:cohortYear 2020 . pgd:policy-base-action pg:issueDate "2019-06-01"^^xsd:date } ;
INSERT DATA { pgd:cohort-base pg:cohortYear 2018 . pgd:policy-base-action pg:issueDate "2020-03-06"^^xsd:date }
