# Allowed: the target is three.
DELETE WHERE { pgd:target-base pg:numericValue ?number } ;
INSERT DATA { pgd:target-base pg:numericValue 3.0 }
