# Broken: one fact has no basis, one a basis of another scheme, one was derived by nothing that is named.
DELETE DATA { pgd:fact-base-operator pg:assertionBasis pgc:basis-explicit } ;
DELETE DATA { pgd:fact-base-part pg:assertionBasis pgc:basis-explicit } ;
INSERT DATA { pgd:fact-base-part pg:assertionBasis pgc:rank-normal } ;
DELETE DATA { pgd:fact-base-bureau pg:inferredByRule pgr:place-named-in-name }
