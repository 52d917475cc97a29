# Broken: a tally is of a province that had ended the year before.
DELETE DATA { pgd:tally-base-cities pg:tallyArea pgd:division-990000 } ;
INSERT DATA { pgd:tally-base-cities pg:tallyArea pgd:division-980000 }
