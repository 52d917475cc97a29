# Broken: more was reached than the first target asks for.
DELETE DATA { pgd:baseline-qingze-revenue pg:valueAsStated "5000" ; pg:numericValue 50000000.0 } ;
INSERT DATA { pgd:baseline-qingze-revenue pg:valueAsStated "15000" ; pg:numericValue 150000000.0 }
