# Broken: a target is of an area that began the year after.
INSERT DATA { pgd:division-990000 pg:validFromYear 2021 }
