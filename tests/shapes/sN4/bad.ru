# Broken: the name on the list is in other characters than the quote.
DELETE DATA { pgd:fact-base-designation-1 pg:listedAs "南浦软件园"@zh } ;
INSERT DATA { pgd:fact-base-designation-1 pg:listedAs "南浦軟件園"@zh }
