# Broken: the name on the list has no language.
DELETE DATA { pgd:fact-base-designation-1 pg:listedAs "南浦软件园"@zh } ;
INSERT DATA { pgd:fact-base-designation-1 pg:listedAs "南浦软件园" }
