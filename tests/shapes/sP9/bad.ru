# Broken: two parks are designated, the target is one.
DELETE WHERE { pgd:target-base pg:numericValue ?number ; pg:valueAsStated ?stated } ;
INSERT DATA { pgd:target-base pg:numericValue 1.0 ; pg:valueAsStated "1" }
