# Allowed: 达到 of what has been reached tells the number itself, and a passage without such a word says nothing.
DELETE DATA { pgd:baseline-qingze-patents pg:comparator pgc:comparator-eq } ;
INSERT DATA {
  pgd:baseline-qingze-patents pg:comparator pgc:comparator-approx .
  pgd:baseline-new a pg:BaselineValue ; pg:isRegistered true ; pg:onIndicator pgd:indicator-qingze-revenue ;
    pg:refArea pgd:division-990100 ; pg:population pgc:population-whole ; pg:valueAsStated "1" ; pg:unitAsStated "亿元" ;
    pg:numericValue 100000000.0 ; pg:unit pgc:unit-yuan ; pg:comparator pgc:comparator-eq ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-452-467 .
}
