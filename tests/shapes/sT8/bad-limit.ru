# Broken: of two upper limits the later one is higher.
DELETE DATA {
  pgd:target-qingze-revenue-2023 pg:comparator pgc:comparator-ge ; pg:evidencedBy pgd:span-base-452-467 .
  pgd:target-qingze-revenue-2025 pg:comparator pgc:comparator-gt ; pg:evidencedBy pgd:span-base-468-479 .
} ;
INSERT DATA {
  pgd:target-qingze-revenue-2023 pg:comparator pgc:comparator-le ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:target-qingze-revenue-2025 pg:comparator pgc:comparator-le ; pg:evidencedBy pgd:span-base-401-405 .
} ;
DELETE DATA { pgd:baseline-qingze-revenue pg:valueAsStated "5000" ; pg:numericValue 50000000.0 } ;
INSERT DATA { pgd:baseline-qingze-revenue pg:valueAsStated "25000" ; pg:numericValue 250000000.0 }
