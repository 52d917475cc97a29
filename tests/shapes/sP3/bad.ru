# Broken: a complete list announces three parks and lists two; an incomplete one lists more than it announces.
DELETE DATA { pgd:list-base-demonstration pg:announcedCount 2 } ;
INSERT DATA { pgd:list-base-demonstration pg:announcedCount 3 } ;
DELETE DATA { pgd:list-base-registry pg:announcedCount 1 ; pg:isExhaustive true } ;
INSERT DATA { pgd:list-base-registry pg:announcedCount 0 ; pg:isExhaustive false }
