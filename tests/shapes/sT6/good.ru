# Allowed: a rate of growth of 113.4 %.
DELETE DATA { pgd:baseline-qingze-coverage pg:valueAsStated "90" ; pg:numericValue 90.0 } ;
INSERT DATA {
  pgd:baseline-qingze-coverage pg:valueAsStated "113.4" ; pg:numericValue 113.4 .
  pgd:indicator-qingze-coverage pg:isGrowth true .
}
