# Broken: nobody says that the two are comparable, but one source says both of one indicator and area.
DELETE DATA {
  pgd:baseline-qingze-revenue pg:refYear 2019 .
  pgd:target-qingze-revenue-2023 pg:comparableWith pgd:baseline-qingze-revenue .
  pgd:target-qingze-revenue-2025 pg:comparableWith pgd:baseline-qingze-revenue .
} ;
DELETE WHERE { pgd:fact-base-comparable-2023 ?property ?object } ;
DELETE WHERE { pgd:fact-base-comparable-2025 ?other ?value } ;
INSERT DATA { pgd:baseline-qingze-revenue pg:refYear 2024 }
