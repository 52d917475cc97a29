# Broken: one fact that ages has no as-of date, one has a later one than its source.
DELETE WHERE { pgd:criterion-base-talent pg:asOf ?day } ;
DELETE WHERE { pgd:criterion-base-revenue pg:asOf ?day } ;
INSERT DATA { pgd:criterion-base-revenue pg:asOf "2020-03-06"^^xsd:date }
