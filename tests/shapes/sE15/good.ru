# Allowed: an as-of date before that of the source.
DELETE WHERE { pgd:criterion-base-revenue pg:asOf ?day } ;
INSERT DATA { pgd:criterion-base-revenue pg:asOf "2020-03-01"^^xsd:date }
