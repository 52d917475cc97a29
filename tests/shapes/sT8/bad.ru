# Broken: the later target asks for less.
DELETE DATA { pgd:target-qingze-revenue-2025 pg:valueAsStated "2" ; pg:numericValue 200000000.0 } ;
INSERT DATA { pgd:target-qingze-revenue-2025 pg:valueAsStated "0.8" ; pg:numericValue 80000000.0 }
