# Allowed: two siblings change places.
DELETE DATA { pgd:criterion-base-talent pg:ordinal 2 . pgd:criterion-base-revenue pg:ordinal 1 } ;
INSERT DATA { pgd:criterion-base-talent pg:ordinal 1 . pgd:criterion-base-revenue pg:ordinal 2 }
