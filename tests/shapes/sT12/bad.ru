# Broken: a year is written as xsd:gYear.
DELETE DATA { pgd:cohort-base pg:cohortYear 2020 } ;
INSERT DATA { pgd:cohort-base pg:cohortYear "2020"^^xsd:gYear }
