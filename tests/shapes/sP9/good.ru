# Allowed: the target is three.
DELETE WHERE { pgd:target-base pg:numericValue ?number ; pg:valueAsStated ?stated } ;
INSERT DATA { pgd:target-base pg:numericValue 3.0 ; pg:valueAsStated "3" }
