# Broken: a county's code begins like another city.
DELETE DATA { pgd:division-990102 pg:divisionCode "990102" } ;
INSERT DATA { pgd:division-990102 pg:divisionCode "990202" }
