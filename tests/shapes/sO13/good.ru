# Allowed: two units change places.
DELETE DATA { pgd:fact-base-assignment-tech pg:ordinal 1 . pgd:fact-base-assignment-telecom pg:ordinal 2 } ;
INSERT DATA { pgd:fact-base-assignment-tech pg:ordinal 2 . pgd:fact-base-assignment-telecom pg:ordinal 1 }
