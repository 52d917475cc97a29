# Allowed: a list that is not given in full lists fewer than it announces.
DELETE DATA { pgd:list-base-registry pg:announcedCount 1 ; pg:isExhaustive true } ;
INSERT DATA { pgd:list-base-registry pg:announcedCount 5 ; pg:isExhaustive false }
