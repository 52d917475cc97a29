# Broken: a code of seven digits, and one that begins like another province.
DELETE DATA { pgd:division-990102 pg:divisionCode "990102" . pgd:division-990200 pg:divisionCode "990200" } ;
INSERT DATA { pgd:division-990102 pg:divisionCode "9901020" . pgd:division-990200 pg:divisionCode "980200" }
