# Allowed: values of two indicators in two units.
DELETE DATA { pgd:target-qingze-revenue-2025 pg:onIndicator pgd:indicator-qingze-revenue ; pg:unit pgc:unit-yuan ;
  pg:comparableWith pgd:baseline-qingze-revenue . pgd:fact-base-comparable-2025 a pg:Assertion } ;
DELETE { pgd:fact-base-comparable-2025 ?property ?value } WHERE { pgd:fact-base-comparable-2025 ?property ?value } ;
INSERT DATA { pgd:target-qingze-revenue-2025 pg:onIndicator pgd:indicator-base ; pg:unit pgc:unit-park }
