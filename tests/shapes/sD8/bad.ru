# Broken: a day in a date known to the month, a month in one known to the year, and a precision of nothing.
DELETE DATA {
  pgd:policy-qingze-plan pg:issueDate "2020-02-01"^^xsd:date .
  pgd:policy-base-plan pg:issueDate "2019-03-01"^^xsd:date .
  pgd:policy-base-action pg:issueDate "2019-06-01"^^xsd:date .
} ;
INSERT DATA {
  pgd:policy-qingze-plan pg:issueDate "2020-02-11"^^xsd:date .
  pgd:policy-base-plan pg:issueDate "2019-03-01"^^xsd:date ; pg:issueDatePrecision pgc:precision-year .
  pgd:policy-base-action pg:issueDatePrecision pgc:precision-day .
}
