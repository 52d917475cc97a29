# Broken: an assignment without a number, and two units in one place, so that there is a gap after them.
DELETE DATA { pgd:fact-base-assignment-lead pg:ordinal 1 . pgd:fact-base-assignment-telecom pg:ordinal 2 } ;
INSERT DATA { pgd:fact-base-assignment-telecom pg:ordinal 1 }
