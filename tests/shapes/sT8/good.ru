# Allowed: the later target asks for less, but of enterprises above designated size only.
DELETE DATA { pgd:target-qingze-revenue-2025 pg:valueAsStated "2" ; pg:numericValue 200000000.0 } ;
INSERT DATA { pgd:target-qingze-revenue-2025 pg:valueAsStated "0.8" ; pg:numericValue 80000000.0 } ;
DELETE DATA { pgd:target-qingze-revenue-2025 pg:population pgc:population-whole ; pg:comparableWith pgd:baseline-qingze-revenue } ;
DELETE WHERE { pgd:fact-base-comparable-2025 ?property ?object } ;
INSERT DATA { pgd:target-qingze-revenue-2025 pg:population pgc:population-above-scale }
