# Broken: no name of the park holds that of the city it is derived from.
DELETE DATA { pgd:fact-base-beiyuan pg:assertionBasis pgc:basis-explicit } ;
INSERT DATA { pgd:fact-base-beiyuan pg:assertionBasis pgc:basis-derivedFromName ; pg:inferredByRule pgr:place-named-in-name }
