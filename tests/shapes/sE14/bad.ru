# Broken: an inferred assertion has no premise, and a relation that only rules state has no assertion.
DELETE DATA { pgd:fact-base-nanpu-province prov:wasDerivedFrom pgd:fact-base-nanpu-city } ;
INSERT DATA { pgd:park-yungu pg:locatedInTransitive pgd:division-990000 }
