# Broken: the unit was not counted in, and an amount lost a zero.
DELETE DATA { pgd:target-qingze-revenue-2025 pg:numericValue 200000000.0 } ;
INSERT DATA { pgd:target-qingze-revenue-2025 pg:numericValue 20000000000.0 } ;
DELETE DATA { pgd:subsidy-base-demonstration pg:maxAmount 3000000.0 } ;
INSERT DATA { pgd:subsidy-base-demonstration pg:maxAmount 30000000.0 }
