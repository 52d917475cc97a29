# Allowed: the later target asks for the same.
DELETE DATA { pgd:target-qingze-revenue-2025 pg:valueAsStated "2" ; pg:numericValue 200000000.0 } ;
INSERT DATA { pgd:target-qingze-revenue-2025 pg:valueAsStated "1" ; pg:numericValue 100000000.0 }
