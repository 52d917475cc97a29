# Allowed: the district began and the city ended on the very day, the province in the very year.
DELETE DATA { pgd:division-990102 pg:validFrom "2018-01-01"^^xsd:date } ;
INSERT DATA {
  pgd:division-990102 pg:validFrom "2020-03-05"^^xsd:date .
  pgd:division-990200 pg:validUntil "2020-03-05"^^xsd:date .
  pgd:division-990000 pg:validFromYear 2020 ; pg:validUntilYear 2020 .
}
