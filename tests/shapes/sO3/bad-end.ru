# Broken: a park lies in a city that had ended the day before.
INSERT DATA { pgd:division-990200 pg:validUntil "2020-03-04"^^xsd:date }
