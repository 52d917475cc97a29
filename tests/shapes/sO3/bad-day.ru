# Broken: a park lies in a district that began a day later than the source reaches.
DELETE DATA { pgd:division-990102 pg:validFrom "2018-01-01"^^xsd:date } ;
INSERT DATA { pgd:division-990102 pg:validFrom "2020-03-06"^^xsd:date }
