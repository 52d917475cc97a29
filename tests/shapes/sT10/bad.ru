# Broken: 突破 is not “at least”, 达到 in a target is not “equal to”, 以上 is not “more than”, 最高 is not “equal to”.
DELETE DATA { pgd:target-qingze-revenue-2025 pg:comparator pgc:comparator-gt } ;
INSERT DATA { pgd:target-qingze-revenue-2025 pg:comparator pgc:comparator-ge } ;
DELETE DATA { pgd:target-qingze-revenue-2023 pg:comparator pgc:comparator-ge } ;
INSERT DATA { pgd:target-qingze-revenue-2023 pg:comparator pgc:comparator-eq } ;
DELETE DATA { pgd:baseline-qingze-coverage pg:comparator pgc:comparator-ge } ;
INSERT DATA { pgd:baseline-qingze-coverage pg:comparator pgc:comparator-gt } ;
DELETE DATA { pgd:subsidy-base-demonstration pg:comparator pgc:comparator-le } ;
INSERT DATA { pgd:subsidy-base-demonstration pg:comparator pgc:comparator-eq }
