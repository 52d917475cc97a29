# Broken: a division has two parents.
INSERT DATA { pgd:division-980000 pg:divisionParent pgd:division-990000 } ;
DELETE DATA { pgd:division-980000 pg:divisionLevel pgc:level-province . pgd:division-980000 pg:divisionCode "980000" } ;
INSERT DATA { pgd:division-980000 pg:divisionLevel pgc:level-prefecture }
