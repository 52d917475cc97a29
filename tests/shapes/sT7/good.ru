# Allowed: the first target asks for what was reached, and no less.
DELETE DATA { pgd:baseline-qingze-revenue pg:valueAsStated "5000" ; pg:numericValue 50000000.0 } ;
INSERT DATA { pgd:baseline-qingze-revenue pg:valueAsStated "10000" ; pg:numericValue 100000000.0 }
