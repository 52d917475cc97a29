# Allowed: a date known to the day, and the first of January of a date known to the year.
DELETE DATA {
  pgd:policy-qingze-plan pg:issueDate "2020-02-01"^^xsd:date ; pg:issueDatePrecision pgc:precision-month .
  pgd:policy-base-plan pg:issueDate "2019-03-01"^^xsd:date .
} ;
INSERT DATA {
  pgd:policy-qingze-plan pg:issueDate "2020-02-11"^^xsd:date ; pg:issueDatePrecision pgc:precision-day .
  pgd:policy-base-plan pg:issueDate "2019-01-01"^^xsd:date ; pg:issueDatePrecision pgc:precision-year .
}
