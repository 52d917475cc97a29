# Allowed: years as integers and days as dates.
INSERT DATA { pgd:division-990200 pg:validFromYear 2001 . pgd:division-990100 pg:validFrom "2001-01-01"^^xsd:date }
